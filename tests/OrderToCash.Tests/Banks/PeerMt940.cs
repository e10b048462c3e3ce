using System.Text.Json;

namespace OrderToCash.Tests.Banks;

/// <summary>Compares the entries of MT940 files with those that other projects read in them.</summary>
internal static class PeerMt940
{
    /// <summary>Compares entry by entry; some projects keep those of all statements in one list.</summary>
    public static void Compare(BankComparisonSheet sheet, List<BankStatement> statements, JsonElement expected)
    {
        if (!expected.TryGetProperty("statements", out var peers) || peers.ValueKind != JsonValueKind.Array)
            return;
        var entries = peers.EnumerateArray().SelectMany(x => x.GetProperty("entries").EnumerateArray()).ToList();
        if (entries.Count == 0)
            return;

        var found = statements.SelectMany(x => x.Header is null ? x.Told : x.Booked).ToList();
        sheet.Check("entries", found.Count, entries.Count);
        foreach (var (entry, transaction) in entries.Zip(found))
        {
            foreach (var (field, wanted, got) in Mt940Comparison.All(entry, transaction))
                sheet.Check(field, got, wanted);
        }
    }
}
