using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of stock events.</summary>
public static partial class StockEventCodec
{
    private static readonly EventName Moved = StoredName.Of("stock.moved", 1);
    private static readonly EventName Reserved = StoredName.Of("stock.reserved", 1);
    private static readonly EventName Backordered = StoredName.Of("stock.backordered", 1);
    private static readonly EventName ReservationRefused = StoredName.Of("stock.reservation-refused", 1);
    private static readonly EventName Reduced = StoredName.Of("stock.reduced", 1);
    private static readonly EventName Allocated = StoredName.Of("stock.allocated", 1);
    private static readonly EventName Shipped = StoredName.Of("stock.shipped", 1);
    private static readonly EventName ShortfallChanged = StoredName.Of("stock.shortfall-changed", 1);
    private static readonly EventName BackordersServed = StoredName.Of("stock.backorders-served", 1);

    private static readonly EventTable<StockEvent> Table = new(
        new(Reserved, ReadReserved),
        new(Allocated, ReadAllocated),
        new(Shipped, ReadShipped),
        new(Moved, ReadMoved),
        new(Backordered, ReadBackordered),
        new(Reduced, ReadReduced),
        new(BackordersServed, ReadBackordersServed),
        new(ReservationRefused, ReadReservationRefused),
        new(ShortfallChanged, ReadShortfallChanged));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(StockEvent stockEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = stockEvent switch
        {
            StockEvent.Reserved e => Write(writer, e),
            StockEvent.Allocated e => Write(writer, e),
            StockEvent.Shipped e => Write(writer, e),
            StockEvent.Moved e => Write(writer, e),
            StockEvent.Backordered e => Write(writer, e),
            StockEvent.Reduced e => Write(writer, e),
            StockEvent.BackordersServed e => Write(writer, e),
            StockEvent.ReservationRefused e => Write(writer, e),
            StockEvent.ShortfallChanged e => Write(writer, e),
            _ => throw new UnreachableException($"{stockEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static StockEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, StockEvent.Moved e)
    {
        writer.Put(Field.Kind, StoredWords.MovementKinds, (int)e.Kind);
        writer.Put(Field.Warehouse, e.Warehouse);
        writer.Put(Field.Quantity, e.Quantity);
        writer.Put(Field.Delta, e.Delta);
        writer.Put(Field.SafetyStock, e.SafetyStock);
        writer.Put(Field.Reference, e.Reference);
        writer.Put(Field.Moved, e.MovedAt);
        if (e.EffectiveAt != e.MovedAt)
        {
            writer.Put(Field.Effective, e.EffectiveAt);
        }

        writer.Put(Field.Name, e.Name);
        writer.Put(Field.ServeNext, e.ServeNext);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.PutRaw(Field.Extra, e.ExtraJson);
        return Moved;
    }

    private static StockEvent.Moved ReadMoved(ref FieldReader fields)
    {
        int kind = 0, quantity = 0, delta = 0;
        string warehouse = "", reference = "", actor = "";
        int? safetyStock = null;
        DateTimeOffset movedAt = default;
        DateTimeOffset? effectiveAt = null;
        string? name = null, extra = null;
        var serveNext = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Kind)) kind = fields.Word(StoredWords.MovementKinds);
            if (fields.At(Field.Warehouse)) warehouse = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Delta)) delta = fields.Int();
            if (fields.At(Field.SafetyStock)) safetyStock = fields.Int();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Moved)) movedAt = fields.Time();
            if (fields.At(Field.Effective)) effectiveAt = fields.Time();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.ServeNext)) serveNext = fields.Bool();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Extra)) extra = fields.Raw();
        }

        return new StockEvent.Moved(
            (MovementKind)kind, warehouse, quantity, delta, safetyStock, reference, movedAt, effectiveAt ?? movedAt,
            name, serveNext, new Actor(actor))
        {
            ExtraJson = extra,
        };
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.Shipped e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Shipment, e.Shipment);
        writer.Put(Field.Warehouse, e.Warehouse);
        writer.Put(Field.Quantity, e.Quantity);
        writer.Put(Field.Delta, e.Delta);
        writer.Put(Field.Shipped, e.ShippedAt);
        return Shipped;
    }

    private static StockEvent.Shipped ReadShipped(ref FieldReader fields)
    {
        string order = "", shipment = "", warehouse = "";
        int quantity = 0, delta = 0;
        DateTimeOffset shippedAt = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Shipment)) shipment = fields.Text();
            if (fields.At(Field.Warehouse)) warehouse = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Delta)) delta = fields.Int();
            if (fields.At(Field.Shipped)) shippedAt = fields.Time();
        }

        return new StockEvent.Shipped(new OrderId(order), shipment, warehouse, quantity, delta, shippedAt);
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.ShortfallChanged e)
    {
        writer.Put(Field.Pieces, e.Pieces);
        writer.Put(Field.Cause, e.Cause);
        return ShortfallChanged;
    }

    private static StockEvent.ShortfallChanged ReadShortfallChanged(ref FieldReader fields)
    {
        var pieces = 0;
        var cause = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Pieces)) pieces = fields.Int();
            if (fields.At(Field.Cause)) cause = fields.Text();
        }

        return new StockEvent.ShortfallChanged(pieces, cause);
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.BackordersServed e)
    {
        writer.Put(Field.Orders, e.Orders);
        writer.Put(Field.ServeNext, e.ServeNext);
        return BackordersServed;
    }

    private static StockEvent.BackordersServed ReadBackordersServed(ref FieldReader fields)
    {
        var orders = 0;
        var serveNext = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Orders)) orders = fields.Int();
            if (fields.At(Field.ServeNext)) serveNext = fields.Bool();
        }

        return new StockEvent.BackordersServed(orders, serveNext);
    }
}
