using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Cxml;

/// <summary>A cXML message with an OrderRequest.</summary>
internal static class CxmlDocument
{
    public static void Translate(
        XmlPart root, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results)
    {
        var request = root.At("Request", "OrderRequest");
        results.Add(request is null
            ? Translated.Refused(raw, new Rejection(
                "no-order", root.Place,
                    string.Join(
                        ", ", root.Children.SelectMany(child => child.Children).Select(child => $"<{child.Name}>")),
                "a Request with an OrderRequest"))
            : Order(root, request, channel, raw));
    }

    private static Translated Order(
        XmlPart root, XmlPart request, MarketplaceChannel channel, ReadOnlyMemory<byte> raw)
    {
        var header = request.Child("OrderRequestHeader") ?? request;
        if (root.Child("Request")?.Attribute("deploymentMode") == "test")
            return Translated.Nothing(raw, "test-order");
        if (header.Attribute("type") != "delete")
            return new CxmlOrder(root, request, header, channel).Translate(raw);
        var reading = new Reading(default);
        var number = header.Attribute("orderID");
        if (number is null)
            reading.Refuse("missing-field", header.Place + "@orderID", "nothing", "a text");
        var stamp = root.Attribute("timestamp") ?? header.Attribute("orderDate") ?? "";
        if (!Times.TryRead(stamp, isUtc: false, out var at))
            reading.Refuse("invalid-time", root.Place + "@timestamp", Reading.Shown(stamp), Times.Expected);
        if (reading.Problem is { } problem)
            return Translated.Refused(raw, problem);
        var cancel = new OrderCommand.Cancel(
            header.TextAt("Comments") ?? "deleted by the buyer", at, [], channel.Actor, root.Attribute("payloadID"),
            MayComeFirst: true);
        return Translated.Of(raw, [new Message(new EntityAddress(Kinds.Order, channel.Name + ":" + number), cancel)]);
    }
}
