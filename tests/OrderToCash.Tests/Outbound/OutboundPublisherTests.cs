using OrderToCash.Application.Outbound;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Audit;
using OrderToCash.Tests.Orders;
using OrderToCash.Tests.Projections;
using Xunit;

namespace OrderToCash.Tests.Outbound;

/// <summary>The publisher beside the real engine: what it offers is what is there.</summary>
public sealed class OutboundPublisherTests
{
    private static readonly ChannelPublishing Shop = new("shopify", DateTimeOffset.MinValue);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Offers_and_orders_are_those_of_the_journal_however_it_was_followed(int seed)
    {
        await using var projected = await ProjectedWorld.StartAsync(seed);
        var world = projected.World;
        for (var sku = 1; sku <= 4; sku++)
            await world.MoveAsync($"A-{sku}", MovementKind.Receipt, 20);
        await world.PlaceAsync(SampleOrders.Content());
        await world.ShipAsync(SampleOrders.Id, "1", 2);
        await projected.StepAsync(300);
        var store = new VolatileOutboundStore();
        var publisher = new OutboundPublisher(world.Journal, store, () => [Shop], TimeProvider.System);
        await publisher.CatchUpAsync(default);
        await projected.StepAsync(300);
        await world.QuietAsync();
        await publisher.CatchUpAsync(default);
        var shipped = 0;
        foreach (var id in await EntitiesAsync(world))
        {
            if (id.Kind == "sku")
            {
                var stock = (StockState)(await EntityLoad.ReadAsync(world.Journal, id, default)).State;
                var entry = store.Change(tables => tables.Find("shopify", OutboundKind.Stock, id.Id));
                var available = Math.Max(0, stock.AvailableToPromise - stock.Waiting);
                Assert.Equal((id.Id, available), (id.Id, entry?.Quantity ?? 0));
            }
            else if (id.Kind == "order")
            {
                var order = (OrderState)(await EntityLoad.ReadAsync(world.Journal, id, default)).State;
                var entry = store.Change(tables => tables.Find("shopify", OutboundKind.Order, id.Id));
                Assert.True(order.Shipments.IsEmpty || entry is not null, $"{id} was shipped and is not told.");
                shipped += order.Shipments.Length;
            }
        }

        Assert.True(shipped > 0, "The run must get as far as shipments.");
    }

    private static async Task<HashSet<EntityId>> EntitiesAsync(AuditWorld world)
    {
        var found = new HashSet<EntityId>();
        for (var shard = 0; shard < world.Journal.Info.ShardCount; shard++)
            await world.Journal.ReadShardAsync(shard, 0, 1_000_000, new Collecting(found), default);
        return found;
    }

    private sealed class Collecting(HashSet<EntityId> found) : IEventSink
    {
        public void OnEvent(in EventRow row) => found.Add(EntityId.Parse(row.Entity));
    }
}
