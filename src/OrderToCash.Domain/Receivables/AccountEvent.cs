using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>What happened to a customer account.</summary>
public abstract record AccountEvent
{
    private AccountEvent()
    {
    }

    /// <summary>Credit was granted to an order.</summary>
    /// <param name="ExposureMinor">Open invoices and granted credit of the currency before this order.</param>
    public sealed record CreditGranted(
        OrderId Order, int Revision, long AmountMinor, Currency Currency, long ExposureMinor, long LimitMinor)
        : AccountEvent;

    /// <summary>Credit was refused to an order.</summary>
    /// <param name="ExposureMinor">Open invoices and granted credit of the currency before this order.</param>
    /// <param name="BlockedFor">Why the customer is blocked; null where the limit is the reason.</param>
    public sealed record CreditRefused(
        OrderId Order, int Revision, long AmountMinor, Currency Currency, long ExposureMinor, long LimitMinor,
        string? BlockedFor = null) : AccountEvent;

    /// <summary>The credit limit was set.</summary>
    /// <param name="Reason">Why; null where nobody said.</param>
    public sealed record CreditLimitSet(long? LimitMinor, Currency Currency, Actor Actor, string? Reason = null)
        : AccountEvent;

    /// <summary>Orders of the customer are held from now on.</summary>
    public sealed record Blocked(string Reason, Actor Actor) : AccountEvent;

    /// <summary>Orders of the customer are taken as anybody's again.</summary>
    public sealed record Unblocked(string Reason, Actor Actor) : AccountEvent;

    /// <summary>
    /// An invoice became an open item; advances and the provider settle it in the same moment. Gross is the sum of
    /// advance, provider, rounding and open.
    /// </summary>
    /// <param name="AdvanceMinor">Consumed of the order's paid advances.</param>
    /// <param name="PspMinor">Settled by the payment provider.</param>
    /// <param name="OpenMinor">What the customer still owes of it.</param>
    /// <param name="AdvanceTaxes">How the consumed advance splits by rate; null where that is not known.</param>
    /// <param name="RoundingMinor">Cents of a fully paid prepayment that are missing by rounding, written off.</param>
    public sealed record ItemOpened(
        string Number, OrderId Order, Currency Currency, long GrossMinor, ImmutableArray<TaxAmount> Taxes,
        DateOnly InvoiceDate, DateOnly DueDate, long AdvanceMinor, long PspMinor, string? Provider, long OpenMinor,
        ImmutableArray<Skonto> Skonto, ImmutableArray<TaxAmount>? AdvanceTaxes = null, long RoundingMinor = 0)
        : AccountEvent;

    /// <summary>A prepayment became an open item.</summary>
    /// <param name="Revision">Of the order; 0 in events from before it was stored.</param>
    public sealed record PrepaymentOpened(
        OrderId Order, string Reference, long AmountMinor, Currency Currency, ImmutableArray<TaxAmount>? Taxes = null,
        int Revision = 0) : AccountEvent;

    /// <summary>An order, or a part of it, no longer needs credit or prepayment.</summary>
    /// <param name="WithdrawnMinor">Open prepayment, or granted credit, that is no longer needed.</param>
    /// <param name="RefundMinor">Paid advances that are now a credit, proposed for refund.</param>
    /// <param name="RefundTaxes">How the refund splits by rate; null where that is not known.</param>
    /// <param name="OpenMinor">
    /// Of a part: what is still asked in advance; null where nothing was, and in events from before it was stored.
    /// </param>
    /// <param name="Revision">Of the order, that asked for the prepayment; 0 where it is not known.</param>
    public sealed record OrderWithdrawn(
        OrderId Order, bool Whole, Currency Currency, long WithdrawnMinor, long RefundMinor,
        ImmutableArray<TaxAmount>? RefundTaxes = null, long? OpenMinor = null, int Revision = 0) : AccountEvent;

    /// <summary>
    /// A payment was applied: its amount is the sum of the allocations, what stays on account, and what is proposed for
    /// refund.
    /// </summary>
    /// <param name="Attempt">Which decision of the payment this carries out; 1 for the first.</param>
    /// <param name="RefundMinor">
    /// By how much proposed refunds grow: a refund came back. Negative where one was paid.
    /// </param>
    /// <param name="Through">The payment whose money it is; null where that is the payment itself.</param>
    /// <param name="Provider">Where the money is at a provider: which; null for bank money.</param>
    /// <param name="Return">Where a return is undone: which.</param>
    /// <param name="Learned">
    /// Who pays for this customer, where the payment taught it: said for the first confirmations, then once in a while.
    /// </param>
    public sealed record PaymentApplied(
        PaymentId Payment, long AmountMinor, Currency Currency, DateOnly ValueDate,
        ImmutableArray<Allocation> Allocations, long OnAccountMinor, int Attempt = 1, long RefundMinor = 0,
        PaymentId? Through = null, string? Provider = null, DebitReturn? Return = null, LearnedPayer? Learned = null)
        : AccountEvent;

    /// <summary>An allocation no longer holds, so nothing of the payment was applied.</summary>
    public sealed record PaymentRefused(
        PaymentId Payment, int Attempt, long AmountMinor, string Document, string Reason) : AccountEvent;

    /// <summary>What a payment did was taken back: items are open again, with the due dates they had.</summary>
    /// <param name="AmountMinor">Σ of the money, as <see cref="PaymentApplied"/> took it.</param>
    /// <param name="Reopened">What is open again.</param>
    /// <param name="Items">What these items are, as most were forgotten when they were settled.</param>
    /// <param name="OnAccountMinor">What is no longer on account; below it the customer owes it.</param>
    /// <param name="RefundMinor">What is no longer proposed for refund.</param>
    /// <param name="Through">The payment by which the bank took it back; null where a person undid a decision.</param>
    /// <param name="Provider">Where a provider took it back: which.</param>
    /// <param name="AtAttempt">Tells apart what that payment takes, gives back and takes again; 0 for none.</param>
    public sealed record PaymentUndone(
        PaymentId Payment, int Attempt, long AmountMinor, Currency Currency, DateOnly Date,
        ImmutableArray<Allocation> Reopened, ImmutableArray<ReopenedItem> Items, long OnAccountMinor, long RefundMinor,
        PaymentId? Through = null, DebitReturn? Return = null, string? Provider = null, int AtAttempt = 0)
        : AccountEvent;

    /// <summary>An item of another system is open here.</summary>
    /// <param name="AmountMinor">What is open of it; negative for a credit note.</param>
    public sealed record ItemImported(
        string Document, ItemKind Kind, string? OrderNumber, string? Reference, DateOnly IssueDate, DateOnly DueDate,
        long AmountMinor, Currency Currency, ImmutableArray<Skonto> Skonto, Actor Actor) : AccountEvent;

    /// <summary>What another system knows of the customer, where it differs from what was known.</summary>
    public sealed record CustomerNoted(string? Number, string? Name, ImmutableArray<string> Ibans) : AccountEvent;

    /// <summary>A direct debit was handed to the bank; nothing of it is paid yet.</summary>
    public sealed record DebitPresented(PresentedDebit Debit, Actor Actor) : AccountEvent;

    /// <summary>
    /// How often a payer's payments were confirmed is less than it was: a person gave one to another customer. In older
    /// journals also what <see cref="PaymentApplied.Learned"/> says, in an event of its own.
    /// </summary>
    /// <param name="Count">How many confirmed payments came from there.</param>
    public sealed record PayerLearned(string? Iban, string? Name, int Count, DateOnly LastSeen) : AccountEvent;

    /// <summary>A payer's account or name is no longer taken for this customer's.</summary>
    public sealed record PayerForgotten(string? Iban, string? Name, string Reason, Actor Actor) : AccountEvent;
}
