using System.Collections.Immutable;

namespace OrderToCash.Domain.Receivables;

/// <summary>What is known of who pays for a customer.</summary>
/// <remarks>Mutable and private to its shard: only <see cref="CustomerAccount.Evolve"/> changes it.</remarks>
public sealed class CustomerFacts
{
    /// <summary>Payers learned of one customer; of more the one seen longest ago is forgotten.</summary>
    public const int MaxLearned = 20;

    private static readonly ImmutableSortedDictionary<string, string> NoneForbidden =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The customer number in another system.</summary>
    public string? Number { get; internal set; }

    /// <summary>The name in another system.</summary>
    public string? Name { get; internal set; }

    /// <summary>Accounts on file in another system.</summary>
    public ImmutableArray<string> Ibans { get; internal set; } = [];

    /// <summary>Payers learned from confirmed payments, in the order in which they were first seen.</summary>
    public List<LearnedPayer> Learned { get; } = [];

    /// <summary>Mandates that may not be used again, and why.</summary>
    public ImmutableSortedDictionary<string, string> ForbiddenMandates { get; internal set; } = NoneForbidden;

    /// <summary>The learned payer of this account, else of this name where no account is known of it.</summary>
    public LearnedPayer? Find(string? iban, string? name)
    {
        foreach (var learned in Learned)
        {
            if (iban is not null ? learned.Iban == iban : learned.Iban is null && learned.Name == name)
                return learned;
        }

        return null;
    }
}

/// <summary>A payer of a customer, learned from confirmed payments.</summary>
/// <param name="Iban">The account; null where the bank gave none.</param>
/// <param name="Name">The name the bank gave last.</param>
/// <param name="Count">Confirmed payments that were told; later ones are told once in a while only.</param>
/// <param name="LastSeen">Value date of the last one that was told.</param>
public sealed record LearnedPayer(string? Iban, string? Name, int Count, DateOnly LastSeen);
