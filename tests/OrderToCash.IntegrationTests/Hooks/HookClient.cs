using System.Security.Cryptography;
using System.Text;
using OrderToCash.Adapters.Inbox;
using OrderToCash.IntegrationTests.Http;
using OrderToCash.Server.Hooks;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>Delivers as platforms do.</summary>
internal static class HookClient
{
    public const string Secret = "hush-hush";

    /// <summary>A shop of a platform with this secret.</summary>
    public static HookChannel Channel(string platform, string shop, params string[] secrets) => new(
        platform, shop, null, HookProofs.OfPlatform(platform),
        [.. secrets.Select(secret => new HookSecret(secret, DateTimeOffset.UnixEpoch))], [], null, null);

    /// <summary>The base64 HMAC-SHA256 of a body.</summary>
    public static string Sign(string body, string secret = Secret) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    /// <summary>The hexadecimal HMAC-SHA256 of a body.</summary>
    public static string SignHex(string body, string secret = Secret) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    /// <summary>Sends a delivery.</summary>
    /// <param name="headers">Names and values in turn.</param>
    public static Task<(int Status, System.Text.Json.Nodes.JsonObject Body)> PostAsync(
        HttpClient client, string path, string body, params string[] headers) =>
        ServedFolder.PostAsync(client, path, Encoding.UTF8.GetBytes(body), "application/json", headers);

    /// <summary>Sends a delivery of Shopify, signed.</summary>
    public static async Task<long> ShopifyAsync(HttpClient client, string body, string shop = "shop")
    {
        var (status, answer) = await PostAsync(
            client, "/hooks/shopify/" + shop, body, "X-Shopify-Hmac-Sha256", Sign(body));
        Assert.Equal(200, status);
        return (long)answer["delivery"]!;
    }

    /// <summary>Waits until a delivery is decided.</summary>
    public static async Task<InboxEntry> UntilDecidedAsync(SqliteInbox inbox, long number)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (inbox.Read(number) is { State: not InboxState.Waiting } entry)
                return entry;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
