using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The small parts that several events have in common, each a JSON object.</summary>
internal static class PartCodec
{
    public static void Write(Utf8JsonWriter writer, Evidence part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Fact, part.Fact);
        writer.Put(Field.Found, part.Found);
        writer.Put(Field.Expected, part.Expected);
        writer.Put(Field.Rule, part.Rule);
        writer.WriteEndObject();
    }

    public static Evidence ReadEvidence(ref FieldReader fields)
    {
        string fact = "", found = "";
        string? expected = null, rule = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Fact)) fact = fields.CommonText();
            if (fields.At(Field.Found)) found = fields.CommonText();
            if (fields.At(Field.Expected)) expected = fields.CommonText();
            if (fields.At(Field.Rule)) rule = fields.CommonText();
        }

        return new Evidence(fact, found, expected, rule);
    }

    public static void Write(Utf8JsonWriter writer, LineAmount part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Line, part.LineId);
        writer.Put(Field.Net, part.NetMinor);
        writer.Put(Field.Tax, part.TaxMinor);
        writer.WriteEndObject();
    }

    public static LineAmount ReadLineAmount(ref FieldReader fields)
    {
        var line = "";
        long net = 0, tax = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Line)) line = fields.CommonText();
            if (fields.At(Field.Net)) net = fields.Long();
            if (fields.At(Field.Tax)) tax = fields.Long();
        }

        return new LineAmount(line, net, tax);
    }

    public static void Write(Utf8JsonWriter writer, SkuQuantity part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Sku, part.Sku.Value);
        writer.Put(Field.Quantity, part.Quantity);
        writer.WriteEndObject();
    }

    public static SkuQuantity ReadSkuQuantity(ref FieldReader fields)
    {
        var sku = "";
        var quantity = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Sku)) sku = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
        }

        return new SkuQuantity(new Sku(sku), quantity);
    }

    public static void Write(Utf8JsonWriter writer, LineQuantity part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Line, part.LineId);
        writer.Put(Field.Sku, part.Sku.Value);
        writer.Put(Field.Quantity, part.Quantity);
        writer.WriteEndObject();
    }

    public static LineQuantity ReadLineQuantity(ref FieldReader fields)
    {
        string line = "", sku = "";
        var quantity = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Line)) line = fields.CommonText();
            if (fields.At(Field.Sku)) sku = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
        }

        return new LineQuantity(line, new Sku(sku), quantity);
    }

    public static void Write(Utf8JsonWriter writer, WarehouseQuantity part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Warehouse, part.Warehouse);
        writer.Put(Field.Quantity, part.Quantity);
        writer.WriteEndObject();
    }

    public static WarehouseQuantity ReadWarehouseQuantity(ref FieldReader fields)
    {
        var warehouse = "";
        var quantity = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Warehouse)) warehouse = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
        }

        return new WarehouseQuantity(warehouse, quantity);
    }

    public static void Write(Utf8JsonWriter writer, TaxAmount part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Rate, part.Rate);
        writer.Put(Field.Net, part.NetMinor);
        writer.Put(Field.Tax, part.TaxMinor);
        writer.WriteEndObject();
    }

    public static TaxAmount ReadTaxAmount(ref FieldReader fields)
    {
        var rate = 0m;
        long net = 0, tax = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Rate)) rate = fields.Decimal();
            if (fields.At(Field.Net)) net = fields.Long();
            if (fields.At(Field.Tax)) tax = fields.Long();
        }

        return new TaxAmount(rate, net, tax);
    }

    public static void Write(Utf8JsonWriter writer, Skonto part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Days, part.Days);
        writer.Put(Field.Percent, part.Percent);
        writer.WriteEndObject();
    }

    public static Skonto ReadSkonto(ref FieldReader fields)
    {
        var days = 0;
        var percent = 0m;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Days)) days = fields.Int();
            if (fields.At(Field.Percent)) percent = fields.Decimal();
        }

        return new Skonto(days, percent);
    }

    public static void Write(Utf8JsonWriter writer, Allocation part)
    {
        writer.WriteStartObject();
        writer.Put(Field.Document, part.Document);
        writer.Put(Field.Order, part.Order.Value);
        writer.Put(Field.Kind, StoredWords.ItemKinds, (int)part.Kind);
        writer.Put(Field.Amount, part.AmountMinor);
        writer.Put(Field.Open, part.OpenMinor);
        writer.Put(Field.Taxes, part.Taxes, Write);
        writer.Put(Field.Revision, part.Revision);
        writer.Put(Field.SkontoAmount, part.SkontoMinor);
        writer.Put(Field.Charges, part.ChargesMinor);
        writer.Put(Field.WriteOff, part.WriteOffMinor);
        writer.Put(Field.SkontoTaxes, part.SkontoTaxes, Write);
        writer.Put(Field.FromAdvance, part.FromAdvance);
        writer.WriteEndObject();
    }

    public static Allocation ReadAllocation(ref FieldReader fields)
    {
        string document = "", order = "";
        int kind = 0, revision = 0;
        long amount = 0, open = 0, skonto = 0, charges = 0, writeOff = 0;
        ImmutableArray<TaxAmount>? taxes = null, skontoTaxes = null;
        var fromAdvance = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Kind)) kind = fields.Word(StoredWords.ItemKinds);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Open)) open = fields.Long();
            if (fields.At(Field.Taxes)) taxes = fields.Array(ReadTaxAmount);
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.SkontoAmount)) skonto = fields.Long();
            if (fields.At(Field.Charges)) charges = fields.Long();
            if (fields.At(Field.WriteOff)) writeOff = fields.Long();
            if (fields.At(Field.SkontoTaxes)) skontoTaxes = fields.Array(ReadTaxAmount);
            if (fields.At(Field.FromAdvance)) fromAdvance = fields.Bool();
        }

        return new Allocation(
            document, new OrderId(order), (ItemKind)kind, amount, open, taxes, revision, skonto, charges,
            writeOff, skontoTaxes, fromAdvance);
    }

    public static void Write(Utf8JsonWriter writer, Sku sku) => writer.WriteStringValue(sku.Value);

    public static Sku ReadSku(ref FieldReader fields) => new(fields.TakeText());

    /// <summary>The address under a name; nothing where there is none.</summary>
    public static void Put(Utf8JsonWriter writer, JsonEncodedText name, Address? address)
    {
        if (address is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.Put(Field.Name, address.Name);
        writer.Put(Field.Company, address.Company);
        writer.Put(Field.Street, address.Street);
        writer.Put(Field.Line2, address.Line2);
        writer.Put(Field.PostalCode, address.PostalCode);
        writer.Put(Field.City, address.City);
        writer.Put(Field.Region, address.Region);
        writer.Put(Field.Country, address.Country);
        writer.WriteEndObject();
    }

    public static Address ReadAddress(ref FieldReader fields)
    {
        string? name = null, company = null, street = null, line2 = null, postalCode = null, city = null, region = null;
        var country = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Company)) company = fields.Text();
            if (fields.At(Field.Street)) street = fields.Text();
            if (fields.At(Field.Line2)) line2 = fields.Text();
            if (fields.At(Field.PostalCode)) postalCode = fields.Text();
            if (fields.At(Field.City)) city = fields.CommonText();
            if (fields.At(Field.Region)) region = fields.CommonText();
            if (fields.At(Field.Country)) country = fields.CommonText();
        }

        return new Address(name, street, postalCode, city, country, company, line2, region);
    }
}
