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
    public const int Version = 3;

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
        writer.Put(Field.Undone, snapshot.UndonePayments);
        writer.Put(Field.SettledItems, snapshot.SettledItems, Write);
        writer.Put(Field.Opened, snapshot.OpenedItems);
        writer.WritePropertyName(Field.Customer);
        Write(writer, snapshot.Customer);
        if (!snapshot.Debits.IsEmpty)
            writer.Put(Field.Debits, snapshot.Debits, AccountEventCodec.Write);
        writer.Put(Field.BlockedFor, snapshot.BlockedFor);
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
        ImmutableArray<string> payments = [], settled = [], creditAnswers = [], undone = [];
        ImmutableArray<SettledItemSnapshot> settledItems = [];
        long opened = 0;
        var customer = new CustomerSnapshot(null, null, [], [], []);
        ImmutableArray<PresentedDebit> debits = [];
        string? blockedFor = null;
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
            if (fields.At(Field.Undone)) undone = fields.Texts();
            if (fields.At(Field.SettledItems)) settledItems = fields.Array(ReadSettled);
            if (fields.At(Field.Opened)) opened = fields.Long();
            if (fields.At(Field.Customer)) customer = fields.Object(ReadCustomer);
            if (fields.At(Field.Debits)) debits = fields.Array(AccountEventCodec.ReadDebit);
            if (fields.At(Field.BlockedFor)) blockedFor = fields.Text();
        }

        return new AccountSnapshot(
            id, limits, totals, orders, payments, settled, creditAnswers, undone, settledItems, opened, customer,
            blockedFor)
        {
            Debits = debits,
        };
    }

    private static void Write(Utf8JsonWriter writer, SettledItemSnapshot settled)
    {
        writer.WriteStartObject();
        writer.Put(Field.Order, settled.Order.Value);
        writer.WritePropertyName(Field.Document);
        Write(writer, settled.Item);
        writer.WriteEndObject();
    }

    private static SettledItemSnapshot ReadSettled(ref FieldReader fields)
    {
        var order = "";
        OpenItemSnapshot? item = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Document)) item = fields.Object(ReadInvoice);
        }

        return new SettledItemSnapshot(
            new OrderId(order), item ?? throw new JsonException($"The field '{Field.Document}' is missing."));
    }

    private static void Write(Utf8JsonWriter writer, CustomerSnapshot customer)
    {
        writer.WriteStartObject();
        writer.Put(Field.Number, customer.Number);
        writer.Put(Field.Name, customer.Name);
        writer.Put(Field.Ibans, customer.Ibans);
        writer.Put(Field.Learned, customer.Learned, Write);
        writer.Put(Field.Mandates, customer.ForbiddenMandates, Write);
        writer.WriteEndObject();
    }

    private static CustomerSnapshot ReadCustomer(ref FieldReader fields)
    {
        string? number = null, name = null;
        ImmutableArray<string> ibans = [];
        ImmutableArray<LearnedPayer> learned = [];
        ImmutableArray<ForbiddenMandateSnapshot> mandates = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Ibans)) ibans = fields.Texts();
            if (fields.At(Field.Learned)) learned = fields.Array(ReadLearned);
            if (fields.At(Field.Mandates)) mandates = fields.Array(ReadMandate);
        }

        return new CustomerSnapshot(number, name, ibans, learned, mandates);
    }

    internal static void Write(Utf8JsonWriter writer, LearnedPayer learned)
    {
        writer.WriteStartObject();
        writer.Put(Field.Iban, learned.Iban);
        writer.Put(Field.Name, learned.Name);
        writer.Put(Field.Count, learned.Count);
        writer.Put(Field.Last, learned.LastSeen);
        writer.WriteEndObject();
    }

    internal static LearnedPayer ReadLearned(ref FieldReader fields)
    {
        string? iban = null, name = null;
        var count = 0;
        DateOnly last = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Iban)) iban = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Count)) count = fields.Int();
            if (fields.At(Field.Last)) last = fields.Date();
        }

        return new LearnedPayer(iban, name, count, last);
    }

    private static void Write(Utf8JsonWriter writer, ForbiddenMandateSnapshot forbidden)
    {
        writer.WriteStartObject();
        writer.Put(Field.Mandate, forbidden.Mandate);
        writer.Put(Field.Reason, forbidden.Reason);
        writer.WriteEndObject();
    }

    private static ForbiddenMandateSnapshot ReadMandate(ref FieldReader fields)
    {
        string mandate = "", reason = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Mandate)) mandate = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.CommonText();
        }

        return new ForbiddenMandateSnapshot(mandate, reason);
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
        writer.Put(Field.Advance, invoice.AdvanceMinor);
        writer.Put(Field.Returns, invoice.ReturnCount);
        writer.Put(Field.Taxes, invoice.Taxes, PartCodec.Write);
        writer.Put(Field.Sequence, invoice.Sequence);
        writer.Put(Field.OrderNumber, invoice.OrderNumber);
        writer.WriteEndObject();
    }

    private static OpenItemSnapshot ReadInvoice(ref FieldReader fields)
    {
        var number = "";
        string? orderNumber = null;
        Currency currency = default;
        long gross = 0, open = 0, advance = 0, sequence = 0;
        var returns = 0;
        DateOnly date = default, due = default;
        ImmutableArray<Skonto> skonto = [];
        ImmutableArray<TaxAmount>? taxes = null;
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
            if (fields.At(Field.Advance)) advance = fields.Long();
            if (fields.At(Field.Returns)) returns = fields.Int();
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Sequence)) sequence = fields.Long();
            if (fields.At(Field.OrderNumber)) orderNumber = fields.Text();
        }

        return new OpenItemSnapshot(
            number, currency, gross, open, date, due, skonto, advance, returns, taxes, sequence, orderNumber);
    }
}
