using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Shops;
using OrderToCash.Server.Secrets;

namespace OrderToCash.Server.Hooks;

/// <summary>Keeps the shops that deliver, with their secrets, in a file of JSON, readable by its owner alone.</summary>
public sealed class ChannelFile(string path)
{
    private readonly OwnerFile _file = new(path, "channels", "a file of channels");

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>When the file was changed; another value after each change, also for a file that is gone.</summary>
    public DateTime ChangedAt => _file.ChangedAt;

    /// <summary>The shops; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is not a file of channels.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public ImmutableArray<HookChannel> Read() => _file.Read(Parse);

    /// <summary>Writes the shops.</summary>
    public void Write(ImmutableArray<HookChannel> channels) => _file.Write(channels.Select(Node));

    private static HookChannel Parse(JsonNode node) => new(
        OwnerFile.Text(node, "platform"), OwnerFile.Text(node, "shop"),
        (string?)node["taxRate"] is { } rate ? decimal.Parse(rate, CultureInfo.InvariantCulture) : null,
        HookProofs.Parse(OwnerFile.Text(node, "proof")) ?? throw new FormatException("proof"),
        [
            .. List(node, "secrets").Select(secret => new HookSecret(
                OwnerFile.Text(secret, "value"),
                DateTimeOffset.Parse(OwnerFile.Text(secret, "addedAt"), CultureInfo.InvariantCulture))),
        ],
        [.. List(node, "keys").Select(key => new HookKey(OwnerFile.Text(key, "id"), OwnerFile.Text(key, "pem")))],
        (string?)node["verificationToken"], (string?)node["endpoint"])
    {
        Api = node["api"] is { } api ? ParseApi(api) : null,
        Publish = node["publish"] is { } publish
            ? PublishNode.Parse(publish, OwnerFile.Text(node, "shop"))
            : null,
        Series = node["series"] is JsonArray series
            ? [.. series.Select(static one => (string?)one ?? throw new FormatException("series"))]
            : null,
    };

    private static ChannelApi ParseApi(JsonNode node)
    {
        var url = Uri.TryCreate(OwnerFile.Text(node, "url"), UriKind.Absolute, out var parsed)
            ? parsed
            : throw new FormatException("url");
        return new ChannelApi(new ShopAccess(url, (string?)node["key"], OwnerFile.Text(node, "secret")))
        {
            Location = (string?)node["location"],
            Since = (string?)node["since"] is { } since
                ? DateTimeOffset.Parse(since, CultureInfo.InvariantCulture)
                : throw new FormatException("since"),
            Every = (int?)node["everySeconds"] is { } every ? TimeSpan.FromSeconds(every) : null,
            Overlap = TimeSpan.FromSeconds(OwnerFile.Number(node, "overlapSeconds")),
            RequestsPerSecond = OwnerFile.Number(node, "requestsPerSecond"),
        };
    }

    private static IEnumerable<JsonNode> List(JsonNode node, string name) =>
        (node[name] as JsonArray)?.Select(one => one ?? throw new FormatException(name)) ?? [];

    private static JsonObject Node(HookChannel channel) => new()
    {
        ["platform"] = channel.Platform, ["shop"] = channel.Shop,
        ["taxRate"] = channel.TaxRate?.ToString(CultureInfo.InvariantCulture),
        ["proof"] = HookProofs.WordOf(channel.Proof),
        ["secrets"] = new JsonArray([.. channel.Secrets.Select(secret => new JsonObject
        {
            ["value"] = secret.Value, ["addedAt"] = secret.AddedAt.ToString("O", CultureInfo.InvariantCulture),
        })]),
        ["keys"] = new JsonArray([.. channel.Keys.Select(key => new JsonObject
        {
            ["id"] = key.Id, ["pem"] = key.Pem,
        })]),
        ["verificationToken"] = channel.VerificationToken, ["endpoint"] = channel.Endpoint,
        ["api"] = channel.Api is { } api ? Node(api) : null,
        ["publish"] = channel.Publish is { } publish ? PublishNode.Of(publish) : null,
        ["series"] = channel.Series is { } series
            ? new JsonArray([.. series.Select(static one => JsonValue.Create(one))])
            : null,
    };

    private static JsonObject Node(ChannelApi api) => new()
    {
        ["url"] = api.Access.Url.AbsoluteUri, ["key"] = api.Access.Key, ["secret"] = api.Access.Secret,
        ["location"] = api.Location, ["since"] = api.Since.ToString("O", CultureInfo.InvariantCulture),
        ["everySeconds"] = api.Every is { } every ? (int)every.TotalSeconds : null,
        ["overlapSeconds"] = (int)api.Overlap.TotalSeconds, ["requestsPerSecond"] = api.RequestsPerSecond,
    };
}
