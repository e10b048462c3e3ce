using System.Security.Cryptography;
using System.Text;

namespace OrderToCash.Server.Keys;

/// <summary>A key as it is kept: its secret is not in it, only the secret's hash.</summary>
/// <param name="Id">Tells keys apart; part of the key's text, and no secret.</param>
/// <param name="Name">Who has it, for logs and the decisions' "who".</param>
/// <param name="Hash">SHA-256 of the whole text, hexadecimal.</param>
public sealed record ApiKey(
    string Id, string Name, Roles Roles, string Hash, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>What every key's text begins with, so that a leaked one is found by scanners.</summary>
    public const string Prefix = "o2c_";

    private const int IdBytes = 6;

    /// <summary>32 random bytes: nobody guesses them, so one round of SHA-256 protects them.</summary>
    private const int SecretBytes = 32;

    /// <summary>Makes a key. Its text is shown once and kept nowhere.</summary>
    public static (ApiKey Key, string Text) Create(string name, Roles roles, DateTimeOffset at)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var text = $"{Prefix}{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (new ApiKey(id, name, roles, Convert.ToHexStringLower(HashOf(text)), at, null), text);
    }

    /// <summary>The id that stands in a key's text; null where it is no key.</summary>
    public static string? IdOf(string text)
    {
        const int IdLength = 2 * IdBytes;
        var length = Prefix.Length + IdLength + 1 + (2 * SecretBytes);
        return text.Length == length && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? text.Substring(Prefix.Length, IdLength)
            : null;
    }

    /// <summary>True where the text is this key's; takes the same time whatever differs.</summary>
    public bool Matches(string text) =>
        CryptographicOperations.FixedTimeEquals(HashOf(text), Convert.FromHexString(Hash));

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
