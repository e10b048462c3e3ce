using System.Text.Json.Nodes;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests;

/// <summary>Mistakes at the command line, and what others sent as it is shown on a terminal and in the log.</summary>
public sealed class CommandLineTests
{
    private const string Red = "\u001b[31m";

    [Theory]
    [InlineData("'x' for --limit: expected a whole number of at most 2,147,483,647.", "orders", "list", "--limit", "x")]
    [InlineData("'abc' for show: expected a whole number.", "quarantine", "show", "abc")]
    [InlineData("'nope' is none of ndjson, retail-csv, auto, shopify,", "ingest", "orders", "o", "--format", "nope")]
    [InlineData("--auto-stock -5: expected 1 to 10,000,000.", "ingest", "orders", "o", "--auto-stock", "-5")]
    [InlineData("'nope' is none of review, credit, prepayment.", "orders", "release", "shop:1", "--hold", "nope")]
    [InlineData("Unrecognized option '--sop'. A file of that name is ./--sop.", "ingest", "orders", "o", "--sop", "x")]
    [InlineData("--line", "orders", "cancel", "shop:1", "--lines", "1=2", "--reason", "x")]
    [InlineData("Take in files, or standard input (-).", "ingest")]
    [InlineData("https://127.0.0.1:0 needs a certificate", "serve", "--listen", "https://127.0.0.1:0")]
    [InlineData("not over --server", "demo", "--orders", "1", "--server", "http://127.0.0.1:1")]
    public async Task A_mistake_is_told_on_standard_error_and_nothing_is_done(string told, params string[] arguments)
    {
        using var folder = new O2cFolder();
        folder.Write("o", Inputs.Order("1"));

        var result = (await folder.RunAsync(arguments)).Ends(2);

        Assert.Contains(told, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Lines);
        Assert.False(File.Exists(folder.Journal));
    }

    [Fact]
    public async Task What_others_sent_can_not_control_a_terminal()
    {
        using var folder = new O2cFolder();
        var stock = folder.Write(
            "stock.csv", "sku,warehouse,kind,quantity,reference,at", $"A-1,B1,{Red}x\a,1,r,2026-11-01T00:00:00Z");

        var taken = await RunAsync(folder, "ingest", "stock", stock);
        var listed = await RunAsync(folder, "quarantine", "list");

        Assert.Contains("found ␛[31mx␇,", taken.Ends(1).Error + string.Concat(taken.Lines), StringComparison.Ordinal);
        Assert.Contains("␛[31mx␇", string.Concat(listed.Ends(0).Lines), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', taken.Error + string.Concat([.. taken.Lines, .. listed.Lines]));
        var row = (await folder.RunAsync("quarantine", "list")).Document()["quarantine"]!.AsArray()[0]!;
        Assert.Equal($"{Red}x\a", (string?)row["found"]);
    }

    [Fact]
    public async Task Whoever_is_not_proven_can_not_forge_a_line_of_the_log()
    {
        await using var served = await ServedFolder.StartAsync();

        await served.PostAsync("/hooks/shopify/" + Uri.EscapeDataString($"{Red}\nforged"), "{}");
        var result = await served.StopAsync();

        Assert.Contains("the last one to shopify/␛[31m␊forged,", result.Error, StringComparison.Ordinal);
        var logs = Path.Combine(Path.GetDirectoryName(served.Folder.Journal)!, "logs");
        var lines = Directory.EnumerateFiles(logs).SelectMany(File.ReadAllLines).ToArray();
        Assert.Contains(lines, line => line.Contains("shopify/␛[31m␊forged,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_audit_behind_a_server_reads_as_one_of_the_store()
    {
        await using var served = await ServedFolder.StartAsync();

        var there = await RunAsync(served.Folder, "audit", "--server", served.Address.ToString());

        Assert.Equal("all invariants hold", there.Ends(0).Lines[^1]);
        Assert.StartsWith("1 holds  no oversell (0 promises, 0 SKUs)", there.Lines[1], StringComparison.Ordinal);
    }

    /// <summary>Runs it for a person.</summary>
    private static async Task<O2cResult> RunAsync(O2cFolder folder, params string[] arguments)
    {
        await using var process = O2cProcess.Start(
            folder.Root, [.. arguments, "--store", "sqlite:" + Path.GetDirectoryName(folder.Journal)]);
        process.CloseInput();
        return await process.WaitAsync();
    }
}
