using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>What was taken back.</content>
public static partial class PaymentEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Undone e)
    {
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        writer.Put(Field.Rematch, e.Rematch);
        writer.Put(Field.Shares, e.Shares, MatchCodec.Write);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Aside, StoredWords.AsideKinds, (int)(e.Aside ?? 0));
        writer.Put(Field.Reverses, e.Reverses?.Value);
        writer.Put(Field.Fee, e.FeeMinor);
        MatchCodec.Put(writer, Field.Returned, e.Return);
        writer.Put(Field.Settlement, e.Settlement);
        MatchCodec.Put(writer, Field.Doubted, e.Doubted);
        if (e.Transaction is { } transaction)
        {
            writer.WritePropertyName(Field.Transaction);
            BankTransactionCodec.Write(writer, transaction);
        }

        return Undone;
    }

    private static PaymentEvent.Undone ReadUndone(ref FieldReader fields)
    {
        var attempt = 0;
        var reason = "";
        var actor = "";
        var rematch = false;
        ImmutableArray<AppliedShare> shares = [];
        long amount = 0;
        Currency currency = default;
        DateOnly date = default;
        AsideKind? aside = null;
        string? reverses = null;
        long fee = 0;
        DebitReturn? returned = null;
        string? settlement = null;
        Payer? doubted = null;
        BankTransaction? transaction = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Transaction)) transaction = fields.Object(BankTransactionCodec.Read);
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Rematch)) rematch = fields.Bool();
            if (fields.At(Field.Shares)) shares = fields.Array(MatchCodec.ReadAppliedShare);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Aside)) aside = (AsideKind)fields.Word(StoredWords.AsideKinds);
            if (fields.At(Field.Reverses)) reverses = fields.Text();
            if (fields.At(Field.Fee)) fee = fields.Long();
            if (fields.At(Field.Returned)) returned = fields.Object(MatchCodec.ReadReturn);
            if (fields.At(Field.Settlement)) settlement = fields.Text();
            if (fields.At(Field.Doubted)) doubted = fields.Object(MatchCodec.ReadPayer);
        }

        return new PaymentEvent.Undone(
            attempt, reason, new Actor(actor), rematch, shares, amount, currency, date, aside,
            reverses is null ? null : new PaymentId(reverses), fee, returned, settlement, doubted,
            transaction);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.ShareUndone e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Attempt, e.Attempt);
        return ShareUndone;
    }

    private static PaymentEvent.ShareUndone ReadShareUndone(ref FieldReader fields)
    {
        var account = "";
        var attempt = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
        }

        return new PaymentEvent.ShareUndone(new AccountId(account), attempt);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.ReversalDecided e)
    {
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Reverses, e.Reverses.Value);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Fee, e.FeeMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Documents, e.Documents);
        MatchCodec.Put(writer, Field.Returned, e.Return);
        writer.Put(Field.Reason, e.Reason);
        writer.WritePropertyName(Field.Explanation);
        MatchCodec.Write(writer, e.Explanation);
        writer.Put(Field.Actor, e.Actor.Value);
        return ReversalDecided;
    }

    private static PaymentEvent.ReversalDecided ReadReversalDecided(ref FieldReader fields)
    {
        var attempt = 0;
        var reverses = "";
        long amount = 0;
        long fee = 0;
        Currency currency = default;
        DateOnly date = default;
        ImmutableArray<string> documents = [];
        var returned = new DebitReturn(null, null);
        var reason = "";
        var why = NoExplanation;
        var actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Reverses)) reverses = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Fee)) fee = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Documents)) documents = fields.Texts();
            if (fields.At(Field.Returned)) returned = fields.Object(MatchCodec.ReadReturn);
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Explanation)) why = fields.Object(MatchCodec.ReadExplanation);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new PaymentEvent.ReversalDecided(
            attempt, new PaymentId(reverses), amount, fee, currency, date, documents, returned, reason, why,
            new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.ReversalDone e)
    {
        writer.Put(Field.Original, e.Original.Value);
        writer.Put(Field.Fee, e.FeeMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        return ReversalDone;
    }

    private static PaymentEvent.ReversalDone ReadReversalDone(ref FieldReader fields)
    {
        var original = "";
        long fee = 0;
        Currency currency = default;
        DateOnly date = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Original)) original = fields.Text();
            if (fields.At(Field.Fee)) fee = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
        }

        return new PaymentEvent.ReversalDone(new PaymentId(original), fee, currency, date);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.ReversalRefused e)
    {
        writer.Put(Field.By, e.By.Value);
        writer.Put(Field.Reason, e.Reason);
        return ReversalRefused;
    }

    private static PaymentEvent.ReversalRefused ReadReversalRefused(ref FieldReader fields)
    {
        var by = "";
        var reason = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.By)) by = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.CommonText();
        }

        return new PaymentEvent.ReversalRefused(new PaymentId(by), reason);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Reversed e)
    {
        writer.Put(Field.By, e.By.Value);
        writer.Put(Field.Shares, e.Shares, MatchCodec.Write);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        MatchCodec.Put(writer, Field.Returned, e.Return);
        writer.Put(Field.AtAttempt, e.AtAttempt);
        return Reversed;
    }

    private static PaymentEvent.Reversed ReadReversed(ref FieldReader fields)
    {
        var by = "";
        var attempt = 0;
        ImmutableArray<AppliedShare> shares = [];
        Currency currency = default;
        DateOnly date = default;
        var returned = new DebitReturn(null, null);
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.By)) by = fields.Text();
            if (fields.At(Field.Shares)) shares = fields.Array(MatchCodec.ReadAppliedShare);
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Returned)) returned = fields.Object(MatchCodec.ReadReturn);
            if (fields.At(Field.AtAttempt)) attempt = fields.Int();
        }

        return new PaymentEvent.Reversed(new PaymentId(by), shares, currency, date, returned, attempt);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Restored e)
    {
        writer.Put(Field.By, e.By.Value);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Shares, e.Shares, MatchCodec.Write);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        MatchCodec.Put(writer, Field.Returned, e.Return);
        return Restored;
    }

    private static PaymentEvent.Restored ReadRestored(ref FieldReader fields)
    {
        var by = "";
        var attempt = 0;
        ImmutableArray<AppliedShare> shares = [];
        Currency currency = default;
        DateOnly date = default;
        var returned = new DebitReturn(null, null);
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.By)) by = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Shares)) shares = fields.Array(MatchCodec.ReadAppliedShare);
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Returned)) returned = fields.Object(MatchCodec.ReadReturn);
        }

        return new PaymentEvent.Restored(new PaymentId(by), attempt, shares, currency, date, returned);
    }
}
