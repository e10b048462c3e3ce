using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Intake, edits, holds, credit and prepayment.</content>
public static partial class OrderEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Placed e)
    {
        OrderContentCodec.Write(writer, e.Content);
        writer.Put(Field.Amounts, e.Amounts, PartCodec.Write);
        PutShippingAmount(writer, e.ShippingAmount);
        writer.Put(Field.Total, e.TotalMinor);
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.Deferred, e.IsDeferred);
        writer.Put(Field.SmallOrder, e.SmallOrder);
        return Placed;
    }

    private static OrderEvent.Placed ReadPlaced(ref FieldReader fields)
    {
        OrderContent? content = null;
        ImmutableArray<LineAmount> amounts = [];
        LineAmount shippingAmount = default;
        long total = 0;
        string account = "", actor = "";
        var isDeferred = false;
        int? smallOrder = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Content)) content = fields.Object(OrderContentCodec.Read);
            if (fields.At(Field.Amounts)) amounts = fields.Array(PartCodec.ReadLineAmount);
            if (fields.At(Field.ShippingAmount)) shippingAmount = fields.Object(PartCodec.ReadLineAmount);
            if (fields.At(Field.Total)) total = fields.Long();
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Deferred)) isDeferred = fields.Bool();
            if (fields.At(Field.SmallOrder)) smallOrder = fields.Int();
        }

        return new OrderEvent.Placed(
            content ?? throw Missing(Field.Content), amounts, shippingAmount, total, new AccountId(account),
            new Actor(actor), isDeferred)
        {
            SmallOrder = smallOrder,
        };
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Edited e)
    {
        OrderContentCodec.Write(writer, e.Content);
        writer.Put(Field.Amounts, e.Amounts, PartCodec.Write);
        PutShippingAmount(writer, e.ShippingAmount);
        writer.Put(Field.Total, e.TotalMinor);
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.Dropped, e.Dropped, PartCodec.Write);
        writer.Put(Field.Asks, e.Asks, PartCodec.Write);
        writer.Put(Field.WithdrawFrom, e.Withdrawn?.Value);
        writer.Put(Field.Withdraw, e.WithdrawMinor);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.Deferred, e.IsDeferred);
        writer.Put(Field.SmallOrder, e.SmallOrder);
        return Edited;
    }

    private static OrderEvent.Edited ReadEdited(ref FieldReader fields)
    {
        OrderContent? content = null;
        ImmutableArray<LineAmount> amounts = [];
        LineAmount shippingAmount = default;
        long total = 0, withdraw = 0;
        var revision = 0;
        ImmutableArray<Sku> dropped = [];
        ImmutableArray<SkuQuantity> asks = [];
        AccountId? withdrawFrom = null;
        string account = "", actor = "";
        var isDeferred = false;
        int? smallOrder = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Content)) content = fields.Object(OrderContentCodec.Read);
            if (fields.At(Field.Amounts)) amounts = fields.Array(PartCodec.ReadLineAmount);
            if (fields.At(Field.ShippingAmount)) shippingAmount = fields.Object(PartCodec.ReadLineAmount);
            if (fields.At(Field.Total)) total = fields.Long();
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Dropped)) dropped = fields.Array(PartCodec.ReadSku);
            if (fields.At(Field.Asks)) asks = fields.Array(PartCodec.ReadSkuQuantity);
            if (fields.At(Field.WithdrawFrom)) withdrawFrom = new AccountId(fields.Text());
            if (fields.At(Field.Withdraw)) withdraw = fields.Long();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Deferred)) isDeferred = fields.Bool();
            if (fields.At(Field.SmallOrder)) smallOrder = fields.Int();
        }

        return new OrderEvent.Edited(
            content ?? throw Missing(Field.Content), amounts, shippingAmount, total, new AccountId(account), revision,
            dropped, asks, withdrawFrom, withdraw, new Actor(actor), isDeferred)
        {
            SmallOrder = smallOrder,
        };
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.EditConflicted e)
    {
        writer.Put(Field.Updated, e.UpdatedAt);
        writer.Put(Field.StatedTotal, e.StatedTotalMinor);
        writer.Put(Field.Difference, e.Difference);
        return EditConflicted;
    }

    private static OrderEvent.EditConflicted ReadEditConflicted(ref FieldReader fields)
    {
        DateTimeOffset? updatedAt = null;
        long? statedTotal = null;
        var difference = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Updated)) updatedAt = fields.Time();
            if (fields.At(Field.StatedTotal)) statedTotal = fields.Long();
            if (fields.At(Field.Difference)) difference = fields.Text();
        }

        return new OrderEvent.EditConflicted(updatedAt, statedTotal, difference);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Held e)
    {
        writer.Put(Field.Reason, StoredWords.HoldReasons, (int)e.Reason);
        writer.Put(Field.Rule, e.Rule);
        writer.Put(Field.Evidence, e.Evidence, PartCodec.Write);
        writer.Put(Field.Expires, e.ExpiresAt);
        return Held;
    }

    private static OrderEvent.Held ReadHeld(ref FieldReader fields)
    {
        var reason = 0;
        var rule = "";
        ImmutableArray<Evidence> evidence = [];
        DateTimeOffset expiresAt = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.Word(StoredWords.HoldReasons);
            if (fields.At(Field.Rule)) rule = fields.CommonText();
            if (fields.At(Field.Evidence)) evidence = fields.Array(PartCodec.ReadEvidence);
            if (fields.At(Field.Expires)) expiresAt = fields.Time();
        }

        return new OrderEvent.Held((HoldReason)reason, rule, evidence, expiresAt);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.HoldReleased e)
    {
        writer.Put(Field.Reason, StoredWords.HoldReasons, (int)e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.Note, e.Note);
        writer.Put(Field.WithdrawFrom, e.Withdrawn?.Value);
        writer.Put(Field.Withdraw, e.WithdrawMinor);
        writer.Put(Field.Overridden, e.Overridden);
        return HoldReleased;
    }

    private static OrderEvent.HoldReleased ReadHoldReleased(ref FieldReader fields)
    {
        var reason = 0;
        var actor = "";
        string? note = null;
        AccountId? withdrawFrom = null;
        long withdraw = 0;
        ImmutableArray<string> overridden = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.Word(StoredWords.HoldReasons);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Note)) note = fields.Text();
            if (fields.At(Field.WithdrawFrom)) withdrawFrom = new AccountId(fields.Text());
            if (fields.At(Field.Withdraw)) withdraw = fields.Long();
            if (fields.At(Field.Overridden)) overridden = fields.Texts();
        }

        return new OrderEvent.HoldReleased(
            (HoldReason)reason, new Actor(actor), note, withdrawFrom, withdraw)
        { Overridden = overridden };
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Rejected e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Keep, e.Keep, PartCodec.Write);
        writer.Put(Field.WithdrawFrom, e.Withdrawn?.Value);
        writer.Put(Field.Withdraw, e.WithdrawMinor);
        writer.Put(Field.Actor, e.Actor.Value);
        return Rejected;
    }

    private static OrderEvent.Rejected ReadRejected(ref FieldReader fields)
    {
        string reason = "", actor = "";
        ImmutableArray<SkuQuantity> keep = [];
        AccountId? withdrawFrom = null;
        long withdraw = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Keep)) keep = fields.Array(PartCodec.ReadSkuQuantity);
            if (fields.At(Field.WithdrawFrom)) withdrawFrom = new AccountId(fields.Text());
            if (fields.At(Field.Withdraw)) withdraw = fields.Long();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new OrderEvent.Rejected(reason, keep, withdrawFrom, withdraw, new Actor(actor));
    }

    private static void PutShippingAmount(Utf8JsonWriter writer, in LineAmount amount)
    {
        if (amount != default)
        {
            writer.WritePropertyName(Field.ShippingAmount);
            PartCodec.Write(writer, amount);
        }
    }

    private static JsonException Missing(JsonEncodedText field) => new($"The field '{field}' is missing.");
}
