using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Codecs;

internal static partial class Examples
{
    private static BankTransaction FullTransaction => new(
        "2026030312345678", 4180, Currency.Eur, Day, Day.AddDays(-1), "Ada Lovelace", "DE02120300000000202051",
        "Rechnung RE-2026-0000001", "NOTPROVIDED", "RF18539007547034", "2026030312345678")
    {
        IsReturn = true,
        ReturnReason = "AC04",
        ChargesMinor = 350,
        InstructedMinor = 4530,
        InstructedCurrency = Currency.Eur,
    };

    private static BankTransaction MinimalTransaction => new(
        "f00d#1", -990, Currency.Eur, Day, Day, null, null, null, null, null, null);

    private static ImmutableArray<Allocation> Allocations =>
    [
        new("RE-2026-0000001", Order, ItemKind.Invoice, 4000, 180),
        new("shopify:1002", new OrderId("shopify:1002"), ItemKind.Prepayment, 100, 0, [new(19m, 84, 16)], 2),
        new(
            "RE-2026-0000003", Order, ItemKind.Invoice, 9_700, 0, null, 0, 238, 60, 2, [new(19m, 200, 38)],
            FromAdvance: true),
    ];

    private static ImmutableArray<MatchAllocation> Proposed =>
        [new(Account, "RE-2026-0000001", 4000, 80, 5, -1), new(new("shopify:c-78"), "RE-2026-0000002", 100)];

    private static MatchEvidence Hit => new(
        EvidenceKind.Reference, "number-exact", 50, TransactionField.Text, 9, 15, "RE-2026-0000001");

    private static MatchExplanation Why => new(
        "default@3", "all-referenced", 95,
        [Hit, new(EvidenceKind.Amount, "amount-equal", 25, TransactionField.None, 0, 0, null)],
        [new(58, Proposed, [Hit])], "a second reference");

    private static MatchExplanation NoWhy => new("", "", 0, [], [], null);

    private static ImmutableArray<PaymentShare> Shares =>
    [
        new(Account, 4180, Proposed, [], 0),
        new(new("shopify:c-78"), 20, null, ["RE-2026-0000009", "shopify:1002"], 20),
    ];

    private static ImmutableArray<AppliedShare> AppliedShares => [new(Account, 2, Allocations, 80, 10)];

    private static DebitReturn Returned => new("MD07", "M-4711");

    private static Payer Lovelace => new("DE02120300000000202051", "Ada Lovelace");

    private static IEnumerable<Example> MoneyExamples() =>
        [.. ItemExamples(), .. AppliedExamples(), .. MatchedExamples(), .. ReversedExamples(), .. BankExamples(),
            .. SettlementExamples()];

    private static IEnumerable<Example> ItemExamples() =>
    [
        Of(
            new AccountEvent.CreditGranted(Order, 1, 84_180, Currency.Eur, 120_000, 1_000_000),
            new AccountEvent.CreditGranted(Order, 0, 0, Currency.Eur, 0, 0)),
        Of(
            new AccountEvent.CreditRefused(Order, 1, 84_180, Currency.Eur, 920_000, 1_000_000),
            new AccountEvent.CreditRefused(Order, 0, 0, Currency.Eur, 0, 0),
            new AccountEvent.CreditRefused(Order, 1, 84_180, Currency.Eur, 0, 1_000_000, "does not pay")),
        Of(
            new AccountEvent.CreditLimitSet(2_500_000, Currency.Eur, Ada),
            new AccountEvent.CreditLimitSet(null, Currency.Eur, Ada),
            new AccountEvent.CreditLimitSet(0, Currency.Eur, Ada, "pays late")),
        Of(
            new AccountEvent.ItemOpened(
                "RE-2026-0000001", Order, Currency.Eur, 5050, Taxes, Day, Day.AddDays(14), 1000, 2000, "stripe", 2049,
                Skonto, [new(19m, 840, 160)], 1),
            new AccountEvent.ItemOpened(
                "RE-2026-0000002", Order, Currency.Eur, 0, [], Day, Day, 0, 0, null, 0, [])),
        Of(
            new AccountEvent.PrepaymentOpened(Order, "1001", 4180, Currency.Eur, Taxes, 2),
            new AccountEvent.PrepaymentOpened(Order, "1001", 0, Currency.Eur)),
        Of(
            new AccountEvent.OrderWithdrawn(Order, true, Currency.Eur, 180, 4000, []),
            new AccountEvent.OrderWithdrawn(Order, false, Currency.Eur, 0, 0),
            new AccountEvent.OrderWithdrawn(Order, false, Currency.Eur, 180, 0, null, 0, 2)),
    ];

    private static IEnumerable<Example> AppliedExamples() =>
    [
        Of(
            new AccountEvent.PaymentApplied(
                Payment, 4180, Currency.Eur, Day, Allocations, 80, 2, 10, new PaymentId("DE02/R-1"), "stripe",
                Returned),
            new AccountEvent.PaymentApplied(Payment, 0, Currency.Eur, Day, [], 0, 0)),
        Of(
            new AccountEvent.PaymentRefused(Payment, 2, 4180, "RE-2026-0000001", "it is settled"),
            new AccountEvent.PaymentRefused(Payment, 0, 0, "", "")),
        Of(
            new AccountEvent.PaymentUndone(
                Payment, 2, 4180, Currency.Eur, Day, Allocations,
                [new("RE-2026-0000001", 4180, Day, Day.AddDays(14), Skonto, "4711")], 80, 10,
                new PaymentId("DE02/R-1"), Returned, "stripe"),
            new AccountEvent.PaymentUndone(Payment, 0, 0, Currency.Eur, Day, [], [], 0, 0)),
        Of(
            new AccountEvent.ItemImported(
                "R-77", ItemKind.CreditNote, "4711", "RF18539007547034", Day, Day.AddDays(14), -4180, Currency.Eur,
                Skonto, Ada),
            new AccountEvent.ItemImported("R-78", ItemKind.Invoice, null, null, Day, Day, 0, Currency.Eur, [], Ada)),
        Of(
            new AccountEvent.CustomerNoted("K-10023", "Lovelace GmbH", ["DE02120300000000202051"]),
            new AccountEvent.CustomerNoted(null, null, [])),
        Of(
            new AccountEvent.DebitPresented(new("R-77", "PMT1", "E2E1", 4180, Currency.Eur, Day), Ada),
            new AccountEvent.DebitPresented(new("", "", "", 0, Currency.Eur, Day), Ada)),
        Of(
            new AccountEvent.PayerLearned("DE02120300000000202051", "Ada Lovelace", 2, Day),
            new AccountEvent.PayerLearned(null, null, 0, Day)),
        Of(
            new AccountEvent.PayerForgotten("DE02120300000000202051", "Ada Lovelace", "by a person", Ada),
            new AccountEvent.PayerForgotten(null, null, "", Ada)),
    ];

    private static IEnumerable<Example> MatchedExamples() =>
    [
        Of(
            new PaymentEvent.Received(OwnIban, FullTransaction),
            new PaymentEvent.Received(OwnIban, MinimalTransaction)),
        Of(
            new PaymentEvent.Matched(
                2, Shares, "number in text, exact amount", Why, 4200, Currency.Eur, Day, Ada, Lovelace),
            new PaymentEvent.Matched(0, [], "", NoWhy, 0, Currency.Eur, Day, Ada)),
        Of(
            new PaymentEvent.Parked("two customers fit", Why, Ada, true),
            new PaymentEvent.Parked("no reference", NoWhy, Ada)),
        Of(
            new PaymentEvent.Applied(Account, Allocations, 80, 2, 10),
            new PaymentEvent.Applied(Account, [], 0, 0)),
        Of(
            new PaymentEvent.Refused(Account, 2, "RE-2026-0000001", "it is settled"),
            new PaymentEvent.Refused(Account, 0, "", "")),
    ];

    private static IEnumerable<Example> ReversedExamples() =>
    [
        Of(
            new PaymentEvent.Undone(
                2, "wrong customer", Ada, true, AppliedShares, 4180, Currency.Eur, Day, AsideKind.Other,
                new PaymentId("DE02/P-1"), 350, Returned, "stripe/po_1", Lovelace,
                FullTransaction),
            new PaymentEvent.Undone(
                0, "", Ada, false, [], 0, Currency.Eur, Day, null, null, 0, null, null, null)),
        Of(
            new PaymentEvent.ShareUndone(Account, 2),
            new PaymentEvent.ShareUndone(Account, 0)),
        Of(
            new PaymentEvent.ReversalDecided(
                2, new PaymentId("DE02/P-1"), 4180, 350, Currency.Eur, Day, ["RE-2026-0000001"], Returned,
                "returned debit", Why, Ada),
            new PaymentEvent.ReversalDecided(
                0, new PaymentId("DE02/P-1"), 0, 0, Currency.Eur, Day, [], new(null, null), "", NoWhy, Ada)),
        Of(
            new PaymentEvent.ReversalDone(new PaymentId("DE02/P-1"), 350, Currency.Eur, Day),
            new PaymentEvent.ReversalDone(new PaymentId("DE02/P-1"), 0, Currency.Eur, Day)),
        Of(
            new PaymentEvent.Reversed(new PaymentId("DE02/R-1"), AppliedShares, Currency.Eur, Day, Returned),
            new PaymentEvent.Reversed(new PaymentId("DE02/R-1"), [], Currency.Eur, Day, new(null, null))),
        Of(
            new PaymentEvent.ReversalRefused(new PaymentId("DE02/R-1"), "taken back before"),
            new PaymentEvent.ReversalRefused(new PaymentId("DE02/R-1"), "")),
        Of(
            new PaymentEvent.Restored(new PaymentId("DE02/R-1"), 3, AppliedShares, Currency.Eur, Day, Returned),
            new PaymentEvent.Restored(new PaymentId("DE02/R-1"), 0, [], Currency.Eur, Day, new(null, null))),
        Of(
            new PaymentEvent.SetAside(2, AsideKind.Transfer, "own account", Why, -990, Currency.Eur, Day, Ada),
            new PaymentEvent.SetAside(0, AsideKind.Other, "", NoWhy, 0, Currency.Eur, Day, Ada)),
        Of(
            new PaymentEvent.PayoutFound(2, "stripe/po_1", Proposed, "payout id", Why, 4180, Currency.Eur, Day, Ada),
            new PaymentEvent.PayoutFound(0, "stripe/po_1", [], "", NoWhy, 0, Currency.Eur, Day, Ada)),
        Of(
            new PaymentEvent.PayoutSettled("stripe/po_1"),
            new PaymentEvent.PayoutSettled("")),
        Of(
            new PaymentEvent.Detailed(1, [FullTransaction, MinimalTransaction]),
            new PaymentEvent.Detailed(0, [])),
    ];

    private static IEnumerable<Example> BankExamples() =>
    [
        Of(
            new BankEvent.Registered(Currency.Eur, "Hausbank", Ada),
            new BankEvent.Registered(Currency.Eur, null, Ada)),
        Of(
            new BankEvent.EntriesBooked(
                "camt.053 2026-041", 1, OwnIban, [FullTransaction, MinimalTransaction], 3, new("feed:bank"), 12_345),
            new BankEvent.EntriesBooked("camt.053 2026-041", 0, OwnIban, [], 0, new("feed:bank"))),
        Of(
            new BankEvent.StatementBooked(
                new("camt.053 2026-041", "41", Day, Day.AddDays(1), Currency.Eur, 100_000, 103_190, 5)),
            new BankEvent.StatementBooked(new("camt.053 2026-042", null, null, null, Currency.Eur, 0, 0, 0)),
            new BankEvent.StatementBooked(
                new("camt.053 2026-040", "40", Day, Day, Currency.Eur, 99_000, 100_000, 1), WasMissing: true)),
        Of(
            new BankEvent.EntriesAnnounced(
                "camt.052 2026-041", OwnIban, [FullTransaction, MinimalTransaction], new("feed:bank")),
            new BankEvent.EntriesAnnounced("", OwnIban, [], new("feed:bank"))),
        Of(
            new BankEvent.EntryDetailed(
                "260630000212C", 1, OwnIban, [FullTransaction, MinimalTransaction], new("feed:bank")),
            new BankEvent.EntryDetailed("260630000212C", 0, OwnIban, [], new("feed:bank"))),
        Of(
            new BankEvent.FeedStopped(
                new("camt.053 2026-043", "43", Day, Day.AddDays(1), Currency.Eur, 120_000, 103_190, 5),
                100_000, 119_000),
            new BankEvent.FeedStopped(new("camt.053 2026-043", null, null, null, Currency.Eur, 0, 0, 0), 0, 0)),
        Of(
            new BankEvent.GapAccepted("camt.053 2026-043", 100_000, 119_000, "the bank lost no. 42", Ada),
            new BankEvent.GapAccepted("camt.053 2026-043", 0, 0, "", Ada)),
        Of(
            new SeriesEvent.NumberAssigned(1, "RE-2026-0000001", Order, "S-1"),
            new SeriesEvent.NumberAssigned(0, "", Order, "")),
        .. PolicyExamples(),
    ];

    private static IEnumerable<Example> PolicyExamples() =>
    [
        Of(
            new PolicyEvent.Proposed(
                new MatchPolicy { Name = "trusting", Version = 2, OldestFirst = true, SkontoGraceDays = 5 },
                new TrialLimit(100, 1_000_000), Ada),
            new PolicyEvent.Proposed(MatchPolicy.Default, default, Ada)),
        Of(new PolicyEvent.Confirmed("trusting@2", Ada), new PolicyEvent.Confirmed("", Ada)),
        Of(
            new PolicyEvent.Withdrawn("trusting@2", "too bold", Ada),
            new PolicyEvent.Withdrawn("", "", Ada)),
    ];

    private static Example Of(PolicyEvent full, PolicyEvent minimal) => new(MatchPolicies.Id, full, minimal);

    private static Example Of(AccountEvent full, AccountEvent minimal, AccountEvent? later = null) =>
        new(Account.Value, full, minimal, later);

    private static Example Of(PaymentEvent full, PaymentEvent minimal) => new(Payment.Value, full, minimal);

    private static Example Of(BankEvent full, BankEvent minimal, BankEvent? later = null) =>
        new(OwnIban.Value, full, minimal, later);

    private static Example Of(SeriesEvent full, SeriesEvent minimal) => new("invoice-2026", full, minimal);
}
