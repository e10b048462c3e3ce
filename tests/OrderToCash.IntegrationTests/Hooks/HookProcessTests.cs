using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OrderToCash.IntegrationTests.Http;
using OrderToCash.Tests.Marketplaces;
using static OrderToCash.IntegrationTests.Hooks.HookClient;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>Connecting a shop, looking at what it delivered, a disk that is full: with the program itself.</summary>
public sealed class HookProcessTests
{
    [Fact]
    public async Task A_shop_is_connected_while_the_server_runs_and_its_deliveries_can_be_seen_and_replayed()
    {
        await using var served = await ServedFolder.StartAsync();
        var folder = served.Folder;
        var added = (await folder.RunAsync("channels", "add", "shopify", "tea")).Ends(0).Document();
        var secret = (string)added["secret"]!;
        Assert.Equal("/hooks/shopify/tea", (string?)added["path"]);
        await UntilAsync(served, secret);

        var list = (await folder.RunAsync("channels", "list")).Ends(0);
        var shownList = string.Join('\n', list.Lines);
        Assert.DoesNotContain(secret, shownList, StringComparison.Ordinal);
        Assert.Contains((string)added["secrets"]![0]!, shownList, StringComparison.Ordinal);
        var body = ShopifyBodies.Order();
        var answer = await PostAsync(
            served.Client, "/hooks/shopify/tea", body, "X-Shopify-Hmac-Sha256", Sign(body, secret));
        Assert.Equal(200, answer.Status);
        var number = (long)answer.Body["delivery"]!;
        await UntilStateAsync(folder, number, "accepted");
        await served.UntilOrderIsAsync("on-hold", "tea:1001");
        var shown = (await folder.RunAsync("inbox", "show", $"{number}")).Ends(0).Document();
        Assert.Equal((body, "tea:1001"), ((string?)shown["raw"], (string?)shown["orders"]));
        Assert.Equal(1, (int)(await folder.RunAsync("inbox", "replay", $"{number}")).Ends(0).Document()["replayed"]!);
        await UntilStateAsync(folder, number, "duplicate");
        var stats = (await folder.RunAsync("inbox", "stats")).Ends(0).Document();
        Assert.Equal(0, (long)stats["waitsSeconds"]!);

        // What waits when the server is gone is taken by a verb of its own.
        await served.StopAsync();
        (await folder.RunAsync("inbox", "replay", $"{number}")).Ends(0);
        (await folder.RunAsync("inbox", "apply")).Ends(0);
        await UntilStateAsync(folder, number, "duplicate");
        await folder.AuditAsync();
    }

    [Fact]
    public async Task Channels_say_what_is_wrong_with_what_is_asked_of_them()
    {
        using var folder = new O2cFolder();
        var secret = folder.Write("secret", "given");
        (await folder.RunAsync("channels", "add", "shopify", "tea", "--secret-file", secret)).Ends(0);
        await RefusesAsync("a shop 'tea' already, of shopify", "add", "woocommerce", "tea");
        await RefusesAsync("expected one of auto, shopify", "add", "shopyfi", "other");
        await RefusesAsync("without colon and slash", "add", "shopify", "a:b");
        await RefusesAsync("has one secret", "retire", "shopify", "tea");
        (await folder.RunAsync("channels", "rotate", "shopify", "tea")).Ends(0);
        await RefusesAsync("has 2 secrets already", "rotate", "shopify", "tea");
        (await folder.RunAsync("channels", "retire", "shopify", "tea")).Ends(0);
        await RefusesAsync("no channel shopify/coffee", "remove", "shopify", "coffee");
        await RefusesAsync(
            "32 to 80 characters", "add", "ebay", "e", "--verification-token", "short", "--endpoint", "x");
        await RefusesAsync("can't be read", "key", "shopify", "tea", "kid", secret);
        await RefusesAsync("expected one of shopify, woocommerce", "add", "ubl", "u", "--proof", "none");
        (await folder.RunAsync("channels", "remove", "shopify", "tea")).Ends(0);
        Assert.Contains(
            "no inbox at", (await folder.RunAsync("inbox", "list")).Ends(2).Error, StringComparison.Ordinal);

        async Task RefusesAsync(string why, params string[] arguments) =>
            Assert.Contains(
                why, (await folder.RunAsync(["channels", .. arguments])).Ends(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_api_is_set_changed_and_forgotten_and_what_lets_us_in_is_never_shown()
    {
        using var folder = new O2cFolder();
        var (token, keys) = (folder.Write("token", "shpat_hush"), folder.Write("keys", "ck_key\ncs_hush\n"));
        foreach (var shop in (string[][])[["shopify", "tea"], ["woocommerce", "mugs"], ["ubl", "u"]])
            (await folder.RunAsync(["channels", "add", .. shop])).Ends(0);
        await RefusesAsync("say --url and --credentials-file", "shopify", "tea", "--every", "60");
        await RefusesAsync("no client for ubl", "ubl", "u", "--url", "https://u.example");
        await RefusesAsync(
            "expected the shop's address", "shopify", "tea", "--url", "http://u.example", "--credentials-file", token);
        await RefusesAsync(
            "its secret on the second", "woocommerce", "mugs", "--url", "https://m.example", "--credentials-file",
            token);
        await SetAsync("shopify", "tea", "--url", "http://127.0.0.1:9", "--credentials-file", token);
        await SetAsync("woocommerce", "mugs", "--url", "https://m.example/x", "--credentials-file", keys);
        await RefusesAsync("--overlap 119: expected 120", "shopify", "tea", "--overlap", "119");
        await RefusesAsync("must not be sent the old one's", "woocommerce", "mugs", "--url", "https://n.example");
        await SetAsync("woocommerce", "mugs", "--every", "60", "--requests", "5", "--location", "l-1");

        var list = (await folder.RunAsync("channels", "list")).Ends(0);
        var text = string.Join('\n', list.Lines);
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ck_key", text, StringComparison.Ordinal);
        var api = list.Document()["channels"]![1]!["api"]!;
        Assert.Equal(
            ("https://m.example/x", 60, 5, 120, "l-1"), (
                (string?)api["url"], (int)api["everySeconds"]!, (int)api["requestsPerSecond"]!,
                (int)api["overlapSeconds"]!, (string?)api["location"]));
        await SetAsync("woocommerce", "mugs", "--remove");
        list = (await folder.RunAsync("channels", "list")).Ends(0);
        Assert.Null(list.Document()["channels"]![1]!["api"]);

        async Task SetAsync(params string[] arguments) =>
            (await folder.RunAsync(["channels", "api", .. arguments])).Ends(0);

        async Task RefusesAsync(string why, params string[] arguments) => Assert.Contains(
            why, (await folder.RunAsync(["channels", "api", .. arguments])).Ends(2).Error, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task On_a_full_disk_senders_are_told_to_come_again_and_what_was_acknowledged_is_there()
    {
        var folder = new O2cFolder();
        var disk = Directory.CreateTempSubdirectory("o2c-disk-").FullName;
        await RootAsync("mount", "-t", "tmpfs", "-o", "size=2m", "o2c-test", disk);
        try
        {
            var secret = folder.Write("secret", Secret);
            (await folder.RunAsync("channels", "add", "shopify", "shop", "--secret-file", secret)).Ends(0);
            await using var served = await ServedFolder.StartAsync(folder, "--inbox", Path.Combine(disk, "inbox.db"));
            var acknowledged = 0;
            while (await PostOrderAsync(served, acknowledged + 1) == 200)
                acknowledged++;
            Assert.Equal(503, await PostOrderAsync(served, acknowledged + 1));
            Assert.InRange(acknowledged, 1, 5000);

            await RootAsync("mount", "-o", "remount,size=200m", disk);
            for (var number = acknowledged + 1; number <= acknowledged + 20; number++)
                Assert.Equal(200, await PostOrderAsync(served, number));
            // They are decided in the order of arrival.
            await UntilStateAsync(folder, acknowledged + 20, "accepted", Path.Combine(disk, "inbox.db"));
            for (var number = 1; number <= acknowledged + 20; number++)
                await served.GetAsync($"/v1/orders/shop:{number}");
            await served.StopAsync();
        }
        finally
        {
            await RootAsync("umount", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task<int> PostOrderAsync(ServedFolder served, int number)
    {
        var body = ShopifyBodies.Order().Replace(
            "#1001", "#" + number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/shopify/shop")
        {
            Content = new StringContent(body),
        };
        request.Headers.Add("X-Shopify-Hmac-Sha256", Sign(body));
        using var answer = await served.Client.SendAsync(request);
        Assert.Equal(answer.StatusCode == HttpStatusCode.ServiceUnavailable, answer.Headers.RetryAfter is not null);
        return (int)answer.StatusCode;
    }

    /// <summary>A running server looks at the channels once a second.</summary>
    private static async Task UntilAsync(ServedFolder served, string secret)
    {
        const string Other = "{}";
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await PostAsync(
            served.Client, "/hooks/shopify/tea", Other, "X-Shopify-Hmac-Sha256", Sign(Other, secret))).Status != 200)
            patience.Token.ThrowIfCancellationRequested();
    }

    private static async Task UntilStateAsync(O2cFolder folder, long number, string state, string? inbox = null)
    {
        string[] where = inbox is null ? [] : ["--inbox", inbox];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        JsonObject shown;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            shown = (await folder.RunAsync(["inbox", "show", $"{number}", .. where])).Ends(0).Document();
        }
        while ((string?)shown["state"] != state);
    }

    private static async Task RootAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
