using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using OrderToCash.Application.Codecs;
using OrderToCash.Tests.Codecs;
using Xunit;

namespace OrderToCash.Tests.Tidy;

/// <summary>A new event is not done before it changes a state, is stored, is documented and has golden bytes.</summary>
public sealed class EventsInGoldenTests
{
    public static TheoryData<Type> EventTypes => [.. Stored.EventTypes];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Is_handled_by_Evolve(Type eventType)
    {
        var name = $"{eventType.DeclaringType!.Name}.{eventType.Name}";
        Assert.True(HandledByEvolve.Value.Contains(name), $"No Evolve has a case for {name}.");
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Has_one_example(Type eventType)
    {
        var example = Assert.Single(Examples.All, example => example.Full.GetType() == eventType);
        Assert.IsType(eventType, example.Minimal);
    }

    [Fact]
    public void Every_golden_file_is_of_a_known_event()
    {
        var known = OrderEventCodec.Names.Concat(StockEventCodec.Names).Concat(AccountEventCodec.Names)
            .Concat(PaymentEventCodec.Names).Concat(BankEventCodec.Names).Concat(SeriesEventCodec.Names)
            .Concat(SettlementEventCodec.Names)
            .Concat(PolicyEventCodec.Names)
            .Concat(ChecksEventCodec.Names)
            .Select(name => $"{name.Text}.v{name.Version}.json").ToHashSet(StringComparer.Ordinal);
        var files = Directory.GetFiles(GoldenFile.PathOf("journal/v1")).Select(file => Path.GetFileName(file)!);
        Assert.All(files, file => Assert.Contains(file, known));
    }

    /// <summary>The cases of every switch in a method named Evolve, as <c>OrderEvent.Placed</c>.</summary>
    private static readonly Lazy<HashSet<string>> HandledByEvolve = new(() =>
    {
        var handled = new HashSet<string>(StringComparer.Ordinal);
        var domain = Path.Combine(GoldenFile.Repository, "src", "OrderToCash.Domain");
        foreach (var file in Directory.EnumerateFiles(domain, "*.cs", SearchOption.AllDirectories))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
            var methods = root.DescendantNodes().OfType<MethodDeclarationSyntax>();
            handled.UnionWith(methods.Where(method => method.Identifier.Text == "Evolve").SelectMany(CasesOf));
        }

        return handled;
    });

    private static IEnumerable<string> CasesOf(SyntaxNode method)
    {
        var cases = method.DescendantNodes().Where(
            node => node is SwitchLabelSyntax || (node is PatternSyntax && node.Parent is SwitchExpressionArmSyntax));
        return cases.SelectMany(node => node.DescendantNodes())
            .Where(node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax)
            .Select(node => node.ToString());
    }
}
