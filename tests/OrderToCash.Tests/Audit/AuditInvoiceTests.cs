using OrderToCash.Application.Audit;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>Invariants 5, 6 and 7 broken by events that no decider would yield.</summary>
public sealed class AuditInvoiceTests
{
    [Fact]
    public async Task Sees_a_gap_in_the_numbers()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([.. CraftedInvoice.Of(world, 8, "RE-2026-0000008")]);

        var found = Broken.Only(await world.AuditAsync(), Invariant.Invoices, written[3]);
        Assert.Equal(("number 8", "7, the next of its series"), (found.Found, found.Expected));
    }

    [Fact]
    public async Task Holds_where_the_same_events_have_the_next_number()
    {
        await using var world = await Lives.CreateAsync();
        await world.TamperAsync([.. CraftedInvoice.Of(world, 7, "RE-2026-0000007")]);

        var report = await world.AuditAsync();
        Assert.True(report.Holds, string.Join('\n', report.ToLines()));
    }

    [Fact]
    public async Task Sees_a_number_that_is_printed_as_another()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([.. CraftedInvoice.Of(world, 7, "RE-2026-0000006")]);

        Broken.Only(await world.AuditAsync(), Invariant.Invoices, written[3]);
    }

    [Fact]
    public async Task Sees_a_number_that_no_order_asked_for()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Series, CraftedInvoice.Series, new SeriesEvent.NumberAssigned(
            7, "RE-2026-0000007", new OrderId(Lives.Ready), "S-x")));

        // It follows from nothing, and no order is invoiced under it.
        var report = await world.AuditAsync();
        Assert.All(report.Invariants, one => Assert.Equal(one.Number != Invariant.Invoices, one.Holds));
        Assert.Equal(2, report.Invariants[4].BreakCount);
        Assert.All(report.Invariants[4].Breaks, found => Assert.Equal(written[0].Position, found.Position));
    }

    [Fact]
    public async Task Sees_tax_that_is_not_the_lines_tax()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([.. CraftedInvoice.Of(world, 7, "RE-2026-0000007", lineTax: 127)]);

        var found = Broken.Only(await world.AuditAsync(), Invariant.Invoices, written[1]);
        Assert.Equal("at 19 % net 672 and tax 128", found.Found);
    }

    [Fact]
    public async Task Sees_an_invoice_of_other_pieces_than_were_shipped()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([.. CraftedInvoice.Of(world, 7, "RE-2026-0000007", pieces: 3)]);

        Broken.Only(await world.AuditAsync(), Invariant.Invoices, written[1]);
    }

    [Fact]
    public async Task Sees_invoices_beyond_the_orders_total()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            [.. CraftedInvoice.Of(world, 7, "RE-2026-0000007", net: 6720, tax: 1277)]);

        var found = Broken.Only(await world.AuditAsync(), Invariant.Invoices, written[1]);
        Assert.Equal(("invoices of 7997 in all", "at most the order's 800"), (found.Found, found.Expected));
    }

    [Fact]
    public async Task Sees_an_item_that_no_invoice_opened()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Account, Lives.Account, CraftedInvoice.Item("RE-2026-0000099", 672, 128)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NoGhosts, written[0]);
        Assert.Equal("an order's invoice of this number, amount and tax", found.Expected);
    }

    [Fact]
    public async Task Sees_an_order_that_waits_for_nothing()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Order, Lives.Unprepaid, new OrderEvent.HoldReleased(
            HoldReason.Prepayment, SampleOrders.Ada, "test")));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NothingStuck, written[0]);
        Assert.Equal("an open order that waits for nothing", found.Found);
    }

    [Fact]
    public async Task Sees_an_order_that_waits_for_an_answer_that_is_not_on_its_way()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Order, Lives.Unprepaid, new OrderEvent.Released(
            [new SkuQuantity(new Sku("A-3"), 2)], 1, "test", [])));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NothingStuck, written[0]);
        Assert.Equal("an order that waits for stock's answer about 2 pieces", found.Found);
    }

    [Fact]
    public async Task Sees_an_order_that_is_closed_unpaid()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Order, Lives.Unpaid, new OrderEvent.Closed()));

        Broken.Only(await world.AuditAsync(), Invariant.NothingStuck, written[0]);
    }
}
