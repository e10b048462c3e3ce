using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Shopware;

/// <summary>Documents of Shopware's admin API: an order, or a list of orders in <c>data</c>.</summary>
internal static class ShopwareDocument
{
    public static void Translate(
        JsonPart document, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results)
    {
        var data = document["data"u8];
        if (!data.IsList)
        {
            results.Add(Order(data.IsObject ? data : document, channel, raw));
            return;
        }

        foreach (var order in document.Items("data"u8))
        {
            var one = order.With(new Reading(document.Reading.Document));
            results.Add(Order(one, channel, one.CopyBytes()));
        }
    }

    private static Translated Order(JsonPart order, MarketplaceChannel channel, ReadOnlyMemory<byte> raw)
    {
        if (!order["orderNumber"u8].Exists)
        {
            return Translated.Refused(raw, new Rejection(
                "no-order", "the document", "an object with " + string.Join(", ", order.MemberNames(4)),
                "an order with `orderNumber` and `lineItems`",
                "Lines, deliveries and transactions alone are no order: load them as associations of the order."));
        }

        if (!order["lineItems"u8].Exists)
        {
            return Translated.Refused(raw, new Rejection(
                "missing-field", "lineItems", "nothing", "the order's lines",
                "Load the associations lineItems, deliveries, transactions, currency and billingAddress with it."));
        }

        return new ShopwareOrder(order, channel).Translate(raw);
    }
}
