using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>What is to become of a bank transaction. Numbers are fixed for good.</summary>
public enum MatchOutcome
{
    /// <summary>Settle the allocated items; what is left over stays on account.</summary>
    Book = 1,

    /// <summary>The customer is known, and nothing is open that it could settle: all of it stays on account.</summary>
    OnAccount = 2,

    /// <summary>A person decides.</summary>
    Review = 3,

    /// <summary>Something nameable is awaited: an item that opens later, a provider's report.</summary>
    Wait = 4,

    /// <summary>It takes back what an earlier payment settled.</summary>
    Reverse = 5,

    /// <summary>A provider's payout: it settles what the provider's report lists.</summary>
    Settle = 6,

    /// <summary>A refund of ours came back.</summary>
    RefundReturned = 7,

    /// <summary>Between own accounts.</summary>
    Transfer = 8,

    /// <summary>No customer's money: fees, suppliers, salaries, taxes, interest.</summary>
    Other = 9,
}

/// <summary>
/// What the matcher decided of one bank transaction, and why. A proposal: the customer accounts have the last word.
/// </summary>
/// <param name="Reason">One line for a person.</param>
public sealed record MatchDecision(MatchOutcome Outcome, string Reason, MatchExplanation Explanation)
{
    /// <summary>Whose money it is; null where that is open, or several customers' (a batch).</summary>
    public AccountId? Account { get; init; }

    /// <summary>The items it settles, in the order in which they are to be settled.</summary>
    public ImmutableArray<MatchAllocation> Allocations { get; init; } = [];

    /// <summary>What is left for <see cref="Account"/> and no item, in minor units.</summary>
    public long OnAccountMinor { get; init; }

    /// <summary>The payment whose allocation is taken back; of <see cref="MatchOutcome.Reverse"/>.</summary>
    public PaymentId? Reverses { get; init; }

    /// <summary>The bank's fee inside the amount of a return, in minor units, positive.</summary>
    public long FeeMinor { get; init; }

    /// <summary>Provider and its id of the payout, <c>paypal/1000000007919</c>; of <see
    /// cref="MatchOutcome.Settle"/>.</summary>
    public string? Payout { get; init; }

    /// <summary>
    /// True where a person says that the payout came as several transactions, of which this is one.
    /// </summary>
    public bool IsPart { get; init; }
}

/// <summary>
/// What a payment does to one item. The item's open amount falls by the sum of the four amounts. All are minor units of
/// the payment's currency, negative for a credit note that is used up.
/// </summary>
/// <param name="Document">The item's document number, as its account knows it.</param>
/// <param name="PaidMinor">Of the payment's money.</param>
/// <param name="SkontoMinor">Cash discount taken as granted.</param>
/// <param name="ChargesMinor">Charges that banks kept on the way.</param>
/// <param name="WriteOffMinor">
/// A difference within tolerance, of rounding or exchange; negative where too much was paid.
/// </param>
/// <param name="Row">Of a provider's payout: the id of the report's row that pays it; else null.</param>
public readonly record struct MatchAllocation(
    AccountId Account, string Document, long PaidMinor, long SkontoMinor = 0, long ChargesMinor = 0,
    long WriteOffMinor = 0, string? Row = null)
{
    /// <summary>By how much the item's open amount falls.</summary>
    public long SettledMinor => PaidMinor + SkontoMinor + ChargesMinor + WriteOffMinor;
}
