using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application.Queries;

/// <summary>An account's balances in one currency, minor units.</summary>
/// <param name="OpenInvoicesMinor">Σ of what is open of invoices.</param>
/// <param name="OpenPrepaymentsMinor">Σ of prepayments asked for and not paid.</param>
/// <param name="GrantedMinor">Σ of credit granted and not yet invoiced.</param>
/// <param name="AdvancesMinor">Σ of advances paid and not yet consumed by an invoice.</param>
/// <param name="OnAccountMinor">Σ of money that was applied to no document.</param>
/// <param name="RefundProposedMinor">Σ of advances that became a credit, proposed for refund.</param>
/// <param name="InvoicedMinor">Σ of all invoices, ever.</param>
/// <param name="PaidMinor">Σ of all payments applied, ever.</param>
/// <param name="LimitMinor">The credit limit that a person set; null: the default holds.</param>
/// <param name="Version">The last event that it has seen.</param>
public sealed record AccountBalance(
    string AccountId, string Currency, long OpenInvoicesMinor, long OpenPrepaymentsMinor, long GrantedMinor,
    long AdvancesMinor, long OnAccountMinor, long RefundProposedMinor, long InvoicedMinor, long PaidMinor,
    long? LimitMinor, RowVersion Version)
{
    /// <summary>What the customer owes or may come to owe: the figure that the limit is compared with.</summary>
    public long ExposureMinor => OpenInvoicesMinor + GrantedMinor;
}

/// <summary>Filters of a list of open items; null: not filtered.</summary>
/// <param name="DueBefore">Due before this day: hand in today for what is overdue.</param>
/// <param name="Document">The number, or the order's id for a prepayment, byte by byte.</param>
public sealed record OpenItemQuery(
    string? AccountId = null, ItemKind? Kind = null, DateOnly? DueBefore = null, string? Document = null);

/// <summary>An invoice or a prepayment of which something is open.</summary>
/// <param name="Document">The invoice number, or the order's id for a prepayment.</param>
/// <param name="DocumentDate">The invoice date, or the day on which the prepayment was asked for.</param>
/// <param name="DueDate">When it is due; a prepayment is due on the day it is asked for.</param>
public sealed record OpenItemRow(
    string AccountId, ItemKind Kind, string Document, string OrderId, string Currency, long GrossMinor, long OpenMinor,
    DateOnly DocumentDate, DateOnly DueDate, RowVersion Version);
