using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Server.Secrets;

namespace OrderToCash.Server.Keys;

/// <summary>Keeps the API keys' hashes in a file of JSON, readable by its owner alone.</summary>
public sealed class KeyFile(string path)
{
    private readonly OwnerFile _file = new(path, "keys", "a key file");

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>When the file was changed; another value after each change, also for a file that is gone.</summary>
    public DateTime ChangedAt => _file.ChangedAt;

    /// <summary>The keys, oldest first, revoked ones too; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is not a key file.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public ImmutableArray<ApiKey> Read() => _file.Read(Parse);

    /// <summary>Adds a key.</summary>
    public void Add(ApiKey key) => _file.Write(Read().Add(key).Select(Node));

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
        _file.Write(changed.Select(Node));
        return true;
    }

    private static ApiKey Parse(JsonNode key)
    {
        var roles = (key["roles"] as JsonArray)?.Select(role => (string?)role ?? "") ?? [];
        return new ApiKey(
            OwnerFile.Text(key, "id"), OwnerFile.Text(key, "name"),
            RoleNames.Parse(roles) ?? throw new FormatException("roles"), OwnerFile.Text(key, "sha256"),
            Time(key, "createdAt") ?? throw new FormatException("createdAt"),
            Time(key, "revokedAt"));
    }

    private static DateTimeOffset? Time(JsonNode key, string name) =>
        (string?)key[name] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private static JsonObject Node(ApiKey key) => new()
    {
        ["id"] = key.Id, ["name"] = key.Name,
        ["roles"] = new JsonArray([.. RoleNames.Of(key.Roles).Select(role => JsonValue.Create(role))]),
        ["sha256"] = key.Hash, ["createdAt"] = key.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["revokedAt"] = key.RevokedAt?.ToString("O", CultureInfo.InvariantCulture),
    };
}
