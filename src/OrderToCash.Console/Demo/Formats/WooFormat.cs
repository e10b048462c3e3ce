using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>WooCommerce's REST bodies: amounts of whole lines, net with their tax beside them.</summary>
internal sealed class WooFormat : IDemoFormat
{
    private const int FirstId = 500_000;
    private const int RateId = 7;

    /// <inheritdoc/>
    public Platform? Platform => Adapters.Marketplaces.Platform.WooCommerce;

    /// <inheritdoc/>
    public bool IsNet => false;

    /// <inheritdoc/>
    public bool HasTests => true;

    /// <inheritdoc/>
    public (string Value, string Fault) Slip => ("\"country\":\"", "\"country\":\"Germany, ");

    /// <inheritdoc/>
    public string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"W{FirstId + index}");

    /// <inheritdoc/>
    public string Write(DemoOrder order)
    {
        var body = new JsonObject
        {
            ["id"] = FirstId + order.Index, ["number"] = order.Number, ["order_key"] = "wc_order_" + order.Index,
            ["status"] = Status(order), ["currency"] = "EUR", ["prices_include_tax"] = true,
            ["date_created_gmt"] = Utc(order.PlacedAt), ["date_modified_gmt"] = Utc(order.ChangedAt),
            ["customer_id"] = long.Parse(order.Customer.Id, CultureInfo.InvariantCulture),
            ["billing"] = Address(order), ["shipping"] = Address(order),
            ["line_items"] = new JsonArray([.. order.Lines.Select(Line)]),
            ["tax_lines"] = new JsonArray(new JsonObject { ["rate_id"] = RateId, ["rate_percent"] = 19 }),
            ["total"] = DemoOrder.Text(order.TotalCents + order.SurplusCents),
            ["payment_method"] = order.Payment switch
            {
                DemoPayment.Provider => "paypal",
                DemoPayment.Advance => "bacs",
                _ => "germanized_invoice",
            },
        };
        if (order.ShippingCents > 0)
        {
            var shipping = new JsonObject { ["method_title"] = "standard" };
            AddAmounts(shipping, "total", order.ShippingCents);
            body["shipping_lines"] = new JsonArray(shipping);
        }

        if (order.Payment == DemoPayment.Provider)
        {
            body["transaction_id"] = order.PaymentReference;
            body["date_paid_gmt"] = Utc(order.PlacedAt);
        }

        return body.ToJsonString(Output.OneLine);
    }

    private static string Status(DemoOrder order) => order switch
    {
        { IsTest: true } => "checkout-draft",
        { IsCancelled: true } => "cancelled",
        { Payment: DemoPayment.Advance } => "on-hold",
        _ => "processing",
    };

    private static JsonObject Address(DemoOrder order)
    {
        var name = order.Customer.Name;
        var space = name.LastIndexOf(' ');
        return new JsonObject
        {
            ["first_name"] = name[..space], ["last_name"] = name[(space + 1)..], ["email"] = order.Email,
            ["address_1"] = order.Street, ["postcode"] = order.PostalCode, ["city"] = order.City,
            ["country"] = order.Country,
        };
    }

    private static JsonObject Line(DemoLine line)
    {
        var item = new JsonObject
        {
            ["id"] = line.Number, ["sku"] = line.Sku, ["name"] = line.Name, ["quantity"] = line.Quantity,
        };
        AddAmounts(item, "subtotal", line.SumCents);
        AddAmounts(item, "total", line.SumCents - line.DiscountCents);
        return item;
    }

    private static void AddAmounts(JsonObject part, string name, long grossCents)
    {
        var tax = DemoOrder.TaxIn(grossCents);
        part[name] = DemoOrder.Text(grossCents - tax);
        part[name + "_tax"] = DemoOrder.Text(tax);
        if (name == "total")
            part["taxes"] = new JsonArray(new JsonObject { ["id"] = RateId, ["total"] = DemoOrder.Text(tax) });
    }

    private static string Utc(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
