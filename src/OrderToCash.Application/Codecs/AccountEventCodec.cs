using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a customer account's events.</summary>
public static partial class AccountEventCodec
{
    private static readonly EventName CreditGranted = StoredName.Of("account.credit-granted", 1);
    private static readonly EventName CreditRefused = StoredName.Of("account.credit-refused", 1);
    private static readonly EventName CreditLimitSet = StoredName.Of("account.credit-limit-set", 1);
    private static readonly EventName ItemOpened = StoredName.Of("account.item-opened", 1);
    private static readonly EventName PrepaymentOpened = StoredName.Of("account.prepayment-opened", 1);
    private static readonly EventName OrderWithdrawn = StoredName.Of("account.order-withdrawn", 1);
    private static readonly EventName PaymentApplied = StoredName.Of("account.payment-applied", 2);
    private static readonly EventName PaymentAppliedV1 = StoredName.Of("account.payment-applied", 1);
    private static readonly EventName PaymentRefused = StoredName.Of("account.payment-refused", 1);
    private static readonly EventName PaymentUndone = StoredName.Of("account.payment-undone", 1);
    private static readonly EventName ItemImported = StoredName.Of("account.item-imported", 1);
    private static readonly EventName CustomerNoted = StoredName.Of("account.customer-noted", 1);
    private static readonly EventName DebitPresented = StoredName.Of("account.debit-presented", 1);
    private static readonly EventName PayerLearned = StoredName.Of("account.payer-learned", 1);
    private static readonly EventName PayerForgotten = StoredName.Of("account.payer-forgotten", 1);
    private static readonly EventName Blocked = StoredName.Of("account.blocked", 1);
    private static readonly EventName Unblocked = StoredName.Of("account.unblocked", 1);

    private static readonly EventTable<AccountEvent> Table = new(
        new(ItemOpened, ReadItemOpened),
        new(PaymentApplied, ReadPaymentApplied),
        new(CreditGranted, ReadCreditGranted),
        new(PrepaymentOpened, ReadPrepaymentOpened),
        new(CreditRefused, ReadCreditRefused),
        new(OrderWithdrawn, ReadOrderWithdrawn),
        new(PayerLearned, ReadPayerLearned),
        new(ItemImported, ReadItemImported),
        new(CustomerNoted, ReadCustomerNoted),
        new(DebitPresented, ReadDebitPresented),
        new(PaymentUndone, ReadPaymentUndone),
        new(PaymentAppliedV1, ReadPaymentAppliedV1),
        new(PaymentRefused, ReadPaymentRefused),
        new(PayerForgotten, ReadPayerForgotten),
        new(CreditLimitSet, ReadCreditLimitSet),
        new(Blocked, ReadBlocked),
        new(Unblocked, ReadUnblocked));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(AccountEvent accountEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = accountEvent switch
        {
            AccountEvent.ItemOpened e => Write(writer, e),
            AccountEvent.PaymentApplied e => Write(writer, e),
            AccountEvent.CreditGranted e => Write(writer, e),
            AccountEvent.PrepaymentOpened e => Write(writer, e),
            AccountEvent.CreditRefused e => Write(writer, e),
            AccountEvent.OrderWithdrawn e => Write(writer, e),
            AccountEvent.CreditLimitSet e => Write(writer, e),
            AccountEvent.PaymentRefused e => Write(writer, e),
            AccountEvent.PaymentUndone e => Write(writer, e),
            AccountEvent.ItemImported e => Write(writer, e),
            AccountEvent.CustomerNoted e => Write(writer, e),
            AccountEvent.DebitPresented e => Write(writer, e),
            AccountEvent.PayerLearned e => Write(writer, e),
            AccountEvent.PayerForgotten e => Write(writer, e),
            AccountEvent.Blocked e => Write(writer, e),
            AccountEvent.Unblocked e => Write(writer, e),
            _ => throw new UnreachableException($"{accountEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static AccountEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.ItemOpened e)
    {
        writer.Put(Field.Number, e.Number);
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Gross, e.GrossMinor);
        writer.Put(Field.Taxes, e.Taxes, PartCodec.Write);
        writer.Put(Field.Date, e.InvoiceDate);
        writer.Put(Field.Due, e.DueDate);
        writer.Put(Field.Advance, e.AdvanceMinor);
        writer.Put(Field.ByProvider, e.PspMinor);
        writer.Put(Field.Provider, e.Provider);
        writer.Put(Field.Open, e.OpenMinor);
        writer.Put(Field.Skonto, e.Skonto, PartCodec.Write);
        writer.Put(Field.AdvanceTaxes, e.AdvanceTaxes, PartCodec.Write);
        writer.Put(Field.Rounding, e.RoundingMinor);
        return ItemOpened;
    }

    private static AccountEvent.ItemOpened ReadItemOpened(ref FieldReader fields)
    {
        string number = "", order = "";
        Currency currency = default;
        long gross = 0, advance = 0, byProvider = 0, open = 0, rounding = 0;
        ImmutableArray<TaxAmount> taxes = [];
        DateOnly date = default, due = default;
        string? provider = null;
        ImmutableArray<Skonto> skonto = [];
        ImmutableArray<TaxAmount>? advanceTaxes = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Gross)) gross = fields.Long();
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Due)) due = fields.Date();
            if (fields.At(Field.Advance)) advance = fields.Long();
            if (fields.At(Field.ByProvider)) byProvider = fields.Long();
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.Open)) open = fields.Long();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
            if (fields.At(Field.AdvanceTaxes)) advanceTaxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Rounding)) rounding = fields.Long();
        }

        return new AccountEvent.ItemOpened(
            number, new OrderId(order), currency, gross, taxes, date, due, advance, byProvider, provider, open, skonto,
            advanceTaxes, rounding);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.PrepaymentOpened e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Reference, e.Reference);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Taxes, e.Taxes, PartCodec.Write);
        writer.Put(Field.Revision, e.Revision);
        return PrepaymentOpened;
    }

    private static AccountEvent.PrepaymentOpened ReadPrepaymentOpened(ref FieldReader fields)
    {
        string order = "", reference = "";
        long amount = 0;
        var revision = 0;
        Currency currency = default;
        ImmutableArray<TaxAmount>? taxes = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Revision)) revision = fields.Int();
        }

        return new AccountEvent.PrepaymentOpened(new OrderId(order), reference, amount, currency, taxes, revision);
    }

    private static EventName Write(Utf8JsonWriter writer, AccountEvent.OrderWithdrawn e)
    {
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Whole, e.Whole);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Withdraw, e.WithdrawnMinor);
        writer.Put(Field.Refund, e.RefundMinor);
        writer.Put(Field.RefundTaxes, e.RefundTaxes, PartCodec.Write);
        writer.Put(Field.Open, e.OpenMinor);
        writer.Put(Field.Revision, e.Revision);
        return OrderWithdrawn;
    }

    private static AccountEvent.OrderWithdrawn ReadOrderWithdrawn(ref FieldReader fields)
    {
        var order = "";
        var whole = false;
        Currency currency = default;
        long withdraw = 0, refund = 0;
        long? open = null;
        var revision = 0;
        ImmutableArray<TaxAmount>? refundTaxes = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Whole)) whole = fields.Bool();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Withdraw)) withdraw = fields.Long();
            if (fields.At(Field.Refund)) refund = fields.Long();
            if (fields.At(Field.RefundTaxes)) refundTaxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Open)) open = fields.Long();
            if (fields.At(Field.Revision)) revision = fields.Int();
        }

        return new AccountEvent.OrderWithdrawn(
            new OrderId(order), whole, currency, withdraw, refund, refundTaxes, open, revision);
    }
}
