using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>What orders hold.</content>
public static partial class StockEventCodec
{
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

        return new StockEvent.ReservationRefused(
            new OrderId(order), revision, quantity, available, (RefusalReason)reason);
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
}
