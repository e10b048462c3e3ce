using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Ubl;

/// <summary>UBL's order, order change and order cancellation, also as Peppol profiles them.</summary>
internal static class UblDocument
{
    public static void Translate(
        XmlPart root, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results) =>
        results.Add(
            root.Name == "OrderCancellation" ? Cancellation(root, channel, raw)
                : new UblOrder(root, channel).Translate(raw));

    private static Translated Cancellation(XmlPart root, MarketplaceChannel channel, ReadOnlyMemory<byte> raw)
    {
        var reading = new Reading(default);
        var number = root.Required(reading, "OrderReference", "ID");
        var at = IssuedAt(root, reading);
        if (at is null)
            root.Required(reading, "IssueDate");
        if (reading.Problem is { } problem)
            return Translated.Refused(raw, problem);
        var cancel = new OrderCommand.Cancel(
            root.TextAt("CancellationNote") ?? "cancelled by the buyer", at.GetValueOrDefault(), [], channel.Actor,
            "cancellation " + root.TextAt("ID"), MayComeFirst: true);
        return Translated.Of(raw, [new Message(new EntityAddress(Kinds.Order, channel.Name + ":" + number), cancel)]);
    }

    /// <summary>Date and time, which UBL keeps apart; the time may have an offset or not, or be absent.</summary>
    public static DateTimeOffset? IssuedAt(XmlPart root, Reading reading)
    {
        if (root.Child("IssueDate") is not { Text: { } date } part)
            return null;
        var day = date.Length > 10 ? date[..10] : date;
        var text = root.TextAt("IssueTime") is { } time ? $"{day}T{time}" : date;
        if (Times.TryRead(text, isUtc: false, out var at))
            return at;
        reading.Refuse("invalid-time", part.Place, Reading.Shown(text), Times.Expected);
        return null;
    }
}
