using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.ChannelSimulator;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests.Polling;

/// <summary>Shops are asked by the program: killed in the middle, beside one that is away, after webhooks.</summary>
public sealed class PollProcessTests
{
    [Fact]
    public async Task A_run_that_is_killed_in_the_middle_loses_nothing()
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.WooCommerce) { Orders = 4000, BucketSize = 10_000 }, TimeProvider.System);
        using var folder = new O2cFolder();
        await ConnectAsync(folder, shop, "my-shop", shop.Address, "--every", "0");
        await using (var process = folder.Start("channels", "poll", "woocommerce", "my-shop"))
        {
            await UntilAsync(() => shop.Gate.Calls.Count >= 12);
            process.Kill();
            await process.WaitAsync();
        }

        var path = Path.Combine(folder.Root, "store", "inbox.db");
        await using (var inbox = SqliteInbox.OpenBeside(path))
            Assert.InRange(Assert.Single(inbox.Cursors()).OrdersKept, 1, 3999);
        var report = (await folder.RunAsync("channels", "poll", "woocommerce", "my-shop")).Ends(0).Document();
        Assert.InRange((long)report["new"]!, 1, 3999);
        (await folder.RunAsync("channels", "poll", "woocommerce", "my-shop")).Ends(0);
        await using (var inbox = SqliteInbox.OpenBeside(path))
            PolledShop.AssertAllIsHere(inbox, shop);
    }

    [Fact]
    public async Task What_webhooks_lose_a_server_asks_for_and_a_shop_that_is_away_delays_no_other()
    {
        var folder = new O2cFolder();
        var secret = folder.Write("hook-secret", "simulated");
        (await folder.RunAsync("channels", "add", "shopify", "my-shop", "--secret-file", secret)).Ends(0);
        await using var served = await ServedFolder.StartAsync(folder);
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.Shopify)
            {
                Orders = 60, Past = TimeSpan.FromMinutes(1), BucketSize = 10_000,
                Hook = new Uri(served.Address, "/hooks/shopify/my-shop"),
                Faults = new ShopFaults(HooksLost: 300, HooksRepeated: 200, HooksLate: 200),
            },
            TimeProvider.System);
        await ConnectAsync(folder, shop, "my-shop", shop.Address, "--every", "1");
        await ConnectAsync(folder, shop, "away", PolledShop.Nowhere(), "--every", "1");
        for (var round = 0; round < 80; round++)
        {
            shop.Orders.Create();
            shop.Orders.Change(1 + shop.Choices.Of("one", round, 60));
            await shop.Hooks.SendAsync(isLast: round == 79);
        }

        Assert.True(shop.Hooks.Lost > 20);
        foreach (var order in shop.Orders.All)
            await UntilQuantityIsAsync(served, $"my-shop:{order.Number}", order.Quantity);

        await UntilAsync(async () => (await ListedAsync(folder, "away"))["polled"]?["error"] is not null);
        Assert.Contains(
            "127.0.0.1 gave no answer", (string?)(await ListedAsync(folder, "away"))["polled"]!["error"],
            StringComparison.Ordinal);
        var polled = (await ListedAsync(folder, "my-shop"))["polled"]!;
        Assert.Null(polled["error"]);
        Assert.InRange((long)polled["lagSeconds"]!, 0, 60);
        await served.StopAsync();
        await folder.AuditAsync();
    }

    [Fact]
    public async Task Of_two_processes_one_asks_a_shop_and_the_other_when_that_one_ends()
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.Shopify) { Orders = 5, BucketSize = 10_000 }, TimeProvider.System);
        var folder = new O2cFolder();
        await ConnectAsync(folder, shop, "my-shop", shop.Address, "--every", "1");
        await using var served = await ServedFolder.StartAsync(folder);
        await UntilAsync(async () => (await ListedAsync(folder, "my-shop"))["polled"]?["readUntil"] is not null);

        // The same store, and its inbox: nobody else may.
        foreach (var words in new string[][]
        {
            ["serve", "--listen", "http://127.0.0.1:0"], ["channels", "poll", "shopify", "my-shop"],
            ["inbox", "apply"],
        })
        {
            var refused = (await folder.RunAsync(words)).Ends(2);
            Assert.Contains("process", refused.Error, StringComparison.Ordinal);
        }

        // Another store that has the same shop: each would tell it its own numbers.
        (await OtherAsync("channels", "add", "shopify", "my-shop")).Ends(0);
        (await OtherAsync(
            "channels", "api", "shopify", "my-shop", "--url", shop.Address.AbsoluteUri, "--credentials-file",
            folder.Write("credentials", shop.Options.Secret), "--every", "0")).Ends(0);
        var waits = (await OtherAsync("channels", "poll", "shopify", "my-shop")).Ends(2);
        Assert.Contains("another process of this machine", waits.Error, StringComparison.Ordinal);
        Assert.Contains($"process {served.Process.Id} (", waits.Error, StringComparison.Ordinal);
        var listed = (await OtherAsync("channels", "list")).Ends(0).Document()["channels"]![0]!;
        Assert.Contains("another process", (string?)listed["polled"]!["error"], StringComparison.Ordinal);
        served.Process.Kill();
        await served.Process.WaitAsync();
        (await OtherAsync("channels", "poll", "shopify", "my-shop")).Ends(0);

        Task<O2cResult> OtherAsync(params string[] words) => folder.RunOnAsync("other", words);
    }

    private static async Task ConnectAsync(
        O2cFolder folder, SimulatedShop shop, string name, Uri address, params string[] options)
    {
        var platform = shop.Options.Platform;
        if (!(await folder.RunAsync("channels", "list")).Document().ToJsonString().Contains($"\"{name}\""))
            (await folder.RunAsync("channels", "add", platform, name)).Ends(0);
        var access = PolledShop.AccessTo(shop);
        string[] lines = access.Key is { } key ? [key, access.Secret] : [access.Secret];
        (await folder.RunAsync(
        [
            "channels", "api", platform, name, "--url", address.AbsoluteUri, "--credentials-file",
            folder.Write("credentials", lines), "--requests", "50", "--since",
            DateTimeOffset.UtcNow.AddHours(-2).ToString("O", CultureInfo.InvariantCulture), .. options,
        ])).Ends(0);
    }

    private static async Task<JsonNode> ListedAsync(O2cFolder folder, string shop) =>
        (await folder.RunAsync("channels", "list")).Ends(0).Document()["channels"]!.AsArray()
        .Single(channel => (string?)channel!["shop"] == shop)!;

    private static async Task UntilQuantityIsAsync(ServedFolder served, string order, int quantity)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var answer = await served.Client.GetAsync(new Uri($"/v1/orders/{order}", UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.OK
                && (int)O2cResult.Parse(await answer.Content.ReadAsStringAsync())["lines"]![0]!["ordered"]! == quantity)
                return;
            Assert.False(patience.IsCancellationRequested, $"{order} has not {quantity} pieces.");
            await Task.Yield();
        }
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
