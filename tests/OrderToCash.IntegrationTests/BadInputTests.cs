using System.Text;
using System.Text.Json.Nodes;

namespace OrderToCash.IntegrationTests;

/// <summary>Bad lines among good ones: each is refused with a reason and kept, and takes nothing with it.</summary>
public sealed class BadInputTests(BadOrdersRun run) : IClassFixture<BadOrdersRun>
{
    [Theory]
    [InlineData("malformed", "malformed-json", "line 1, column 36", "the end", "one JSON object")]
    [InlineData("type", "wrong-type", "lines[0].quantity", "\"two\"", "number")]
    [InlineData("negative", "invalid-quantity", "lines[0].quantity", "-1", "1 to")]
    [InlineData("zero", "invalid-quantity", "lines[0].quantity", "0", "1 to")]
    [InlineData("currency", "unknown-currency", "currency", "\"EUX\"", "ISO 4217")]
    [InlineData("utf-8", "invalid-utf-8", "line 11, byte 14", "0xFC6C6C65", "UTF-8")]
    [InlineData(BadOrdersRun.Huge, "too-long", "line 13", "bytes", "at most 8388608 bytes")]
    public async Task A_bad_line_is_refused_with_its_place_and_kept(
        string name, string reason, string place, string found, string expected)
    {
        run.Result.Ends(1);
        var (position, kept) = BadOrdersRun.Find(name);
        var answers = run.Result.Objects();

        var answer = Assert.Single(answers, answer => answer["position"]?.GetValue<long>() == position);

        Assert.Equal("rejected", (string?)answer["result"]);
        var rejection = answer["rejection"]!;
        Assert.Equal((reason, place), ((string?)rejection["reason"], (string?)rejection["place"]));
        Assert.Contains(found, (string?)rejection["found"], StringComparison.Ordinal);
        Assert.Contains(expected, (string?)rejection["expected"], StringComparison.Ordinal);
        Assert.Equal(kept, await run.QuarantinedAsync(position));
        var next = Assert.Single(answers, answer => answer["position"]?.GetValue<long>() == position + 1);
        Assert.Equal("accepted", (string?)next["result"]);
    }

    [Fact]
    public void The_summary_counts_them_by_reason()
    {
        var summary = run.Result.Ends(1).Summary();

        Assert.Equal(2 * BadOrdersRun.Count, (int?)summary["read"]);
        Assert.Equal(BadOrdersRun.Count, (int?)summary["accepted"]);
        Assert.Equal(BadOrdersRun.Count, (int?)summary["rejected"]);
        Assert.Equal(2, (int?)summary["reasons"]!["invalid-quantity"]);
    }

    [Fact]
    public async Task The_quarantine_lists_them_and_shows_their_bytes()
    {
        var listed = (await run.QuarantineAsync("list")).Document()["quarantine"]!.AsArray();
        Assert.Equal(BadOrdersRun.Count, listed.Count);
        var (position, kept) = BadOrdersRun.Find("currency");
        var row = Assert.Single(listed, row => (long?)row!["position"] == position);

        var shown = (await run.QuarantineAsync("show", row!["number"]!.ToString())).Document();

        Assert.Equal(Encoding.UTF8.GetString(kept), (string?)shown["raw"]);
        Assert.Equal("unknown-currency", (string?)shown["reason"]);
    }

    [Fact]
    public async Task An_order_of_an_unknown_sku_is_held_for_review_with_the_evidence()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("ingest", "orders", folder.Write("o.ndjson", Inputs.Order("1", "NO-SUCH")))).Ends(0);

        var order = await folder.ShowAsync("order", "shop:1");

        Assert.Equal("on-hold", (string?)order["status"]);
        var hold = Assert.Single(order["holds"]!.AsArray());
        Assert.Equal("review", (string?)hold!["reason"]);
        Assert.Contains("NO-SUCH", hold["evidence"]!.ToJsonString(), StringComparison.Ordinal);
        var held = (await folder.RunAsync("orders", "held")).Ends(0).Document()["held"]!.AsArray();
        Assert.Equal("shop:1", (string?)Assert.Single(held)!["order"]);
        await folder.AuditAsync();
    }

    [Fact]
    public async Task A_shipment_of_an_unknown_order_or_of_too_much_is_refused_and_kept()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("ingest", "stock", folder.Write("s.ndjson", Inputs.Stock("A-1", 10)))).Ends(0);
        (await folder.RunAsync(
            "ingest", "orders", folder.Write("o.ndjson", Inputs.Order("1", pieces: 2), Inputs.Order("2")))).Ends(0);
        string[] lines = [Inputs.Shipment("404"), Inputs.Shipment("1", pieces: 3), Inputs.Shipment("2")];

        var result = (await folder.RunAsync("ingest", "shipments", folder.Write("sh.ndjson", lines))).Ends(1);

        var answers = result.Objects();
        Assert.Equal(("rejected", "unknown-order"), Outcome(answers[0]));
        Assert.Equal(("rejected", "quantity-exceeded"), Outcome(answers[1]));
        Assert.Equal(("accepted", null), Outcome(answers[2]));
        Assert.NotEmpty((string?)answers[0]["rejection"]!["expected"] ?? "");
        Assert.NotEmpty((string?)answers[1]["rejection"]!["found"] ?? "");
        for (var i = 0; i < 2; i++)
        {
            var kept = await folder.QuarantinedAsync("sh.ndjson", i + 1);
            Assert.Equal(lines[i], Encoding.UTF8.GetString(kept.Raw.Span));
        }

        await folder.AuditAsync();
    }

    private static (string? Result, string? Reason) Outcome(JsonObject answer) =>
        ((string?)answer["result"], (string?)answer["rejection"]?["reason"]);
}
