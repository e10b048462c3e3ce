using System.Collections.Immutable;
using OrderToCash.Domain.Ledger;

namespace OrderToCash.Application.Queries;

/// <summary>Filters of a list of ledger entries; null: not filtered.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Role">Entries with a posting of this role.</param>
/// <param name="EntityId">Entries of this customer account or payment, <c>shopify:c42</c>.</param>
public sealed record LedgerQuery(
    DateOnly? From = null, DateOnly? To = null, AccountRole? Role = null, string? EntityId = null);

/// <summary>The double entry of one event: its postings sum to zero.</summary>
/// <param name="Date">The document's date; where it has none, the day of the event in the seller's calendar.</param>
/// <param name="Entity">The customer account or payment that the event happened to, <c>account/shopify:c42</c>.</param>
/// <param name="Version">The event.</param>
public sealed record LedgerEntry(
    DateOnly Date, DateTimeOffset At, string Entity, string Currency, ImmutableArray<LedgerPosting> Postings,
    RowVersion Version);

/// <summary>One side of an entry.</summary>
/// <param name="TaxRate">Percent; null where the role has no rates or the rate is not known.</param>
/// <param name="SubAccount">Customer account, IBAN, provider or payment; null where the role has none.</param>
/// <param name="AmountMinor">Minor units: positive is debit, negative is credit, never zero.</param>
/// <param name="Document">Invoice number, order id or payment id that it rests on.</param>
public sealed record LedgerPosting(
    AccountRole Role, decimal? TaxRate, string? SubAccount, long AmountMinor, string Document);

/// <summary>A ledger account's sums over a period, minor units.</summary>
public sealed record TrialBalanceRow(
    AccountRole Role, decimal? TaxRate, string Currency, long DebitMinor, long CreditMinor)
{
    /// <summary>Debit less credit.</summary>
    public long BalanceMinor => DebitMinor - CreditMinor;
}

/// <summary>What happened on a day of the seller's calendar, of a channel and currency; in minor units.</summary>
/// <param name="Channel">The sales channel; empty for what belongs to none.</param>
/// <param name="OrdersPlaced">Orders by the channel's order time.</param>
/// <param name="PlacedMinor">Their totals, as they are now.</param>
/// <param name="OrdersEnded">Orders rejected, or cancelled as a whole.</param>
/// <param name="PiecesShipped">By the time of the shipment.</param>
/// <param name="Invoices">By invoice date.</param>
/// <param name="PaidMinor">Money that came in, by booking date; of no channel.</param>
public sealed record DailyFigure(
    DateOnly Day, string Channel, string Currency, long OrdersPlaced, long PlacedMinor, long OrdersEnded,
    long PiecesShipped, long Invoices, long InvoicedMinor, long PaidMinor);
