using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Review;

/// <summary>What the matcher would have booked, had it been sure.</summary>
/// <param name="Number">1 for the best.</param>
/// <param name="Allocations">What it settles.</param>
/// <param name="OnAccountMinor">What is left; negative where more is settled than was paid.</param>
public sealed record Suggestion(
    int Number, int Score, ImmutableArray<MatchAllocation> Allocations, long OnAccountMinor,
    ImmutableArray<MatchEvidence> Evidence)
{
    /// <summary>The one account whose documents it settles; null where there are several.</summary>
    public AccountId? Account
    {
        get
        {
            AccountId? only = null;
            foreach (var one in Allocations)
            {
                if (only is not null && only != one.Account)
                    return null;
                only = one.Account;
            }

            return only;
        }
    }

    /// <summary>The suggestions kept with a payment that waits for a person, best first.</summary>
    public static ImmutableArray<Suggestion> Of(PaymentState payment)
    {
        if (payment.Transaction is not { } transaction || payment.Explanation is not { } why
            || payment.Status is not (PaymentStatus.Parked or PaymentStatus.Waiting))
            return [];
        var suggestions = ImmutableArray.CreateBuilder<Suggestion>();
        foreach (var rival in why.Rivals)
        {
            if (rival.Allocations.IsEmpty)
                continue;
            var rest = transaction.SignedMinor;
            foreach (var one in rival.Allocations)
                rest -= one.PaidMinor;
            suggestions.Add(new Suggestion(
                suggestions.Count + 1, rival.Score, rival.Allocations, rest, rival.Evidence));
        }

        return suggestions.DrainToImmutable();
    }
}
