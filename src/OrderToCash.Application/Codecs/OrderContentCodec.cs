using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The content of an order, stored whole, with the fields that nobody understood as they came.</summary>
internal static class OrderContentCodec
{
    public static void Write(Utf8JsonWriter writer, OrderContent content)
    {
        writer.WriteStartObject(Field.Content);
        writer.Put(Field.Channel, content.Channel);
        writer.Put(Field.Number, content.OrderNumber);
        writer.Put(Field.Id, content.PlatformId);
        writer.Put(Field.Placed, content.PlacedAt);
        writer.Put(Field.Updated, content.UpdatedAt);
        writer.Put(Field.Currency, content.Currency);
        writer.Put(Field.GrossPrices, content.PricesIncludeTax);
        Write(writer, content.Customer);
        PartCodec.Put(writer, Field.BillTo, content.BillTo);
        PartCodec.Put(writer, Field.ShipTo, content.ShipTo);
        writer.Put(Field.Lines, content.Lines, Write);
        Write(writer, content.Shipping);
        writer.Put(Field.Discounts, content.Discounts, Write);
        writer.Put(Field.StatedTotal, content.StatedTotalMinor);
        Write(writer, content.Payment);
        Write(writer, content.Policy);
        writer.PutRaw(Field.Extra, content.ExtraJson);
        writer.WriteEndObject();
    }

    public static OrderContent Read(ref FieldReader fields)
    {
        string channel = "", number = "";
        string? platformId = null, extra = null;
        DateTimeOffset placedAt = default;
        DateTimeOffset? updatedAt = null;
        Currency currency = default;
        var grossPrices = false;
        Customer? customer = null;
        Address? billTo = null, shipTo = null;
        ImmutableArray<OrderLine> lines = [];
        Shipping? shipping = null;
        ImmutableArray<OrderDiscount> discounts = [];
        long? statedTotal = null;
        PaymentTerms? payment = null;
        var policy = OrderPolicy.Default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Channel)) channel = fields.CommonText();
            if (fields.At(Field.Number)) number = fields.Text();
            if (fields.At(Field.Id)) platformId = fields.Text();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
            if (fields.At(Field.Updated)) updatedAt = fields.Time();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.GrossPrices)) grossPrices = fields.Bool();
            if (fields.At(Field.Customer)) customer = fields.Object(ReadCustomer);
            if (fields.At(Field.BillTo)) billTo = fields.Object(PartCodec.ReadAddress);
            if (fields.At(Field.ShipTo)) shipTo = fields.Object(PartCodec.ReadAddress);
            if (fields.At(Field.Lines)) lines = fields.Array(ReadLine);
            if (fields.At(Field.Shipping)) shipping = fields.Object(ReadShipping);
            if (fields.At(Field.Discounts)) discounts = fields.Array(ReadDiscount);
            if (fields.At(Field.StatedTotal)) statedTotal = fields.Long();
            if (fields.At(Field.Payment)) payment = fields.Object(ReadPayment);
            if (fields.At(Field.Policy)) policy = fields.Object(ReadPolicy);
            if (fields.At(Field.Extra)) extra = fields.Raw();
        }

        return new OrderContent
        {
            Channel = channel,
            OrderNumber = number,
            PlatformId = platformId,
            PlacedAt = placedAt,
            UpdatedAt = updatedAt,
            Currency = currency,
            PricesIncludeTax = grossPrices,
            Customer = customer ?? new Customer(null, null, null),
            BillTo = billTo,
            ShipTo = shipTo,
            Lines = lines,
            Shipping = shipping,
            Discounts = discounts,
            StatedTotalMinor = statedTotal,
            Payment = payment ?? new PaymentTerms(PaymentMethod.Prepayment, 0, []),
            Policy = policy,
            ExtraJson = extra,
        };
    }

    private static void Write(Utf8JsonWriter writer, Customer customer)
    {
        writer.WriteStartObject(Field.Customer);
        writer.Put(Field.Id, customer.Id);
        writer.Put(Field.Email, customer.Email);
        writer.Put(Field.Name, customer.Name);
        writer.Put(Field.Company, customer.Company);
        writer.Put(Field.VatId, customer.VatId);
        writer.Put(Field.Phone, customer.Phone);
        writer.WriteEndObject();
    }

    private static Customer ReadCustomer(ref FieldReader fields)
    {
        string? id = null, email = null, name = null, company = null, vatId = null, phone = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Email)) email = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Company)) company = fields.Text();
            if (fields.At(Field.VatId)) vatId = fields.Text();
            if (fields.At(Field.Phone)) phone = fields.Text();
        }

        return new Customer(id, email, name, company, vatId, phone);
    }

    private static void Write(Utf8JsonWriter writer, OrderLine line)
    {
        writer.WriteStartObject();
        writer.Put(Field.Line, line.LineId);
        writer.Put(Field.Sku, line.Sku.Value);
        writer.Put(Field.Name, line.Name);
        writer.Put(Field.Quantity, line.Quantity);
        writer.Put(Field.Price, line.UnitPrice);
        writer.Put(Field.Rate, line.TaxRate);
        writer.Put(Field.Discount, line.DiscountMinor);
        writer.WriteEndObject();
    }

    private static OrderLine ReadLine(ref FieldReader fields)
    {
        string lineId = "", sku = "";
        string? name = null;
        var quantity = 0;
        decimal price = 0, rate = 0;
        long discount = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Line)) lineId = fields.CommonText();
            if (fields.At(Field.Sku)) sku = fields.CommonText();
            if (fields.At(Field.Name)) name = fields.CommonText();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
            if (fields.At(Field.Price)) price = fields.Decimal();
            if (fields.At(Field.Rate)) rate = fields.Decimal();
            if (fields.At(Field.Discount)) discount = fields.Long();
        }

        return new OrderLine(lineId, new Sku(sku), name, quantity, price, rate, discount);
    }

    private static void Write(Utf8JsonWriter writer, Shipping? shipping)
    {
        if (shipping is null)
        {
            return;
        }

        writer.WriteStartObject(Field.Shipping);
        writer.Put(Field.Method, shipping.Method);
        writer.Put(Field.Amount, shipping.PriceMinor);
        writer.Put(Field.Rate, shipping.TaxRate);
        writer.WriteEndObject();
    }

    private static Shipping ReadShipping(ref FieldReader fields)
    {
        string? method = null;
        long amount = 0;
        var rate = 0m;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Method)) method = fields.CommonText();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Rate)) rate = fields.Decimal();
        }

        return new Shipping(method, amount, rate);
    }

    private static void Write(Utf8JsonWriter writer, OrderDiscount discount)
    {
        writer.WriteStartObject();
        writer.Put(Field.Code, discount.Code);
        writer.Put(Field.Amount, discount.AmountMinor);
        writer.WriteEndObject();
    }

    private static OrderDiscount ReadDiscount(ref FieldReader fields)
    {
        string? code = null;
        long amount = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Code)) code = fields.CommonText();
            if (fields.At(Field.Amount)) amount = fields.Long();
        }

        return new OrderDiscount(code, amount);
    }

    private static void Write(Utf8JsonWriter writer, PaymentTerms payment)
    {
        writer.WriteStartObject(Field.Payment);
        writer.Put(Field.Method, StoredWords.PaymentMethods, (int)payment.Method);
        writer.Put(Field.Days, payment.TermsDays);
        writer.Put(Field.Skonto, payment.Skonto, PartCodec.Write);
        writer.Put(Field.Provider, payment.Provider);
        writer.Put(Field.Reference, payment.Reference);
        writer.Put(Field.Status, StoredWords.PspStatuses, (int)(payment.Status ?? 0));
        writer.Put(Field.Amount, payment.AmountMinor);
        writer.WriteEndObject();
    }

    private static PaymentTerms ReadPayment(ref FieldReader fields)
    {
        int method = 0, days = 0;
        ImmutableArray<Skonto> skonto = [];
        string? provider = null, reference = null;
        PspStatus? status = null;
        long? amount = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Method)) method = fields.Word(StoredWords.PaymentMethods);
            if (fields.At(Field.Days)) days = fields.Int();
            if (fields.At(Field.Skonto)) skonto = fields.Array(PartCodec.ReadSkonto);
            if (fields.At(Field.Provider)) provider = fields.CommonText();
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Status)) status = (PspStatus)fields.Word(StoredWords.PspStatuses);
            if (fields.At(Field.Amount)) amount = fields.Long();
        }

        return new PaymentTerms((PaymentMethod)method, days, skonto, provider, reference, status, amount);
    }

    private static void Write(Utf8JsonWriter writer, OrderPolicy policy)
    {
        if (policy == OrderPolicy.Default)
        {
            return;
        }

        writer.WriteStartObject(Field.Policy);
        writer.Put(Field.Backorder, policy.AllowBackorder);
        writer.Put(Field.Partial, policy.ShipPartial);
        writer.WriteEndObject();
    }

    private static OrderPolicy ReadPolicy(ref FieldReader fields)
    {
        bool backorder = false, partial = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Backorder)) backorder = fields.Bool();
            if (fields.At(Field.Partial)) partial = fields.Bool();
        }

        return new OrderPolicy(backorder, partial);
    }
}
