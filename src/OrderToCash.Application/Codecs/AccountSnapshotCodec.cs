using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a customer account's snapshot.</summary>
/// <remarks>
/// A change of it raises the version, and snapshots of an older one are then ignored; but for a field that is as absent
/// from what older events say as it is from older snapshots.
/// </remarks>
public static class AccountSnapshotCodec
{
    /// <summary>The version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Writes the snapshot as one JSON object.</summary>
    public static void Encode(AccountSnapshot snapshot, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, snapshot.Id);
        writer.Put(Field.Limits, snapshot.Limits, Write);
        writer.Put(Field.Totals, snapshot.Totals, Write);
        writer.Put(Field.Orders, snapshot.Orders, Write);
        writer.Put(Field.Payments, snapshot.AppliedPayments);
        writer.Put(Field.Settled, snapshot.Settled);
        writer.Put(Field.CreditAnswers, snapshot.CreditAnswers);
        writer.WriteEndObject();
    }

    /// <summary>The snapshot of a stored payload.</summary>
    public static AccountSnapshot Decode(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload);
        var id = "";
        ImmutableArray<AccountLimitSnapshot> limits = [];
        ImmutableArray<AccountTotalsSnapshot> totals = [];
        ImmutableArray<AccountOrderSnapshot> orders = [];
        ImmutableArray<string> payments = [], settled = [], creditAnswers = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Limits)) limits = fields.Array(ReadLimit);
            if (fields.At(Field.Totals)) totals = fields.Array(ReadTotals);
            if (fields.At(Field.Orders)) orders = fields.Array(ReadOrder);
            if (fields.At(Field.Payments)) payments = fields.Texts();
            if (fields.At(Field.Settled)) settled = fields.Texts();
            if (fields.At(Field.CreditAnswers)) creditAnswers = fields.Texts();
        }

        return new AccountSnapshot(id, limits, totals, orders, payments, settled, creditAnswers);
    }

    private static void Write(Utf8JsonWriter writer, AccountLimitSnapshot limit)
    {
        writer.WriteStartObject();
        writer.Put(Field.Currency, limit.Currency);
        writer.Put(Field.Limit, limit.LimitMinor);
        writer.WriteEndObject();
    }

    private static AccountLimitSnapshot ReadLimit(ref FieldReader fields)
    {
        Currency currency = default;
        long limit = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Limit)) limit = fields.Long();
        }

        return new AccountLimitSnapshot(currency, limit);
    }

    private static void Write(Utf8JsonWriter writer, AccountTotalsSnapshot totals)
    {
        writer.WriteStartObject();
        writer.Put(Field.Currency, totals.Currency);
        writer.Put(Field.Open, totals.OpenInvoicesMinor);
        writer.Put(Field.Granted, totals.GrantedMinor);
        writer.Put(Field.OnAccount, totals.OnAccountMinor);
        writer.Put(Field.Refund, totals.RefundProposedMinor);
        writer.WriteEndObject();
    }

    private static AccountTotalsSnapshot ReadTotals(ref FieldReader fields)
    {
        Currency currency = default;
        long open = 0, granted = 0, onAccount = 0, refund = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Open)) open = fields.Long();
            if (fields.At(Field.Granted)) granted = fields.Long();
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
            if (fields.At(Field.Refund)) refund = fields.Long();
        }

        return new AccountTotalsSnapshot(currency, open, granted, onAccount, refund);
    }

    private static void Write(Utf8JsonWriter writer, AccountOrderSnapshot order)
    {
        writer.WriteStartObject();
        writer.Put(Field.Order, order.Id.Value);
        writer.Put(Field.Currency, order.Currency);
        writer.Put(Field.Granted, order.GrantedMinor);
        writer.Put(Field.Prepayment, order.PrepaymentMinor);
        writer.Put(Field.Advance, order.AdvanceMinor);
        writer.Put(Field.Reference, order.Reference);
        writer.Put(Field.Taxes, order.OrderTaxes, PartCodec.Write);
        writer.Put(Field.AdvanceTaxes, order.AdvanceTaxes, PartCodec.Write);
        writer.Put(Field.Invoices, order.Invoices, Write);
        writer.Put(Field.Revision, order.PrepaymentRevision);
        writer.WriteEndObject();
    }

    private static AccountOrderSnapshot ReadOrder(ref FieldReader fields)
    {
        var order = "";
        Currency currency = default;
        long granted = 0, prepayment = 0, advance = 0;
        var revision = 0;
        string? reference = null;
        ImmutableArray<TaxAmount>? taxes = null, advanceTaxes = null;
        ImmutableArray<OpenItemSnapshot> invoices = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Granted)) granted = fields.Long();
            if (fields.At(Field.Prepayment)) prepayment = fields.Long();
            if (fields.At(Field.Advance)) advance = fields.Long();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.AdvanceTaxes)) advanceTaxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Invoices)) invoices = fields.Array(ReadInvoice);
            if (fields.At(Field.Revision)) revision = fields.Int();
        }

        return new AccountOrderSnapshot(
            new OrderId(order), currency, granted, prepayment, advance, reference, taxes, advanceTaxes, invoices,
            revision);
    }

    private static void Write(Utf8JsonWriter writer, OpenItemSnapshot invoice)
    {
        writer.WriteStartObject();
        writer.Put(Field.Number, invoice.Number);
        writer.Put(Field.Currency, invoice.Currency);
        writer.Put(Field.Gross, invoice.GrossMinor);
        writer.Put(Field.Open, invoice.OpenMinor);
        writer.Put(Field.Date, invoice.InvoiceDate);
        writer.Put(Field.Due, invoice.DueDate);
        writer.Put(Field.Skonto, invoice.Skonto, PartCodec.Write);
        writer.WriteEndObject();
    }

    private static OpenItemSnapshot ReadInvoice(ref FieldReader fields)
    {
        var number = "";
        Currency currency = default;
        long gross = 0, open = 0;
        DateOnly date = default, due = default;
        ImmutableArray<Skonto> skonto = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Gross)) gross = fields.Long();
            if (fields.At(Field.Open)) open = fields.Long();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Due)) due = fields.Date();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
        }

        return new OpenItemSnapshot(number, currency, gross, open, date, due, skonto);
    }
}
