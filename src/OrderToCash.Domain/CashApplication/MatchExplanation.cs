using System.Collections.Immutable;

namespace OrderToCash.Domain.CashApplication;

/// <summary>What an evidence speaks of. Two different ones are needed to book. Numbers are fixed for good.</summary>
public enum EvidenceKind
{
    /// <summary>The payer named it.</summary>
    Reference = 1,

    /// <summary>The payer is known.</summary>
    Payer = 2,

    /// <summary>The amount fits.</summary>
    Amount = 3,

    /// <summary>It speaks against.</summary>
    Against = 4,
}

/// <summary>The fields of a bank transaction in which something can be found. Numbers are fixed for good.</summary>
public enum TransactionField
{
    /// <summary>In no text: an amount, a list.</summary>
    None = 0,

    /// <summary>Remittance information.</summary>
    Text = 1,

    /// <summary>The structured creditor reference.</summary>
    StructuredReference = 2,

    /// <summary>The end-to-end id.</summary>
    EndToEndId = 3,

    /// <summary>The counterparty's name.</summary>
    Name = 4,

    /// <summary>The counterparty's account.</summary>
    Iban = 5,

    /// <summary>The mandate.</summary>
    Mandate = 6,

    /// <summary>The ultimate debtor's or creditor's name.</summary>
    UltimateName = 7,
}

/// <summary>One thing that speaks for or against a hypothesis.</summary>
/// <param name="Rule">Which rule found it, a stable name: <c>number-exact</c>, <c>iban-on-file</c>.</param>
/// <param name="Points">What it counts, under the policy.</param>
/// <param name="Start">Where the hit begins in the field as delivered, from 0.</param>
/// <param name="Length">Its length in characters; 0 where it is in no text.</param>
/// <param name="Target">What it points to: a document, an account; null where nothing of ours.</param>
public readonly record struct MatchEvidence(
    EvidenceKind Kind, string Rule, int Points, TransactionField Field, int Start, int Length, string? Target);

/// <summary>A hypothesis that lost, or the best one where none was good enough.</summary>
/// <param name="Allocations">What it would have settled.</param>
public sealed record MatchRival(
    int Score, ImmutableArray<MatchAllocation> Allocations, ImmutableArray<MatchEvidence> Evidence);

/// <summary>Why a decision is what it is, kept with it for good.</summary>
/// <param name="Policy">Name and version of the policy that it was made under: <c>default@3</c>.</param>
/// <param name="Rung">Which rung of the ladder decided, a stable name.</param>
/// <param name="Score">Points of the hypothesis that was taken; of the best one where none was.</param>
/// <param name="Evidence">What speaks for it and against it.</param>
/// <param name="Rivals">
/// The best other hypotheses, best first, three at most; where a person decides, the best one is the first of them.
/// </param>
/// <param name="Missing">What would have had to be there for another decision; null where nothing would.</param>
public sealed record MatchExplanation(
    string Policy, string Rung, int Score, ImmutableArray<MatchEvidence> Evidence, ImmutableArray<MatchRival> Rivals,
    string? Missing)
{
    /// <summary>True where the payer named what the decision is about, without a slip.</summary>
    public bool IsByReference =>
        Rung is MatchRungs.OneReference or MatchRungs.AllReferences or MatchRungs.PartOrMore;
}
