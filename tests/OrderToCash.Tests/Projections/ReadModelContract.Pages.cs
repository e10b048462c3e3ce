using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Tests.Projections;

/// <content>Lists by status, and pages that look at more orders than they find.</content>
public abstract partial class ReadModelContract
{
    [ContractFact]
    public async Task Every_status_lists_its_orders()
    {
        await using var world = await ProjectedWorld.StartAsync(19);
        var store = CreateFor(world);
        world.Follow(store.Place);
        for (var round = 0; round < 10; round++)
        {
            await world.StepAsync(100);
            await world.CatchUpAsync();
        }

        var questions = store.Questions;
        var all = await EveryAsync(page => questions.ListOrdersAsync(new OrderQuery(), page, default), 50);
        Assert.True(all.Select(row => row.Status).Distinct().Count() > 3);
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            var rows = await EveryAsync(
                page => questions.ListOrdersAsync(new OrderQuery(Status: status), page, default), 3);
            Assert.Equal(
                all.Where(row => row.Status == status).Select(row => (row.OrderId, row.Version)),
                rows.Select(row => (row.OrderId, row.Version)));
        }
    }

    [ContractTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_rare_value_is_found_in_pages_that_each_look_at_two_thousand_orders(int size)
    {
        await using var world = await ProjectedWorld.StartAsync(20);
        var store = CreateFor(world);
        world.Follow(store.Place);
        await world.StepAsync(20);
        await world.CatchUpAsync();
        // From the newest: the first, the last that the first page looks at, the one after it, and the oldest.
        await TamperAsync(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
            INSERT INTO {schema}orders (order_id, channel, status, placed_ticks, currency, total_minor, account_id,
                line_count, holds, backordered, warehouses, updated_ticks, shard, position, body)
            SELECT 'many:' || i, 'many', 1, i, 'EUR', CASE WHEN i IN (1, 2500, 2501, 4500) THEN 9 ELSE 1 END, 'A',
                1, 0, 0, '', i, 0, i, '{}' FROM n
            """);
        var query = new OrderQuery(MinTotalMinor: 9, PlacedBefore: new DateTimeOffset(5_000, TimeSpan.Zero));

        var found = await EveryAsync(page => store.Questions.ListOrdersAsync(query, page, default), size);
        Assert.Equal(["many:4500", "many:2501", "many:2500", "many:1"], found.Select(row => row.OrderId));

        var none = await store.Questions.ListOrdersAsync(
            query with { MinTotalMinor = 10 }, new PageRequest(size), default);
        Assert.Empty(none.Items);
        Assert.NotNull(none.Next);
    }
}
