using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Credit, prepayment and invoices.</content>
public static partial class OrderEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, OrderEvent.CreditRequested e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Revision, e.Revision);
        writer.Put(Field.DefaultCredit, e.DefaultCredit);
        return CreditRequested;
    }

    private static OrderEvent.CreditRequested ReadCreditRequested(ref FieldReader fields)
    {
        var account = "";
        long amount = 0;
        Currency currency = default;
        var revision = 0;
        int? defaultCredit = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.DefaultCredit)) defaultCredit = fields.Int();
        }

        return new OrderEvent.CreditRequested(new AccountId(account), amount, currency, revision)
        {
            DefaultCredit = defaultCredit,
        };
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.CreditDecided e)
    {
        writer.Put(Field.Granted, e.Granted);
        writer.Put(Field.Exposure, e.ExposureMinor);
        writer.Put(Field.Limit, e.LimitMinor);
        return CreditDecided;
    }

    private static OrderEvent.CreditDecided ReadCreditDecided(ref FieldReader fields)
    {
        var granted = false;
        long exposure = 0, limit = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Granted)) granted = fields.Bool();
            if (fields.At(Field.Exposure)) exposure = fields.Long();
            if (fields.At(Field.Limit)) limit = fields.Long();
        }

        return new OrderEvent.CreditDecided(granted, exposure, limit);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.PrepaymentRequested e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Reference, e.Reference);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Taxes, e.Taxes, PartCodec.Write);
        writer.Put(Field.Expires, e.ExpiresAt);
        writer.Put(Field.Revision, e.Revision);
        return PrepaymentRequested;
    }

    private static OrderEvent.PrepaymentRequested ReadPrepaymentRequested(ref FieldReader fields)
    {
        string account = "", reference = "";
        long amount = 0;
        var revision = 0;
        Currency currency = default;
        ImmutableArray<TaxAmount> taxes = [];
        DateTimeOffset expiresAt = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Expires)) expiresAt = fields.Time();
            if (fields.At(Field.Revision)) revision = fields.Int();
        }

        return new OrderEvent.PrepaymentRequested(
            new AccountId(account), reference, amount, currency, taxes, expiresAt, revision);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Prepaid e)
    {
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Open, e.OpenMinor);
        return Prepaid;
    }

    private static OrderEvent.Prepaid ReadPrepaid(ref FieldReader fields)
    {
        long amount = 0, open = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Open)) open = fields.Long();
        }

        return new OrderEvent.Prepaid(amount, open);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.InvoiceRequested e)
    {
        InvoiceContentCodec.Write(writer, e.Content);
        writer.Put(Field.Series, e.Series.Value);
        return InvoiceRequested;
    }

    private static OrderEvent.InvoiceRequested ReadInvoiceRequested(ref FieldReader fields)
    {
        InvoiceContent? content = null;
        var series = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Content)) content = fields.Object(InvoiceContentCodec.Read);
            if (fields.At(Field.Series)) series = fields.CommonText();
        }

        return new OrderEvent.InvoiceRequested(content ?? throw Missing(Field.Content), new SeriesId(series));
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.Invoiced e)
    {
        writer.Put(Field.Request, e.RequestId);
        writer.Put(Field.Number, e.Number);
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Gross, e.GrossMinor);
        writer.Put(Field.Taxes, e.Taxes, PartCodec.Write);
        writer.Put(Field.Date, e.InvoiceDate);
        writer.Put(Field.Due, e.DueDate);
        writer.Put(Field.Prepaid, e.IsPrepaid);
        writer.Put(Field.ByProvider, e.SettledByPsp);
        writer.Put(Field.Provider, e.Provider);
        writer.Put(Field.Skonto, e.Skonto, PartCodec.Write);
        return Invoiced;
    }

    private static OrderEvent.Invoiced ReadInvoiced(ref FieldReader fields)
    {
        string request = "", number = "", account = "";
        Currency currency = default;
        long gross = 0;
        ImmutableArray<TaxAmount> taxes = [];
        DateOnly date = default, due = default;
        bool prepaid = false, byProvider = false;
        string? provider = null;
        ImmutableArray<Skonto> skonto = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Request)) request = fields.Text();
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Gross)) gross = fields.Long();
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Due)) due = fields.Date();
            if (fields.At(Field.Prepaid)) prepaid = fields.Bool();
            if (fields.At(Field.ByProvider)) byProvider = fields.Bool();
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
        }

        return new OrderEvent.Invoiced(
            request, number, new AccountId(account), currency, gross, taxes, date, due, prepaid, byProvider, provider,
            skonto);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.InvoiceSettled e)
    {
        writer.Put(Field.Number, e.Number);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Open, e.OpenMinor);
        return InvoiceSettled;
    }

    private static OrderEvent.InvoiceSettled ReadInvoiceSettled(ref FieldReader fields)
    {
        var number = "";
        long amount = 0, open = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Open)) open = fields.Long();
        }

        return new OrderEvent.InvoiceSettled(number, amount, open);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.InvoiceReopened e)
    {
        writer.Put(Field.Number, e.Number);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Open, e.OpenMinor);
        return InvoiceReopened;
    }

    private static OrderEvent.InvoiceReopened ReadInvoiceReopened(ref FieldReader fields)
    {
        var number = "";
        long amount = 0, open = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Open)) open = fields.Long();
        }

        return new OrderEvent.InvoiceReopened(number, amount, open);
    }

    private static EventName Write(Utf8JsonWriter writer, OrderEvent.PrepaymentReopened e)
    {
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Open, e.OpenMinor);
        return PrepaymentReopened;
    }

    private static OrderEvent.PrepaymentReopened ReadPrepaymentReopened(ref FieldReader fields)
    {
        long amount = 0, open = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Open)) open = fields.Long();
        }

        return new OrderEvent.PrepaymentReopened(amount, open);
    }
}
