using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;

namespace OrderToCash.Server.Views;

/// <summary>Deliveries as answers.</summary>
public static class InboxViews
{
    /// <summary>A delivery without its bytes.</summary>
    public static JsonObject Row(InboxEntry entry) => new()
    {
        ["number"] = entry.Number, ["channel"] = entry.Delivery.Platform, ["shop"] = entry.Delivery.Shop,
        ["received"] = Nodes.Time(entry.Delivery.ReceivedAt), ["topic"] = entry.Delivery.Topic,
        ["bytes"] = entry.BodyBytes, ["state"] = InboxStates.WordOf(entry.State), ["reason"] = entry.Reason,
        ["orders"] = entry.Orders,
    };

    /// <summary>A delivery with all that is known of it.</summary>
    public static JsonObject Whole(InboxEntry entry)
    {
        var row = Row(entry);
        row["deliveryId"] = entry.Delivery.DeliveryId;
        row["repeatOf"] = entry.RepeatOf;
        row["detail"] = entry.Detail;
        row["decided"] = Nodes.Time(entry.DecidedAt);
        row["attempts"] = entry.Attempts;
        row["headers"] = JsonNode.Parse(entry.Delivery.HeadersJson);
        row["raw"] = Encoding.UTF8.GetString(entry.Delivery.Body.Span);
        return row;
    }

    /// <summary>How much there is.</summary>
    public static JsonObject Stats(InboxStats stats, DateTimeOffset now) => new()
    {
        ["fileBytes"] = stats.FileBytes, ["oldest"] = Nodes.Time(stats.Oldest),
        ["oldestWaiting"] = Nodes.Time(stats.OldestWaiting),
        ["waitsSeconds"] = stats.OldestWaiting is { } waiting ? (long)(now - waiting).TotalSeconds : 0,
        ["channels"] = Nodes.List(stats.Channels, count => new JsonObject
        {
            ["channel"] = count.Platform, ["shop"] = count.Shop, ["state"] = InboxStates.WordOf(count.State),
            ["deliveries"] = count.Count, ["bytes"] = count.Bytes,
        }),
    };
}
