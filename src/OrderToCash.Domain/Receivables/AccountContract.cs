using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>What an open item is.</summary>
public enum ItemKind
{
    /// <summary>An invoice.</summary>
    Invoice = 1,

    /// <summary>A prepayment that was asked for; its document number is the order id.</summary>
    Prepayment = 2,
}

/// <summary>Money of a payment that settled (part of) an item.</summary>
/// <param name="Document">The item's document number.</param>
/// <param name="OpenMinor">What is left open of it.</param>
/// <param name="Taxes">
/// Of a prepayment: how the amount splits by rate, as tax on an advance is owed when the money comes; null for an
/// invoice, and where the prepayment was asked for without its taxes.
/// </param>
/// <param name="Revision">Of a prepayment: the order's revision that asked for it; 0 where not known.</param>
public readonly record struct Allocation(
    string Document, OrderId Order, ItemKind Kind, long AmountMinor, long OpenMinor,
    ImmutableArray<TaxAmount>? Taxes = null, int Revision = 0);

/// <summary>What a customer account can be asked to do.</summary>
public abstract record AccountCommand
{
    private AccountCommand()
    {
    }

    /// <summary>May this order be delivered before it is paid?</summary>
    public sealed record RequestCredit(OrderId Order, int Revision, long AmountMinor, Currency Currency)
        : AccountCommand;

    /// <summary>Set the credit limit of a currency, in its minor units; null sets the default again.</summary>
    public sealed record SetCreditLimit(long? LimitMinor, Currency Currency, Actor Actor) : AccountCommand;

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
        int Revision = 0)
        : AccountCommand;

    /// <summary>
    /// Credit and prepayment for (part of) an order are no longer asked for; paid advances that nothing is owed for any
    /// more become a credit with a refund proposal.
    /// </summary>
    /// <param name="Whole">Nothing of the order is left; the amount doesn't matter.</param>
    /// <param name="WithdrawMinor">Gross amount of the pieces no longer owed, of a prepayment or of credit.</param>
    public sealed record WithdrawOrder(OrderId Order, bool Whole, long WithdrawMinor) : AccountCommand;

    /// <summary>
    /// Apply money of a payment to the named documents, in their order; the rest stays on account. Idempotent by
    /// payment.
    /// </summary>
    /// <param name="Documents">
    /// Invoice numbers, order ids and order numbers; an order means its open items, oldest first.
    /// </param>
    public sealed record ApplyPayment(
        PaymentId Payment, long AmountMinor, Currency Currency, DateOnly ValueDate, ImmutableArray<string> Documents)
        : AccountCommand;
}

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
    public sealed record CreditRefused(
        OrderId Order, int Revision, long AmountMinor, Currency Currency, long ExposureMinor, long LimitMinor)
        : AccountEvent;

    /// <summary>The credit limit was set.</summary>
    public sealed record CreditLimitSet(long? LimitMinor, Currency Currency, Actor Actor) : AccountEvent;

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
        int Revision = 0)
        : AccountEvent;

    /// <summary>An order, or a part of it, no longer needs credit or prepayment.</summary>
    /// <param name="WithdrawnMinor">Open prepayment, or granted credit, that is no longer needed.</param>
    /// <param name="RefundMinor">Paid advances that are now a credit, proposed for refund.</param>
    /// <param name="RefundTaxes">How the refund splits by rate; null where that is not known.</param>
    public sealed record OrderWithdrawn(
        OrderId Order, bool Whole, Currency Currency, long WithdrawnMinor, long RefundMinor,
        ImmutableArray<TaxAmount>? RefundTaxes = null) : AccountEvent;

    /// <summary>A payment was applied: its amount is the sum of the allocations and what stays on account.</summary>
    public sealed record PaymentApplied(
        PaymentId Payment, long AmountMinor, Currency Currency, DateOnly ValueDate,
        ImmutableArray<Allocation> Allocations, long OnAccountMinor) : AccountEvent;
}

/// <summary>What a customer account answers, in order of precedence. Numbers are fixed for good.</summary>
public enum AccountReply
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The amount is not positive.</summary>
    InvalidAmount = 2,

    /// <summary>The account has no such limit or document.</summary>
    Unknown = 3,
}
