using System.Text.Json.Nodes;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>The console's verbs on a store that a server has: the same words, the same answers.</summary>
public sealed class HttpConsoleTests
{
    [Fact]
    public async Task Verbs_work_on_a_server_as_they_do_on_a_store()
    {
        await using var served = await ServedFolder.StartAsync();
        var folder = served.Folder;
        Task<O2cResult> RunAsync(params string[] arguments) =>
            folder.RunAsync([.. arguments, "--server", served.Address.ToString()]);

        (await RunAsync("accounts", "add", Inputs.Account.Value)).Ends(0);
        var stock = folder.Write("stock.ndjson", Inputs.Stock("A-1", 3000));
        Assert.Equal(1, (int?)(await RunAsync("ingest", "stock", stock)).Ends(0).Summary()["accepted"]);
        var orders = folder.Write(
            "orders.ndjson",
            [
                .. Enumerable.Range(1, 2000).Select(x => Inputs.Order($"{x}")), "{\"bad\":",
                Inputs.Order("x", "NO-SUCH"),
            ]);
        var taken = (await RunAsync("ingest", "orders", orders)).Ends(1);
        Assert.Equal(
            (2001, 1, "orders.ndjson"),
            ((int?)taken.Summary()["accepted"], (int?)taken.Summary()["rejected"], (string?)taken.Summary()["source"]));
        Assert.Equal(2002 + 1, taken.Lines.Length);
        var again = (await RunAsync("ingest", "orders", orders)).Ends(1);
        Assert.Equal(2001, (int?)again.Summary()["duplicates"]);

        await served.UntilOrderIsAsync("released");
        await served.UntilOrderIsAsync("on-hold", "shop:x");
        Assert.True(JsonNode.DeepEquals(
            await folder.ShowAsync("order", "shop:1"),
            (await RunAsync("show", "order", "shop:1")).Ends(0).Document()));
        (await RunAsync("show", "order", "shop:none")).Ends(1);
        JsonArray held;
        do
            held = (await RunAsync("orders", "held")).Ends(0).Document()["held"]!.AsArray();
        while (held.Count == 0);
        Assert.Equal("shop:x", (string?)Assert.Single(held)!["order"]);
        await ListsAsync(RunAsync);
        (await RunAsync("orders", "reject", "shop:x", "--reason", "no such thing")).Ends(0);
        (await RunAsync("orders", "release", "shop:1")).Ends(1);
        (await RunAsync("orders", "cancel", "shop:2", "--reason", "changed my mind")).Ends(0);
        var refused = (await RunAsync("quarantine", "list")).Ends(0).Document()["quarantine"]!.AsArray();
        var number = Assert.Single(refused)!["number"]!.ToString();
        Assert.Equal("{\"bad\":", (string?)(await RunAsync("quarantine", "show", number)).Ends(0).Document()["raw"]);
        (await RunAsync("quarantine", "retry", "all")).Ends(1);
        Assert.InRange((await RunAsync("export", "picks", "--warehouse", "BER1")).Ends(0).Lines.Length, 1, 2000);
        (await RunAsync("deadletters")).Ends(0);
        Assert.Single((await RunAsync("accounts", "list")).Ends(0).Document()["accounts"]!.AsArray());
        var statement = folder.WriteStatements("s.xml", Inputs.Account, [Inputs.Transfer("T1", 2380, "shop:1")]);
        Assert.Equal(1, (int?)(await RunAsync("ingest", "bank", statement)).Ends(0).Summary()["accepted"]);
        (await RunAsync("ingest", "bank", orders)).Ends(1);
        Assert.True((bool?)(await RunAsync("audit")).Ends(0).Document()["holds"]);

        await SaysAsync("not over --server", RunAsync("journal", "stats"));
        await served.StopAsync();
        await SaysAsync("can't be reached", RunAsync("orders", "held"));
        await SaysAsync("can't be reached", RunAsync("orders", "list"));
        await ListsAllAsync(folder.RunAsync, 2001);
        await SaysAsync("can't be reached", RunAsync("ingest", "orders", orders));
        await folder.AuditAsync();
    }

    [Fact]
    public async Task A_key_is_sent_and_asked_for()
    {
        await using var served = await ServedFolder.StartAsync();
        var key = (string)(await served.Folder.RunAsync("keys", "add", "ada", "--roles", "read")).Ends(0)
            .Document()["key"]!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((int)(await served.Client.GetAsync("/v1/queues")).StatusCode != 401)
            patience.Token.ThrowIfCancellationRequested();
        var server = served.Address.ToString();

        (await served.Folder.RunAsync("deadletters", "--server", server, "--key", key)).Ends(0);
        await SaysAsync("API key", served.Folder.RunAsync("deadletters", "--server", server));
        var stock = served.Folder.Write("stock.ndjson", Inputs.Stock("A-1", 1));
        await SaysAsync("roles", served.Folder.RunAsync("ingest", "stock", stock, "--server", server, "--key", key));
    }

    /// <summary>Orders by a filter, by words, and by a limit; what can't be asked is said.</summary>
    private static async Task ListsAsync(Func<string[], Task<O2cResult>> run)
    {
        async Task<JsonArray> ListAsync(params string[] arguments) =>
            (await run(["orders", "list", .. arguments])).Ends(0).Document()["orders"]!.AsArray();

        Assert.Equal(
            "shop:x",
            (string?)Assert.Single(await ListAsync("--status", "on-hold", "--sku", "NO-SUCH"))!["order"]);
        Assert.Empty(await ListAsync("--channel", "none"));
        Assert.Contains(await ListAsync("--search", "x"), static order => (string?)order!["order"] == "shop:x");
        Assert.Equal(2, (await ListAsync("--channel", "shop", "--max-total-minor", "1000000", "--limit", "2")).Count);
        await SaysAsync("expected one of received, on-hold", run(["orders", "list", "--status", "nowhere"]));
        await SaysAsync("--placed-from", run(["orders", "list", "--placed-from", "yesterday"]));
        await SaysAsync("1 to 500", run(["orders", "list", "--limit", "0"]));
        await SaysAsync("--search", run(["orders", "list", "--search", "x", "--sku", "A-1"]));
        await SaysAsync("cursor", run(["orders", "list", "--after", "nothing"]));
    }

    /// <summary>Page after page there is each order once.</summary>
    private static async Task ListsAllAsync(Func<IEnumerable<string>, Task<O2cResult>> run, int expected)
    {
        var found = new List<string>();
        string[] after = [];
        while (true)
        {
            var page = (await run(["orders", "list", "--limit", "500", .. after])).Ends(0).Document();
            found.AddRange(page["orders"]!.AsArray().Select(static order => (string)order!["order"]!));
            if ((string?)page["next"] is not { } next)
                break;
            after = ["--after", next];
        }

        Assert.Equal(expected, found.Count);
        Assert.Equal(expected, found.Distinct().Count());
    }

    /// <summary>The run itself fails, and says so.</summary>
    private static async Task SaysAsync(string what, Task<O2cResult> run) =>
        Assert.Contains(what, (await run).Ends(2).Error, StringComparison.Ordinal);
}
