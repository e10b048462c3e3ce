using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>Explanations of decisions that come as plain facts: a rule without points, or a person.</summary>
public static class MatchFacts
{
    /// <summary>The name of the policy where none was applied.</summary>
    public const string NoPolicy = "none";

    /// <summary>An explanation by a rule's facts; each keeps its words, without a place in the text.</summary>
    public static MatchExplanation Of(string rule, ImmutableArray<Evidence> facts)
    {
        var evidence = ImmutableArray.CreateBuilder<MatchEvidence>(facts.Length);
        foreach (var (fact, found, expected, _) in facts)
        {
            evidence.Add(new MatchEvidence(
                EvidenceKind.Reference, fact + ": " + found, 0, TransactionField.None, 0, 0, expected));
        }

        return new MatchExplanation(NoPolicy, rule, 0, evidence.MoveToImmutable(), [], null);
    }

    /// <summary>A person decided: nothing was weighed.</summary>
    public static MatchExplanation OfPerson { get; } = new(NoPolicy, "person", 0, [], [], null);
}
