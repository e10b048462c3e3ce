using OrderToCash.Application.Audit;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>Invariants 3 and 4 broken by events that no decider would yield.</summary>
public sealed class AuditMoneyTests
{
    private const string Payment = "DE02120300000000202051/T-1";

    [Fact]
    public async Task Sees_a_payment_that_is_not_its_allocations()
    {
        await using var world = await Lives.CreateAsync();
        await world.BookAsync("T-1", 5000);
        var account = new AccountId(Lives.Account);
        var written = await world.TamperAsync(
            (Kinds.Payment, Payment, Matched(world, 5000)),
            (Kinds.Account, Lives.Account, Applied(world, 5000, 4999)),
            (Kinds.Payment, Payment, new PaymentEvent.Applied(account, [], 4999)));

        var report = await world.AuditAsync();
        var breaks = report.Invariants[2].Breaks;
        Assert.All(report.Invariants, one => Assert.Equal(one.Number != Invariant.MoneyConserved, one.Holds));

        // The application itself, its postings, and the payment that is told of less than came in.
        Assert.Equal(3, breaks.Length);
        Assert.Equal(2, breaks.Count(found => found.Position == written[1].Position));
        Assert.Contains(breaks, found => found.Found == "postings that sum to 1");
        Assert.Contains(breaks, found => found.Entity == "payment/" + Payment);
    }

    [Fact]
    public async Task Sees_money_applied_that_no_payment_brought()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Account, Lives.Account, Applied(world, 5000, 5000)));

        // And no payment was told of it: what waits for that is stuck.
        var report = await world.AuditAsync();
        Assert.Equal(written[0].Position, Assert.Single(report.Invariants[2].Breaks).Position);
        Assert.Equal(written[0].Position, Assert.Single(report.Invariants[5].Breaks).Position);
    }

    [Fact]
    public async Task Sees_more_money_for_an_invoice_than_was_open()
    {
        await using var world = await Lives.CreateAsync();
        await world.BookAsync("T-1", 20_000);
        const string number = "RE-2026-0000004";
        var allocation = new Allocation(number, new OrderId(Lives.Unpaid), ItemKind.Invoice, 20_000, 0);
        var written = await world.TamperAsync(
            (Kinds.Payment, Payment, Matched(world, 20_000)),
            (Kinds.Account, Lives.Account, new AccountEvent.PaymentApplied(
                new PaymentId(Payment), 20_000, Currency.Eur, new DateOnly(2026, 12, 1), [allocation], 0)),
            (Kinds.Payment, Payment, new PaymentEvent.Applied(new AccountId(Lives.Account), [allocation], 0)),
            (Kinds.Order, Lives.Unpaid, new OrderEvent.InvoiceSettled(number, 20_000, 0)),
            (Kinds.Order, Lives.Unpaid, new OrderEvent.Closed()));

        var report = await world.AuditAsync();
        Assert.All(report.Invariants, one => Assert.Equal(one.Number != Invariant.MoneyConserved, one.Holds));
        Assert.Equal(
            [written[1].Entity, written[3].Entity],
            report.Invariants[2].Breaks.Select(found => found.Entity).Order(StringComparer.Ordinal));
        Assert.Contains(
            report.Invariants[2].Breaks,
            found => found.Expected == "at most the 9998 that were open of it, and what is left of them");
    }

    [Fact]
    public async Task Sees_an_order_that_was_told_of_money_nobody_paid()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Order, Lives.Unpaid, new OrderEvent.InvoiceSettled("RE-2026-0000004", 98, 9900)));

        Broken.Only(await world.AuditAsync(), Invariant.MoneyConserved, written[0]);
    }

    [Fact]
    public async Task Sees_an_advance_that_is_consumed_twice()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Account, Lives.Account, new AccountEvent.OrderWithdrawn(
                new OrderId(Lives.Prepaid), true, Currency.Eur, 0, 100)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.MoneyConserved, written[0]);
        Assert.Equal("at most the 0 that are held", found.Expected);
    }

    [Fact]
    public async Task Sees_a_bank_entry_that_became_no_payment()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Bank, AuditWorld.Iban.Value, Booked("camt/x", world.Transaction("T-9", 10))));

        var found = Broken.Only(await world.AuditAsync(), Invariant.MoneyConserved, written[0]);
        Assert.Equal("a payment for each new entry", found.Expected);
    }

    [Fact]
    public async Task Sees_an_advance_that_is_held_for_an_order_that_is_over()
    {
        await using var world = await Lives.CreateAsync();
        await world.PayAsync(Lives.Account, 500, Lives.Unprepaid);
        await world.TellAsync(Kinds.Order, Lives.Unprepaid, SampleOrders.Cancel());
        await world.QuietAsync();
        await world.BookAsync("T-1", 300);
        var allocation = new Allocation(
            Lives.Unprepaid, new OrderId(Lives.Unprepaid), ItemKind.Prepayment, 300, 1200);
        var written = await world.TamperAsync(
            (Kinds.Payment, Payment, Matched(world, 300)),
            (Kinds.Account, Lives.Account, new AccountEvent.PaymentApplied(
                new PaymentId(Payment), 300, Currency.Eur, new DateOnly(2026, 12, 1), [allocation], 0)),
            (Kinds.Payment, Payment, new PaymentEvent.Applied(new AccountId(Lives.Account), [allocation], 0)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.MoneyConserved, written[1]);
        Assert.StartsWith("its order not over", found.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_advance_is_held_while_its_order_goes_on_and_while_its_end_is_on_its_way()
    {
        await using var world = await Lives.CreateAsync();
        await world.PayAsync(Lives.Account, 500, Lives.Unprepaid);
        var going = await world.AuditAsync();
        Assert.True(going.Holds, string.Join('\n', going.ToLines()));

        await world.TamperAsync(isDelivered: false, (Kinds.Order, Lives.Unprepaid, new OrderEvent.Cancelled(
            [new LineQuantity("1", new Sku("A-3"), 2)], [new SkuQuantity(new Sku("A-3"), 0)], true, "customer",
            world.Now, null, new AccountId(Lives.Account), 2000, SampleOrders.Feed)));
        var ending = await world.AuditAsync();
        Assert.True(ending.Holds, string.Join('\n', ending.ToLines()));
    }

    [Fact]
    public async Task The_rest_of_an_advance_is_no_break_when_its_order_closes()
    {
        await using var world = await Lives.CreateAsync();
        const string order = "shopify:10";
        var prepaid = Lives.Numbered("10", SampleOrders.Prepaid(SampleOrders.Line("1", "A-3", 2, 0.02m)));
        await world.PlaceAsync(prepaid with { PricesIncludeTax = false });
        await world.PayAsync(Lives.Account, 5, order);
        await world.ShipAsync(order, "1", 1);
        await world.ShipAsync(order, "1", 1);
        // Stopped, it has nothing in flight that could explain a rest.
        await world.StopAsync();

        var report = await world.AuditAsync();
        Assert.True(report.Holds, string.Join('\n', report.ToLines()));
    }

    [Fact]
    public async Task Sees_a_payment_that_no_bank_booked()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Payment, Payment, new PaymentEvent.Received(AuditWorld.Iban, world.Transaction("T-1", 10))));

        Broken.Only(await world.AuditAsync(), Invariant.MoneyConserved, written[0]);
    }

    [Fact]
    public async Task Sees_a_statement_that_doesnt_follow_on_the_last()
    {
        await using var world = await Lives.CreateAsync();
        var header = new StatementHeader("camt/x", null, null, null, Currency.Eur, 1, 1, 0);
        var written = await world.TamperAsync(
            (Kinds.Bank, AuditWorld.Iban.Value, new BankEvent.StatementBooked(header)));

        Broken.Only(await world.AuditAsync(), Invariant.MoneyConserved, written[0]);
    }

    [Fact]
    public async Task Sees_a_bank_entry_that_is_booked_twice()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Bank, AuditWorld.Iban.Value, Booked("camt/x", world.Transaction("out-1", -700))));

        var found = Broken.Only(await world.AuditAsync(), Invariant.CountedOnce, written[0]);
        Assert.StartsWith("2 times the same", found.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sees_an_order_that_is_placed_twice()
    {
        await using var world = await Lives.CreateAsync();
        var content = Lives.Numbered("1", SampleOrders.Content(SampleOrders.Line("1", "A-1", 1, 1m)));
        var placed = new OrderEvent.Placed(
            content, [new LineAmount("1", 84, 16)], new LineAmount("shipping", 0, 0), 100,
            new AccountId(Lives.Account), SampleOrders.Ada);
        var written = await world.TamperAsync((Kinds.Order, Lives.Closed, placed));

        Broken.Only(await world.AuditAsync(), Invariant.CountedOnce, written[0]);
    }

    private static PaymentEvent.Matched Matched(AuditWorld world, long amount) => new(
        1, [new PaymentShare(new AccountId(Lives.Account), amount, null, [])], "test", MatchFacts.OfPerson, amount,
        Currency.Eur, DateOnly.FromDateTime(world.Now.Date), SampleOrders.Ada);

    private static AccountEvent.PaymentApplied Applied(AuditWorld world, long amount, long onAccount) => new(
        new PaymentId(Payment), amount, Currency.Eur, DateOnly.FromDateTime(world.Now.Date), [], onAccount);

    private static BankEvent.EntriesBooked Booked(string statement, BankTransaction entry) =>
        new(statement, 0, AuditWorld.Iban, [entry], 0, SampleOrders.Ada);
}
