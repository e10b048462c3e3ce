using System.Security.Cryptography;
using System.Text;
using OrderToCash.Adapters.Inbox;
using OrderToCash.IntegrationTests.Http;
using OrderToCash.Server;
using OrderToCash.Server.Hooks;
using OrderToCash.Tests.Marketplaces;
using static OrderToCash.IntegrationTests.Hooks.HookClient;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>Who gets in: each platform's own proof, on the bytes as they came.</summary>
public sealed class HookProofTests
{
    private const string Body = "{ \"id\": 1,\n  \"name\": \"Käthe\" }";

    public static TheoryData<string, string, string> Signed => new()
    {
        { "shopify", "X-Shopify-Hmac-Sha256", Sign(Body) },
        { "shopify", "Shopify-Hmac-Sha256", Sign(Body) },
        { "woocommerce", "X-WC-Webhook-Signature", Sign(Body) },
        { "shopware", "shopware-shop-signature", SignHex(Body) },
        { "edifact", "Authorization", "Bearer " + Secret },
    };

    [Theory]
    [MemberData(nameof(Signed))]
    public async Task Each_platform_proves_a_delivery_in_its_own_way(string platform, string header, string proof)
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), Channel(platform, "shop", Secret), Channel("auto", "other", Secret));
        var path = $"/hooks/{platform}/shop";
        var (status, answer) = await PostAsync(hosted.Client, path, Body, header, proof);
        Assert.Equal((200, 1L), (status, (long)answer["delivery"]!));
        Assert.Equal(Encoding.UTF8.GetBytes(Body), hosted.Inbox.Read(1)!.Delivery.Body.ToArray());

        // Another byte, another secret, no proof, another header, another shop: the same answer, and nothing is kept.
        var refused = await PostAsync(hosted.Client, path, Body + " ", header, proof[..^4] + "AAAA");
        (int, string)[] others =
        [
            Seen(refused),
            Seen(await PostAsync(hosted.Client, path, Body, "X-Other", proof)),
            Seen(await PostAsync(hosted.Client, path, Body, header, "x")),
            Seen(await PostAsync(hosted.Client, path, Body, header, "Bearer AAAA")),
            Seen(await PostAsync(hosted.Client, $"/hooks/{platform}/nobody", Body, header, proof)),
            Seen(await PostAsync(hosted.Client, "/hooks/nothing/shop", Body, header, proof)),
        ];
        Assert.All(others, other => Assert.Equal(Seen(refused), other));
        Assert.Equal(401, refused.Status);
        Assert.Single(hosted.Inbox.List(new InboxQuestion()));
    }

    [Theory]
    [InlineData("sha256=")]
    [InlineData("")]
    public async Task A_partner_may_sign_with_hmac_hexadecimal_or_base64(string prefix)
    {
        var channel = Channel("ubl", "partner", Secret) with { Proof = HookProof.Hmac };
        await using var hosted = await HostedServer.StartAsync(new ApiServerOptions(), channel);
        foreach (var proof in (string[])[SignHex(Body), Sign(Body)])
        {
            Assert.Equal(200, (await PostAsync(
                hosted.Client, "/hooks/ubl/partner", Body, "X-Signature", prefix + proof)).Status);
        }

        Assert.Equal(401, (await PostAsync(
            hosted.Client, "/hooks/ubl/partner", Body, "X-Signature", prefix + SignHex("other"))).Status);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_count_and_without_a_restart()
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), Channel("shopify", "shop", "old"));
        Assert.Equal(401, await StatusAsync(hosted, "new"));
        hosted.Channels.Write([Channel("shopify", "shop", "old", "new")]);
        await UntilAsync(hosted, "new", 200);
        Assert.Equal(200, await StatusAsync(hosted, "old"));
        hosted.Channels.Write([Channel("shopify", "shop", "new")]);
        await UntilAsync(hosted, "old", 401);
        Assert.Equal(200, await StatusAsync(hosted, "new"));
    }

    [Fact]
    public async Task EBays_published_vectors_are_told_apart()
    {
        // Source: eBay event-notification-nodejs-sdk, test/test.json. The body is compact, as it was signed.
        const string Message =
            "{\"metadata\":{\"topic\":\"MARKETPLACE_ACCOUNT_DELETION\",\"schemaVersion\":\"1.0\",\"deprecated\":false},"
            + "\"notification\":{\"notificationId\":\"49feeaeb-4982-42d9-a377-9645b8479411_33f7e043-fed8-442b-9d44-"
            + "791923bd9a6d\",\"eventDate\":\"2021-03-19T20:43:59.462Z\",\"publishDate\":\"2021-03-19T20:43:59.679Z\","
            + "\"publishAttemptCount\":1,\"data\":{\"username\":\"test_user\",\"userId\":\"ma8vp1jySJC\",\"eiasToken\":"
            + "\"nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6wJnY+gAZGEpwmdj6x9nY+seQ==\"}}}";
        const string Valid =
            "eyJhbGciOiJlY2RzYSIsImtpZCI6Ijk5MzYyNjFhLTdkN2ItNDYyMS1hMGYxLTk2Y2NiNDI4YWY0OSIsInNpZ25hdHVyZSI6Ik1FWUNJU"
            + "UNmeGZJV3V4bVdjSUJRSjljNS9YN2lHREpxczJSQ0dzQkVhQWppbnlycmZBSWhBSVY2d0djVGlCdVY1S0pVaWYyaG9reXJMK1E5c3NI"
            + "a2FkK214Mm5FRTI1dyIsImRpZ2VzdCI6IlNIQTEifQ==";
        const string Mismatch =
            "eyJhbGciOiJlY2RzYSIsImtpZCI6Ijk5MzYyNjFhLTdkN2ItNDYyMS1hMGYxLTk2Y2NiNDI4YWY0OSIsInNpZ25hdHVyZSI6Ik1FWUNJU"
            + "UNHY1NubUFrVGZyK1paMlZnMGJXRW9zOGEvdGVCcWk3UGU2OCtoR21MTUNRSWdlRnZrcnRvKzhkczhSVndJM0dnbjFtTUdDck5NRVpK"
            + "M1NSbE8yZngveHFJPSIsImRpZ2VzdCI6IlNIQTEifQ==";
        const string Pem =
            "-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZhhxXKtR+TOvtDbgTPCkSof02qgBB7IsYOyf76ilExJ"
            + "/upAa/vKIKheOoCyOpcLmi4t0b4uepb7LLjmMr90FUg==-----END PUBLIC KEY-----";
        var channel = Channel("ebay", "shop") with
        {
            Keys = [new HookKey("9936261a-7d7b-4621-a0f1-96ccb428af49", Pem)],
        };
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), channel, channel with { Shop = "without", Keys = [] });
        Assert.True(channel.Keys[0].IsUsable);
        const string Header = "X-EBAY-SIGNATURE";
        Assert.Equal(200, (await PostAsync(hosted.Client, "/hooks/ebay/shop", Message, Header, Valid)).Status);
        Assert.Equal(401, (await PostAsync(hosted.Client, "/hooks/ebay/shop", Message + "\n", Header, Valid)).Status);
        Assert.Equal(401, (await PostAsync(hosted.Client, "/hooks/ebay/shop", Message, Header, Mismatch)).Status);
        Assert.Equal(401, (await PostAsync(hosted.Client, "/hooks/ebay/shop", Message, Header, "e30=")).Status);
        Assert.Equal(401, (await PostAsync(hosted.Client, "/hooks/ebay/without", Message, Header, Valid)).Status);
        var entry = await UntilDecidedAsync(hosted.Inbox, 1);
        Assert.Equal(
            (InboxState.Ignored, "topic MARKETPLACE_ACCOUNT_DELETION",
                "49feeaeb-4982-42d9-a377-9645b8479411_33f7e043-fed8-442b-9d44-791923bd9a6d"),
            (entry.State, entry.Reason, entry.Delivery.DeliveryId));
    }

    [Fact]
    public async Task EBays_challenge_is_answered_with_the_hash_of_code_token_and_endpoint()
    {
        var token = new string('t', 40);
        const string Endpoint = "https://example.org/hooks/ebay/shop";
        var channel = Channel("ebay", "shop") with { VerificationToken = token, Endpoint = Endpoint };
        await using var hosted = await HostedServer.StartAsync(new ApiServerOptions(), channel);
        var answer = O2cResult.Parse(await hosted.Client.GetStringAsync(
            new Uri("/hooks/ebay/shop?challenge_code=abc-123", UriKind.Relative)));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("abc-123" + token + Endpoint))),
            (string?)answer["challengeResponse"]);
        foreach (var path in (string[])["/hooks/ebay/shop", "/hooks/ebay/other?challenge_code=abc"])
            Assert.Equal(404, (int)(await hosted.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task WooCommerces_ping_is_answered_although_it_is_not_signed_and_is_not_kept()
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), Channel("woocommerce", "shop", Secret));
        Assert.Equal(200, (await PostAsync(hosted.Client, "/hooks/woocommerce/shop", "webhook_id=17")).Status);
        Assert.Equal(401, (await PostAsync(hosted.Client, "/hooks/woocommerce/shop", "webhook_id=17&x")).Status);
        Assert.Equal(401, (await PostAsync(hosted.Client, "/hooks/woocommerce/other", "webhook_id=17")).Status);
        Assert.Empty(hosted.Inbox.List(new InboxQuestion()));
    }

    [Fact]
    public async Task What_lets_somebody_in_is_kept_nowhere()
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), Channel("edifact", "partner", Secret));
        await PostAsync(
            hosted.Client, "/hooks/edifact/partner", Body, "Authorization", "Bearer " + Secret, "X-Delivery-Id", "d-1",
            "Cookie", "a=" + Secret);
        var entry = hosted.Inbox.Read(1)!;
        Assert.DoesNotContain(Secret, entry.Delivery.HeadersJson, StringComparison.Ordinal);
        Assert.Equal("d-1", entry.Delivery.DeliveryId);
        var secret = Channel("edifact", "partner", Secret).Secrets[0];
        Assert.DoesNotContain(Secret, secret.ToString(), StringComparison.Ordinal);
    }

    private static (int, string) Seen((int Status, System.Text.Json.Nodes.JsonObject Body) answer) =>
        (answer.Status, answer.Body.ToJsonString());

    private static async Task<int> StatusAsync(HostedServer hosted, string secret)
    {
        var body = ShopifyBodies.Order().Replace("#1001", $"#{Guid.NewGuid():N}", StringComparison.Ordinal);
        return (await PostAsync(
            hosted.Client, "/hooks/shopify/shop", body, "X-Shopify-Hmac-Sha256", Sign(body, secret))).Status;
    }

    private static async Task UntilAsync(HostedServer hosted, string secret, int status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await StatusAsync(hosted, secret) != status)
            patience.Token.ThrowIfCancellationRequested();
    }
}
