using System.Text.RegularExpressions;

namespace OrderToCash.Tests.Tidy;

/// <summary>A document that names a file which is gone sends its reader into the wood.</summary>
public static partial class DocumentRules
{
    private static readonly string[] TopFolders = ["src", "tests", "load-tests", "docs", "deploy", "eng", ".ci"];

    /// <summary>
    /// Links that stay in the repository, and paths in backticks that start with one of its folders, must exist. What
    /// has a placeholder in it (<c>docs/adr/NNNN-*.md</c>, <c>v&lt;n&gt;</c>) is a pattern, not a path.
    /// </summary>
    public static IEnumerable<Finding> NamedPaths(string path, string text, Func<string, bool> exists)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        foreach (var (index, line) in text.ReplaceLineEndings("\n").Split('\n').Index())
        {
            var links = Link().Matches(line)
                .Select(match => match.Groups["target"].Value.Split('#')[0])
                .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
                .Select(target => Path.Combine(folder, target));
            var named = Quoted().Matches(line)
                .Select(match => match.Groups["path"].Value)
                .Where(name => TopFolders.Contains(name.Split('/')[0]));
            foreach (var missing in links.Concat(named).Where(target => !exists(target)))
            {
                yield return new(path, index + 1, $"{missing} does not exist: correct the path, or the text.");
            }
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>[\w.-]+/[\w./-]*)`")]
    private static partial Regex Quoted();
}
