using OrderToCash.Application.Audit;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>Invariants 1, 2 and 7 broken by events that no decider would yield.</summary>
public sealed class AuditStockTests
{
    private static readonly OrderId Short = new(Lives.Short);
    private static readonly OrderId Ready = new(Lives.Ready);

    [Fact]
    public async Task Sees_a_promise_of_pieces_that_are_not_there()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Sku, "A-2", new StockEvent.Reserved(Short, 1, 2, 0, SampleOrders.Noon, FromBackorder: true)),
            (Kinds.Order, Lives.Short, new OrderEvent.StockAnswered(new Sku("A-2"), 2, 0, 0, null, true)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NoOversell, written[0]);
        Assert.Equal("2 pieces promised to shopify:2", found.Found);
        Assert.Equal("at most the 0 that were available to promise", found.Expected);
    }

    [Fact]
    public async Task Sees_a_shortfall_that_is_not_raised()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Sku, "A-2", Moved(MovementKind.Scrap, 1, -1)));

        Broken.Only(await world.AuditAsync(), Invariant.NoOversell, written[0]);
    }

    [Fact]
    public async Task Sees_goods_that_appear_from_nowhere()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Sku, "A-1", Moved(MovementKind.Receipt, 5, 6)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.GoodsConserved, written[0]);
        Assert.Equal("Receipt T-1 changes on hand by 6", found.Found);
        Assert.StartsWith("5, with ", found.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sees_a_count_that_doesnt_add_up()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Sku, "A-1", Moved(MovementKind.Count, 200, 1)));

        Broken.Only(await world.AuditAsync(), Invariant.GoodsConserved, written[0]);
    }

    [Fact]
    public async Task Sees_a_shipment_that_stock_was_not_told_of()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync([.. ShippedByTheOrder(world)]);

        // The invoice asks for a number that doesn't come either, and stock still holds the pieces.
        var report = await world.AuditAsync();
        Assert.Equal(
            (written[0].Entity, written[0].Position),
            (report.Invariants[1].Breaks[0].Entity, report.Invariants[1].Breaks[0].Position));
    }

    [Fact]
    public async Task Sees_a_shipment_without_an_allocation()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Sku, "A-2", new StockEvent.Shipped(Short, "S-x", "BER1", 4, -4, world.Now)),
            (Kinds.Sku, "A-2", new StockEvent.ShortfallChanged(1, "test")));

        // Three were allocated; an order that ships nothing is a ghost's shipment, too.
        var ghosts = (await world.AuditAsync()).Invariants[6].Breaks;
        Assert.Equal(2, ghosts.Length);
        Assert.All(ghosts, ghost => Assert.Equal(written[0].Position, ghost.Position));
        Assert.Contains(ghosts, ghost => ghost.Found == "4 pieces shipped to shopify:2 from BER1"
            && ghost.Expected == "at most the 3 that are allocated to it there");
    }

    [Fact]
    public async Task Sees_a_reservation_of_an_order_that_nobody_placed()
    {
        await using var world = await Lives.CreateAsync();
        var nobody = new OrderId("shopify:4711");
        var written = await world.TamperAsync(
            (Kinds.Sku, "A-1", new StockEvent.Reserved(nobody, 1, 2, 0, SampleOrders.Noon, FromBackorder: false)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NoGhosts, written[0]);
        Assert.Equal("2 pieces held for an order that doesn't want them", found.Found);
    }

    [Fact]
    public async Task Sees_a_reservation_of_an_order_that_is_over()
    {
        await using var world = await Lives.CreateAsync();
        var over = new OrderId(Lives.Closed);
        var written = await world.TamperAsync(
            (Kinds.Sku, "A-1", new StockEvent.Backordered(over, 2, 1, SampleOrders.Noon)));

        Broken.Only(await world.AuditAsync(), Invariant.NoGhosts, written[0]);
    }

    [Fact]
    public async Task Sees_more_pieces_held_than_the_order_wants()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Sku, "A-3", new StockEvent.Reserved(Ready, 2, 1, 0, SampleOrders.Noon, FromBackorder: false)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NoGhosts, written[0]);
        Assert.Equal(("5 pieces held for an order", "the 4 that it still wants"), (found.Found, found.Expected));
    }

    [Fact]
    public async Task Sees_pieces_held_in_another_warehouse_than_the_order_ships_them_from()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync(
            (Kinds.Sku, "A-3", new StockEvent.Reduced(Ready, 0, 0, [new WarehouseQuantity("BER1", 1)], false)),
            (Kinds.Sku, "A-3", new StockEvent.Reserved(Ready, 1, 1, 0, SampleOrders.Noon, FromBackorder: false)),
            (Kinds.Sku, "A-3", new StockEvent.Allocated(
                Ready, 1, [new WarehouseQuantity("HAM1", 1)], 0, SampleOrders.Noon)));

        var found = Broken.Only(await world.AuditAsync(), Invariant.NoGhosts, written[2]);
        Assert.Equal("4 pieces held for an order in some warehouses", found.Found);
    }

    [Fact]
    public async Task Sees_a_step_of_an_order_that_is_over()
    {
        await using var world = await Lives.CreateAsync();
        var written = await world.TamperAsync((Kinds.Order, Lives.Closed, new OrderEvent.Confirmed(Confirmation.Full)));

        Broken.Only(await world.AuditAsync(), Invariant.NoGhosts, written[0]);
    }

    private static StockEvent.Moved Moved(MovementKind kind, int quantity, int delta) => new(
        kind, "BER1", quantity, delta, null, "T-1", SampleOrders.Noon.AddDays(1), SampleOrders.Noon.AddDays(1), null,
        false, SampleOrders.Ada);

    private static IEnumerable<(string Kind, string Id, object Event)> ShippedByTheOrder(AuditWorld world)
    {
        yield return (Kinds.Order, Lives.Ready, new OrderEvent.Shipped(
            "S-x", "BER1", world.Now, null, null, [new LineQuantity("1", new Sku("A-3"), 4)], SampleOrders.Ada));
    }
}
