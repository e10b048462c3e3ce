using System.Collections.Immutable;
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
    ];

    private static IEnumerable<Example> MoneyExamples() =>
    [
        Of(
            new AccountEvent.CreditGranted(Order, 1, 84_180, Currency.Eur, 120_000, 1_000_000),
            new AccountEvent.CreditGranted(Order, 0, 0, Currency.Eur, 0, 0)),
        Of(
            new AccountEvent.CreditRefused(Order, 1, 84_180, Currency.Eur, 920_000, 1_000_000),
            new AccountEvent.CreditRefused(Order, 0, 0, Currency.Eur, 0, 0)),
        Of(
            new AccountEvent.CreditLimitSet(2_500_000, Currency.Eur, Ada),
            new AccountEvent.CreditLimitSet(null, Currency.Eur, Ada)),
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
            new AccountEvent.OrderWithdrawn(Order, false, Currency.Eur, 0, 0)),
        Of(
            new AccountEvent.PaymentApplied(Payment, 4180, Currency.Eur, Day, Allocations, 80),
            new AccountEvent.PaymentApplied(Payment, 0, Currency.Eur, Day, [], 0)),
        Of(
            new PaymentEvent.Received(OwnIban, FullTransaction),
            new PaymentEvent.Received(OwnIban, MinimalTransaction)),
        Of(
            new PaymentEvent.Matched(
                Account, ["RE-2026-0000001", "shopify:1002"], "invoice-number", Evidence, 4180, Currency.Eur, Day),
            new PaymentEvent.Matched(Account, [], "person", [], 0, Currency.Eur, Day)),
        Of(
            new PaymentEvent.Parked("two customers fit", Evidence),
            new PaymentEvent.Parked("no reference", [])),
        Of(
            new PaymentEvent.Applied(Account, Allocations, 80),
            new PaymentEvent.Applied(Account, [], 0)),
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
            new BankEvent.StatementBooked(new("camt.053 2026-042", null, null, null, Currency.Eur, 0, 0, 0))),
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
    ];

    private static Example Of(AccountEvent full, AccountEvent minimal) => new(Account.Value, full, minimal);

    private static Example Of(PaymentEvent full, PaymentEvent minimal) => new(Payment.Value, full, minimal);

    private static Example Of(BankEvent full, BankEvent minimal) => new(OwnIban.Value, full, minimal);

    private static Example Of(SeriesEvent full, SeriesEvent minimal) => new("invoice-2026", full, minimal);
}
