using System.Text.Json.Nodes;
using OrderToCash.Adapters.Folders;
using OrderToCash.Adapters.Inbox;
using OrderToCash.IntegrationTests.Http;
using OrderToCash.Tests.Marketplaces;
using static OrderToCash.IntegrationTests.Hooks.HookClient;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>Whether all that was delivered is accounted for, said here and over a server.</summary>
public sealed class ChannelReportTests
{
    [Fact]
    public async Task What_was_delivered_adds_up_by_channel_and_missing_numbers_are_named()
    {
        await using var served = await ServedFolder.StartAsync();
        var folder = served.Folder;
        var secret = (string)(await folder.RunAsync("channels", "add", "shopify", "tea")).Ends(0).Document()["secret"]!;
        var watched = Directory.CreateDirectory(Path.Combine(folder.Root, "in")).FullName;
        (await folder.RunAsync("folders", "add", "own", watched, "--unchanged", "0", "--every", "1")).Ends(0);
        string[] bodies = [Order(1001), Order(1004), Order(1004), "{\"broken\":", Order(1002)];
        foreach (var body in bodies)
            await SendAsync(served, body, secret);
        File.WriteAllLines(Path.Combine(watched, "a.ndjson"), [Inputs.Order("1"), "{\"wrong\":1}"]);

        var report = await UntilAsync(folder, static report =>
            Row(report, "inbox") is { } shop && (int?)shop["waiting"] == 0 && (int?)shop["accepted"] == 3
            && (int?)Row(report, "folder own")?["delivered"] == 2
            && (int?)report["gaps"]!.AsArray().FirstOrDefault()?["known"] == 3);

        var webhook = Row(report, "inbox");
        Assert.Equal(
            ("tea", 5, 3, 1, 1, 0),
            ((string?)webhook?["channel"], (int?)webhook?["delivered"], (int?)webhook?["accepted"],
                (int?)webhook?["duplicate"], (int?)webhook?["quarantined"], (int?)webhook?["ignored"]));
        Assert.StartsWith("delivery ", (string?)webhook?["oldestUnreconciled"], StringComparison.Ordinal);
        var own = Row(report, "folder own");
        Assert.Equal(
            (1, 1, "a.ndjson"), ((int?)own?["accepted"], (int?)own?["quarantined"], (string?)own?["cursor"]));
        Assert.StartsWith("quarantine ", (string?)own?["oldestUnreconciled"], StringComparison.Ordinal);
        var gap = Assert.Single(report["gaps"]!.AsArray());
        Assert.Equal(("1003", 1), ((string?)gap?["ranges"], (int?)gap?["missing"]));
        Assert.True((bool?)report["addsUp"]);

        var there = (await AtAsync(served, "channels", "report")).Ends(0).Document();
        Assert.Equal(Facts(report), Facts(there));
        var delivery = (await AtAsync(served, "inbox", "list", "--state", "refused")).Ends(0)
            .Document()["deliveries"]!.AsArray();
        var number = (long)Assert.Single(delivery)!["number"]!;
        var shown = (await AtAsync(served, "inbox", "show", $"{number}")).Ends(0).Document();
        Assert.Equal("{\"broken\":", (string?)shown["raw"]);
        var stats = (await AtAsync(served, "inbox", "stats")).Ends(0).Document();
        Assert.Equal(5, stats["channels"]!.AsArray().Sum(static one => (int?)one?["deliveries"]));
        var replayed = (await AtAsync(served, "inbox", "replay", "refused")).Ends(0).Document();
        Assert.Equal(1, (int?)replayed["replayed"]);
        (await AtAsync(served, "inbox", "replay", "999")).Ends(1);
        (await AtAsync(served, "inbox", "show", "999")).Ends(1);
    }

    [Fact]
    public async Task Something_that_is_in_no_state_is_a_finding()
    {
        using var folder = new O2cFolder();
        var watched = Directory.CreateDirectory(Path.Combine(folder.Root, "in")).FullName;
        (await folder.RunAsync("folders", "add", "own", watched, "--unchanged", "0")).Ends(0);
        File.WriteAllLines(Path.Combine(watched, "a.ndjson"), [Inputs.Order("1"), Inputs.Order("2")]);
        (await folder.RunAsync("folders", "run", "--once")).Ends(0);
        (await folder.RunAsync("channels", "report")).Ends(0);

        var file = Assert.Single(Directory.GetFiles(folder.Root, "folders.db", SearchOption.AllDirectories));
        using (var ledger = FolderLedger.Open(file))
        {
            ledger.Note(new TakenFile(
                "own", new string('0', 64), "b.ndjson", 1, Inputs.At, IsRefused: false,
                new InputCounts(5, 3, 0, 0, 1)));
        }

        var report = (await folder.RunAsync("channels", "report")).Ends(1);
        Assert.False((bool?)report.Document()["addsUp"]);
        Assert.Contains("in no state", report.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_far_a_shop_was_asked_and_why_no_further_is_said_beside_what_it_delivered()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("channels", "add", "shopify", "tea")).Ends(0);
        (await folder.RunAsync("ingest", "orders", folder.Write("o.ndjson", Inputs.Order("1")))).Ends(0);
        var path = Path.Combine(Path.GetDirectoryName(folder.Journal)!, "inbox.db");
        await using (var inbox = SqliteInbox.OpenToAppend(path, TimeProvider.System))
        {
            var order = System.Text.Encoding.UTF8.GetBytes(Order(1001));
            await inbox.AppendPolledAsync(
                "shopify", "tea", [new Delivery("shopify", "tea", "1", "orders/polled", Inputs.At, "{}", order)],
                Inputs.At.AddHours(1));
            await inbox.NotePollAsync("shopify", "tea", Inputs.At.AddHours(2), "the shop answered 503");
        }

        var report = (await folder.RunAsync("channels", "report")).Ends(0).Document();

        var shop = Row(report, "inbox");
        Assert.Equal(
            (1, 1, "2026-11-27T01:00:00Z", "the shop answered 503"),
            ((int?)shop?["delivered"], (int?)shop?["waiting"], (string?)shop?["cursor"], (string?)shop?["trouble"]));
        Assert.Equal("delivery 1, waiting", (string?)shop?["oldestUnreconciled"]);
    }

    [Fact]
    public async Task Missing_numbers_are_told_in_the_series_that_were_chosen()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("channels", "add", "woocommerce", "shop")).Ends(0);
        (await folder.RunAsync("ingest", "orders", folder.Write(
            "o.ndjson", [Inputs.Order("W-7"), Inputs.Order("W-9"), Inputs.Order("5"), Inputs.Order("3")]))).Ends(0);
        await SaysAsync("platform", "");
        await SaysAsync("W-#", "W-#: 8");
        await SaysAsync("all", "#: 4; W-#: 8");
        await SaysAsync("none", "");
        Assert.Contains(
            "expected all, none, platform, or series",
            (await folder.RunAsync("channels", "series", "woocommerce", "shop", "W-")).Ends(2).Error,
            StringComparison.Ordinal);

        async Task SaysAsync(string series, string gaps)
        {
            (await folder.RunAsync("channels", "series", "woocommerce", "shop", series)).Ends(0);
            var report = (await folder.RunAsync("channels", "report")).Ends(0).Document();
            Assert.Equal(gaps, string.Join(
                "; ", report["gaps"]!.AsArray().Select(static gap => $"{gap!["series"]}: {gap["ranges"]}")));
        }
    }

    private static Task<O2cResult> AtAsync(ServedFolder served, params string[] arguments) =>
        served.Folder.RunAsync([.. arguments, "--server", served.Address.ToString()]);

    private static string Order(int number) => ShopifyBodies.Order()
        .Replace("1001", $"{number}", StringComparison.Ordinal)
        .Replace("820982911946154508", $"82098291194615{number}", StringComparison.Ordinal);

    private static async Task SendAsync(ServedFolder served, string body, string secret)
    {
        // A running server knows a new shop within a second.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await PostAsync(
            served.Client, "/hooks/shopify/tea", body, "X-Shopify-Hmac-Sha256", Sign(body, secret))).Status != 200)
            patience.Token.ThrowIfCancellationRequested();
    }

    private static async Task<JsonObject> UntilAsync(O2cFolder folder, Func<JsonObject, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var report = (await folder.RunAsync("channels", "report")).Ends(0).Document();
            if (isSo(report))
                return report;
            Assert.False(patience.IsCancellationRequested, report.ToJsonString());
        }
    }

    private static JsonObject? Row(JsonObject report, string way) => report["channels"]!.AsArray()
        .OfType<JsonObject>().FirstOrDefault(row => (string?)row["way"] == way);

    /// <summary>The report without the ages, which grow.</summary>
    private static string Facts(JsonObject report)
    {
        foreach (var row in report["channels"]!.AsArray().OfType<JsonObject>())
            row.Remove("oldestAgeSeconds");
        return report.ToJsonString();
    }
}
