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

    /// <summary>Why there is nothing to do, a short stable code; null where the body is to be translated.</summary>
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
