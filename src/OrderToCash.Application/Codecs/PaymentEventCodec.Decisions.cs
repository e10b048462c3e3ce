using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>What was decided.</content>
public static partial class PaymentEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Matched e)
    {
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Shares, e.Shares, MatchCodec.Write);
        writer.Put(Field.Reason, e.Reason);
        writer.WritePropertyName(Field.Explanation);
        MatchCodec.Write(writer, e.Explanation);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.ValueDate, e.ValueDate);
        writer.Put(Field.Actor, e.Actor.Value);
        MatchCodec.Put(writer, Field.Teaches, e.Teaches);
        return Matched;
    }

    private static PaymentEvent.Matched ReadMatched(ref FieldReader fields)
    {
        var attempt = 0;
        ImmutableArray<PaymentShare> shares = [];
        var reason = "";
        var why = NoExplanation;
        long amount = 0;
        Currency currency = default;
        DateOnly valueDate = default;
        var actor = "";
        Payer? teaches = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Shares)) shares = fields.Array(MatchCodec.ReadShare);
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Explanation)) why = fields.Object(MatchCodec.ReadExplanation);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.ValueDate)) valueDate = fields.Date();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Teaches)) teaches = fields.Object(MatchCodec.ReadPayer);
        }

        return new PaymentEvent.Matched(
            attempt, shares, reason, why, amount, currency, valueDate, new Actor(actor), teaches);
    }

    /// <summary>Version 1 knew one account and the documents; what it found it told as facts.</summary>
    private static PaymentEvent.Matched ReadMatchedV1(ref FieldReader fields)
    {
        string account = "", rule = "";
        ImmutableArray<string> documents = [];
        ImmutableArray<Evidence> evidence = [];
        long amount = 0;
        Currency currency = default;
        DateOnly valueDate = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Documents)) documents = fields.Texts();
            if (fields.At(Field.Rule)) rule = fields.CommonText();
            if (fields.At(Field.Evidence)) evidence = fields.Array(PartCodec.ReadEvidence);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.ValueDate)) valueDate = fields.Date();
        }

        return new PaymentEvent.Matched(
            1, [new PaymentShare(new AccountId(account), amount, null, documents)], rule,
            MatchFacts.Of(rule, evidence), amount, currency, valueDate, Actor.Rule(rule));
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Parked e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.WritePropertyName(Field.Explanation);
        MatchCodec.Write(writer, e.Explanation);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.Waits, e.Waits);
        return Parked;
    }

    private static PaymentEvent.Parked ReadParked(ref FieldReader fields)
    {
        var reason = "";
        var why = NoExplanation;
        var actor = "";
        var waits = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Explanation)) why = fields.Object(MatchCodec.ReadExplanation);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Waits)) waits = fields.Bool();
        }

        return new PaymentEvent.Parked(reason, why, new Actor(actor), waits);
    }

    /// <summary>Version 1 told what it found as facts.</summary>
    private static PaymentEvent.Parked ReadParkedV1(ref FieldReader fields)
    {
        var reason = "";
        ImmutableArray<Evidence> evidence = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Evidence)) evidence = fields.Array(PartCodec.ReadEvidence);
        }

        return new PaymentEvent.Parked(reason, MatchFacts.Of(reason, evidence), Actor.Rule("matcher"));
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.SetAside e)
    {
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Kind, StoredWords.AsideKinds, (int)e.Kind);
        writer.Put(Field.Reason, e.Reason);
        writer.WritePropertyName(Field.Explanation);
        MatchCodec.Write(writer, e.Explanation);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Actor, e.Actor.Value);
        return SetAside;
    }

    private static PaymentEvent.SetAside ReadSetAside(ref FieldReader fields)
    {
        var attempt = 0;
        var kind = 0;
        var reason = "";
        var why = NoExplanation;
        long amount = 0;
        Currency currency = default;
        DateOnly date = default;
        var actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Kind)) kind = fields.Word(StoredWords.AsideKinds);
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Explanation)) why = fields.Object(MatchCodec.ReadExplanation);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new PaymentEvent.SetAside(
            attempt, (AsideKind)kind, reason, why, amount, currency, date, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.PayoutFound e)
    {
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Settlement, e.Settlement);
        writer.Put(Field.Allocations, e.Allocations, MatchCodec.Write);
        writer.Put(Field.Reason, e.Reason);
        writer.WritePropertyName(Field.Explanation);
        MatchCodec.Write(writer, e.Explanation);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.IsPart, e.IsPart);
        return PayoutFound;
    }

    private static PaymentEvent.PayoutFound ReadPayoutFound(ref FieldReader fields)
    {
        var attempt = 0;
        var settlement = "";
        ImmutableArray<MatchAllocation> allocations = [];
        var reason = "";
        var why = NoExplanation;
        long amount = 0;
        Currency currency = default;
        DateOnly date = default;
        var actor = "";
        var isPart = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Settlement)) settlement = fields.Text();
            if (fields.At(Field.Allocations)) allocations = fields.Array(MatchCodec.ReadAllocation);
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Explanation)) why = fields.Object(MatchCodec.ReadExplanation);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.IsPart)) isPart = fields.Bool();
        }

        return new PaymentEvent.PayoutFound(
            attempt, settlement, allocations, reason, why, amount, currency, date, new Actor(actor), isPart);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Detailed e)
    {
        writer.Put(Field.Part, e.Part);
        writer.Put(Field.Details, e.Details, BankTransactionCodec.Write);
        return Detailed;
    }

    private static PaymentEvent.Detailed ReadDetailed(ref FieldReader fields)
    {
        var part = 0;
        ImmutableArray<BankTransaction> details = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Part)) part = fields.Int();
            if (fields.At(Field.Details)) details = fields.Array(BankTransactionCodec.Read);
        }

        return new PaymentEvent.Detailed(part, details);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.PayoutSettled e)
    {
        writer.Put(Field.Settlement, e.Settlement);
        return PayoutSettled;
    }

    private static PaymentEvent.PayoutSettled ReadPayoutSettled(ref FieldReader fields)
    {
        var settlement = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Settlement)) settlement = fields.Text();
        }

        return new PaymentEvent.PayoutSettled(settlement);
    }

    private static MatchExplanation NoExplanation => MatchFacts.OfPerson;
}
