using System.Collections.Immutable;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Ledger;

/// <summary>The postings of providers' payouts.</summary>
/// <remarks>
/// Customers' payments stand with the provider (<see cref="AccountRole.PspClearing"/>) since the account or the invoice
/// was settled with them, and the payout takes them from there. What goes back to customers stands in
/// <see cref="AccountRole.PspRefunds"/> until the account has opened again what it had settled.
/// </remarks>
internal static class SettlementPostings
{
    public static ImmutableArray<Posting> Of(string settlement, SettlementEvent settlementEvent) =>
        settlementEvent switch
        {
            SettlementEvent.Settled e => OfPayout(settlement, e.Payouts, e.Sums, e.Currency, e.Date, 1),
            SettlementEvent.Unsettled e => OfPayout(settlement, e.Payouts, e.Sums, e.Currency, e.Date, -1),
            SettlementEvent.RowsAllocated e => OfPayout(settlement, [], e.Moved, e.Currency, null, 1),
            SettlementEvent.RowRefused e => OfPayout(settlement, [], e.Moved, e.Currency, null, 1),
            SettlementEvent.RowUndone e => OfUndone(settlement, e),
            _ => [],
        };

    // Sign 1 books, -1 takes back.
    private static ImmutableArray<Posting> OfPayout(
        string settlement, ImmutableArray<SettlementPayout> payouts, in SettlementSums sums, Currency currency,
        DateOnly? date, int sign)
    {
        var provider = ProviderOf(settlement);
        var lines = new Postings.Lines(currency, settlement, date);
        foreach (var payout in payouts)
            lines.Add(AccountRole.PaymentsInTransit, null, payout.Payment.Value, sign * payout.AmountMinor);
        lines.Add(AccountRole.PspClearing, null, provider, -sign * sums.ClearingMinor);
        lines.Add(AccountRole.PspUnallocated, null, provider, -sign * sums.UnallocatedMinor);
        lines.Add(AccountRole.PspRefunds, null, provider, -sign * sums.RefundMinor);
        lines.Add(AccountRole.PspFees, null, provider, -sign * sums.FeeMinor);
        lines.Add(AccountRole.PspReserves, null, provider, -sign * sums.ReserveMinor);
        lines.Add(AccountRole.ExchangeDifferences, null, provider, -sign * sums.ConversionMinor);
        lines.Add(AccountRole.OtherTransactions, null, null, -sign * sums.OtherMinor);
        return lines.ToImmutable();
    }

    // What accounts take comes through the clearing, what they give goes through the refunds: an account that does both
    // leaves the row's amount on each, with opposite signs.
    private static ImmutableArray<Posting> OfUndone(string settlement, SettlementEvent.RowUndone undone)
    {
        var provider = ProviderOf(settlement);
        var lines = new Postings.Lines(undone.Currency, settlement, null);
        lines.Add(AccountRole.PspRefunds, null, provider, undone.AmountMinor);
        lines.Add(AccountRole.PspClearing, null, provider, -undone.AmountMinor);
        return lines.ToImmutable();
    }

    private static string ProviderOf(string settlement) =>
        settlement.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? settlement[..slash] : settlement;
}
