using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrderToCash.Tests.Tidy;

/// <summary>Limits on what a reader has to hold in the head at once.</summary>
public static class SizeRules
{
    public const int MaxFileLines = 500;
    public const int MaxMethodLines = 70;
    public const int MaxLineLength = 120;

    public static IEnumerable<Finding> FileLength(SourceFile file)
    {
        if (file.Lines.Length > MaxFileLines)
        {
            yield return new(file.Path, MaxFileLines + 1,
                $"{file.Lines.Length} lines, the limit is {MaxFileLines}: split the type by role.");
        }
    }

    /// <summary>Counts from the first line of the declaration, without attributes and comments, to its last.</summary>
    public static IEnumerable<Finding> MethodLength(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
                or PropertyDeclarationSyntax { ExpressionBody: not null }
        let start = FirstLine(node)
        let lines = node.GetLocation().GetLineSpan().EndLinePosition.Line - start + 1
        where lines > MaxMethodLines
        select new Finding(file.Path, start + 1,
            $"A method of {lines} lines, the limit is {MaxMethodLines}: name its parts.");

    /// <summary>A link can't be broken, and text inside a string of several lines is stored as it is.</summary>
    public static IEnumerable<Finding> LineLength(SourceFile file)
    {
        var quoted = LinesInsideStrings(file.Root);
        for (var index = 0; index < file.Lines.Length; index++)
        {
            var line = file.Lines[index];
            if (line.Length > MaxLineLength && !line.Contains("https://", StringComparison.Ordinal)
                && !quoted.Contains(index))
            {
                yield return new(file.Path, index + 1, $"{line.Length} characters, the limit is {MaxLineLength}.");
            }
        }
    }

    private static int FirstLine(SyntaxNode node)
    {
        var first = node.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList));
        return first.GetLocation()?.GetLineSpan().StartLinePosition.Line ?? 0;
    }

    private static HashSet<int> LinesInsideStrings(SyntaxNode root)
    {
        var lines = new HashSet<int>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is not (LiteralExpressionSyntax or InterpolatedStringExpressionSyntax))
            {
                continue;
            }

            var span = node.GetLocation().GetLineSpan();
            for (var line = span.StartLinePosition.Line + 1; line < span.EndLinePosition.Line; line++)
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
