using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Application.Outbound;
using OrderToCash.Server.Completeness;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server.Views;

/// <summary>Shops as results: what they are, never what lets somebody in.</summary>
public static class ChannelViews
{
    /// <summary>A shop: how it delivers, is asked and is told; fingerprints of its secrets.</summary>
    public static JsonObject Of(HookChannel channel) => new()
    {
        ["platform"] = channel.Platform, ["shop"] = channel.Shop,
        ["path"] = $"/hooks/{channel.Platform}/{channel.Shop}",
        ["taxRate"] = channel.TaxRate?.ToString(CultureInfo.InvariantCulture),
        ["proof"] = HookProofs.WordOf(channel.Proof),
        ["secrets"] = Nodes.List(channel.Secrets, secret => JsonValue.Create(
            string.Create(CultureInfo.InvariantCulture, $"{secret.Fingerprint} of {secret.AddedAt:yyyy-MM-dd}"))),
        ["keys"] = Nodes.List(channel.Keys, key => JsonValue.Create(key.Id)),
        ["api"] = channel.Api is { } api ? Of(api) : null,
        ["publish"] = channel.Publish is { } publish ? Of(publish) : null,
        ["series"] = SeriesChoice.WordsOf(channel),
    };

    /// <summary>Shops, with how far each was asked.</summary>
    public static JsonObject List(
        IEnumerable<HookChannel> channels, IReadOnlyList<ShopCursor> cursors, DateTimeOffset now) => new()
        {
            ["channels"] = Nodes.List(channels, channel =>
            {
                var node = Of(channel);
                if (cursors.FirstOrDefault(
                    known => known.Platform == channel.Platform && known.Shop == channel.Shop) is { } cursor)
                    node["polled"] = Of(cursor, now);
                return node;
            }),
        };

    /// <summary>How far a shop was asked.</summary>
    public static JsonObject Of(ShopCursor cursor, DateTimeOffset now) => new()
    {
        ["readUntil"] = Nodes.Time(cursor.ReadUntil),
        ["lagSeconds"] = cursor.ReadUntil is { } until ? Math.Max(0, (long)(now - until).TotalSeconds) : null,
        ["finishedAt"] = Nodes.Time(cursor.FinishedAt), ["ordersRead"] = cursor.OrdersRead,
        ["ordersKept"] = cursor.OrdersKept, ["failures"] = cursor.Failures, ["error"] = cursor.Error,
        ["failedAt"] = Nodes.Time(cursor.FailedAt),
    };

    private static JsonObject Of(ChannelApi api) => new()
    {
        ["url"] = api.Access.Url.AbsoluteUri,
        ["credentials"] = new HookSecret(api.Access.Secret, default).Fingerprint,
        ["location"] = api.Location, ["since"] = Nodes.Time(api.Since),
        ["everySeconds"] = (int)(api.Every ?? TimeSpan.Zero).TotalSeconds,
        ["overlapSeconds"] = (int)api.Overlap.TotalSeconds, ["requestsPerSecond"] = api.RequestsPerSecond,
    };

    private static JsonObject Of(ChannelPublishing publish) => new()
    {
        ["buffer"] = publish.Buffer, ["minChange"] = publish.MinChange,
        ["skus"] = publish.Skus.IsEmpty ? "all" : string.Join(",", publish.Skus),
        ["warehouses"] = publish.Warehouses.IsEmpty ? "all" : string.Join(",", publish.Warehouses),
        ["stock"] = publish.TellsStock ? "on" : "off", ["orders"] = publish.TellsOrders ? "on" : "off",
        ["since"] = Nodes.Time(publish.Since),
    };
}
