using OrderToCash.Application;
using OrderToCash.Application.Audit;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Journal;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>The checks that no other test sees: each finds its break, whatever else follows from the event.</summary>
public sealed class AuditDetailTests
{
    private static readonly AccountId Account = new(Lives.Account);
    private static readonly OrderId Ready = new(Lives.Ready);
    private static readonly OrderId Unprepaid = new(Lives.Unprepaid);

    public static TheoryData<string, Invariant, string> Cases { get; } = new()
    {
        { "received again", Invariant.CountedOnce, "a payment that is received again" },
        {
            "received again", Invariant.CountedOnce,
            "2 times what may follow once from a bank entry with this identity and amount"
        },
        { "item doesn't add up", Invariant.MoneyConserved, "RE-9 of 800" },
        { "too much in advance", Invariant.MoneyConserved, "2001 in advance for shopify:4" },
        { "too much allocated", Invariant.NoGhosts, "1 pieces allocated to shopify:6" },
        {
            "too much given back", Invariant.GoodsConserved,
            "0 waiting, -1 promised, 4 allocated for one order"
        },
        { "too few held", Invariant.NothingStuck, "3 pieces held for an order" },
        { "open order placed again", Invariant.CountedOnce, "an order that is placed again" },
        { "wrong total", Invariant.Invoices, "a total of 801" },
        { "more shipped than allocated", Invariant.NoGhosts, "5 pieces of A-3 shipped, 4 allocated" },
        { "shipment not invoiced", Invariant.Invoices, "a shipment without an invoice" },
        { "many SKUs shipped", Invariant.NothingStuck, "44 shipped SKUs that stock was not told of" },
        { "never placed", Invariant.NoGhosts, "an event of an order that was never placed" },
        { "closed with open pieces", Invariant.NothingStuck, "the end of an order with 4 open pieces" },
        { "matched with another amount", Invariant.MoneyConserved, "4000 decided" },
        { "invoice for no request", Invariant.Invoices, "number RE-9 for S-y" },
        { "money for no invoice", Invariant.NoGhosts, "money for RE-9" },
        { "part out of order", Invariant.MoneyConserved, "part 1 of statement camt/x" },
        { "statement doesn't add up", Invariant.MoneyConserved, "statement camt/x closing at 9000 with 0 entries" },
        { "shipped twice over", Invariant.GoodsConserved, "shipment S-x changes on hand by -2" },
        { "beyond all numbers", Invariant.MoneyConserved, "numbers too large to be added up" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Sees(string what, Invariant invariant, string found)
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(Event(what, world));

        Broken.Sees(await world.AuditAsync(), invariant, written[0], found);
    }

    [Fact]
    public async Task Sees_an_invoice_whose_sum_is_not_its_rates()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([.. Changed(world, static content => content with { GrossMinor = 801 })]);

        Broken.Sees(await world.AuditAsync(), Invariant.Invoices, written[1], "gross 801, 1 lines");
        Broken.Sees(await world.AuditAsync(), Invariant.Invoices, written[4], "RE-2026-0000007 of 800");
    }

    [Fact]
    public async Task Sees_a_whole_order_that_is_not_invoiced_in_whole()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([
            .. CraftedInvoice.Of(world, 7, "RE-2026-0000007", net: 671, tax: 127),
            (Kinds.Order, Lives.Ready, new OrderEvent.InvoiceSettled("RE-2026-0000007", 798, 0)),
            (Kinds.Order, Lives.Ready, new OrderEvent.Closed())]);

        Broken.Sees(await world.AuditAsync(), Invariant.Invoices, written[^1], "invoices of 798 for a whole order");
    }

    [Fact]
    public async Task Sees_an_event_of_no_known_kind()
    {
        await using var world = await Lives.CreateAsync();
        var entity = new EntityId("dream", "1");
        var shard = ShardMap.ShardOf(entity, 4);
        await world.WriteAsync(shard, new TestEvent(entity, 1));

        var found = Assert.Single((await world.AuditAsync()).Invariants[7].Breaks);
        Assert.Equal(("dream/1", "an event of dream/1"), (found.Entity, found.Found));
    }

    [Fact]
    public async Task Sees_a_state_that_its_events_cant_give()
    {
        await using var world = await Lives.CreateAsync();
        var entity = new EntityId(Kinds.Sku, "A-9");
        var shard = ShardMap.ShardOf(entity, 4);
        StockEvent.Moved moved = new(
            MovementKind.Receipt, "BER1", int.MaxValue, int.MaxValue, null, "T-1", world.Now, world.Now, null, false,
            SampleOrders.Ada);
        await world.WriteAsync(
            shard, world.Encode(entity, 1, moved), world.Encode(entity, 2, moved with { Reference = "T-2" }));
        var turn = Turns.After(await world.Journal.ClaimAsync(shard, default));
        turn.Snapshots.Add(new StoredSnapshot(entity, 2, EntityKinds.Stock.SnapshotVersion, "{}"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await world.Journal.CommitAsync([turn], default));

        var found = Assert.Single((await world.AuditAsync()).Invariants[7].Breaks);
        Assert.StartsWith("sku/A-9 can't evolve: ", found.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "position 4")]
    [InlineData(true, "a shard that ends at position")]
    public async Task Sees_a_shard_that_lost_an_event(bool isLast, string found)
    {
        await using var world = await Lives.CreateAsync();
        await world.StopAsync();
        var rows = await world.Journal.ReadShardRowsAsync(default);
        await using var faulty = new FaultyJournal(world.Journal)
        {
            Lost = (2, isLast ? rows[2].State.Position : 3),
        };

        var report = await JournalAudit.RunAsync(faulty, new AuditOptions(), null, default);
        Assert.Contains(
            report.Invariants[7].Breaks,
            one => one.Shard == 2 && one.Found.StartsWith(found, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Kind, string Id, object Event)> Changed(
        AuditWorld world, Func<InvoiceContent, InvoiceContent> change)
    {
        foreach (var (kind, id, happened) in CraftedInvoice.Of(world, 7, "RE-2026-0000007"))
        {
            yield return (kind, id, happened is OrderEvent.InvoiceRequested requested
                ? requested with { Content = change(requested.Content) }
                : happened);
        }
    }

    private static (string Kind, string Id, object Event) Event(string what, AuditWorld world)
    {
        var iban = AuditWorld.Iban;
        var date = DateOnly.FromDateTime(world.Now.Date);
        var payment = iban.Value + "/nobody-1";
        return what switch
        {
            "received again" => (
                Kinds.Payment, payment, new PaymentEvent.Received(iban, world.Transaction("nobody-1", 4711))),
            "item doesn't add up" => (
                Kinds.Account, Lives.Account, CraftedInvoice.Item("RE-9", 672, 128) with { OpenMinor = 799 }),
            "too much in advance" => (Kinds.Account, Lives.Account, new AccountEvent.PaymentApplied(
                new PaymentId(payment), 2001, Currency.Eur, date,
                [new Allocation(Lives.Unprepaid, Unprepaid, ItemKind.Prepayment, 2001, 0)], 0)),
            "too much allocated" => (
                Kinds.Sku, "A-3", new StockEvent.Allocated(
                    Ready, 1, [new WarehouseQuantity("BER1", 1)], 0, SampleOrders.Noon)),
            "too much given back" => (Kinds.Sku, "A-3", new StockEvent.Reduced(Ready, 0, 1, [], false)),
            "too few held" => (
                Kinds.Sku, "A-3", new StockEvent.Reduced(Ready, 0, 0, [new WarehouseQuantity("BER1", 1)], false)),
            "open order placed again" => (Kinds.Order, Lives.Ready, Placed(800)),
            "wrong total" => (Kinds.Order, Lives.Ready, Placed(801)),
            "more shipped than allocated" => (Kinds.Order, Lives.Ready, Shipped(world, ("A-3", 5))),
            "shipment not invoiced" => (Kinds.Order, Lives.Ready, Shipped(world, ("A-3", 4))),
            "many SKUs shipped" => (Kinds.Order, Lives.Ready, Shipped(
                world, [.. Enumerable.Range(0, OrderLimits.StockBatch + 44).Select(i => ("B-" + i, 1))])),
            "never placed" => (Kinds.Order, "shopify:4711", new OrderEvent.Confirmed(Confirmation.Full)),
            "closed with open pieces" => (Kinds.Order, Lives.Ready, new OrderEvent.Closed()),
            "matched with another amount" => (Kinds.Payment, payment, new PaymentEvent.Matched(
                1, [new PaymentShare(Account, 4000, null, [])], "test", MatchFacts.OfPerson, 4000, Currency.Eur, date,
                SampleOrders.Ada)),
            "invoice for no request" => (Kinds.Order, Lives.Ready, new OrderEvent.Invoiced(
                "S-y", "RE-9", Account, Currency.Eur, 0, [], date, date, false, false, null, [])),
            "money for no invoice" => (Kinds.Order, Lives.Ready, new OrderEvent.InvoiceSettled("RE-9", 1, 0)),
            "part out of order" => (
                Kinds.Bank, iban.Value, new BankEvent.EntriesBooked("camt/x", 1, iban, [], 0, SampleOrders.Ada)),
            "statement doesn't add up" => (Kinds.Bank, iban.Value, new BankEvent.StatementBooked(
                new StatementHeader("camt/x", null, null, null, Currency.Eur, 8509, 9000, 0))),
            "shipped twice over" => (
                Kinds.Sku, "A-3", new StockEvent.Shipped(Ready, "S-x", "BER1", 1, -2, world.Now)),
            "beyond all numbers" => (Kinds.Account, Lives.Account, new AccountEvent.PaymentApplied(
                new PaymentId(payment), 1, Currency.Eur, date,
                [new Allocation("RE-9", Ready, ItemKind.Invoice, long.MaxValue, 0)], long.MaxValue)),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such case"),
        };
    }

    private static OrderEvent.Placed Placed(long total) => new(
        Lives.Numbered("6", SampleOrders.Content(SampleOrders.Line("1", "A-3", 4, 2m))),
        [new LineAmount("1", 672, 128)], new LineAmount("shipping", 0, 0), total, Account, SampleOrders.Ada);

    private static OrderEvent.Shipped Shipped(AuditWorld world, params (string Sku, int Quantity)[] pieces) => new(
        "S-x", "BER1", world.Now, null, null,
        [.. pieces.Select((piece, i) => new LineQuantity($"{i + 1}", new Sku(piece.Sku), piece.Quantity))],
        SampleOrders.Ada);
}
