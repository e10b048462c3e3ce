using System.Globalization;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Bodies in the form of Shopify's, of which tests change what they are about.</summary>
internal static class ShopifyBodies
{
    /// <summary>
    /// Three pieces at 10.00 gross with a discount of 10.00 over all, rest cents as Shopify spreads them.
    /// </summary>
    public static string Order(string change = "", string? lines = null, string total = "24.90") => $$"""
        {"id":820982911946154508,"name":"#1001","order_number":1001,"created_at":"2026-11-27T00:00:01+01:00",
        "processed_at":"2026-11-27T00:00:01+01:00","updated_at":"2026-11-27T00:00:05+01:00","currency":"EUR",
        "taxes_included":true,"test":false,"financial_status":"paid","payment_gateway_names":["paypal"],
        "email":"ada@example.org","total_price":"{{total}}","token":"t-1",
        "customer":{"id":9007199254740993,"first_name":"Ada","last_name":"Muster","email":"ada@example.org"},
        "billing_address":{{AddressJson}},"shipping_address":{{AddressJson}},
        "discount_applications":[{"target_type":"line_item","type":"discount_code","code":"TEN"}],
        "line_items":[{{lines ?? Lines}}],
        "shipping_lines":[{"title":"Standard","price":"4.90","tax_lines":[{"price":"0.78","rate":0.19}]}]{{change}} }
        """;

    public const string AddressJson =
        "{\"name\":\"Ada Muster\",\"address1\":\"Hauptstr. 5\",\"zip\":\"10115\",\"city\":\"Berlin\","
        + "\"country_code\":\"DE\"}";

    public static string Lines { get; } = string.Join(
        ',', Line(1, "A-1", discount: "3.34", tax: "1.06"), Line(2, "A-2", discount: "3.33", tax: "1.06"),
        Line(3, "A-3", discount: "3.33", tax: "1.06"));

    public static string Line(
        int id, string sku, int quantity = 1, string price = "10.00", string discount = "0.00", string? tax = null,
        string rest = "")
    {
        var taxes = tax is null ? "" : $$""","tax_lines":[{"price":"{{tax}}","rate":0.19}]""";
        var allocations = discount == "0.00" ? ""
            : $$""","discount_allocations":[{"amount":"{{discount}}","discount_application_index":0}]""";
        var number = id.ToString(CultureInfo.InvariantCulture);
        return $$"""
            {"id":{{number}},"sku":"{{sku}}","title":"Tea {{number}}","quantity":{{quantity}},
            "price":"{{price}}"{{taxes}}{{allocations}}{{rest}} }
            """;
    }
}
