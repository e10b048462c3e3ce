using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrderToCash.Server.Hooks;

/// <summary>eBay's signatures and its question whether an endpoint is one.</summary>
/// <remarks>
/// Source: eBay, Notification API overview, "Verifying the validity of an eBay push notification" and "Marketplace
/// account deletion". The digest is the one that the signature names; the published vectors use SHA-1.
/// </remarks>
internal static class EbayCheck
{
    private const int MaxHeaderLength = 4096;

    /// <summary>True where a key of the channel signed these bytes.</summary>
    public static bool IsProven(HookChannel channel, string? header, ReadOnlySpan<byte> body)
    {
        if (header is null || header.Length > MaxHeaderLength || Parse(header) is not var (kid, signature, digest))
            return false;
        foreach (var key in channel.Keys)
        {
            if (key.Id == kid)
                return IsSignedBy(key, signature, digest, body);
        }

        return false;
    }

    /// <summary>The key's id that a signature names; null where it can't be read.</summary>
    public static string? KeyIdOf(string? header) =>
        header is { Length: <= MaxHeaderLength } && Parse(header) is var (kid, _, _) ? kid : null;

    /// <summary>The answer to a challenge: hexadecimal SHA-256 of the code, the token and the endpoint's URL.</summary>
    public static string Answer(string challengeCode, string verificationToken, string endpoint) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(challengeCode + verificationToken + endpoint)));

    /// <summary>True where this is the PEM of a public key of an elliptic curve.</summary>
    public static bool IsKey(string pem)
    {
        using var key = Import(pem);
        return key is not null;
    }

    private static bool IsSignedBy(HookKey key, byte[] signature, string digest, ReadOnlySpan<byte> body)
    {
        HashAlgorithmName? hash = digest.ToUpperInvariant() switch
        {
            "SHA1" => HashAlgorithmName.SHA1,
            "SHA256" => HashAlgorithmName.SHA256,
            "SHA512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        using var ecdsa = Import(key.Pem);
        return hash is { } name && ecdsa is not null
            && ecdsa.VerifyData(body, signature, name, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static ECDsa? Import(string pem)
    {
        // eBay gives it on one line, which is no PEM to most readers.
        var base64 = pem.Replace("-----BEGIN PUBLIC KEY-----", "", StringComparison.Ordinal)
            .Replace("-----END PUBLIC KEY-----", "", StringComparison.Ordinal);
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(base64), out _);
            return key;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private static (string Kid, byte[] Signature, string Digest)? Parse(string header)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(header));
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("kid", out var kid) && kid.GetString() is { } id
                && root.TryGetProperty("signature", out var signature)
                && signature.TryGetBytesFromBase64(out var bytes)
                && root.TryGetProperty("digest", out var digest) && digest.GetString() is { } name
                ? (id, bytes, name)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
