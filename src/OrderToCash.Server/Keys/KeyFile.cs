using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderToCash.Server.Keys;

/// <summary>Keeps the API keys' hashes in a file of JSON, readable by its owner alone.</summary>
/// <remarks>
/// Written whole to a new file that then takes the old one's place, so a reader never sees half of it. One process
/// changes it at a time (a person at the console); servers read it again when it has changed.
/// </remarks>
public sealed class KeyFile(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>When the file was changed; another value after each change, also for a file that is gone.</summary>
    public DateTime ChangedAt => File.GetLastWriteTimeUtc(Path);

    /// <summary>The keys, oldest first, revoked ones too; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is not a key file.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public ImmutableArray<ApiKey> Read()
    {
        if (!File.Exists(Path))
            return [];
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(Path))?["keys"] is JsonArray keys
                ? [.. keys.Select(key => Parse(key ?? throw Damaged()))]
                : throw Damaged();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>Adds a key.</summary>
    public void Add(ApiKey key) => Write(Read().Add(key));

    /// <summary>Revokes a key for good; false where none that is valid has this id or name.</summary>
    public bool Revoke(string idOrName, DateTimeOffset at)
    {
        var keys = Read();
        var changed = keys
            .Select(key => key.RevokedAt is null && (key.Id == idOrName || key.Name == idOrName)
                ? key with { RevokedAt = at }
                : key)
            .ToImmutableArray();
        if (changed.SequenceEqual(keys))
            return false;
        Write(changed);
        return true;
    }

    private static ApiKey Parse(JsonNode key)
    {
        var roles = (key["roles"] as JsonArray)?.Select(role => (string?)role ?? "") ?? [];
        return new ApiKey(
            Text(key, "id"), Text(key, "name"), RoleNames.Parse(roles) ?? throw new FormatException("roles"),
            Text(key, "sha256"), Time(key, "createdAt") ?? throw new FormatException("createdAt"),
            Time(key, "revokedAt"));
    }

    private static string Text(JsonNode key, string name) =>
        (string?)key[name] ?? throw new FormatException(name);

    private static DateTimeOffset? Time(JsonNode key, string name) =>
        (string?)key[name] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private static JsonObject Node(ApiKey key) => new()
    {
        ["id"] = key.Id, ["name"] = key.Name,
        ["roles"] = new JsonArray([.. RoleNames.Of(key.Roles).Select(role => JsonValue.Create(role))]),
        ["sha256"] = key.Hash, ["createdAt"] = key.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["revokedAt"] = key.RevokedAt?.ToString("O", CultureInfo.InvariantCulture),
    };

    private InvalidDataException Damaged(Exception? exception = null) => new(
        $"{Path} is not a key file ({exception?.Message ?? "it has no keys"}). Put back a copy, or delete it and add "
        + "the keys again.", exception);

    private void Write(ImmutableArray<ApiKey> keys)
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
            var document = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(Node)]) };
            file.Write(JsonSerializer.SerializeToUtf8Bytes(document, Indented));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, Path, overwrite: true);
    }
}
