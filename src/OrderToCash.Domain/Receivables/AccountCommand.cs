using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>What a customer account can be asked to do.</summary>
public abstract record AccountCommand
{
    private AccountCommand()
    {
    }

    /// <summary>May this order be delivered before it is paid?</summary>
    public sealed record RequestCredit(OrderId Order, int Revision, long AmountMinor, Currency Currency)
        : AccountCommand;

    /// <summary>The same, where the store has a default limit of its own.</summary>
    /// <param name="DefaultLimit">What the customer may owe where nobody set a limit, major units.</param>
    public sealed record RequestCreditWithin(
        OrderId Order, int Revision, long AmountMinor, Currency Currency, int DefaultLimit) : AccountCommand;

    /// <summary>Set the credit limit of a currency, in its minor units; null sets the default again.</summary>
    /// <param name="Reason">Why, for those who ask later; null where nobody said.</param>
    public sealed record SetCreditLimit(long? LimitMinor, Currency Currency, Actor Actor, string? Reason = null)
        : AccountCommand;

    /// <summary>Hold this customer's orders from now on, and grant no credit.</summary>
    public sealed record Block(string Reason, Actor Actor) : AccountCommand;

    /// <summary>Take this customer's orders as anybody's again.</summary>
    public sealed record Unblock(string Reason, Actor Actor) : AccountCommand;

    /// <summary>
    /// An invoice was issued. Advances paid for its order are consumed; a provider that took the money settles it.
    /// </summary>
    public sealed record OpenInvoice(
        string Number, OrderId Order, Currency Currency, long GrossMinor, ImmutableArray<TaxAmount> Taxes,
        DateOnly InvoiceDate, DateOnly DueDate, bool IsPrepaid, bool SettledByPsp, string? Provider,
        ImmutableArray<Skonto> Skonto) : AccountCommand;

    /// <summary>A prepayment is asked of the customer.</summary>
    /// <param name="Reference">What the customer is told to name in the transfer.</param>
    /// <param name="Taxes">Net and tax of the order by rate, so that tax on the advance can be posted.</param>
    /// <param name="Revision">Of the order, to be told with the money; 0 where not known.</param>
    public sealed record OpenPrepayment(
        OrderId Order, string Reference, long AmountMinor, Currency Currency, ImmutableArray<TaxAmount>? Taxes = null,
        int Revision = 0) : AccountCommand;

    /// <summary>
    /// Credit and prepayment for (part of) an order are no longer asked for; paid advances that nothing is owed for any
    /// more become a credit with a refund proposal.
    /// </summary>
    /// <param name="Whole">Nothing of the order is left; the amount doesn't matter.</param>
    /// <param name="WithdrawMinor">Gross amount of the pieces no longer owed, of a prepayment or of credit.</param>
    public sealed record WithdrawOrder(OrderId Order, bool Whole, long WithdrawMinor) : AccountCommand;

    /// <summary>
    /// Apply money of a payment. Either each allocation holds exactly as it is stated, or, where only documents are
    /// named, they are settled in their order; the rest stays on account. Idempotent by payment and attempt. Negative
    /// where money went out: it pays what is proposed for refund, then what is on account.
    /// </summary>
    /// <param name="Documents">
    /// Invoice numbers, order ids and order numbers; an order means its open items, oldest first.
    /// </param>
    /// <param name="Allocations">What is to be settled with what; null where only documents are named.</param>
    /// <param name="Attempt">Counts how often the payment was decided; 1 at first.</param>
    /// <param name="RefundMinor">Of the amount: a refund of ours that came back, to be proposed again.</param>
    /// <param name="StaysOnAccount">
    /// Money whose allocation no longer holds stays on account; else the whole is refused and the payment told.
    /// </param>
    /// <param name="Through">The payment whose money it is; null where that is the payment itself.</param>
    /// <param name="Provider">Where the money is at a provider and no bank transaction: which.</param>
    /// <param name="Return">Where a return is undone: which, as nothing of it stays with the customer.</param>
    /// <param name="Teaches">The payer to be remembered as this customer's; null where nothing confirms it.</param>
    public sealed record ApplyPayment(
        PaymentId Payment, long AmountMinor, Currency Currency, DateOnly ValueDate, ImmutableArray<string> Documents,
        ImmutableArray<MatchAllocation>? Allocations = null, int Attempt = 1, long RefundMinor = 0,
        bool StaysOnAccount = true, PaymentId? Through = null, string? Provider = null, Payer? Teaches = null,
        DebitReturn? Return = null) : AccountCommand;

    /// <summary>
    /// Take back what a payment did: a person undoes a decision, or the bank took the money back. Items open again with
    /// their old due dates. Idempotent by payment, attempt and what takes it back.
    /// </summary>
    /// <param name="Allocations">What was settled and is to be open again.</param>
    /// <param name="OnAccountMinor">What had stayed on account.</param>
    /// <param name="RefundMinor">What had been proposed for refund again, negative where a refund was paid.</param>
    /// <param name="Through">The payment by which the bank took it back; null where a person undoes a decision.</param>
    /// <param name="Doubted">
    /// The payer whom this no longer confirms as the customer's; null where nothing doubts it.
    /// </param>
    /// <param name="Provider">Where the money is at a provider and no bank transaction: which.</param>
    /// <param name="AtAttempt">Tells apart what that payment takes, gives back and takes again; 0 for none.</param>
    public sealed record UndoPayment(
        PaymentId Payment, int Attempt, Currency Currency, DateOnly Date, ImmutableArray<Allocation> Allocations,
        long OnAccountMinor, long RefundMinor, PaymentId? Through, DebitReturn? Return, Payer? Doubted,
        string? Provider = null, int AtAttempt = 0) : AccountCommand;

    /// <summary>
    /// A provider took back (a chargeback), or gave back (a refund), money of an order: its invoices open again by this
    /// amount, newest first. A refund pays what is proposed for refund where no invoice was settled; what fits neither
    /// is refused.
    /// </summary>
    /// <param name="Key">What takes it back, unique; a repeat of key and attempt changes nothing.</param>
    /// <param name="AmountMinor">Positive.</param>
    /// <param name="IsRefund">The merchant gave it back, rather than the customer's bank.</param>
    public sealed record TakeBack(
        string Key, string Document, long AmountMinor, Currency Currency, DateOnly Date, string Provider,
        int Attempt = 1, bool IsRefund = false) : AccountCommand;

    /// <summary>Open an item that another system issued. Idempotent by its number.</summary>
    public sealed record ImportItem(ImportedItem Item, Actor Actor) : AccountCommand;

    /// <summary>Another system tells of a customer. Idempotent; says nothing of what it doesn't know.</summary>
    public sealed record NoteCustomer(ImportedCustomer Customer) : AccountCommand;

    /// <summary>
    /// A direct debit was handed to the bank for a document that is known here. Idempotent by batch and end-to-end id.
    /// </summary>
    public sealed record PresentDebit(PresentedDebit Debit, Actor Actor) : AccountCommand;

    /// <summary>
    /// A person gave a payment of this payer, learned here, to another customer: one confirmation less, and with the
    /// last one it is forgotten.
    /// </summary>
    public sealed record DoubtPayer(Payer Payer, Actor Actor) : AccountCommand;

    /// <summary>Forget a payer's account or name (one of them), learned or on file.</summary>
    public sealed record ForgetPayer(Payer Payer, Actor Actor) : AccountCommand;
}
