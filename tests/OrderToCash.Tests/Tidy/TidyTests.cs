namespace OrderToCash.Tests.Tidy;

/// <summary>The style of docs/STYLE.md as far as a machine can read it; every failure names its places.</summary>
public sealed class TidyTests
{
    private static readonly string[] Everywhere = ["src", "tests", "load-tests"];

    [Fact]
    public void Files_are_short() => AssertTidy(SizeRules.FileLength, Everywhere);

    [Fact]
    public void Methods_are_short() => AssertTidy(SizeRules.MethodLength, Everywhere);

    [Fact]
    public void Lines_are_short() => AssertTidy(SizeRules.LineLength, Everywhere);

    [Fact]
    public void Nothing_is_left_open() => AssertTidy(WritingRules.OpenEnds, Everywhere);

    [Fact]
    public void No_type_has_regions() => AssertTidy(WritingRules.Regions, Everywhere);

    [Fact]
    public void No_null_is_hidden_from_the_compiler() => AssertTidy(WritingRules.NullForgiving, "src");

    [Fact]
    public void Names_say_what_a_type_is() => AssertTidy(WritingRules.EmptyNames, Everywhere);

    [Fact]
    public void No_test_is_switched_off() => AssertTidy(WritingRules.SkippedTests, Everywhere);

    [Fact]
    public void Namespaces_are_folders() => AssertTidy(PlacementRules.NamespaceIsFolder, "src", "tests");

    [Fact]
    public void Usings_are_sorted() => AssertTidy(PlacementRules.UnsortedUsings, Everywhere);

    [Fact]
    public void The_domain_counts_exactly() => AssertTidy(PlacementRules.InexactNumbers, "src/OrderToCash.Domain");

    [Fact]
    public void The_domain_is_pure() => AssertTidy(PlacementRules.OutsideWorld, "src/OrderToCash.Domain");

    [Fact]
    public void Everything_is_caught_only_where_a_reason_is_listed()
    {
        var findings = SourceFile.All.Where(file => file.IsIn("src"))
            .SelectMany(WritingRules.CatchesOfEverything).ToList();
        var unused = AllowedCatches.Reasons.Keys.Except(findings.Select(finding => finding.Path))
            .Select(path => new Finding(path, 1, "Catches nothing of the kind: take it out of AllowedCatches.cs."));

        AssertNone(findings.Where(finding => !AllowedCatches.Reasons.ContainsKey(finding.Path)).Concat(unused));
    }

    [Fact]
    public void Project_references_point_one_way() =>
        AssertNone(Projects().SelectMany(project => ProjectRules.References(project.Path, project.Text)));

    [Fact]
    public void Domain_and_engine_have_no_packages() =>
        AssertNone(Projects().SelectMany(project => ProjectRules.Packages(project.Path, project.Text)));

    [Fact]
    public void Documents_name_only_what_exists() =>
        AssertNone(Documents().SelectMany(path => DocumentRules.NamedPaths(
            path, RepositoryFiles.ReadText(path), target => Path.Exists(RepositoryFiles.FullPath(target)))));

    [Fact]
    public void The_map_names_every_folder_of_the_source()
    {
        const string map = "docs/ARCHITECTURE.md";
        var text = RepositoryFiles.ReadText(map);
        AssertNone(SourceFile.All.Where(file => file.IsIn("src")).Select(file => file.Path.Split('/'))
            .Where(static parts => parts.Length > 3).Select(static parts => (Project: parts[1], Folder: parts[2]))
            .Distinct().Where(place => !text.Contains($"`{place.Folder}`", StringComparison.Ordinal))
            .Select(place => new Finding(map, 1, $"says nothing of {place.Folder} in {place.Project}.")));
    }

    private static IEnumerable<(string Path, string Text)> Projects() =>
        RepositoryFiles.Under(".csproj", Everywhere).Select(path => (path, RepositoryFiles.ReadText(path)));

    private static IEnumerable<string> Documents() =>
        RepositoryFiles.Under(".md", "docs", "deploy", "load-tests")
            .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.md").Select(file => Path.GetFileName(file)));

    private static void AssertTidy(Func<SourceFile, IEnumerable<Finding>> rule, params string[] folders) =>
        AssertNone(SourceFile.All.Where(file => folders.Any(file.IsIn)).SelectMany(rule));

    private static void AssertNone(IEnumerable<Finding> findings)
    {
        var lines = findings.Select(finding => finding.ToString()).ToList();
        Assert.True(lines.Count == 0, $"{lines.Count} to tidy:\n{string.Join('\n', lines)}");
    }
}
