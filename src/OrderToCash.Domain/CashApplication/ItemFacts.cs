using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>What the matcher has to know of an item. Amounts are minor units; negative for a credit note.</summary>
/// <param name="Document">The document's number, as its account knows it; unique in the account.</param>
/// <param name="AmountMinor">What was owed at first.</param>
/// <param name="OpenMinor">What still is.</param>
public sealed record ItemFacts(
    AccountId Account, string Document, Currency Currency, long AmountMinor, long OpenMinor, DateOnly IssueDate)
{
    /// <summary>The order's number as the customer knows it; null where there is none.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>What else a payer may name it by: an RF reference, a text asked for; null where there is
    /// none.</summary>
    public string? Reference { get; init; }

    /// <summary>Discount that may be taken of the whole document; 0 for none.</summary>
    public long SkontoMinor { get; init; }

    /// <summary>The last day for it.</summary>
    public DateOnly? SkontoUntil { get; init; }

    /// <summary>A second step: less discount, longer.</summary>
    public long SecondSkontoMinor { get; init; }

    /// <summary>The last day for the second step.</summary>
    public DateOnly? SecondSkontoUntil { get; init; }
}
