using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrderToCash.Server.Hooks;

/// <summary>Checks a delivery's proof on its raw bytes, in constant time.</summary>
internal static class HookCheck
{
    private const int HmacBytes = 32;

    /// <summary>True where the sender knows a secret of the shop, or signed with a key that is eBay's.</summary>
    public static bool IsProven(HookChannel channel, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        if (channel.Proof == HookProof.Ebay)
            return EbayCheck.IsProven(channel, Header(headers, "X-EBAY-SIGNATURE"), body);
        if (channel.Proof == HookProof.Bearer)
            return IsBearer(channel, Header(headers, "Authorization"));
        Span<byte> given = stackalloc byte[HmacBytes];
        var isReadable = channel.Proof switch
        {
            HookProof.Shopify => TryBase64(
                Header(headers, "X-Shopify-Hmac-Sha256") ?? Header(headers, "Shopify-Hmac-Sha256"), given),
            HookProof.WooCommerce => TryBase64(Header(headers, "X-WC-Webhook-Signature"), given),
            HookProof.Shopware => TryHex(Header(headers, "shopware-shop-signature"), given),
            _ => TryEither(Header(headers, "X-Signature"), given),
        };

        // Every secret is tried, whatever the first one says: the time tells nothing.
        Span<byte> computed = stackalloc byte[HmacBytes];
        var isProven = false;
        foreach (var secret in channel.Secrets)
        {
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Value), body, computed);
            isProven |= CryptographicOperations.FixedTimeEquals(computed, given);
        }

        return isReadable && isProven;
    }

    private static bool IsBearer(HookChannel channel, string? authorization)
    {
        const string Scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        // Hashed first: the comparison takes as long for a text of another length.
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()));
        var isProven = false;
        foreach (var secret in channel.Secrets)
        {
            isProven |= CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(secret.Value)), given);
        }

        return isProven;
    }

    private static bool TryBase64(string? text, Span<byte> bytes) =>
        text is not null && Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == HmacBytes;

    private static bool TryHex(string? text, Span<byte> bytes) =>
        text?.Trim() is { Length: 2 * HmacBytes } digits
        && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done;

    private static bool TryEither(string? text, Span<byte> bytes)
    {
        const string Prefix = "sha256=";
        if (text is not null && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            text = text[Prefix.Length..];
        return TryHex(text, bytes) || TryBase64(text, bytes);
    }

    private static string? Header(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count == 1 ? (string?)values : null;
}
