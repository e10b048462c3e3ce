using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrderToCash.Tests.Tidy;

/// <summary>What is not written in this repository, whatever the compiler thinks of it.</summary>
public static partial class WritingRules
{
    private static readonly string[] EmptyWords =
    [
        "Manager", "Helper", "Helpers", "Processor", "Util", "Utils", "Utility", "Utilities", "Impl", "Base",
    ];

    /// <summary>The marks are spelled apart in the pattern, so that this file has none itself.</summary>
    public static IEnumerable<Finding> OpenEnds(SourceFile file) =>
        file.Lines.Index()
            .Where(line => OpenEnd().IsMatch(line.Item))
            .Select(line => new Finding(file.Path, line.Index + 1, "Finish it, or open an issue and delete the mark."));

    public static IEnumerable<Finding> Regions(SourceFile file) =>
        file.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => new Finding(file.Path, trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                "A type that needs regions needs splitting by role."));

    public static IEnumerable<Finding> NullForgiving(SourceFile file) =>
        file.Root.DescendantNodes()
            .Where(node => node.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            .Select(node => file.At(node, "`!` hides a null from the compiler: check it, or make the type say it."));

    /// <summary>
    /// A catch of everything hides bugs, except at the top of a loop, where it decides what they cost.
    /// </summary>
    public static IEnumerable<Finding> CatchesOfEverything(SourceFile file) =>
        file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
            .Where(clause => clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception")
            .Where(clause => !NamesTypes(clause.Filter))
            .Where(clause => clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax)
            .Select(clause => file.At(clause, "Catch what can be handled here. For the top of a loop: name the file "
                + "in tests/OrderToCash.Tests/Tidy/AllowedCatches.cs, with the reason."));

    public static IEnumerable<Finding> EmptyNames(SourceFile file) =>
        from type in file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        let name = type.Identifier.Text
        let word = EmptyWords.FirstOrDefault(word => name.EndsWith(word, StringComparison.Ordinal))
        where word is not null
        select file.At(type.Identifier, $"'{word}' says nothing about {name}: use a noun for what it is.");

    public static IEnumerable<Finding> SkippedTests(SourceFile file) =>
        from argument in file.Root.DescendantNodes().OfType<AttributeArgumentSyntax>()
        where argument.NameEquals?.Name.Identifier.Text == "Skip"
        select file.At(argument, "Repair or delete the test; what needs a server has an attribute that skips it.");

    /// <summary>A filter such as <c>when (e is IOException or FormatException)</c>, without a "not".</summary>
    private static bool NamesTypes(CatchFilterClauseSyntax? filter) =>
        filter?.FilterExpression is IsPatternExpressionSyntax or BinaryExpressionSyntax
        { RawKind: (int)SyntaxKind.IsExpression }
        && !filter.DescendantTokens().Any(token => token.IsKind(SyntaxKind.NotKeyword));

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E)\b")]
    private static partial Regex OpenEnd();
}
