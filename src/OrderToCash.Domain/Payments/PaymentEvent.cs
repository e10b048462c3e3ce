using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What happened to a payment.</summary>
public abstract record PaymentEvent
{
    private PaymentEvent()
    {
    }

    /// <summary>The bank booked it.</summary>
    public sealed record Received(Iban OwnAccount, BankTransaction Transaction) : PaymentEvent;

    /// <summary>It belongs to these accounts, on this evidence; each is asked to apply its share.</summary>
    /// <param name="Attempt">Counts the decisions; 1 at first.</param>
    /// <param name="Teaches">The payer, where the decision confirms whose account it is.</param>
    public sealed record Matched(
        int Attempt, ImmutableArray<PaymentShare> Shares, string Reason, MatchExplanation Explanation,
        long AmountMinor, Currency Currency, DateOnly ValueDate, Actor Actor, Payer? Teaches = null) : PaymentEvent;

    /// <summary>It waits for a person, or for something that can be named, with the evidence why.</summary>
    /// <param name="Waits">True where something is awaited and no person is needed.</param>
    public sealed record Parked(string Reason, MatchExplanation Explanation, Actor Actor, bool Waits = false)
        : PaymentEvent;

    /// <summary>The account applied its share.</summary>
    public sealed record Applied(
        AccountId Account, ImmutableArray<Allocation> Allocations, long OnAccountMinor, int Attempt = 1,
        long RefundMinor = 0) : PaymentEvent;

    /// <summary>The account refused its share: an allocation no longer holds. The payment is open again.</summary>
    public sealed record Refused(AccountId Account, int Attempt, string Document, string Reason) : PaymentEvent;

    /// <summary>A person undid the decision; the accounts are asked to take back what they applied.</summary>
    /// <param name="Attempt">The decision that is undone.</param>
    /// <param name="Shares">What the accounts had applied.</param>
    /// <param name="Aside">Where it had been set aside: how.</param>
    /// <param name="Reverses">Where it had taken back another payment's money: which.</param>
    /// <param name="FeeMinor">The bank's fee that was posted with that.</param>
    /// <param name="Settlement">Where it had been a provider's payout: the report.</param>
    /// <param name="Transaction">What the bank reported, for the matcher; null in events from before it was stored.
    /// </param>
    public sealed record Undone(
        int Attempt, string Reason, Actor Actor, bool Rematch, ImmutableArray<AppliedShare> Shares, long AmountMinor,
        Currency Currency, DateOnly Date, AsideKind? Aside, PaymentId? Reverses, long FeeMinor, DebitReturn? Return,
        string? Settlement, Payer? Doubted, BankTransaction? Transaction = null) : PaymentEvent;

    /// <summary>An account took back what it had applied.</summary>
    public sealed record ShareUndone(AccountId Account, int Attempt) : PaymentEvent;

    /// <summary>It takes back another payment's money; that one is asked.</summary>
    /// <param name="AmountMinor">What is taken back, positive, without the fee.</param>
    /// <param name="FeeMinor">What the bank took for it.</param>
    /// <param name="Documents">Only what settled these; empty for all.</param>
    public sealed record ReversalDecided(
        int Attempt, PaymentId Reverses, long AmountMinor, long FeeMinor, Currency Currency, DateOnly Date,
        ImmutableArray<string> Documents, DebitReturn Return, string Reason, MatchExplanation Explanation,
        Actor Actor) : PaymentEvent;

    /// <summary>The other payment's money is taken back; what the bank charged for it is posted.</summary>
    public sealed record ReversalDone(PaymentId Original, long FeeMinor, Currency Currency, DateOnly Date)
        : PaymentEvent;

    /// <summary>
    /// Another payment took this one's money back; the accounts are asked to open what it had settled.
    /// </summary>
    /// <param name="AtAttempt">
    /// How often this one was decided or restored before: tells it apart where that payment gives back and takes again.
    /// 0 in events from before it was stored.
    /// </param>
    public sealed record Reversed(
        PaymentId By, ImmutableArray<AppliedShare> Shares, Currency Currency, DateOnly Date, DebitReturn Return,
        int AtAttempt = 0) : PaymentEvent;

    /// <summary>Another payment wanted to take this one's money back; it can't be.</summary>
    public sealed record ReversalRefused(PaymentId By, string Reason) : PaymentEvent;

    /// <summary>A person undid a taking back; the accounts are asked to apply the money again.</summary>
    /// <param name="Attempt">Under which number they apply it.</param>
    public sealed record Restored(
        PaymentId By, int Attempt, ImmutableArray<AppliedShare> Shares, Currency Currency, DateOnly Date,
        DebitReturn Return) : PaymentEvent;

    /// <summary>It is no customer's.</summary>
    public sealed record SetAside(
        int Attempt, AsideKind Kind, string Reason, MatchExplanation Explanation, long AmountMinor, Currency Currency,
        DateOnly Date, Actor Actor) : PaymentEvent;

    /// <summary>It is a provider's payout: the provider's report is asked what it is made of.</summary>
    /// <param name="Settlement">Provider and payout, <c>stripe/po_123</c>.</param>
    /// <param name="Allocations">Items of ours among the report's rows that are still open.</param>
    /// <param name="IsPart">True where the payout came as several transactions, of which this is one.</param>
    public sealed record PayoutFound(
        int Attempt, string Settlement, ImmutableArray<MatchAllocation> Allocations, string Reason,
        MatchExplanation Explanation, long AmountMinor, Currency Currency, DateOnly Date, Actor Actor,
        bool IsPart = false) : PaymentEvent;

    /// <summary>The report lists what the payout is made of.</summary>
    public sealed record PayoutSettled(string Settlement) : PaymentEvent;

    /// <summary>
    /// The bank told what it is made of, though it booked it as one total. May come before it is received.
    /// </summary>
    /// <param name="Part">Which part of them, 0 first.</param>
    public sealed record Detailed(int Part, ImmutableArray<BankTransaction> Details) : PaymentEvent;
}

/// <summary>What one account made of its share of a payment.</summary>
/// <param name="Attempt">Under which number the account applied it.</param>
public sealed record AppliedShare(
    AccountId Account, int Attempt, ImmutableArray<Allocation> Allocations, long OnAccountMinor, long RefundMinor)
{
    /// <summary>What of the payment's money it is.</summary>
    public long AmountMinor
    {
        get
        {
            var sum = OnAccountMinor + RefundMinor;
            foreach (var allocation in Allocations)
                sum += allocation.AmountMinor;
            return sum;
        }
    }
}
