using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The content of an invoice, stored whole: printed again, a document has to be the same.</summary>
internal static class InvoiceContentCodec
{
    public static void Write(Utf8JsonWriter writer, InvoiceContent content)
    {
        writer.WriteStartObject(Field.Content);
        writer.Put(Field.Request, content.RequestId);
        writer.Put(Field.Order, content.Order.Value);
        writer.Put(Field.Account, content.Account.Value);
        writer.Put(Field.Currency, content.Currency);
        writer.Put(Field.Date, content.InvoiceDate);
        writer.Put(Field.Due, content.DueDate);
        PartCodec.Put(writer, Field.BillTo, content.BillTo);
        writer.Put(Field.Customer, content.CustomerName);
        writer.Put(Field.VatId, content.VatId);
        writer.Put(Field.Lines, content.Lines, Write);
        writer.Put(Field.Taxes, content.Taxes, PartCodec.Write);
        writer.Put(Field.Gross, content.GrossMinor);
        writer.Put(Field.Prepaid, content.IsPrepaid);
        writer.Put(Field.ByProvider, content.SettledByPsp);
        writer.Put(Field.Provider, content.Provider);
        writer.Put(Field.Skonto, content.Skonto, PartCodec.Write);
        writer.WriteEndObject();
    }

    public static InvoiceContent Read(ref FieldReader fields)
    {
        string request = "", order = "", account = "";
        Currency currency = default;
        DateOnly date = default, due = default;
        Address? billTo = null;
        string? customer = null, vatId = null, provider = null;
        ImmutableArray<InvoiceLine> lines = [];
        ImmutableArray<TaxAmount> taxes = [];
        long gross = 0;
        bool prepaid = false, byProvider = false;
        ImmutableArray<Skonto> skonto = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Request)) request = fields.Text();
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Due)) due = fields.Date();
            if (fields.At(Field.BillTo)) billTo = fields.Object(PartCodec.ReadAddress);
            if (fields.At(Field.Customer)) customer = fields.Text();
            if (fields.At(Field.VatId)) vatId = fields.Text();
            if (fields.At(Field.Lines)) lines = fields.Array(ReadLine);
            if (fields.At(Field.Taxes)) taxes = fields.Array(PartCodec.ReadTaxAmount);
            if (fields.At(Field.Gross)) gross = fields.Long();
            if (fields.At(Field.Prepaid)) prepaid = fields.Bool();
            if (fields.At(Field.ByProvider)) byProvider = fields.Bool();
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
        }

        return new InvoiceContent(
            request, new OrderId(order), new AccountId(account), currency, date, due, billTo, customer, vatId, lines,
            taxes, gross, prepaid, byProvider, provider, skonto);
    }

    private static void Write(Utf8JsonWriter writer, InvoiceLine line)
    {
        writer.WriteStartObject();
        writer.Put(Field.Line, line.LineId);
        writer.Put(Field.Sku, line.Sku?.Value);
        writer.Put(Field.Name, line.Name);
        writer.Put(Field.Quantity, line.Quantity);
        writer.Put(Field.Rate, line.TaxRate);
        writer.Put(Field.Net, line.NetMinor);
        writer.Put(Field.Tax, line.TaxMinor);
        writer.WriteEndObject();
    }

    private static InvoiceLine ReadLine(ref FieldReader fields)
    {
        var lineId = "";
        Sku? sku = null;
        string? name = null;
        var quantity = 0;
        var rate = 0m;
        long net = 0, tax = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Line)) lineId = fields.CommonText();
            if (fields.At(Field.Sku)) sku = new Sku(fields.CommonText());
            if (fields.At(Field.Name)) name = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Rate)) rate = fields.Decimal();
            if (fields.At(Field.Net)) net = fields.Long();
            if (fields.At(Field.Tax)) tax = fields.Long();
        }

        return new InvoiceLine(lineId, sku, name, quantity, rate, net, tax);
    }
}
