namespace OrderToCash.Tests.Tidy;

/// <summary>Each rule sees what it forbids, on its line, and lets pass what only looks like it.</summary>
public sealed class TidyRulesTests
{
    [Fact]
    public void File_length()
    {
        AssertLines(SizeRules.FileLength, Lines(SizeRules.MaxFileLines));
        AssertLines(SizeRules.FileLength, Lines(SizeRules.MaxFileLines + 1), SizeRules.MaxFileLines + 1);
    }

    [Fact]
    public void Method_length_counts_neither_attributes_nor_comments()
    {
        AssertLines(SizeRules.MethodLength, Method(bodyLines: SizeRules.MaxMethodLines - 3));
        AssertLines(SizeRules.MethodLength, Method(bodyLines: SizeRules.MaxMethodLines - 2), 5);

        static string Method(int bodyLines) =>
            $"class C\n{{\n/// <summary>S</summary>\n[Fact]\nvoid M()\n{{\n{Lines(bodyLines)}\n}}\n}}";
    }

    [Fact]
    public void Line_length_leaves_links_and_stored_text_alone()
    {
        var longLine = new string('x', SizeRules.MaxLineLength + 1);

        AssertLines(SizeRules.LineLength, $"// {longLine[4..]}");
        AssertLines(SizeRules.LineLength, $"\n// {longLine}", 2);
        AssertLines(SizeRules.LineLength, $"// https://{longLine}");
        AssertLines(SizeRules.LineLength, $"var text = \"\"\"\n{longLine}\n\"\"\";");
        AssertLines(SizeRules.LineLength, $"var text = \"{longLine}\";", 1);
    }

    [Theory]
    [InlineData("// TO" + "DO later", 1)]
    [InlineData("int x; // FIX" + "ME", 1)]
    [InlineData("// Translates TO" + "DOS files")]
    public void Open_ends(string text, params int[] lines) => AssertLines(WritingRules.OpenEnds, text, lines);

    [Theory]
    [InlineData("class C\n{\n#region Fields\n#endregion\n}", 3)]
    [InlineData("// No #region here.")]
    public void Regions(string text, params int[] lines) => AssertLines(WritingRules.Regions, text, lines);

    [Theory]
    [InlineData("var a = b!.C;", 1)]
    [InlineData("string a = null!;", 1)]
    [InlineData("var a = !b && c != d; var e = \"!\";")]
    public void Null_forgiving(string text, params int[] lines) => AssertLines(WritingRules.NullForgiving, text, lines);

    [Theory]
    [InlineData("try { } catch { }", 1)]
    [InlineData("try { }\ncatch (Exception e) when (e is not IOException) { }", 2)]
    [InlineData("try { } catch (System.Exception) { }", 1)]
    [InlineData("try { } catch (IOException) { } catch (Exception e) when (e is A or B) { }")]
    [InlineData("try { } catch (Exception) { a.Dispose(); throw; }")]
    [InlineData("try { } catch (Exception) { if (a) throw; }", 1)]
    public void Catches_of_everything(string text, params int[] lines) =>
        AssertLines(WritingRules.CatchesOfEverything, text, lines);

    [Theory]
    [InlineData("class OrderManager;", 1)]
    [InlineData("record struct StringUtil;", 1)]
    [InlineData("abstract class AdapterBase;", 1)]
    [InlineData("class Database; class Utilisation; enum Implied { }")]
    public void Empty_names(string text, params int[] lines) => AssertLines(WritingRules.EmptyNames, text, lines);

    [Theory]
    [InlineData("class C\n{\n[Fact(Skip = \"flaky\")]\nvoid M() { }\n}", 3)]
    [InlineData("class C { [Fact] void M() { Skip = \"needs a server\"; } }")]
    public void Skipped_tests(string text, params int[] lines) => AssertLines(WritingRules.SkippedTests, text, lines);

    [Theory]
    [InlineData("namespace OrderToCash.Domain.Orders;\nclass C { class Nested; }")]
    [InlineData("namespace OrderToCash.Domain;\nclass C;", 2)]
    [InlineData("\nenum Bare { }", 2)]
    public void Namespace_is_folder(string text, params int[] lines) =>
        AssertLines(PlacementRules.NamespaceIsFolder, text, lines);

    [Theory]
    [InlineData("using Alpha;\nusing System;", 1)]
    [InlineData("using System.Text;\nusing System.IO;", 1)]
    [InlineData("using System;\nusing System.IO;\nusing Alpha;\nusing Beta.Gamma;\nusing static System.Math;")]
    public void Unsorted_usings(string text, params int[] lines) =>
        AssertLines(PlacementRules.UnsortedUsings, text, lines);

    [Theory]
    [InlineData("double a;", 1)]
    [InlineData("float a;", 1)]
    [InlineData("var a = 0.1 * b;", 1)]
    [InlineData("Double a;", 1)]
    [InlineData("var a = 0.1m; var b = 10; var c = \"double\"; // float")]
    public void Inexact_numbers(string text, params int[] lines) =>
        AssertLines(PlacementRules.InexactNumbers, text, lines);

    [Theory]
    [InlineData("class C\n{\nTask M() => x;\n}", 3)]
    [InlineData("class C { void M(TimeProvider time) { } }", 1)]
    [InlineData("ValueTask<int> M() => x;", 1)]
    [InlineData("class C { void M(DateTimeOffset at) { } }")]
    public void Outside_world(string text, params int[] lines) => AssertLines(PlacementRules.OutsideWorld, text, lines);

    [Theory]
    [InlineData("Domain", "Engine", false)]
    [InlineData("Application", "Engine", true)]
    [InlineData("Application", "Adapters", false)]
    [InlineData("Simulation", "Adapters", false)]
    [InlineData("LoadTests", "Adapters", true)]
    [InlineData("Common", "Domain", false)]
    public void Project_references(string from, string to, bool allowed)
    {
        var text = $"<Project>\n<ProjectReference Include=\"..\\X\\OrderToCash.{to}.csproj\" /></Project>";

        Assert.Equal(allowed, !ProjectRules.References($"src/OrderToCash.{from}.csproj", text).Any());
    }

    [Theory]
    [InlineData("Engine", false)]
    [InlineData("Adapters", true)]
    public void Packages(string project, bool allowed)
    {
        var text = "<Project><PackageReference Include=\"Dapper\" /></Project>";

        Assert.Equal(allowed, !ProjectRules.Packages($"src/OrderToCash.{project}.csproj", text).Any());
    }

    [Theory]
    [InlineData("See `src/Gone.cs`.", "src/Gone.cs")]
    [InlineData("See [the guide](gone.md#part).", "docs/gone.md")]
    [InlineData("See `src/Here.cs`, [it](../src/Here.cs), [a site](https://example.org/gone.md), [above](#part).")]
    [InlineData("See `docs/adr/NNNN-*.md`, `application/json` and `order/shopify:1001`.")]
    public void Named_paths(string text, params string[] missing)
    {
        var findings = DocumentRules.NamedPaths(
            "docs/page.md", text, target => target.EndsWith("src/Here.cs", StringComparison.Ordinal));

        Assert.Equal(missing.Select(path => $"docs/page.md:1: {path} does not exist: correct the path, or the text."),
            findings.Select(finding => finding.ToString()));
    }

    private static string Lines(int count) => string.Join('\n', Enumerable.Repeat("//", count));

    private static void AssertLines(Func<SourceFile, IEnumerable<Finding>> rule, string text, params int[] expected) =>
        Assert.Equal(expected,
            rule(new SourceFile("src/OrderToCash.Domain/Orders/C.cs", text)).Select(finding => finding.Line));
}
