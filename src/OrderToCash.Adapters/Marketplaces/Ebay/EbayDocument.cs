using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Ebay;

/// <summary>eBay's JSON documents: an order, or a page of orders.</summary>
internal static class EbayDocument
{
    public static void Translate(
        JsonPart document, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results)
    {
        if (document["orders"u8].IsList)
        {
            foreach (var order in document.Items("orders"u8))
            {
                var one = order.With(new Reading(document.Reading.Document));
                results.Add(Order(one, channel, one.CopyBytes()));
            }
        }
        else
        {
            results.Add(Order(document, channel, raw));
        }
    }

    private static Translated Order(JsonPart order, MarketplaceChannel channel, ReadOnlyMemory<byte> raw) =>
        order["lineItems"u8].IsList
            ? new EbayOrder(order, channel).Translate(raw)
            : Translated.Refused(raw, new Rejection(
                "no-order", "the document", "an object with " + string.Join(", ", order.MemberNames(4)),
                "an order with `orderId` and `lineItems`"));
}
