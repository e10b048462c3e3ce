using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Shopify;

/// <summary>Shopify's documents: an order alone or in its envelope, a list of orders, and what is no order.</summary>
internal static class ShopifyDocument
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

            return;
        }

        var inner = document["order"u8];
        results.Add(Order(inner.IsObject ? inner : document, channel, raw));
    }

    private static Translated Order(JsonPart order, MarketplaceChannel channel, ReadOnlyMemory<byte> raw)
    {
        if (order["draft_order"u8].Exists || order["invoice_sent_at"u8].Exists)
            return Translated.Nothing(raw, "draft");
        if (!order["line_items"u8].IsList || !order["name"u8].Exists || order["refund_line_items"u8].Exists)
        {
            return Translated.Refused(raw, new Rejection(
                "no-order", "the document", Kind(order), "an order with `name` and `line_items`",
                "The order's own notification (orders/updated) says what follows from it."));
        }

        return order["test"u8].IsTrue() ? Translated.Nothing(raw, "test-order")
            : new ShopifyOrder(order, channel).Translate(raw);
    }

    private static string Kind(JsonPart document) =>
        document["refund"u8].Exists || document["refund_line_items"u8].Exists ? "a refund"
        : document["transactions"u8].Exists || document["gateway"u8].Exists ? "transactions"
        : document["original_fulfillment_order"u8].Exists || document["fulfillment_order"u8].Exists
            ? "a fulfillment order"
        : "an object with " + string.Join(", ", document.MemberNames(4));
}
