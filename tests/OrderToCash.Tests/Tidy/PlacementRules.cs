using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OrderToCash.Tests.Tidy;

/// <summary>Where things live, and what the domain is kept free of.</summary>
public static class PlacementRules
{
    /// <summary>The compiler's list of banned symbols sees calls; these are seen in signatures too.</summary>
    private static readonly HashSet<string> Outside =
        ["Task", "ValueTask", "CancellationToken", "TimeProvider", "Stream", "IAsyncEnumerable", "ILogger"];

    /// <summary>src/OrderToCash.Domain/Values/Money.cs is in OrderToCash.Domain.Values.</summary>
    public static IEnumerable<Finding> NamespaceIsFolder(SourceFile file)
    {
        var folders = file.Path.Split('/')[1..^1];
        var expected = string.Join('.', folders);
        foreach (var type in file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            if (type is not (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                || type.Ancestors().OfType<BaseTypeDeclarationSyntax>().Any())
            {
                continue;
            }

            var actual = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();
            if (actual != expected)
            {
                yield return file.At(type, $"The namespace is {actual ?? "missing"}, the folder says {expected}.");
            }
        }
    }

    /// <summary>
    /// As <c>dotnet format</c> sorts them: System first, then by name; aliases and static ones apart.
    /// </summary>
    public static IEnumerable<Finding> UnsortedUsings(SourceFile file)
    {
        var usings = file.Root.ChildNodes().OfType<UsingDirectiveSyntax>()
            .Where(directive => directive.Alias is null && directive.StaticKeyword.IsKind(SyntaxKind.None))
            .ToList();
        var sorted = usings
            .OrderBy(
                directive => $"{directive.NamespaceOrType}.".StartsWith("System.", StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(directive => directive.NamespaceOrType.ToString(), StringComparer.OrdinalIgnoreCase);
        return usings.Zip(sorted)
            .Where(pair => pair.First != pair.Second)
            .Take(1)
            .Select(pair => file.At(pair.First, $"Here belongs {pair.Second}: run dotnet format."));
    }

    public static IEnumerable<Finding> InexactNumbers(SourceFile file) =>
        file.Root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.DoubleKeyword) || token.IsKind(SyntaxKind.FloatKeyword)
                || token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is double or float
                || token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is "Double" or "Half")
            .Select(token => file.At(token, "Money and stock are integers; where a rate is applied, use decimal."));

    public static IEnumerable<Finding> OutsideWorld(SourceFile file) =>
        file.Root.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => Outside.Contains(name.Identifier.Text))
            .Select(name => file.At(name,
                $"The domain is synchronous and pure: {name.Identifier.Text} belongs outside it."));
}
