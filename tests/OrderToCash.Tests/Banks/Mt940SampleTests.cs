using System.Globalization;
using System.Text.Json;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Banks' and other projects' MT940 and MT942 files: each entry is read as those projects read it, or the
/// statement is refused for the reason stated here.</summary>
public sealed class Mt940SampleTests
{
    /// <summary>What no mending makes a statement.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        // The value date is 362268.
        ["mt940-headers.txt"] = "malformed-date",
    };

    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var file in Directory.Exists(BankSamples.Bank) ? BankSamples.Mt940Files() : [""])
            files.Add(file);
        return files;
    }

    [SharedDataTheory("bank")]
    [MemberData(nameof(Files))]
    public async Task Every_sample_is_read_as_expected_or_refused_for_its_reason(string file)
    {
        var path = Path.Combine(BankSamples.Bank, file);
        var items = await Mt940Mending.ReadAsync(path);
        Assert.NotEmpty(items);
        var reason = Refused.FirstOrDefault(x => file.EndsWith(x.Key, StringComparison.Ordinal)).Value;
        if (reason is not null && items[0].Rejection is not null)
        {
            Assert.Equal(reason, Assert.Single(items).Rejection?.Reason);
            return;
        }

        Assert.All(items, x => Assert.Null(x.Rejection));
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(path + ".expected.json"));
        var found = items.SelectMany(x => Told(x)).ToList();
        var entries = Entries(expected.RootElement);
        if (entries.Count == 0)
            return;

        Assert.Equal(entries.Count, found.Count);
        var differences = entries.Zip(found).SelectMany(x => Mt940Comparison.Of(x.First, x.Second));
        Assert.Equal([], differences);
    }

    [SharedDataTheory("bank")]
    [MemberData(nameof(Files))]
    public async Task Every_sample_that_adds_up_is_accepted_with_its_balances(string file)
    {
        var path = Path.Combine(BankSamples.Bank, file);
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(path + ".expected.json"));
        // The sums stated for this file leave out amounts with a decimal point.
        if (file.EndsWith("Rabo/sample", StringComparison.Ordinal))
            return;

        var invariants = expected.RootElement.GetProperty("bank_invariants").EnumerateArray().ToList();
        var items = await Camt.ReadFileAsync(path);
        if (invariants.Count != items.Length)
            return;
        foreach (var (item, invariant) in items.Zip(invariants))
            Compare(item, invariant);
    }

    // Of an intraday report all is announced.
    private static IEnumerable<BankTransaction> Told(SourceItem item) => item.Commands.SelectMany(x => x.Command switch
    {
        BankCommand.BookEntries book => book.Entries,
        BankCommand.Announce announce => announce.Entries,
        _ => [],
    });

    private static void Compare(SourceItem item, JsonElement invariant)
    {
        var adds = invariant.GetProperty("reconciles").ValueKind == JsonValueKind.True;
        // A currency that is no more is refused whether it adds up or not, and so are a file's remains.
        if (item.Rejection is { } rejection)
        {
            Assert.True(!adds || rejection.Reason is "unknown-currency" or "missing-account", rejection.ToString());
            return;
        }

        Assert.True(adds);
        Assert.Equal(Minor(invariant, "opening"), Camt.Header(item).OpeningMinor);
        Assert.Equal(Minor(invariant, "closing"), Camt.Header(item).ClosingMinor);
    }

    private static long Minor(JsonElement invariant, string name) =>
        (long)(decimal.Parse(invariant.GetProperty(name).GetString() ?? "", CultureInfo.InvariantCulture) * 100);

    private static List<JsonElement> Entries(JsonElement expected) =>
        expected.TryGetProperty("statements", out var statements) && statements.ValueKind == JsonValueKind.Array
            ? [.. statements.EnumerateArray().SelectMany(x => x.GetProperty("entries").EnumerateArray())]
            : [];
}
