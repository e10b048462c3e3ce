using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Money applied, refused and taken back.</content>
public static partial class AccountEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, AccountEvent.PaymentApplied e)
    {
        writer.Put(Field.Payment, e.Payment.Value);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.ValueDate, e.ValueDate);
        writer.Put(Field.Allocations, e.Allocations, PartCodec.Write);
        writer.Put(Field.OnAccount, e.OnAccountMinor);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Refund, e.RefundMinor);
        writer.Put(Field.Through, e.Through?.Value);
        writer.Put(Field.Provider, e.Provider);
        MatchCodec.Put(writer, Field.Returned, e.Return);
        PutLearned(writer, e.Learned);
        return PaymentApplied;
    }

    private static void PutLearned(Utf8JsonWriter writer, LearnedPayer? learned)
    {
        if (learned is null)
            return;
        writer.WritePropertyName(Field.Learned);
        AccountSnapshotCodec.Write(writer, learned);
    }

    private static AccountEvent.PaymentApplied ReadPaymentApplied(ref FieldReader fields) =>
        ReadApplied(ref fields, 0);

    /// <summary>Version 1 knew one attempt, and only money that settles or stays on account.</summary>
    private static AccountEvent.PaymentApplied ReadPaymentAppliedV1(ref FieldReader fields) =>
        ReadApplied(ref fields, 1);

    private static AccountEvent.PaymentApplied ReadApplied(ref FieldReader fields, int attempt)
    {
        var payment = "";
        string? through = null, provider = null;
        long amount = 0, onAccount = 0, refund = 0;
        Currency currency = default;
        DateOnly valueDate = default;
        ImmutableArray<Allocation> allocations = [];
        DebitReturn? returned = null;
        LearnedPayer? learned = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.ValueDate)) valueDate = fields.Date();
            if (fields.At(Field.Allocations)) allocations = fields.Array(PartCodec.ReadAllocation);
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Refund)) refund = fields.Long();
            if (fields.At(Field.Through)) through = fields.Text();
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.Returned)) returned = fields.Object(MatchCodec.ReadReturn);
            if (fields.At(Field.Learned)) learned = fields.Object(AccountSnapshotCodec.ReadLearned);
        }

        return new AccountEvent.PaymentApplied(
            new PaymentId(payment), amount, currency, valueDate, allocations, onAccount, attempt, refund,
            through is null ? null : new PaymentId(through), provider, returned, learned);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.PaymentRefused e)
    {
        writer.Put(Field.Payment, e.Payment.Value);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Document, e.Document);
        writer.Put(Field.Reason, e.Reason);
        return PaymentRefused;
    }

    private static AccountEvent.PaymentRefused ReadPaymentRefused(ref FieldReader fields)
    {
        string payment = "", document = "", reason = "";
        var attempt = 0;
        long amount = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.CommonText();
        }

        return new AccountEvent.PaymentRefused(new PaymentId(payment), attempt, amount, document, reason);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.PaymentUndone e)
    {
        writer.Put(Field.Payment, e.Payment.Value);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Reopened, e.Reopened, PartCodec.Write);
        writer.Put(Field.Documents, e.Items, Write);
        writer.Put(Field.OnAccount, e.OnAccountMinor);
        writer.Put(Field.Refund, e.RefundMinor);
        writer.Put(Field.Through, e.Through?.Value);
        MatchCodec.Put(writer, Field.Returned, e.Return);
        writer.Put(Field.Provider, e.Provider);
        writer.Put(Field.AtAttempt, e.AtAttempt);
        return PaymentUndone;
    }

    private static AccountEvent.PaymentUndone ReadPaymentUndone(ref FieldReader fields)
    {
        var payment = "";
        string? through = null, provider = null;
        int attempt = 0, atAttempt = 0;
        long amount = 0, onAccount = 0, refund = 0;
        Currency currency = default;
        DateOnly date = default;
        ImmutableArray<Allocation> reopened = [];
        ImmutableArray<ReopenedItem> items = [];
        DebitReturn? returned = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Reopened)) reopened = fields.Array(PartCodec.ReadAllocation);
            if (fields.At(Field.Documents)) items = fields.Array(ReadReopenedItem);
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
            if (fields.At(Field.Refund)) refund = fields.Long();
            if (fields.At(Field.Through)) through = fields.Text();
            if (fields.At(Field.Returned)) returned = fields.Object(MatchCodec.ReadReturn);
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.AtAttempt)) atAttempt = fields.Int();
        }

        return new AccountEvent.PaymentUndone(
            new PaymentId(payment), attempt, amount, currency, date, reopened, items, onAccount, refund,
            through is null ? null : new PaymentId(through), returned, provider, atAttempt);
    }

    private static void Write(Utf8JsonWriter writer, ReopenedItem item)
    {
        writer.WriteStartObject();
        writer.Put(Field.Document, item.Document);
        writer.Put(Field.Gross, item.GrossMinor);
        writer.Put(Field.Issued, item.InvoiceDate);
        writer.Put(Field.Due, item.DueDate);
        writer.Put(Field.Skonto, item.Skonto, PartCodec.Write);
        writer.Put(Field.OrderNumber, item.OrderNumber);
        writer.WriteEndObject();
    }

    private static ReopenedItem ReadReopenedItem(ref FieldReader fields)
    {
        var document = "";
        string? orderNumber = null;
        long gross = 0;
        DateOnly issued = default, due = default;
        ImmutableArray<Skonto> skonto = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Gross)) gross = fields.Long();
            if (fields.At(Field.Issued)) issued = fields.Date();
            if (fields.At(Field.Due)) due = fields.Date();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
            if (fields.At(Field.OrderNumber)) orderNumber = fields.Text();
        }

        return new ReopenedItem(document, gross, issued, due, skonto, orderNumber);
    }
}
