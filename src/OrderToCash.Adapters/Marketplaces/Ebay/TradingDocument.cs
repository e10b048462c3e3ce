using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Ebay;

/// <summary>XML of eBay's Trading API: the answer to GetOrders, its notification, or one order of them.</summary>
internal static class TradingDocument
{
    public static void Translate(
        XmlPart root, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results)
    {
        if (root.Name == "Order")
        {
            results.Add(new TradingOrder(root, channel).Translate(raw));
            return;
        }

        var orders = new List<XmlPart>();
        Collect(root, orders);
        foreach (var order in orders)
            results.Add(
                new TradingOrder(order, channel).Translate(orders.Count == 1 ? raw : XmlWriting.ToBytes(order)));
        if (orders.Count == 0 && root.Name == "Envelope")
        {
            results.Add(Translated.Refused(raw, new Rejection(
                "no-order", root.Place, "an envelope without OrderArray", "eBay's GetOrdersResponse")));
        }
    }

    private static void Collect(XmlPart part, List<XmlPart> orders)
    {
        foreach (var child in part.Children)
        {
            if (part.Name == "OrderArray" && child.Name == "Order")
                orders.Add(child);
            else if (part.Name != "Order")
                Collect(child, orders);
        }
    }
}
