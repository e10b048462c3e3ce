using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.WooCommerce;

/// <summary>WooCommerce's documents: an order, a list of orders, each also in an envelope <c>data</c>.</summary>
internal static class WooDocument
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
        if (order["refunded_by"u8].Exists || !order["line_items"u8].Exists)
        {
            return Translated.Refused(raw, new Rejection(
                "no-order", "the document", order["refunded_by"u8].Exists ? "a refund" : "no `line_items`",
                "an order with `line_items`", "The order's own notification says what follows from it."));
        }

        return order.Text("status"u8) switch
        {
            "draft" or "auto-draft" or "checkout-draft" => Translated.Nothing(raw, "draft"),
            "trash" => Translated.Nothing(raw, "deleted"),
            _ => new WooOrder(order, channel).Translate(raw),
        };
    }
}
