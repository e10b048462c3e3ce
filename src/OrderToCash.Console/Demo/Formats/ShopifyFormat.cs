using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>Shopify's webhook bodies: ids of 18 digits, and an order's discount allocated to its lines.</summary>
internal sealed class ShopifyFormat : IDemoFormat
{
    private const long FirstId = 820_982_911_946_154_000;

    /// <inheritdoc/>
    public Platform? Platform => Adapters.Marketplaces.Platform.Shopify;

    /// <inheritdoc/>
    public bool IsNet => false;

    /// <inheritdoc/>
    public bool HasTests => true;

    /// <inheritdoc/>
    public (string Value, string Fault) Slip => ("\"quantity\":", "\"quantity\":-");

    /// <inheritdoc/>
    public string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"S{100000 + index}");

    /// <inheritdoc/>
    public string Write(DemoOrder order)
    {
        var id = FirstId + order.Index;
        var body = new JsonObject
        {
            ["id"] = id, ["admin_graphql_api_id"] = "gid://shopify/Order/" + id, ["name"] = "#" + order.Number,
            ["order_number"] = 100000 + order.Index, ["created_at"] = DemoWorld.Text(order.PlacedAt),
            ["processed_at"] = DemoWorld.Text(order.PlacedAt), ["updated_at"] = DemoWorld.Text(order.ChangedAt),
            ["currency"] = "EUR", ["taxes_included"] = true, ["test"] = order.IsTest, ["email"] = order.Email,
            ["customer"] = new JsonObject { ["id"] = long.Parse(order.Customer.Id, CultureInfo.InvariantCulture) },
            ["billing_address"] = Address(order), ["shipping_address"] = Address(order),
            ["line_items"] = new JsonArray([.. order.Lines.Select(line => Line(line, id))]),
            ["total_discounts"] = DemoOrder.Text(order.DiscountCents),
            ["total_price"] = DemoOrder.Text(order.TotalCents + order.SurplusCents),
            ["cancelled_at"] = order.IsCancelled ? DemoWorld.Text(order.ChangedAt) : null,
            ["cancel_reason"] = order.IsCancelled ? "customer" : null,
        };
        if (order.DiscountCents > 0)
            body["discount_codes"] = new JsonArray(new JsonObject { ["code"] = "BF25" });
        if (order.ShippingCents > 0)
        {
            body["shipping_lines"] = new JsonArray(new JsonObject
            {
                ["title"] = "standard", ["price"] = DemoOrder.Text(order.ShippingCents),
                ["tax_lines"] = Tax(order.ShippingCents),
            });
        }

        AddPayment(body, order);
        return body.ToJsonString(Output.OneLine);
    }

    private static JsonObject Address(DemoOrder order) => new()
    {
        ["name"] = order.Customer.Name, ["address1"] = order.Street, ["zip"] = order.PostalCode,
        ["city"] = order.City, ["country_code"] = order.Country,
    };

    private static JsonObject Line(DemoLine line, long order)
    {
        var item = new JsonObject
        {
            ["id"] = order + (line.Number * 1_000_000L), ["sku"] = line.Sku, ["name"] = line.Name,
            ["quantity"] = line.Quantity, ["price"] = DemoOrder.Text(line.PriceCents), ["total_discount"] = "0.00",
            ["tax_lines"] = Tax(line.SumCents - line.DiscountCents),
        };
        if (line.DiscountCents > 0)
        {
            item["discount_allocations"] = new JsonArray(new JsonObject
            {
                ["amount"] = DemoOrder.Text(line.DiscountCents), ["discount_application_index"] = 0,
            });
        }

        return item;
    }

    private static JsonArray Tax(long grossCents) => new(new JsonObject
    {
        ["title"] = "MwSt", ["rate"] = 0.19m, ["price"] = DemoOrder.Text(DemoOrder.TaxIn(grossCents)),
    });

    private static void AddPayment(JsonObject body, DemoOrder order)
    {
        body["financial_status"] = order.Payment == DemoPayment.Provider ? "paid" : "pending";
        body["payment_gateway_names"] = new JsonArray(order.Payment switch
        {
            DemoPayment.Provider => "paypal",
            DemoPayment.Advance => "Bank Deposit",
            _ => "invoice",
        });
        if (order.Payment == DemoPayment.Provider)
            body["checkout_token"] = order.PaymentReference;
        if (order.Payment == DemoPayment.Invoice)
            body["payment_terms"] = new JsonObject { ["due_in_days"] = order.TermsDays };
    }
}
