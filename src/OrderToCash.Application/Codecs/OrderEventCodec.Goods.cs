using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Reservation, release, allocation, shipment and cancellation.</content>
public static partial class OrderEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, OrderEvent.StockAnswered e)
    {
        writer.Put(Field.Sku, e.Sku.Value);
        writer.Put(Field.Reserved, e.Reserved);
        writer.Put(Field.Backordered, e.Backordered);
        writer.Put(Field.Refused, e.Refused);
        writer.Put(Field.Reason, StoredWords.RefusalReasons, (int)(e.Reason ?? 0));
        writer.Put(Field.FromBackorder, e.FromBackorder);
        return StockAnswered;
    }

    private static OrderEvent.StockAnswered ReadStockAnswered(ref FieldReader fields)
    {
        var sku = "";
        int reserved = 0, backordered = 0, refused = 0;
        RefusalReason? reason = null;
        var fromBackorder = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Sku)) sku = fields.CommonText();
            if (fields.At(Field.Reserved)) reserved = fields.Int();
            if (fields.At(Field.Backordered)) backordered = fields.Int();
            if (fields.At(Field.Refused)) refused = fields.Int();
            if (fields.At(Field.Reason)) reason = (RefusalReason)fields.Word(StoredWords.RefusalReasons);
            if (fields.At(Field.FromBackorder)) fromBackorder = fields.Bool();
        }

        return new OrderEvent.StockAnswered(new Sku(sku), reserved, backordered, refused, reason, fromBackorder);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.ReservationRepeated e)
    {
        writer.Put(Field.Asks, e.Asks, PartCodec.Write);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Placed, e.PlacedAt);
        writer.Put(Field.Backorder, e.AllowBackorder);
        return ReservationRepeated;
    }

    private static OrderEvent.ReservationRepeated ReadReservationRepeated(ref FieldReader fields)
    {
        ImmutableArray<SkuQuantity> asks = [];
        var revision = 0;
        DateTimeOffset placedAt = default;
        var backorder = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Asks)) asks = fields.Array(PartCodec.ReadSkuQuantity);
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
            if (fields.At(Field.Backorder)) backorder = fields.Bool();
        }

        return new OrderEvent.ReservationRepeated(asks, revision, placedAt, backorder);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Confirmed e)
    {
        writer.Put(Field.Outcome, StoredWords.Confirmations, (int)e.Outcome);
        return Confirmed;
    }

    private static OrderEvent.Confirmed ReadConfirmed(ref FieldReader fields)
    {
        var outcome = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Outcome)) outcome = fields.Word(StoredWords.Confirmations);
        }

        return new OrderEvent.Confirmed((Confirmation)outcome);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Released e)
    {
        writer.Put(Field.Asks, e.Asks, PartCodec.Write);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Rule, e.Rule);
        writer.Put(Field.Evidence, e.Evidence, PartCodec.Write);
        return Released;
    }

    private static OrderEvent.Released ReadReleased(ref FieldReader fields)
    {
        ImmutableArray<SkuQuantity> asks = [];
        var revision = 0;
        var rule = "";
        ImmutableArray<Evidence> evidence = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Asks)) asks = fields.Array(PartCodec.ReadSkuQuantity);
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Rule)) rule = fields.CommonText();
            if (fields.At(Field.Evidence)) evidence = fields.Array(PartCodec.ReadEvidence);
        }

        return new OrderEvent.Released(asks, revision, rule, evidence);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Allocated e)
    {
        writer.Put(Field.Sku, e.Sku.Value);
        writer.Put(Field.Warehouses, e.Warehouses, PartCodec.Write);
        writer.Put(Field.Missing, e.Missing);
        return Allocated;
    }

    private static OrderEvent.Allocated ReadAllocated(ref FieldReader fields)
    {
        var sku = "";
        ImmutableArray<WarehouseQuantity> warehouses = [];
        var missing = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Sku)) sku = fields.CommonText();
            if (fields.At(Field.Warehouses)) warehouses = fields.Array(PartCodec.ReadWarehouseQuantity);
            if (fields.At(Field.Missing)) missing = fields.Int();
        }

        return new OrderEvent.Allocated(new Sku(sku), warehouses, missing);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Shipped e)
    {
        writer.Put(Field.Shipment, e.Shipment);
        writer.Put(Field.Warehouse, e.Warehouse);
        writer.Put(Field.Shipped, e.ShippedAt);
        writer.Put(Field.Carrier, e.Carrier);
        writer.Put(Field.Tracking, e.Tracking);
        writer.Put(Field.Lines, e.Lines, PartCodec.Write);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.PutRaw(Field.Extra, e.ExtraJson);
        return Shipped;
    }

    private static OrderEvent.Shipped ReadShipped(ref FieldReader fields)
    {
        string shipment = "", warehouse = "", actor = "";
        DateTimeOffset shippedAt = default;
        string? carrier = null, tracking = null, extra = null;
        ImmutableArray<LineQuantity> lines = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Shipment)) shipment = fields.Text();
            if (fields.At(Field.Warehouse)) warehouse = fields.CommonText();
            if (fields.At(Field.Shipped)) shippedAt = fields.Time();
            if (fields.At(Field.Carrier)) carrier = fields.CommonText();
            if (fields.At(Field.Tracking)) tracking = fields.Text();
            if (fields.At(Field.Lines)) lines = fields.Array(PartCodec.ReadLineQuantity);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Extra)) extra = fields.Raw();
        }

        return new OrderEvent.Shipped(shipment, warehouse, shippedAt, carrier, tracking, lines, new Actor(actor))
        {
            ExtraJson = extra,
        };
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Cancelled e)
    {
        writer.Put(Field.Lines, e.Lines, PartCodec.Write);
        writer.Put(Field.Keep, e.Keep, PartCodec.Write);
        writer.Put(Field.Whole, e.Whole);
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Requested, e.RequestedAt);
        writer.Put(Field.Request, e.RequestId);
        writer.Put(Field.WithdrawFrom, e.Withdrawn?.Value);
        writer.Put(Field.Withdraw, e.WithdrawMinor);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.PutRaw(Field.Extra, e.ExtraJson);
        return Cancelled;
    }

    private static OrderEvent.Cancelled ReadCancelled(ref FieldReader fields)
    {
        ImmutableArray<LineQuantity> lines = [];
        ImmutableArray<SkuQuantity> keep = [];
        var whole = false;
        string reason = "", actor = "";
        DateTimeOffset requestedAt = default;
        string? request = null, extra = null;
        AccountId? withdrawFrom = null;
        long withdraw = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Lines)) lines = fields.Array(PartCodec.ReadLineQuantity);
            if (fields.At(Field.Keep)) keep = fields.Array(PartCodec.ReadSkuQuantity);
            if (fields.At(Field.Whole)) whole = fields.Bool();
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Requested)) requestedAt = fields.Time();
            if (fields.At(Field.Request)) request = fields.Text();
            if (fields.At(Field.WithdrawFrom)) withdrawFrom = new AccountId(fields.Text());
            if (fields.At(Field.Withdraw)) withdraw = fields.Long();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Extra)) extra = fields.Raw();
        }

        return new OrderEvent.Cancelled(
            lines, keep, whole, reason, requestedAt, request, withdrawFrom, withdraw, new Actor(actor))
        {
            ExtraJson = extra,
        };
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.CancellationRefused e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Requested, e.RequestedAt);
        writer.Put(Field.Request, e.RequestId);
        writer.Put(Field.Why, e.Why);
        writer.Put(Field.Actor, e.Actor.Value);
        return CancellationRefused;
    }

    private static OrderEvent.CancellationRefused ReadCancellationRefused(ref FieldReader fields)
    {
        string reason = "", why = "", actor = "";
        DateTimeOffset requestedAt = default;
        string? request = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Requested)) requestedAt = fields.Time();
            if (fields.At(Field.Request)) request = fields.Text();
            if (fields.At(Field.Why)) why = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new OrderEvent.CancellationRefused(reason, requestedAt, request, why, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.StockContinued e)
    {
        writer.Put(Field.Step, StoredWords.StockSteps, (int)e.Step);
        writer.Put(Field.Asks, e.Asks, PartCodec.Write);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Placed, e.PlacedAt);
        writer.Put(Field.Backorder, e.AllowBackorder);
        writer.Put(Field.Shipment, e.Shipment);
        writer.Put(Field.Warehouse, e.Warehouse);
        writer.Put(Field.Shipped, e.ShippedAt);
        writer.Put(Field.Next, e.Next);
        return StockContinued;
    }

    private static OrderEvent.StockContinued ReadStockContinued(ref FieldReader fields)
    {
        var step = 0;
        ImmutableArray<SkuQuantity> asks = [];
        var revision = 0;
        DateTimeOffset placedAt = default;
        var backorder = false;
        string? shipment = null, warehouse = null;
        DateTimeOffset? shippedAt = null;
        int? next = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Step)) step = fields.Word(StoredWords.StockSteps);
            if (fields.At(Field.Asks)) asks = fields.Array(PartCodec.ReadSkuQuantity);
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
            if (fields.At(Field.Backorder)) backorder = fields.Bool();
            if (fields.At(Field.Shipment)) shipment = fields.Text();
            if (fields.At(Field.Warehouse)) warehouse = fields.CommonText();
            if (fields.At(Field.Shipped)) shippedAt = fields.Time();
            if (fields.At(Field.Next)) next = fields.Int();
        }

        return new OrderEvent.StockContinued(
            (StockStep)step, asks, revision, placedAt, backorder, shipment, warehouse, shippedAt, next);
    }
}
