using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OrderToCash.Tests.Tidy;

/// <summary>A C# file: its path from the root with forward slashes, its lines, and its syntax (parsed once).</summary>
public sealed class SourceFile
{
    private static readonly Lazy<SourceFile[]> Repository = new(() =>
        [.. RepositoryFiles.Under(".cs", "src", "tests", "load-tests")
            .Select(path => new SourceFile(path, RepositoryFiles.ReadText(path)))]);

    private readonly Lazy<SyntaxNode> _root;

    public SourceFile(string path, string text)
    {
        Path = path;
        Lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        _root = new(() => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot());
    }

    /// <summary>Every C# file of the repository.</summary>
    public static IReadOnlyList<SourceFile> All => Repository.Value;

    public string Path { get; }

    public string[] Lines { get; }

    public SyntaxNode Root => _root.Value;

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public Finding At(SyntaxNode node, string message) => At(node.GetLocation(), message);

    public Finding At(SyntaxToken token, string message) => At(token.GetLocation(), message);

    private Finding At(Location location, string message) =>
        new(Path, location.GetLineSpan().StartLinePosition.Line + 1, message);
}
