using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What a payment can be asked to do.</summary>
public abstract record PaymentCommand
{
    private PaymentCommand()
    {
    }

    /// <summary>The bank booked this transaction. Idempotent.</summary>
    public sealed record Record(Iban OwnAccount, BankTransaction Transaction) : PaymentCommand;

    /// <summary>
    /// The matcher or a person decided what is to become of it. Counts while nothing else is decided; after a person
    /// undid a decision only a person decides again.
    /// </summary>
    public sealed record Decide(MatchDecision Decision, Actor Actor) : PaymentCommand;

    /// <summary>A person says whose money it is, share by share.</summary>
    public sealed record Assign(ImmutableArray<PaymentShare> Shares, string Reason, Actor Actor) : PaymentCommand;

    /// <summary>
    /// Take back what was decided: items, dunning and postings are again what they were; the history stays.
    /// </summary>
    /// <param name="Rematch">The matcher decides anew; else a person does.</param>
    public sealed record Undo(string Reason, Actor Actor, bool Rematch) : PaymentCommand;

    /// <summary>The customer account applied the money.</summary>
    public sealed record NoteApplied(
        AccountId Account, ImmutableArray<Allocation> Allocations, long OnAccountMinor, int Attempt = 1,
        long RefundMinor = 0) : PaymentCommand;

    /// <summary>The customer account refused: an allocation no longer holds.</summary>
    public sealed record NoteRefused(AccountId Account, int Attempt, string Document, string Reason) : PaymentCommand;

    /// <summary>The customer account took back what it had applied.</summary>
    public sealed record NoteUndone(AccountId Account, int Attempt) : PaymentCommand;

    /// <summary>Another payment takes this one's money back; it asks for (some of) the allocations.</summary>
    /// <param name="By">The payment that takes it back.</param>
    /// <param name="AmountMinor">How much, positive, without a fee.</param>
    /// <param name="Documents">Only what settled these; empty where all of it is meant.</param>
    public sealed record Reverse(
        PaymentId By, long AmountMinor, Currency Currency, DateOnly Date, ImmutableArray<string> Documents,
        DebitReturn Return) : PaymentCommand;

    /// <summary>The payment that was to be taken back says that it was, or why it can't be.</summary>
    /// <param name="Refusal">Null where it was taken back.</param>
    public sealed record NoteReversed(PaymentId Original, string? Refusal) : PaymentCommand;

    /// <summary>A person undid that payment's decision to take this one's money back.</summary>
    public sealed record Restore(PaymentId By, DateOnly Date, DebitReturn Return) : PaymentCommand;

    /// <summary>The provider's report and this payout belong together, or don't.</summary>
    /// <param name="Refusal">Null where the report lists what the payout is made of.</param>
    /// <param name="Attempt">Which decision of the payment this answers; 0 for whichever.</param>
    public sealed record NoteSettled(string Settlement, string? Refusal, int Attempt = 0) : PaymentCommand;

    /// <summary>
    /// The bank told what it is made of, though it booked it as one total. May come before <see cref="Record"/>; parts
    /// come in order, and a repeat changes nothing.
    /// </summary>
    public sealed record NoteDetails(ImmutableArray<BankTransaction> Details, int Part) : PaymentCommand;
}

/// <summary>The part of a payment that one customer account gets.</summary>
/// <param name="AmountMinor">Signed, as the payment's; what is allocated nowhere stays on account.</param>
/// <param name="Allocations">What is to be settled with what; null where only documents are named.</param>
/// <param name="Documents">Documents to be settled in their order, where no amounts are stated.</param>
/// <param name="RefundMinor">Of the amount: a refund of ours that came back.</param>
public sealed record PaymentShare(
    AccountId Account, long AmountMinor, ImmutableArray<MatchAllocation>? Allocations,
    ImmutableArray<string> Documents, long RefundMinor = 0);

/// <summary>Why a payment is set aside without touching a customer. Numbers are fixed for good.</summary>
public enum AsideKind
{
    /// <summary>Between own accounts.</summary>
    Transfer = 1,

    /// <summary>No customer's: fees, suppliers, salaries, taxes, interest.</summary>
    Other = 2,

    /// <summary>A person wants nothing done with it.</summary>
    Ignored = 3,
}

/// <summary>What a payment answers, in order of precedence. Numbers are fixed for good.</summary>
public enum PaymentReply
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>There is no such payment.</summary>
    Unknown = 2,

    /// <summary>It is decided already, or waits for others to carry a decision out, or for a person.</summary>
    NotOpen = 3,

    /// <summary>Nothing is decided that could be undone, or a part of it was taken back by the bank.</summary>
    NotUndoable = 4,

    /// <summary>The amounts of the decision don't sum up to the payment's.</summary>
    SumDiffers = 5,

    /// <summary>
    /// The decision names no account, no payment or no payout where it has to; or two shares one account.
    /// </summary>
    Incomplete = 6,
}
