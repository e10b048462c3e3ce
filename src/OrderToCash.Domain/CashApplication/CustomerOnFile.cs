using System.Collections.Immutable;

namespace OrderToCash.Domain.CashApplication;

/// <summary>What is on file of a customer.</summary>
public sealed record CustomerOnFile
{
    /// <summary>The customer number that payers may name; null where there is none.</summary>
    public string? Number { get; init; }

    /// <summary>Names of the customer, of its invoice addresses too; the first one is shown.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Bank accounts given by the customer itself, or confirmed by a person.</summary>
    public ImmutableArray<string> Ibans { get; init; } = [];

    /// <summary>Direct debit mandates.</summary>
    public ImmutableArray<string> Mandates { get; init; } = [];
}
