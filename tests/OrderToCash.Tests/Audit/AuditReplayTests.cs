using OrderToCash.Application;
using OrderToCash.Application.Audit;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Journal;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>Invariant 8 broken, and messages on their way told from breaks.</summary>
public sealed class AuditReplayTests
{
    [Fact]
    public async Task Sees_a_gap_in_an_entitys_sequences()
    {
        await using var world = await Lives.CreateAsync();
        var entity = new EntityId(Kinds.Sku, "A-9");
        var shard = ShardMap.ShardOf(entity, 4);
        var moved = Moved(5);
        await world.WriteAsync(shard, world.Encode(entity, 2, moved));

        var found = Broken.Only(await world.AuditAsync(), Invariant.Replay, await LastOfAsync(world, shard));
        Assert.Equal(("sequence 2", "1, the entity's next"), (found.Found, found.Expected));
    }

    [Fact]
    public async Task Sees_an_entity_in_another_entitys_shard()
    {
        await using var world = await Lives.CreateAsync();
        var entity = new EntityId(Kinds.Sku, "A-9");
        var shard = (ShardMap.ShardOf(entity, 4) + 1) % 4;
        await world.WriteAsync(shard, world.Encode(entity, 1, Moved(5)));

        Broken.Only(await world.AuditAsync(), Invariant.Replay, await LastOfAsync(world, shard));
    }

    [Fact]
    public async Task Sees_events_that_nobody_can_read()
    {
        await using var world = await Lives.CreateAsync();
        var entity = new EntityId(Kinds.Sku, "A-9");
        var shard = ShardMap.ShardOf(entity, 4);
        await world.WriteAsync(shard, new TestEvent(entity, 1, "{}", "stock.dreamt"));

        Broken.Only(await world.AuditAsync(), Invariant.Replay, await LastOfAsync(world, shard));
    }

    [Fact]
    public async Task Compares_snapshots_with_the_replay()
    {
        await using var world = await AuditWorld.StartAsync();
        for (var i = 0; i < 1500; i++)
            await world.MoveAsync("A-1", MovementKind.Receipt, 1);
        await world.StopAsync();
        var report = await world.AuditAsync();
        Assert.True(report.Holds, string.Join('\n', report.ToLines()));
        var info = Assert.Single(await world.Journal.SnapshotInfosAsync());
        Assert.Contains(
            report.Invariants[7].Counts, count => count.What.StartsWith("snapshots equal") && count.Count == 1);

        var sku = EntityKinds.Stock.Evolve(EntityKinds.Stock.Initial("A-1"), Moved(1499));
        await TakeSnapshotAsync(world, info, sku);

        report = await world.AuditAsync();
        var found = Assert.Single(report.Invariants[7].Breaks);
        Assert.Equal(("sku/A-1", info.Sequence), (found.Entity, found.Sequence));
        Assert.All(report.Invariants, one => Assert.Equal(one.Number != Invariant.Replay, one.Holds));
        var none = await world.AuditAsync(new AuditOptions { MaxSnapshots = 0 });
        Assert.True(none.Holds);
        Assert.Contains(none.Invariants[7].Counts, count => count is { What: "snapshots not compared", Count: 1 });
    }

    [Fact]
    public async Task Messages_on_their_way_are_no_breaks()
    {
        await using var world = await Lives.CreateAsync();
        await world.TamperAsync(
            isDelivered: false,
            (Kinds.Sku, "A-1", new StockEvent.Reserved(
                new OrderId("shopify:4711"), 1, 2, 0, SampleOrders.Noon, FromBackorder: false)),
            (Kinds.Order, Lives.Unprepaid, new OrderEvent.Released(
                [new SkuQuantity(new Sku("A-3"), 2)], 1, "test", [])));

        var report = await world.AuditAsync();
        Assert.True(report.Holds, string.Join('\n', report.ToLines()));
        Assert.Equal(2, report.InFlight);
    }

    [Fact]
    public async Task Dead_letters_of_reactions_are_breaks()
    {
        await using var world = await Lives.CreateAsync();
        await world.StopAsync();
        var order = new EntityId(Kinds.Order, Lives.Ready);
        var shard = ShardMap.ShardOf(order, 4);
        var turn = Turns.After(await world.Journal.ClaimAsync(shard, default));
        turn.DeadLetters.Add(
            new DeadLetter(shard, new EntityId(Kinds.Sku, "A-3"), $"{order}#1.0", "Reserve", "boom", 0));
        turn.DeadLetters.Add(new DeadLetter(shard, order, "mail #7.1", "Place", "boom", 0));
        Assert.Equal(CommitOutcome.Committed, await world.Journal.CommitAsync([turn], default));

        var report = await world.AuditAsync();
        var found = Assert.Single(report.Invariants[5].Breaks);
        Assert.Equal((order.ToString(), 1L, "order.placed"), (found.Entity, found.Sequence, found.Event));
    }

    private static StockEvent.Moved Moved(int pieces) => new(
        MovementKind.Receipt, "BER1", pieces, pieces, null, "T-1", SampleOrders.Noon, SampleOrders.Noon, null, false,
        SampleOrders.Ada);

    private static async Task TakeSnapshotAsync(AuditWorld world, SnapshotInfo info, object state)
    {
        using var stream = new MemoryStream();
        await using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
            EntityKinds.Stock.EncodeSnapshot(state, writer);
        var shard = ShardMap.ShardOf(info.Entity, 4);
        var turn = Turns.After(await world.Journal.ClaimAsync(shard, default));
        turn.Snapshots.Add(new StoredSnapshot(info.Entity, info.Sequence, info.Version, stream.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await world.Journal.CommitAsync([turn], default));
    }

    private static async Task<AuditBreak> LastOfAsync(AuditWorld world, int shard)
    {
        var rows = await world.Journal.ReadShardRowsAsync(default);
        var last = new Last();
        await world.Journal.ReadShardAsync(shard, rows[shard].State.Position - 1, 1, last, default);
        return last.Break ?? throw new InvalidOperationException("The shard is empty.");
    }

    private sealed class Last : IEventSink
    {
        public AuditBreak? Break { get; private set; }

        public void OnEvent(in EventRow row) => Break = new AuditBreak(
            System.Text.Encoding.UTF8.GetString(row.Entity), row.Sequence,
            System.Text.Encoding.UTF8.GetString(row.Name),
            row.Shard, row.Position, default, "", "");
    }
}
