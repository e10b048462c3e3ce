using System.Text;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Every sample is translated or refused as the documentation's table says.</summary>
public sealed class MarketplaceSampleTests
{
    private const string Folder = "marketplaces";
    private const string Document = "docs/formats/marketplaces.md";
    private const string Begin = "<!-- samples -->\n";
    private const string End = "<!-- /samples -->";

    [SharedDataFact(Folder)]
    public void Every_sample_becomes_what_the_table_says()
    {
        var root = SharedData.FullPath(Folder);
        var table = new StringBuilder("| sample | what becomes of it |\n| --- | --- |\n");
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "SOURCES.md")
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var results = Deliveries.Translate(File.ReadAllBytes(Path.Combine(root, file)));
            table.Append($"| {file} | {Deliveries.Describe(results)} |\n");
        }

        var path = RepositoryFiles.FullPath(Document);
        var text = File.ReadAllText(path);
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text[..start] + table + text[end..]);
            return;
        }

        Assert.Equal(table.ToString(), text[start..end]);
    }

    [SharedDataFact(Folder)]
    public void Every_refused_sample_has_its_bytes_and_says_place_found_and_expected()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.FullPath(Folder), "*", SearchOption.AllDirectories))
        {
            foreach (var result in Deliveries.Translate(File.ReadAllBytes(file)))
            {
                Assert.False(result.Raw.IsEmpty);
                if (result.Rejection is not { } rejection)
                    continue;
                Assert.NotEmpty(rejection.Place);
                Assert.NotEmpty(rejection.Found);
                Assert.NotEmpty(rejection.Expected);
            }
        }
    }

    /// <summary>What is kept in the quarantine can be tried again.</summary>
    [SharedDataFact(Folder)]
    public void Each_order_of_a_sample_is_translated_the_same_from_its_own_bytes()
    {
        foreach (var file in Directory.EnumerateFiles(SharedData.FullPath(Folder), "*", SearchOption.AllDirectories))
        {
            foreach (var result in Deliveries.Translate(File.ReadAllBytes(file)))
            {
                if (result.Rejection is { Reason: "cut-off" or "malformed-json" })
                    continue;
                var again = Assert.Single(Deliveries.Translate(result.Raw.ToArray()));
                Assert.Equal(
                    (result.Rejection is null, result.NothingToDo, result.Commands.Length),
                    (again.Rejection is null, again.NothingToDo, again.Commands.Length));
            }
        }
    }
}
