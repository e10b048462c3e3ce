using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Outbound;
using OrderToCash.Server.Secrets;

namespace OrderToCash.Server.Hooks;

/// <summary>What a shop is told, as the file of channels has it.</summary>
internal static class PublishNode
{
    /// <summary>As it is kept.</summary>
    public static JsonObject Of(ChannelPublishing publish) => new()
    {
        ["since"] = publish.Since.ToString("O", CultureInfo.InvariantCulture), ["buffer"] = publish.Buffer,
        ["minChange"] = publish.MinChange, ["skus"] = ListOf(publish.Skus), ["warehouses"] = ListOf(publish.Warehouses),
        ["stock"] = publish.TellsStock, ["orders"] = publish.TellsOrders,
    };

    /// <summary>What was kept.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ChannelPublishing Parse(JsonNode node, string shop) => new(
        shop, DateTimeOffset.Parse(OwnerFile.Text(node, "since"), CultureInfo.InvariantCulture))
    {
        Buffer = PiecesOf(node, "buffer"), MinChange = PiecesOf(node, "minChange"),
        Skus = TextsOf(node, "skus"), Warehouses = TextsOf(node, "warehouses"),
        TellsStock = (bool?)node["stock"] ?? true, TellsOrders = (bool?)node["orders"] ?? true,
    };

    /// <summary>A buffer below 0 would offer more than there is.</summary>
    private static int PiecesOf(JsonNode node, string name) =>
        OwnerFile.Number(node, name) is >= 0 and <= ChannelPublishing.MaxPieces and var pieces
            ? pieces
            : throw new FormatException(name);

    private static JsonArray ListOf(ImmutableArray<string> texts) =>
        [.. texts.Select(static text => (JsonNode)JsonValue.Create(text))];

    private static ImmutableArray<string> TextsOf(JsonNode node, string name) =>
        [.. (node[name] as JsonArray)?.Select(one => (string?)one ?? throw new FormatException(name)) ?? []];
}
