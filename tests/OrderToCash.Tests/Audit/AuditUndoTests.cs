using System.Collections.Immutable;
using OrderToCash.Application.Audit;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>
/// Undoing, returns, feeds, what is set aside: each relation between two entities broken in exactly that way, and each
/// rule within one.
/// </summary>
public sealed class AuditUndoTests
{
    private const string Number = "RE-2026-0000004";
    private const string Paid = "DE02120300000000202051/T-1";
    private const string Back = "DE02120300000000202051/T-2";
    private const string Nobody = "DE02120300000000202051/nobody-1";

    private static readonly DateOnly Day = new(2026, 12, 1);
    private static readonly AccountId Account = new(Lives.Account);
    private static readonly DebitReturn Returned = new("AM04", null);
    private static readonly Allocation Settled = new(Number, new OrderId(Lives.Unpaid), ItemKind.Invoice, 9998, 0);

    private static readonly ImmutableArray<AppliedShare> Shares =
        [new AppliedShare(Account, 1, [Settled], 0, 0)];

    public static TheoryData<string, Invariant, int, string> Cases { get; } = new()
    {
        // TakingBack
        { "undone, and the account not told", Invariant.NothingStuck, 0, "the account taking it back" },
        {
            "taken back unasked", Invariant.MoneyConserved, 0,
            "a payment that asks the account to take back this amount"
        },
        { "taken back twice", Invariant.CountedOnce, 2, "one" },
        { "another amount taken back", Invariant.NothingStuck, 0, "the account taking it back" },
        // TakenBack
        { "taken back, and the payment not told", Invariant.NothingStuck, 1, "the payment told of it" },
        {
            "told of a taking back that was none", Invariant.MoneyConserved, 0,
            "the account's taking back of an undone decision"
        },
        // Allocation
        {
            "another document opened", Invariant.MoneyConserved, 1,
            "this document settled with these amounts by this payment"
        },
        // Reopening
        { "opened, and the order not told", Invariant.NothingStuck, 1, "the order told of it" },
        {
            "an order told that nobody paid", Invariant.MoneyConserved, 0,
            "money of this invoice taken back in the account"
        },
        // Reversal and its answer
        { "returned, and the payment not asked", Invariant.NothingStuck, 0, "this payment's answer" },
        {
            "returned by nobody", Invariant.MoneyConserved, 0, "a payment that takes back this payment's money"
        },
        { "returned, and the return not told", Invariant.NothingStuck, 1, "the one that asked told of it" },
        // Within a payment
        { "undone with less than was applied", Invariant.MoneyConserved, 0, "all 9998 that accounts have of it" },
        { "fee lost", Invariant.MoneyConserved, 2, "together the 10198 that the bank took" },
        { "set aside though applied", Invariant.MoneyConserved, 0, "nothing decided before, or that undone" },
        { "set aside with another amount", Invariant.MoneyConserved, 0, "the 4711 that came in" },
        { "applied and refused", Invariant.MoneyConserved, 0, "one of both" },
        // Within an account
        { "parts of a taking back differ", Invariant.MoneyConserved, 1,
            "the sum of what is open again, no longer on account and no longer a refund, 9998" },
        { "opened beyond what was settled", Invariant.MoneyConserved, 1, "9998, as 0 were open of it" },
        { "item taken over again", Invariant.CountedOnce, 1, "one open item of it" },
        // Within a bank account
        { "gap forgotten", Invariant.MoneyConserved, 1, "the last closing balance, 500" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Sees(string what, Invariant invariant, int at, string expected)
    {
        await using var world = await Lives.CreateAsync();
        await PayAsync(world);
        var written = await world.TamperAsync(Events(what));

        var report = await world.AuditAsync();

        Assert.True(
            report.Invariants[(int)invariant - 1].Breaks.Any(found =>
                found.Expected == expected && found.Entity == written[at].Entity
                && found.Sequence == written[at].Sequence),
            string.Join('\n', report.ToLines()));
    }

    [Fact]
    public async Task Holds_for_money_that_goes_back_and_forth()
    {
        await using var world = await Lives.CreateAsync();
        await PayAsync(world);
        await UndoAsync(world, Paid);
        await world.TellAsync(Kinds.Payment, Paid, Assigned());
        await world.BookAsync("T-2", -10_198);
        var back = new PaymentCommand.Decide(
            new MatchDecision(MatchOutcome.Reverse, "returned", MatchFacts.OfPerson)
            {
                Reverses = new PaymentId(Paid), FeeMinor = 200,
            }, SampleOrders.Ada);
        for (var round = 0; round < 2; round++)
        {
            await world.TellAsync(Kinds.Payment, Back, back);
            await world.QuietAsync();
            await UndoAsync(world, Back);
        }

        await world.TellAsync(Kinds.Payment, Nobody, new PaymentCommand.Decide(
            new MatchDecision(MatchOutcome.Other, "no customer's", MatchFacts.OfPerson), SampleOrders.Ada));
        await UndoAsync(world, Nobody);
        await world.StopAsync();

        var report = await world.AuditAsync();
        Assert.True(report.Holds, string.Join('\n', report.ToLines()));
    }

    private static async Task PayAsync(AuditWorld world)
    {
        await world.BookAsync("T-1", 9998);
        await world.TellAsync(Kinds.Payment, Paid, Assigned());
        await world.QuietAsync();
    }

    private static PaymentCommand.Assign Assigned() =>
        new([new PaymentShare(Account, 9998, null, [Number])], "test", SampleOrders.Ada);

    private static async Task UndoAsync(AuditWorld world, string payment)
    {
        Assert.Equal(PaymentReply.Accepted, await world.TellAsync(
            Kinds.Payment, payment, new PaymentCommand.Undo("wrong", SampleOrders.Ada, false)));
        await world.QuietAsync();
    }

    private static (string Kind, string Id, object Event)[] Events(string what)
    {
        var undone = OfPayment(Paid, Undone(Shares));
        var told = OfPayment(Paid, new PaymentEvent.ShareUndone(Account, 1));
        var taken = OfAccount(Taken(9998, Settled with { OpenMinor = 9998 }));
        var reopened = OfOrder(new OrderEvent.InvoiceReopened(Number, 9998, 9998));
        return what switch
        {
            "undone, and the account not told" => [undone],
            "taken back unasked" => [taken, told, reopened],
            "taken back twice" => [undone, taken, taken, told, reopened],
            "another amount taken back" => [
                undone, OfAccount(Taken(98, Settled with { AmountMinor = 98, OpenMinor = 98 })), told],
            "taken back, and the payment not told" => [undone, taken, reopened],
            "told of a taking back that was none" => [told],
            "another document opened" => [
                undone, OfAccount(Taken(9998, Settled with { Document = "RE-9", OpenMinor = 9998 })), told],
            "opened, and the order not told" => [undone, taken, told],
            "an order told that nobody paid" => [reopened],
            "returned, and the payment not asked" => [OfPayment(Nobody, Decided(-4711, 0))],
            "returned by nobody" => [OfPayment(Paid, Reversed())],
            "returned, and the return not told" => [OfPayment(Back, Decided(9998, 0)), OfPayment(Paid, Reversed())],
            "undone with less than was applied" => [OfPayment(Paid, Undone([]))],
            "fee lost" => [
                OfPayment(Back, new PaymentEvent.Received(AuditWorld.Iban, new BankTransaction(
                    "T-2", -10_198, Currency.Eur, Day, Day, null, null, null, null, null, null))),
                OfPayment(Back, Decided(9998, 200)),
                OfPayment(Back, new PaymentEvent.ReversalDone(new PaymentId(Paid), 0, Currency.Eur, Day))],
            "set aside though applied" => [OfPayment(Paid, Aside(9998))],
            "set aside with another amount" => [OfPayment(Nobody, Aside(4710))],
            "applied and refused" => [OfPayment(Paid, new PaymentEvent.Refused(Account, 1, Number, "it is settled"))],
            "parts of a taking back differ" => [
                undone, OfAccount(Taken(9997, Settled with { OpenMinor = 9998 })), told, reopened],
            "opened beyond what was settled" => [
                undone, OfAccount(Taken(9998, Settled with { OpenMinor = 9999 })), told],
            "item taken over again" => [OfAccount(Imported()), OfAccount(Imported())],
            "gap forgotten" => [
                OfBank(new BankEvent.GapAccepted("camt/x", 0, 500, "lost", SampleOrders.Ada)),
                OfBank(new BankEvent.StatementBooked(
                    new StatementHeader("camt/y", null, null, null, Currency.Eur, 499, 499, 0)))],
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "No such case."),
        };
    }

    private static (string Kind, string Id, object Event) OfPayment(string id, PaymentEvent happened) =>
        (Kinds.Payment, id, happened);

    private static (string Kind, string Id, object Event) OfAccount(AccountEvent happened) =>
        (Kinds.Account, Lives.Account, happened);

    private static (string Kind, string Id, object Event) OfOrder(OrderEvent happened) =>
        (Kinds.Order, Lives.Unpaid, happened);

    private static (string Kind, string Id, object Event) OfBank(BankEvent happened) =>
        (Kinds.Bank, AuditWorld.Iban.Value, happened);

    private static PaymentEvent.Undone Undone(ImmutableArray<AppliedShare> shares) => new(
        1, "wrong", SampleOrders.Ada, false, shares, 9998, Currency.Eur, Day, null, null, 0, null, null, null);

    private static AccountEvent.PaymentUndone Taken(long amount, Allocation opened) => new(
        new PaymentId(Paid), 1, amount, Currency.Eur, Day, [opened], [], 0, 0);

    private static PaymentEvent.ReversalDecided Decided(long amount, long fee) => new(
        1, new PaymentId(Paid), amount, fee, Currency.Eur, Day, [], Returned, "returned", MatchFacts.OfPerson,
        SampleOrders.Ada);

    private static PaymentEvent.Reversed Reversed() =>
        new(new PaymentId(Back), Shares, Currency.Eur, Day, Returned);

    private static PaymentEvent.SetAside Aside(long amount) => new(
        2, AsideKind.Other, "no customer's", MatchFacts.OfPerson, amount, Currency.Eur, Day, SampleOrders.Ada);

    private static AccountEvent.ItemImported Imported() => new(
        "IMP-1", ItemKind.Invoice, null, null, Day, Day, 100, Currency.Eur, [], SampleOrders.Ada);
}
