using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of order events.</summary>
/// <remarks>
/// A change of a published event gets a new version: today's name moves up, and the old version keeps an entry in the
/// table whose reader yields today's record. What was stored is never rewritten.
/// </remarks>
public static partial class OrderEventCodec
{
    private static readonly EventName Placed = StoredName.Of("order.placed", 1);
    private static readonly EventName Edited = StoredName.Of("order.edited", 1);
    private static readonly EventName EditConflicted = StoredName.Of("order.edit-conflicted", 1);
    private static readonly EventName Held = StoredName.Of("order.held", 1);
    private static readonly EventName HoldReleased = StoredName.Of("order.hold-released", 1);
    private static readonly EventName Rejected = StoredName.Of("order.rejected", 1);
    private static readonly EventName CreditRequested = StoredName.Of("order.credit-requested", 1);
    private static readonly EventName CreditDecided = StoredName.Of("order.credit-decided", 1);
    private static readonly EventName StockAnswered = StoredName.Of("order.stock-answered", 1);
    private static readonly EventName ReservationRepeated = StoredName.Of("order.reservation-repeated", 1);
    private static readonly EventName Confirmed = StoredName.Of("order.confirmed", 1);
    private static readonly EventName PrepaymentRequested = StoredName.Of("order.prepayment-requested", 1);
    private static readonly EventName Prepaid = StoredName.Of("order.prepaid", 1);
    private static readonly EventName Released = StoredName.Of("order.released", 1);
    private static readonly EventName Allocated = StoredName.Of("order.allocated", 1);
    private static readonly EventName Shipped = StoredName.Of("order.shipped", 1);
    private static readonly EventName InvoiceRequested = StoredName.Of("order.invoice-requested", 1);
    private static readonly EventName Invoiced = StoredName.Of("order.invoiced", 1);
    private static readonly EventName InvoiceSettled = StoredName.Of("order.invoice-settled", 1);
    private static readonly EventName InvoiceReopened = StoredName.Of("order.invoice-reopened", 1);
    private static readonly EventName PrepaymentReopened = StoredName.Of("order.prepayment-reopened", 1);
    private static readonly EventName Cancelled = StoredName.Of("order.cancelled", 1);
    private static readonly EventName CancellationRefused = StoredName.Of("order.cancellation-refused", 1);
    private static readonly EventName CancelledEarly = StoredName.Of("order.cancelled-early", 1);
    private static readonly EventName StockContinued = StoredName.Of("order.stock-continued", 1);
    private static readonly EventName Closed = StoredName.Of("order.closed", 1);

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
        new(ReservationRepeated, ReadReservationRepeated),
        new(InvoiceReopened, ReadInvoiceReopened),
        new(PrepaymentReopened, ReadPrepaymentReopened),
        new(CancelledEarly, ReadCancelledEarly));

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
            OrderEvent.InvoiceReopened e => Write(writer, e),
            OrderEvent.PrepaymentReopened e => Write(writer, e),
            OrderEvent.Closed e => Write(writer, e),
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
            OrderEvent.CancelledEarly e => Write(writer, e),
            _ => throw new UnreachableException($"{orderEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static OrderEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Closed e)
    {
        writer.Put(Field.WithdrawFrom, e.Withdrawn?.Value);
        return Closed;
    }

    private static OrderEvent.Closed ReadClosed(ref FieldReader fields)
    {
        AccountId? withdrawFrom = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.WithdrawFrom)) withdrawFrom = new AccountId(fields.Text());
        }

        return new OrderEvent.Closed(withdrawFrom);
    }
}
