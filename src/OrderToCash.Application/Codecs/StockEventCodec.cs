using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of stock events.</summary>
public static class StockEventCodec
{
    private static readonly EventName Moved = EventTable<StockEvent>.Name("stock.moved", 1);
    private static readonly EventName Reserved = EventTable<StockEvent>.Name("stock.reserved", 1);
    private static readonly EventName Backordered = EventTable<StockEvent>.Name("stock.backordered", 1);
    private static readonly EventName ReservationRefused = EventTable<StockEvent>.Name("stock.reservation-refused", 1);
    private static readonly EventName Reduced = EventTable<StockEvent>.Name("stock.reduced", 1);
    private static readonly EventName Allocated = EventTable<StockEvent>.Name("stock.allocated", 1);
    private static readonly EventName Shipped = EventTable<StockEvent>.Name("stock.shipped", 1);
    private static readonly EventName ShortfallChanged = EventTable<StockEvent>.Name("stock.shortfall-changed", 1);
    private static readonly EventName BackordersServed = EventTable<StockEvent>.Name("stock.backorders-served", 1);

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
    /// <exception cref="UnknownEventException">The name or version is not known, or the payload can't be read.</exception>
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
        return Moved;
    }

    private static StockEvent.Moved ReadMoved(ref FieldReader fields)
    {
        int kind = 0, quantity = 0, delta = 0;
        string warehouse = "", reference = "", actor = "";
        int? safetyStock = null;
        DateTimeOffset movedAt = default;
        DateTimeOffset? effectiveAt = null;
        string? name = null;
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
        }

        return new StockEvent.Moved(
            (MovementKind)kind, warehouse, quantity, delta, safetyStock, reference, movedAt, effectiveAt ?? movedAt, name,
            serveNext, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.Reserved e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Quantity, e.Quantity);
        writer.Put(Field.Waiting, e.Waiting);
        writer.Put(Field.Placed, e.PlacedAt);
        writer.Put(Field.FromBackorder, e.FromBackorder);
        return Reserved;
    }

    private static StockEvent.Reserved ReadReserved(ref FieldReader fields)
    {
        var order = "";
        int revision = 0, quantity = 0, waiting = 0;
        DateTimeOffset placedAt = default;
        var fromBackorder = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Waiting)) waiting = fields.Int();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
            if (fields.At(Field.FromBackorder)) fromBackorder = fields.Bool();
        }

        return new StockEvent.Reserved(new OrderId(order), revision, quantity, waiting, placedAt, fromBackorder);
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.Backordered e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Quantity, e.Quantity);
        writer.Put(Field.Placed, e.PlacedAt);
        return Backordered;
    }

    private static StockEvent.Backordered ReadBackordered(ref FieldReader fields)
    {
        var order = "";
        int revision = 0, quantity = 0;
        DateTimeOffset placedAt = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
        }

        return new StockEvent.Backordered(new OrderId(order), revision, quantity, placedAt);
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.ReservationRefused e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Quantity, e.Quantity);
        writer.Put(Field.Available, e.Available);
        writer.Put(Field.Reason, StoredWords.RefusalReasons, (int)e.Reason);
        return ReservationRefused;
    }

    private static StockEvent.ReservationRefused ReadReservationRefused(ref FieldReader fields)
    {
        var order = "";
        int revision = 0, quantity = 0, available = 0, reason = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Available)) available = fields.Int();
            if (fields.At(Field.Reason)) reason = fields.Word(StoredWords.RefusalReasons);
        }

        return new StockEvent.ReservationRefused(new OrderId(order), revision, quantity, available, (RefusalReason)reason);
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.Reduced e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Waiting, e.Waiting);
        writer.Put(Field.Promised, e.Promised);
        writer.Put(Field.Warehouses, e.Warehouses, PartCodec.Write);
        writer.Put(Field.ServeNext, e.ServeNext);
        return Reduced;
    }

    private static StockEvent.Reduced ReadReduced(ref FieldReader fields)
    {
        var order = "";
        int waiting = 0, promised = 0;
        ImmutableArray<WarehouseQuantity> warehouses = [];
        var serveNext = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Waiting)) waiting = fields.Int();
            if (fields.At(Field.Promised)) promised = fields.Int();
            if (fields.At(Field.Warehouses)) warehouses = fields.Array(PartCodec.ReadWarehouseQuantity);
            if (fields.At(Field.ServeNext)) serveNext = fields.Bool();
        }

        return new StockEvent.Reduced(new OrderId(order), waiting, promised, warehouses, serveNext);
    }

    private static EventName Write(Utf8JsonWriter writer, StockEvent.Allocated e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Warehouses, e.Warehouses, PartCodec.Write);
        writer.Put(Field.Missing, e.Missing);
        writer.Put(Field.Placed, e.PlacedAt);
        return Allocated;
    }

    private static StockEvent.Allocated ReadAllocated(ref FieldReader fields)
    {
        var order = "";
        int revision = 0, missing = 0;
        ImmutableArray<WarehouseQuantity> warehouses = [];
        DateTimeOffset placedAt = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Warehouses)) warehouses = fields.Array(PartCodec.ReadWarehouseQuantity);
            if (fields.At(Field.Missing)) missing = fields.Int();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
        }

        return new StockEvent.Allocated(new OrderId(order), revision, warehouses, missing, placedAt);
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
