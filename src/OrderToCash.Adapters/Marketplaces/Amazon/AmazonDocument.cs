using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Amazon;

/// <summary>Documents of Amazon's Selling Partner API.</summary>
internal static class AmazonDocument
{
    private const string Both = "Fetch getOrder and getOrderItems, and send the order with its items in `OrderItems`.";

    public static void Translate(
        JsonPart document, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results)
    {
        if (document["NotificationType"u8].Exists)
        {
            results.Add(new OrderChange(document, channel).Translate(raw));
            return;
        }

        var payload = document["payload"u8];
        var body = payload.IsObject ? payload : document;
        if (body["Orders"u8].IsList)
            TranslateAll(body.Items("Orders"u8), channel, results);
        else if (body["orders"u8].IsList)
            TranslateAll(body.Items("orders"u8), channel, results);
        else
            results.Add(Order(body["order"u8].IsObject ? body["order"u8] : body, channel, raw));
    }

    private static void TranslateAll(JsonPart.Elements orders, MarketplaceChannel channel, List<Translated> results)
    {
        foreach (var order in orders)
        {
            var one = order.With(new Reading(order.Reading.Document));
            results.Add(Order(one, channel, one.CopyBytes()));
        }
    }

    private static Translated Order(JsonPart order, MarketplaceChannel channel, ReadOnlyMemory<byte> raw)
    {
        if (order.Text("FulfillmentChannel"u8) == "AFN" || order["fulfillment"u8].Text("fulfilledBy"u8) == "AMAZON")
            return Translated.Nothing(raw, "shipped-by-amazon");
        if (order["orderItems"u8].IsList)
            return new AmazonOrder2026(order, channel).Translate(raw);
        if (!order["AmazonOrderId"u8].Exists || order["FinancialEvents"u8].Exists)
        {
            return Translated.Refused(raw, new Rejection(
                "no-order", "the document", "an object with " + string.Join(", ", order.MemberNames(4)),
                "an order with `AmazonOrderId` or `orderId`"));
        }

        if (!order["PurchaseDate"u8].Exists)
        {
            return Translated.Refused(raw, new Rejection(
                "missing-field", "PurchaseDate", "items without their order", "the order with its items", Both));
        }

        var state = order.Text("OrderStatus"u8);
        if (state is "Pending" or "PendingAvailability")
            return Translated.Nothing(raw, "pending");
        if (!order["OrderItems"u8].Exists && state != "Canceled")
        {
            return Translated.Refused(raw, new Rejection(
                "missing-field", "OrderItems", "an order without its items", "the order with its items", Both));
        }

        return new AmazonOrderV0(order, channel).Translate(raw);
    }
}
