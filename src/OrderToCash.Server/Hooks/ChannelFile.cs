using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderToCash.Server.Hooks;

/// <summary>Keeps the shops that deliver, with their secrets, in a file of JSON, readable by its owner alone.</summary>
/// <remarks>
/// Written whole to a new file that then takes the old one's place, so a reader never sees half of it. One process
/// changes it at a time (a person at the console); servers read it again when it has changed.
/// </remarks>
public sealed class ChannelFile(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>When the file was changed; another value after each change, also for a file that is gone.</summary>
    public DateTime ChangedAt => File.GetLastWriteTimeUtc(Path);

    /// <summary>The shops; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is not a file of channels.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public ImmutableArray<HookChannel> Read()
    {
        if (!File.Exists(Path))
            return [];
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(Path))?["channels"] is JsonArray channels
                ? [.. channels.Select(channel => Parse(channel ?? throw Damaged()))]
                : throw Damaged();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>Writes the shops.</summary>
    public void Write(ImmutableArray<HookChannel> channels)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path));
        if (folder is not null)
            Directory.CreateDirectory(folder);
        var next = Path + ".new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            var document = new JsonObject { ["channels"] = new JsonArray([.. channels.Select(Node)]) };
            file.Write(JsonSerializer.SerializeToUtf8Bytes(document, Indented));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, Path, overwrite: true);
    }

    private static HookChannel Parse(JsonNode node) => new(
        Text(node, "platform"), Text(node, "shop"),
        (string?)node["taxRate"] is { } rate ? decimal.Parse(rate, CultureInfo.InvariantCulture) : null,
        HookProofs.Parse(Text(node, "proof")) ?? throw new FormatException("proof"),
        [
            .. List(node, "secrets").Select(secret => new HookSecret(
                Text(secret, "value"),
                DateTimeOffset.Parse(Text(secret, "addedAt"), CultureInfo.InvariantCulture))),
        ],
        [.. List(node, "keys").Select(key => new HookKey(Text(key, "id"), Text(key, "pem")))],
        (string?)node["verificationToken"], (string?)node["endpoint"]);

    private static IEnumerable<JsonNode> List(JsonNode node, string name) =>
        (node[name] as JsonArray)?.Select(one => one ?? throw new FormatException(name)) ?? [];

    private static string Text(JsonNode node, string name) => (string?)node[name] ?? throw new FormatException(name);

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
    };

    private InvalidDataException Damaged(Exception? exception = null) => new(
        $"{Path} is not a file of channels ({exception?.Message ?? "it has no channels"}). Put back a copy, or delete "
        + "it and add the channels again.", exception);
}
