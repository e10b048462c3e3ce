using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Review;

/// <summary>What a person decides about a payment. Amounts are in units of the payment's currency, as people write
/// them.</summary>
/// <param name="Note">Why, kept with the decision; null for the words of the decision itself.</param>
public abstract record ReviewRequest(string? Note)
{
    /// <summary>Book a suggestion of the matcher.</summary>
    /// <param name="Number">1 for the best.</param>
    public sealed record Accept(int Number, string? Note = null) : ReviewRequest(Note);

    /// <summary>Settle documents in their order, as far as the money goes; what is left stays on account.</summary>
    /// <param name="Customer">Whose documents they are; null where their numbers tell.</param>
    public sealed record Assign(ImmutableArray<string> Documents, AccountId? Customer, string? Note = null)
        : ReviewRequest(Note);

    /// <summary>Settle documents with these amounts, which with the rest are the payment's.</summary>
    /// <param name="Rest">On whose account the rest stays; null where there is none.</param>
    public sealed record Split(
        ImmutableArray<ReviewPart> Parts, AccountId? Rest, AccountId? Customer, string? Note = null)
        : ReviewRequest(Note);

    /// <summary>Leave all of it on a customer's account; money that went out is a refund to the customer.</summary>
    public sealed record OnAccount(AccountId Customer, string? Note = null) : ReviewRequest(Note);

    /// <summary>Set it aside: it is no customer's.</summary>
    public sealed record Ignore(string Reason) : ReviewRequest(Reason);

    /// <summary>Take a decision back.</summary>
    /// <param name="Rematch">The matcher decides anew; else a person does.</param>
    public sealed record Undo(string Reason, bool Rematch) : ReviewRequest(Reason);
}

/// <summary>What settles one document.</summary>
/// <param name="Amount">Of the payment's money; negative for a credit note.</param>
/// <param name="Skonto">Cash discount besides.</param>
/// <param name="Charges">Charges that banks kept besides.</param>
/// <param name="WriteOff">A difference that is written off besides; negative where too much was paid.</param>
public readonly record struct ReviewPart(
    string Document, decimal Amount, decimal Skonto = 0, decimal Charges = 0, decimal WriteOff = 0);
