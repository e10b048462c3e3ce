using System.Globalization;
using System.Text;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>
/// Every sample of other projects is read with the values that these expect, or refused for a reason stated here. With
/// the environment variable O2C_BANK_REPORT=FILE the comparison is written there as a table.
/// </summary>
public sealed class BankComparisonTests
{
    /// <summary>Refused files of other projects, by the end of their paths: most are cut out of larger ones.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["camt053.v2.minimal.ultimate.xml"] = "wrong-currency",
        ["camt053.v2.minimal.xml"] = "wrong-currency",
        ["camt053.v2.with-account-name.xml"] = "missing-opening-balance",
        ["camt053.v4.xml"] = "wrong-currency",
        ["camt053.v8.xml"] = "wrong-currency",
        ["camt.053.001.07.xml"] = "missing-opening-balance",
        ["053/valid_example_v8.xml"] = "wrong-currency",
        ["053/valid_example_with_batch.xml"] = "balance-mismatch",
        ["053/valid_example_with_debit.xml"] = "balance-mismatch",
        ["valid_namespace.xml"] = "not-camt",
        ["invalid_namespace.xml"] = "not-camt",
    };

    public static TheoryData<string> CamtFiles() => Of(static x => x.EndsWith(".xml", StringComparison.Ordinal));

    [SharedDataTheory("bank")]
    [MemberData(nameof(CamtFiles))]
    public async Task Camt_file_has_the_expected_values_or_is_refused_for_its_reason(string file)
    {
        var comparison = await BankComparison.OfAsync(file);

        Assert.Equal("", string.Join("\n", comparison.Differences));
        var reason = Refused.FirstOrDefault(x => file.EndsWith(x.Key, StringComparison.Ordinal)).Value;
        if (reason is null)
            Assert.Empty(comparison.Refused);
        else
            Assert.StartsWith(reason + ":", Assert.Single(comparison.Refused));
    }

    [SharedDataFact("bank")]
    public async Task Report_lists_every_file()
    {
        var table = new StringBuilder("| file | format | read | values compared | differences |\n");
        table.Append("|---|---|---|---|---|\n");
        var files = 0;
        foreach (var file in BankComparison.Files())
        {
            var row = await BankComparison.OfAsync(file);
            var refused = string.Join("; ", row.Refused);
            var how = row.IsMended ? "refused, entries compared: " : "refused: ";
            var verdict = refused.Length == 0 ? "yes" : how + refused;
            var differences = Cell(string.Join("; ", row.Differences));
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {file} | {row.Format} | {Cell(verdict)} | {row.Checks} | {differences} |\n");
            files++;
        }

        Assert.True(files > 250, $"{files} files");
        if (Environment.GetEnvironmentVariable("O2C_BANK_REPORT") is { Length: > 0 } path)
            await File.WriteAllTextAsync(path, table.ToString());
    }

    private static TheoryData<string> Of(Func<string, bool> isWanted)
    {
        var files = new TheoryData<string>();
        if (Directory.Exists(BankSamples.Bank))
        {
            foreach (var file in BankComparison.Files().Where(isWanted))
                files.Add(file);
        }
        else
        {
            files.Add("");
        }

        return files;
    }

    private static string Cell(string text) => text.Replace("|", "\\|").ReplaceLineEndings(" ");
}
