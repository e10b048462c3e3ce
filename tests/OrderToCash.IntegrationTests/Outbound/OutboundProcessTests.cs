using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.ChannelSimulator;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests.Outbound;

/// <summary>Telling a shop what it may sell and what was shipped, with the program itself.</summary>
public sealed class OutboundProcessTests
{
    [Fact]
    public async Task A_shop_is_told_by_a_server_that_is_killed_and_then_by_a_run_of_its_own()
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.Shopify) { Orders = 40, LeakPerSecond = 100 }, TimeProvider.System);
        var order = shop.Orders.All.First(one => one is { IsPaid: true, Quantity: > 1 });
        shop.Goods.Add(order.Sku);
        var folder = new O2cFolder();
        await ConnectAsync(folder, shop);
        (await folder.RunAsync(
            "channels", "publish", "shopify", "tea", "--buffer", "3", "--min-change", "1")).Ends(0);
        (await folder.RunAsync("ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock(order.Sku, 50)))).Ends(0);
        await using var served = await ServedFolder.StartAsync(folder);
        // Also noted here: what is killed before that is rightly sent once more, a minute later.
        await UntilAsync(async () => (string?)(await folder.RunAsync("outbound", "list", "--state", "done"))
            .Document()["entries"]?.AsArray().FirstOrDefault()?["id"] == order.Sku);
        Assert.Equal(47, shop.Goods.ShownOf(order.Sku));
        served.Process.Kill();
        await served.Process.WaitAsync();

        // Ordered and shipped while nobody tells anything.
        (await folder.RunAsync(
            "ingest", "orders", "--format", "shopify", "--shop", "tea",
            folder.Write("order.json", Encoding.UTF8.GetString(shop.BodyOf(order)).ReplaceLineEndings("")))).Ends(0);
        var id = $"tea:{order.Number}";
        var shipment = new JsonObject
        {
            ["order"] = id, ["shipment"] = "S-1", ["warehouse"] = "BER1", ["at"] = "2026-11-27T12:00:00Z",
            ["carrier"] = "DHL", ["tracking"] = "JJD-1",
            ["lines"] = new JsonArray(
                new JsonObject { ["lineId"] = $"{order.Index}001", ["quantity"] = order.Quantity }),
        };
        (await folder.RunAsync(
            "ingest", "shipments", folder.Write("shipments.ndjson", shipment.ToJsonString()))).Ends(0);
        var stats = (await folder.RunAsync("outbound", "run", "--once")).Ends(0).Document()["channels"]![0]!;
        Assert.Equal(
            ("tea", 0L, 0L, 2L),
            ((string?)stats["channel"], (long)stats["lagSeconds"]!, (long)stats["dead"]!, (long)stats["done"]!));
        Assert.Equal(47 - order.Quantity, shop.Goods.ShownOf(order.Sku));
        var parcel = Assert.Single(shop.Parcels.All);
        Assert.Equal(
            (order.IdOn(ShopOptions.Shopify), order.Quantity, "JJD-1", "DHL"),
            (parcel.Order, parcel.Quantity, parcel.Tracking, parcel.Carrier));
        var shown = (await folder.RunAsync("outbound", "show", "tea", order.Sku)).Ends(0).Document();
        Assert.Equal(
            ("done", 47L - order.Quantity), ((string?)shown["state"], (long)shown["told"]!));
    }

    [Fact]
    public async Task What_a_shop_refuses_is_listed_with_its_reason_and_tried_again_on_demand()
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.WooCommerce) { Orders = 0, LeakPerSecond = 100 }, TimeProvider.System);
        using var folder = new O2cFolder();
        await ConnectAsync(folder, shop);
        (await folder.RunAsync("channels", "publish", "woocommerce", "tea")).Ends(0);
        (await folder.RunAsync("ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock("A-1", 5)))).Ends(0);
        (await folder.RunAsync("outbound", "run", "--once")).Ends(1);
        var dead = (await folder.RunAsync("outbound", "dead")).Ends(0).Document()["entries"]![0]!;
        Assert.Equal(
            ("A-1", "No product of the shop has the SKU A-1."), ((string?)dead["id"], (string?)dead["reason"]));
        shop.Goods.Add("A-1");
        var retried = (await folder.RunAsync("outbound", "retry", "tea", "dead")).Ends(0).Document();
        Assert.Equal(1, (int)retried["retried"]!);
        (await folder.RunAsync("outbound", "run", "--once")).Ends(0);
        Assert.Equal(5, shop.Goods.ShownOf("A-1"));
        (await folder.RunAsync("outbound", "retry", "tea", "dead")).Ends(1);
    }

    [Fact]
    public async Task Cancelled_pieces_are_taken_out_in_the_shop_whose_answer_contradicts_nothing()
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.Shopify) { Orders = 40, LeakPerSecond = 100 }, TimeProvider.System);
        var order = shop.Orders.All.First(one => one is { IsPaid: true, Quantity: > 2 });
        using var folder = new O2cFolder();
        await ConnectAsync(folder, shop);
        (await folder.RunAsync("channels", "publish", "shopify", "tea", "--stock", "off")).Ends(0);
        (await folder.RunAsync("ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock(order.Sku, 50)))).Ends(0);
        var id = $"tea:{order.Number}";
        await TakeAsync();
        (await folder.RunAsync(
            "orders", "cancel", id, "--line", $"{order.Index}001=1", "--reason", "one is broken")).Ends(0);
        (await folder.RunAsync("outbound", "run", "--once")).Ends(0);
        Assert.Equal(1, shop.Orders.All[order.Index - 1].Removed);

        // The shop delivers the order as it now has it.
        await TakeAsync();
        var line = (await folder.ShowAsync("order", id))["lines"]![0]!;
        Assert.Equal((order.Quantity, 1), ((int)line["ordered"]!, (int)line["cancelled"]!));

        async Task TakeAsync() => (await folder.RunAsync(
            "ingest", "orders", "--format", "shopify", "--shop", "tea", folder.Write(
                "order.json",
                Encoding.UTF8.GetString(shop.BodyOf(shop.Orders.All[order.Index - 1])).ReplaceLineEndings(""))))
            .Ends(0);
    }

    [Fact]
    public async Task A_console_asks_the_server_what_it_tells_and_watches_and_hears_why_the_rest_is_local()
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.WooCommerce) { Orders = 0, LeakPerSecond = 100 }, TimeProvider.System);
        var folder = new O2cFolder();
        await ConnectAsync(folder, shop);
        (await folder.RunAsync("channels", "publish", "woocommerce", "tea")).Ends(0);
        var watched = Directory.CreateDirectory(Path.Combine(folder.Root, "in")).FullName;
        (await folder.RunAsync("folders", "add", "own", watched)).Ends(0);
        (await folder.RunAsync("ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock("A-1", 5)))).Ends(0);
        await using var served = await ServedFolder.StartAsync(folder);
        await UntilAsync(async () => (await ThereAsync("outbound", "dead"))["entries"]!.AsArray().Count == 1);

        // The same words, the same answers, but for what a moment changes.
        foreach (var words in new string[][]
        {
            ["channels", "list"], ["outbound", "dead"], ["outbound", "list", "--shop", "tea"],
            ["outbound", "list", "--state", "done"], ["outbound", "show", "tea", "A-1"], ["outbound", "stats"],
        })
        {
            Assert.Equal(
                (await folder.RunAsync(words)).Ends(0).Document().ToJsonString(),
                (await ThereAsync(words)).ToJsonString());
        }

        Assert.Equal(
            (string?)(await folder.RunAsync("folders", "list")).Ends(0).Document()["folders"]![0]!["path"],
            (string?)(await ThereAsync("folders", "list"))["folders"]![0]!["path"]);
        shop.Goods.Add("A-1");
        Assert.Equal(1, (int?)(await ThereAsync("outbound", "retry", "tea", "A-1"))["retried"]);
        await UntilAsync(() => Task.FromResult(shop.Goods.ShownOf("A-1") == 5));
        (await AtAsync("outbound", "retry", "tea", "dead")).Ends(1);
        (await AtAsync("outbound", "show", "tea", "B-2")).Ends(1);
        await RefusesAsync("never go over the network", "channels", "rotate", "woocommerce", "tea");
        await RefusesAsync(
            "never go over the network", "channels", "publish", "woocommerce", "tea", "--channels",
            folder.Write("channels.json", "[]"));
        await RefusesAsync("paths of the server's machine", "folders", "remove", "own");
        await RefusesAsync("tells shops by itself", "outbound", "run", "--once");
        await RefusesAsync("decides what waits by itself", "inbox", "apply");

        Task<O2cResult> AtAsync(params string[] words) =>
            folder.RunAsync([.. words, "--server", served.Address.ToString()]);

        async Task<JsonObject> ThereAsync(params string[] words) => (await AtAsync(words)).Ends(0).Document();

        async Task RefusesAsync(string why, params string[] words) =>
            Assert.Contains(why, (await AtAsync(words)).Ends(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_is_wrong_with_what_is_asked_of_it()
    {
        using var folder = new O2cFolder();
        var token = folder.Write("token", "shpat_hush");
        (await folder.RunAsync("channels", "add", "shopify", "tea")).Ends(0);
        await RefusesAsync("has no API to be told over", "channels", "publish", "shopify", "tea");
        (await folder.RunAsync(
            "channels", "api", "shopify", "tea", "--url", "http://127.0.0.1:9", "--credentials-file", token)).Ends(0);
        await RefusesAsync("No shop is to be told anything", "outbound", "run", "--once");
        await RefusesAsync("--buffer -1: expected 0 to", "channels", "publish", "shopify", "tea", "--buffer", "-1");
        await RefusesAsync(
            "--min-change 0: expected 1 to", "channels", "publish", "shopify", "tea", "--min-change", "0");
        await RefusesAsync("expected on or off", "channels", "publish", "shopify", "tea", "--stock", "maybe");
        await RefusesAsync("no channel shopify/coffee", "channels", "publish", "shopify", "coffee");
        (await folder.RunAsync(
            "channels", "publish", "shopify", "tea", "--skus", "A-*, B", "--warehouses", "BER1", "--orders", "off"))
            .Ends(0);
        var publish = (await folder.RunAsync("channels", "list")).Ends(0).Document()["channels"]![0]!["publish"]!;
        Assert.Equal(
            ("A-*,B", "BER1", "off", "on"), (
                (string?)publish["skus"], (string?)publish["warehouses"], (string?)publish["orders"],
                (string?)publish["stock"]));
        await RefusesAsync("say --once", "outbound", "run");
        await RefusesAsync("no outbound queue at", "outbound", "list");
        await RefusesAsync("expected one of waiting, sending", "outbound", "list", "--state", "sleeping");
        (await folder.RunAsync("channels", "publish", "shopify", "tea", "--off")).Ends(0);
        Assert.Null((await folder.RunAsync("channels", "list")).Ends(0).Document()["channels"]![0]!["publish"]);

        async Task RefusesAsync(string why, params string[] arguments) =>
            Assert.Contains(why, (await folder.RunAsync(arguments)).Ends(2).Error, StringComparison.Ordinal);
    }

    private static async Task ConnectAsync(O2cFolder folder, SimulatedShop shop)
    {
        var platform = shop.Options.Platform;
        var credentials = platform == ShopOptions.Shopify
            ? shop.Options.Secret + "\n"
            : $"{shop.Options.Key}\n{shop.Options.Secret}\n";
        (await folder.RunAsync("channels", "add", platform, "tea")).Ends(0);
        (await folder.RunAsync(
            "channels", "api", platform, "tea", "--url", shop.Address.AbsoluteUri, "--credentials-file",
            folder.Write("credentials", credentials), "--requests", "50", "--every", "0")).Ends(0);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo())
            await Task.Delay(50, patience.Token);
    }
}
