using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Codecs;

internal static partial class Examples
{
    private static SettlementReport Report => new(
        "stripe", "po_1", Currency.Eur, 9_650, Day,
        [
            new("txn_1", SettlementRowKind.Sale, "1001", 10_000, 350, 9_650)
            {
                ProviderOrder = "302-1234567-1234567", PaymentId = "ch_1", OriginalId = "pi_1", Date = Day,
                CustomerName = "Ada Lovelace", Description = "charge",
            },
            new("txn_2", SettlementRowKind.Reserve, null, -500, 0, -500),
            new("txn_3", SettlementRowKind.Reserve, null, 500, 0, 500),
        ]);

    private static SettlementPayout Payout => new(Payment, 2, 9_650, Currency.Eur, Day, true);

    private static SettlementSums Sums => new(10_000, 20, -30, -350, 40, -50, 60);

    private static IEnumerable<Example> SettlementExamples() =>
    [
        Of(
            new SettlementEvent.Recorded(Report, new("feed:bank")),
            new SettlementEvent.Recorded(new("", "", Currency.Eur, 0, null, []), new(""))),
        Of(
            new SettlementEvent.PayoutNoted(Payout),
            new SettlementEvent.PayoutNoted(new(new(""), 0, 0, Currency.Eur, Day, false))),
        Of(
            new SettlementEvent.PayoutRefused(Payment, 2, 9_000, "the report pays out 96.50 EUR"),
            new SettlementEvent.PayoutRefused(new(""), 0, 0, "")),
        Of(
            new SettlementEvent.PayoutWithdrawn(Payment, 2),
            new SettlementEvent.PayoutWithdrawn(new(""), 0)),
        Of(
            new SettlementEvent.Settled(2, [Payout, Payout with { IsPart = false }], Sums, Currency.Eur, Day, 3),
            new SettlementEvent.Settled(0, [], default, Currency.Eur, Day, null)),
        Of(
            new SettlementEvent.RowsAllocated(
                [new(1, RowUse.Customer, Account, "RE-2026-0000001"), new(2, RowUse.Provider, new(""), "shopify:1001")],
                Ada, Sums, Currency.Eur),
            new SettlementEvent.RowsAllocated([], new(""), default, Currency.Eur)),
        Of(
            new SettlementEvent.RowsAsked(
                [
                    new(1, 2, Account, "RE-2026-0000001", 10_000, false),
                    new(2, 1, Account, "shopify:1001", -5_000, true),
                    new(3, 1, Account, "shopify:1001", -5_000, false),
                ],
                Currency.Eur, Day, 4),
            new SettlementEvent.RowsAsked([], Currency.Eur, Day, null)),
        Of(
            new SettlementEvent.RowApplied(1, 2, Allocations, 80, 10, true),
            new SettlementEvent.RowApplied(0, 0, [], 0, 0, false)),
        Of(
            new SettlementEvent.RowRefused(1, 2, "nothing of it is settled", Sums, Currency.Eur),
            new SettlementEvent.RowRefused(0, 0, "", default, Currency.Eur)),
        Of(
            new SettlementEvent.UndoBegun(Payment, 2, Day, 3),
            new SettlementEvent.UndoBegun(new(""), 0, Day, null)),
        Of(
            new SettlementEvent.RowsReturned(
                [new(1, AppliedShares[0], true, 3), new(2, AppliedShares[0], false, 2)], Currency.Eur, Day, 4),
            new SettlementEvent.RowsReturned([], Currency.Eur, Day, null)),
        Of(
            new SettlementEvent.RowUndone(1, 2, 10_000, Currency.Eur),
            new SettlementEvent.RowUndone(0, 0, 0, Currency.Eur)),
        Of(
            new SettlementEvent.Unsettled(
                2, Payment, [Payout, Payout with { Payment = new("DE02/P-2") }], Sums, Currency.Eur, Day),
            new SettlementEvent.Unsettled(0, new(""), [], default, Currency.Eur, Day)),
    ];

    private static Example Of(SettlementEvent full, SettlementEvent minimal) => new("stripe/po_1", full, minimal);
}
