using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of order events.</summary>
/// <remarks>
/// A change of a published event gets a new version: today's name moves up, and the old version keeps an entry in the table whose
/// reader yields today's record. What was stored is never rewritten.
/// </remarks>
public static partial class OrderEventCodec
{
    private static readonly EventName Placed = EventTable<OrderEvent>.Name("order.placed", 1);
    private static readonly EventName Edited = EventTable<OrderEvent>.Name("order.edited", 1);
    private static readonly EventName EditConflicted = EventTable<OrderEvent>.Name("order.edit-conflicted", 1);
    private static readonly EventName Held = EventTable<OrderEvent>.Name("order.held", 1);
    private static readonly EventName HoldReleased = EventTable<OrderEvent>.Name("order.hold-released", 1);
    private static readonly EventName Rejected = EventTable<OrderEvent>.Name("order.rejected", 1);
    private static readonly EventName CreditRequested = EventTable<OrderEvent>.Name("order.credit-requested", 1);
    private static readonly EventName CreditDecided = EventTable<OrderEvent>.Name("order.credit-decided", 1);
    private static readonly EventName StockAnswered = EventTable<OrderEvent>.Name("order.stock-answered", 1);
    private static readonly EventName ReservationRepeated = EventTable<OrderEvent>.Name("order.reservation-repeated", 1);
    private static readonly EventName Confirmed = EventTable<OrderEvent>.Name("order.confirmed", 1);
    private static readonly EventName PrepaymentRequested = EventTable<OrderEvent>.Name("order.prepayment-requested", 1);
    private static readonly EventName Prepaid = EventTable<OrderEvent>.Name("order.prepaid", 1);
    private static readonly EventName Released = EventTable<OrderEvent>.Name("order.released", 1);
    private static readonly EventName Allocated = EventTable<OrderEvent>.Name("order.allocated", 1);
    private static readonly EventName Shipped = EventTable<OrderEvent>.Name("order.shipped", 1);
    private static readonly EventName InvoiceRequested = EventTable<OrderEvent>.Name("order.invoice-requested", 1);
    private static readonly EventName Invoiced = EventTable<OrderEvent>.Name("order.invoiced", 1);
    private static readonly EventName InvoiceSettled = EventTable<OrderEvent>.Name("order.invoice-settled", 1);
    private static readonly EventName Cancelled = EventTable<OrderEvent>.Name("order.cancelled", 1);
    private static readonly EventName CancellationRefused = EventTable<OrderEvent>.Name("order.cancellation-refused", 1);
    private static readonly EventName StockContinued = EventTable<OrderEvent>.Name("order.stock-continued", 1);
    private static readonly EventName Closed = EventTable<OrderEvent>.Name("order.closed", 1);

    private static readonly EventTable<OrderEvent> Table = new(
        new(StockAnswered, ReadStockAnswered),
        new(Allocated, ReadAllocated),
        new(Placed, ReadPlaced),
        new(Confirmed, ReadConfirmed),
        new(Released, ReadReleased),
        new(Shipped, ReadShipped),
        new(InvoiceRequested, ReadInvoiceRequested),
        new(Invoiced, ReadInvoiced),
        new(InvoiceSettled, ReadInvoiceSettled),
        new(Closed, ReadClosed),
        new(Held, ReadHeld),
        new(HoldReleased, ReadHoldReleased),
        new(CreditRequested, ReadCreditRequested),
        new(CreditDecided, ReadCreditDecided),
        new(PrepaymentRequested, ReadPrepaymentRequested),
        new(Prepaid, ReadPrepaid),
        new(StockContinued, ReadStockContinued),
        new(Cancelled, ReadCancelled),
        new(CancellationRefused, ReadCancellationRefused),
        new(Edited, ReadEdited),
        new(EditConflicted, ReadEditConflicted),
        new(Rejected, ReadRejected),
        new(ReservationRepeated, ReadReservationRepeated));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(OrderEvent orderEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = orderEvent switch
        {
            OrderEvent.StockAnswered e => Write(writer, e),
            OrderEvent.Allocated e => Write(writer, e),
            OrderEvent.Placed e => Write(writer, e),
            OrderEvent.Confirmed e => Write(writer, e),
            OrderEvent.Released e => Write(writer, e),
            OrderEvent.Shipped e => Write(writer, e),
            OrderEvent.InvoiceRequested e => Write(writer, e),
            OrderEvent.Invoiced e => Write(writer, e),
            OrderEvent.InvoiceSettled e => Write(writer, e),
            OrderEvent.Closed => Closed,
            OrderEvent.Held e => Write(writer, e),
            OrderEvent.HoldReleased e => Write(writer, e),
            OrderEvent.CreditRequested e => Write(writer, e),
            OrderEvent.CreditDecided e => Write(writer, e),
            OrderEvent.PrepaymentRequested e => Write(writer, e),
            OrderEvent.Prepaid e => Write(writer, e),
            OrderEvent.StockContinued e => Write(writer, e),
            OrderEvent.Cancelled e => Write(writer, e),
            OrderEvent.CancellationRefused e => Write(writer, e),
            OrderEvent.Edited e => Write(writer, e),
            OrderEvent.EditConflicted e => Write(writer, e),
            OrderEvent.Rejected e => Write(writer, e),
            OrderEvent.ReservationRepeated e => Write(writer, e),
            _ => throw new UnreachableException($"{orderEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is not known, or the payload can't be read.</exception>
    public static OrderEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static OrderEvent.Closed ReadClosed(ref FieldReader fields)
    {
        fields.Enter();
        while (fields.More())
        {
            // It has no fields; those of a later program are skipped.
        }

        return new OrderEvent.Closed();
    }
}
