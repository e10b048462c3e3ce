using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.IntegrationTests;

/// <summary>Statements that are not ours, not whole, or not honest: refused as a whole and kept.</summary>
public sealed class BadStatementTests
{
    [Fact]
    public async Task A_statement_of_somebody_elses_account_is_refused_and_the_next_is_booked()
    {
        using var folder = await WithAccountAsync();
        var theirs = folder.WriteStatements(
            "theirs.xml", new Iban("DE89370400440532013000"), [Inputs.Transfer("T1", 100, "x")]);
        var ours = folder.WriteStatements("ours.xml", Inputs.Account, [Inputs.Transfer("T1", 100, "x")]);

        var result = (await folder.RunAsync("ingest", "bank", theirs, ours)).Ends(1);

        var rejection = Assert.Single(result.Objects(), answer => answer["rejection"] is not null)["rejection"]!;
        Assert.Equal("unknown-account", (string?)rejection["reason"]);
        Assert.Contains("DE89370400440532013000", rejection.ToJsonString(), StringComparison.Ordinal);
        var kept = await folder.QuarantinedAsync("theirs.xml", 1);
        Assert.Contains(Encoding.UTF8.GetString(kept.Raw.Span), await File.ReadAllTextAsync(theirs));
        await CheckPaymentsAsync(folder, 1);
    }

    [Fact]
    public async Task A_truncated_statement_is_refused_and_nothing_of_it_is_booked()
    {
        using var folder = await WithAccountAsync();
        var whole = await File.ReadAllBytesAsync(
            folder.WriteStatements("whole.xml", Inputs.Account, [Inputs.Transfer("T1", 100, "x")]));

        var result = await folder.RunAsync("ingest", "bank", folder.Write("cut.xml", whole[..^60]));

        var rejection = Rejection(result.Ends(1));
        Assert.Equal("malformed-xml", (string?)rejection["reason"]);
        Assert.StartsWith("line 1, column ", (string?)rejection["place"], StringComparison.Ordinal);
        Assert.Equal(whole[..^60], (await folder.QuarantinedAsync("cut.xml", 1)).Raw.ToArray());
        await CheckPaymentsAsync(folder, 0);
    }

    [Fact]
    public async Task An_external_entity_is_refused_and_its_file_is_not_read()
    {
        using var folder = await WithAccountAsync();
        var secret = folder.Write("secret.txt", "the-secret");
        var whole = await File.ReadAllTextAsync(
            folder.WriteStatements("whole.xml", Inputs.Account, [Inputs.Transfer("T1", 100, "MARK")]));
        var bad = whole
            .Replace("<Document", $"<!DOCTYPE Document [<!ENTITY x SYSTEM \"file://{secret}\">]><Document",
                StringComparison.Ordinal)
            .Replace("MARK", "&x;", StringComparison.Ordinal);

        var result = await folder.RunAsync("ingest", "bank", folder.Write("bad.xml", Encoding.UTF8.GetBytes(bad)));

        var rejection = Rejection(result.Ends(1));
        Assert.Equal(
            ("dtd", "line 1", "a document type declaration"),
            ((string?)rejection["reason"], (string?)rejection["place"], (string?)rejection["found"]));
        Assert.Equal(bad, Encoding.UTF8.GetString((await folder.QuarantinedAsync("bad.xml", 1)).Raw.Span));
        await CheckPaymentsAsync(folder, 0);
        var store = Path.GetDirectoryName(folder.Journal)!;
        foreach (var file in Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(
                "the-secret", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_statement_stops_the_feed_until_it_comes_or_a_person_accepts_the_gap()
    {
        using var folder = await WithAccountAsync();
        var days = await DaysAsync(folder, 5);
        (await folder.RunAsync("ingest", "bank", days[0])).Ends(0);

        var refused = Rejection((await folder.RunAsync("ingest", "bank", days[2])).Ends(1));
        Assert.Equal("chain-broken", (string?)refused["reason"]);
        Assert.Equal("3", (string?)(await StoppedAsync(folder))!["statement"]);
        (await folder.RunAsync("ingest", "bank", days[1])).Ends(0);
        (await folder.RunAsync("quarantine", "retry", "all")).Ends(0);
        Assert.Null(await StoppedAsync(folder));

        (await folder.RunAsync("ingest", "bank", days[4])).Ends(1);
        var gap = folder.RunAsync("accounts", "accept-gap", Inputs.Account.Value, "--reason", "the bank lost it");
        (await gap).Ends(0);
        (await folder.RunAsync("quarantine", "retry", "all")).Ends(0);

        Assert.Null(await StoppedAsync(folder));
        await CheckPaymentsAsync(folder, 4);
        await folder.AuditAsync();
    }

    // A file for each of several days that go on from each other.
    private static async Task<string[]> DaysAsync(O2cFolder folder, int count)
    {
        var entries = Enumerable.Range(1, count).Select(day => new[] { Inputs.Transfer($"T{day}", 100 * day, "x") });
        var all = await File.ReadAllTextAsync(folder.WriteStatements("all.xml", Inputs.Account, [.. entries]));
        var parts = all.Split(["<Stmt>", "</Stmt>"], StringSplitOptions.None);
        return
        [
            .. Enumerable.Range(0, count).Select(day => folder.Write(
                $"day{day + 1}.xml", $"{parts[0]}<Stmt>{parts[(2 * day) + 1]}</Stmt>{parts[^1]}")),
        ];
    }

    private static async Task<JsonNode?> StoppedAsync(O2cFolder folder) =>
        (await folder.RunAsync("accounts", "list")).Ends(0).Document()["accounts"]![0]!["stopped"];

    private static async Task<O2cFolder> WithAccountAsync()
    {
        var folder = new O2cFolder();
        (await folder.RunAsync("accounts", "add", Inputs.Account.Value)).Ends(0);
        return folder;
    }

    private static JsonNode Rejection(O2cResult result) =>
        Assert.Single(result.Objects(), answer => answer["position"] is not null)["rejection"]!;

    private static async Task CheckPaymentsAsync(O2cFolder folder, int payments)
    {
        await using var journal = await folder.OpenJournalAsync();
        Assert.Equal(payments, (await EventCounts.ReadAsync(journal)).Total("payment.received"));
    }
}
