using System.Text.Json;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Adapters.Inbox;

/// <summary>Tells by its topic whether a delivery is about an order as it is now.</summary>
/// <remarks>
/// What is not sure is translated: a wrong refusal can be seen and replayed, what is ignored by mistake is found by
/// reconciling only.
/// </remarks>
public static class DeliveryTopics
{
    /// <summary>Topics of Shopify that begin with "orders/" and whose body is no order.</summary>
    private static readonly string[] ShopifyOthers =
    [
        "orders/delete", "orders/edited", "orders/risk_assessment_changed", "orders/link_requested",
        "orders/shopify_protect_eligibility_changed",
    ];

    /// <summary>
    /// Shopify's button "send test notification" sends a sample order that nobody placed, signed as any other. This
    /// header tells; its body says <c>"test": true</c> mostly.
    /// </summary>
    private static readonly string[] ShopifyTests = ["X-Shopify-Test", "Shopify-Test"];

    /// <summary>Why there is nothing to do, a short stable code; null where the body is to be translated.</summary>
    public static string? WhyIgnored(Delivery delivery) => WhyIgnored(delivery.Platform, delivery.Topic)
        ?? (IsShopifyTest(delivery) ? "test-notification" : null);

    /// <summary>The same by the topic alone.</summary>
    public static string? WhyIgnored(string platform, string? topic)
    {
        if (string.IsNullOrEmpty(topic))
            return null;
        var isOrder = Platforms(platform) switch
        {
            Platform.Shopify => topic.StartsWith("orders/", StringComparison.Ordinal) && !ShopifyOthers.Contains(topic),
            // A deleted order comes with its id alone; what the shop deletes is no cancellation.
            Platform.WooCommerce => topic.StartsWith("order.", StringComparison.Ordinal) && topic != "order.deleted",
            Platform.Shopware => topic.Contains("order", StringComparison.Ordinal),
            Platform.Ebay => topic.Contains("ORDER", StringComparison.Ordinal),
            _ => true,
        };
        return isOrder ? null : "topic " + topic;
    }

    private static bool IsShopifyTest(Delivery delivery)
    {
        if (Platforms(delivery.Platform) != Platform.Shopify
            || !delivery.HeadersJson.Contains(ShopifyTests[1], StringComparison.OrdinalIgnoreCase))
            return false;
        using var headers = JsonDocument.Parse(delivery.HeadersJson);
        foreach (var header in headers.RootElement.EnumerateObject())
        {
            if (ShopifyTests.Contains(header.Name, StringComparer.OrdinalIgnoreCase)
                && string.Equals(header.Value.GetString(), "true", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static Platform Platforms(string platform)
    {
        foreach (var known in Enum.GetValues<Platform>())
        {
            if (MarketplaceFormat.NameOf(known) == platform)
                return known;
        }

        return Platform.Auto;
    }
}
