using System.Text.Json;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Credit, limits and blocks.</content>
public static partial class AccountEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, AccountEvent.CreditGranted e)
    {
        PutCredit(writer, e.Order, e.Revision, e.AmountMinor, e.Currency, e.ExposureMinor, e.LimitMinor);
        return CreditGranted;
    }

    private static AccountEvent.CreditGranted ReadCreditGranted(ref FieldReader fields)
    {
        var (order, revision, amount, currency, exposure, limit, _) = ReadCredit(ref fields);
        return new AccountEvent.CreditGranted(order, revision, amount, currency, exposure, limit);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.CreditRefused e)
    {
        PutCredit(writer, e.Order, e.Revision, e.AmountMinor, e.Currency, e.ExposureMinor, e.LimitMinor);
        writer.Put(Field.BlockedFor, e.BlockedFor);
        return CreditRefused;
    }

    private static AccountEvent.CreditRefused ReadCreditRefused(ref FieldReader fields)
    {
        var (order, revision, amount, currency, exposure, limit, blockedFor) = ReadCredit(ref fields);
        return new AccountEvent.CreditRefused(order, revision, amount, currency, exposure, limit, blockedFor);
    }

    private static void PutCredit(
        Utf8JsonWriter writer, OrderId order, int revision, long amountMinor, Currency currency, long exposureMinor,
        long limitMinor)
    {
        writer.Put(Field.Order, order.Value);
        writer.Put(Field.Revision, revision);
        writer.Put(Field.Amount, amountMinor);
        writer.Put(Field.Currency, currency);
        writer.Put(Field.Exposure, exposureMinor);
        writer.Put(Field.Limit, limitMinor);
    }

    private static (OrderId, int Revision, long AmountMinor, Currency, long ExposureMinor, long LimitMinor,
        string? BlockedFor) ReadCredit(ref FieldReader fields)
    {
        var order = "";
        var revision = 0;
        long amount = 0, exposure = 0, limit = 0;
        string? blockedFor = null;
        Currency currency = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Exposure)) exposure = fields.Long();
            if (fields.At(Field.Limit)) limit = fields.Long();
            if (fields.At(Field.BlockedFor)) blockedFor = fields.Text();
        }

        return (new OrderId(order), revision, amount, currency, exposure, limit, blockedFor);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.CreditLimitSet e)
    {
        writer.Put(Field.Limit, e.LimitMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.Reason, e.Reason);
        return CreditLimitSet;
    }

    private static AccountEvent.CreditLimitSet ReadCreditLimitSet(ref FieldReader fields)
    {
        long? limit = null;
        Currency currency = default;
        var actor = "";
        string? reason = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Limit)) limit = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Reason)) reason = fields.Text();
        }

        return new AccountEvent.CreditLimitSet(limit, currency, new Actor(actor), reason);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.Blocked e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        return Blocked;
    }

    private static AccountEvent.Blocked ReadBlocked(ref FieldReader fields)
    {
        var (reason, actor) = ReadReason(ref fields);
        return new AccountEvent.Blocked(reason, actor);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.Unblocked e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        return Unblocked;
    }

    private static AccountEvent.Unblocked ReadUnblocked(ref FieldReader fields)
    {
        var (reason, actor) = ReadReason(ref fields);
        return new AccountEvent.Unblocked(reason, actor);
    }

    private static (string Reason, Actor Actor) ReadReason(ref FieldReader fields)
    {
        string reason = "", actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return (reason, new Actor(actor));
    }
}
