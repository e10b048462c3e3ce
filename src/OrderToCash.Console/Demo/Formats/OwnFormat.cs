using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>Our own format, as a shop of ours sends it: with discounts for early payment, and policies.</summary>
internal sealed class OwnFormat : IDemoFormat
{
    /// <inheritdoc/>
    public Platform? Platform => null;

    /// <inheritdoc/>
    public bool IsNet => false;

    /// <inheritdoc/>
    public (string Value, string Fault) Slip => ("\"pricesIncludeTax\":true", "\"pricesIncludeTax\":\"ja\"");

    /// <inheritdoc/>
    public string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"O{300000 + index}");

    /// <inheritdoc/>
    public string Write(DemoOrder order) => (order.IsCancelled ? Cancellation(order) : Content(order))
        .ToJsonString(Output.OneLine);

    private static JsonObject Cancellation(DemoOrder order) => new()
    {
        ["channel"] = order.Channel, ["orderNumber"] = order.Number,
        ["cancel"] = new JsonObject
        {
            ["reason"] = "customer changed their mind", ["at"] = DemoWorld.Text(order.ChangedAt),
        },
    };

    private static JsonObject Content(DemoOrder order)
    {
        var content = new JsonObject
        {
            ["channel"] = order.Channel, ["orderNumber"] = order.Number, ["placedAt"] = DemoWorld.Text(order.PlacedAt),
            ["updatedAt"] = DemoWorld.Text(order.ChangedAt), ["currency"] = "EUR", ["pricesIncludeTax"] = true,
            ["customer"] = new JsonObject
            {
                ["id"] = order.Customer.Id, ["email"] = order.Email, ["name"] = order.Customer.Name,
            },
            ["shipTo"] = new JsonObject
            {
                ["name"] = order.Customer.Name, ["street"] = order.Street, ["postalCode"] = order.PostalCode,
                ["city"] = order.City, ["country"] = order.Country,
            },
            ["lines"] = new JsonArray([.. order.Lines.Select(Line)]),
            ["total"] = DemoOrder.Text(order.TotalCents + order.SurplusCents), ["payment"] = Payment(order),
        };
        if (order.ShippingCents > 0)
        {
            content["shipping"] = new JsonObject
            {
                ["method"] = "standard", ["price"] = DemoOrder.Text(order.ShippingCents), ["taxRate"] = "19",
            };
        }

        if (order.DiscountCents > 0)
        {
            content["discounts"] = new JsonArray(new JsonObject
            {
                ["code"] = "BF25", ["amount"] = DemoOrder.Text(order.DiscountCents),
            });
        }

        if (order.Policy is { } policy)
        {
            content["policy"] = new JsonObject
            {
                ["backorder"] = policy.Waits ? "allow" : "reject",
                ["partial"] = policy.TakesParts ? "ship-partial" : "ship-complete",
            };
        }

        return content;
    }

    private static JsonObject Line(DemoLine line) => new()
    {
        ["lineId"] = line.Number.ToString(CultureInfo.InvariantCulture), ["sku"] = line.Sku, ["name"] = line.Name,
        ["quantity"] = line.Quantity, ["unitPrice"] = DemoOrder.Text(line.PriceCents), ["taxRate"] = "19",
    };

    private static JsonObject Payment(DemoOrder order) => order.Payment switch
    {
        DemoPayment.Invoice when order.Customer.IsFirm => new JsonObject
        {
            ["method"] = "invoice", ["termsDays"] = order.TermsDays,
            ["skonto"] = new JsonArray(new JsonObject { ["days"] = 3, ["percent"] = "2" }),
        },
        DemoPayment.Invoice => new JsonObject { ["method"] = "invoice", ["termsDays"] = order.TermsDays },
        DemoPayment.Advance => new JsonObject { ["method"] = "prepayment" },
        _ => new JsonObject
        {
            ["method"] = "psp", ["provider"] = "paypal", ["reference"] = order.PaymentReference,
            ["status"] = "captured", ["amount"] = DemoOrder.Text(order.TotalCents),
        },
    };
}
