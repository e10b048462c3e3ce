using Microsoft.Extensions.Logging.Abstractions;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Adapters.Shops;
using OrderToCash.Application;
using OrderToCash.Application.Outbound;
using OrderToCash.ChannelSimulator;
using OrderToCash.Domain.Inventory;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.IntegrationTests.Hooks;
using OrderToCash.IntegrationTests.Polling;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Outbound;
using OrderToCash.Server.Polling;
using OrderToCash.Tests.Audit;
using OrderToCash.Tests.Projections;

namespace OrderToCash.IntegrationTests.Outbound;

/// <summary>
/// The engine under random traffic tells two shops on a bad day, and one that is away: none is ever told more than was
/// available at the position that the offer names, and in the end both know what there is.
/// </summary>
public sealed class OutboundRunTests : IDisposable
{
    private const int Buffer = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-outbound-").FullName;
    private readonly RushingTime _time = new();
    private readonly List<(string Channel, StockOffer Offer)> _told = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_shop_is_told_more_than_is_available_and_one_that_is_down_holds_up_no_other(int seed)
    {
        await using var projected = await ProjectedWorld.StartAsync(seed);
        await using var shopify = await StartShopAsync(ShopOptions.Shopify, (ulong)seed);
        await using var woo = await StartShopAsync(ShopOptions.WooCommerce, (ulong)seed);
        var file = new ChannelFile(Path.Combine(_folder, "channels.json"));
        file.Write(
        [
            Channel("shopify", "shopify", shopify.Address, shopify.Options, 0),
            Channel("woocommerce", "woo", woo.Address, woo.Options, Buffer),
            Channel("shopify", "away", PolledShop.Nowhere(), shopify.Options, 0),
        ]);
        using var connections = new ShopConnections(_time);
        var book = new ChannelBook(file, _time, NullLogger.Instance);
        var channels = OutboundChannels.Of(book, connections);
        var watched = new OutboundChannels(book, channel => channels.TellerOf(channel) is { } teller
            ? new Witness(channel.Shop, teller, _told)
            : null);
        var path = Path.Combine(_folder, "outbound.db");
        var world = projected.World;
        for (var life = 0; life < 4; life++)
        {
            // Ended whenever, with requests on their way, and taken up again.
            using var queue = SqliteOutbound.OpenToSend(path, _time);
            await using var run = OutboundRun.Start(world.Journal, queue, watched, _time, NullLogger.Instance);
            for (var sku = 1; sku <= 4; sku++)
                await world.MoveAsync($"A-{sku}", MovementKind.Receipt, 5);
            await projected.StepAsync(150);
            if (life < 3)
                continue;
            await world.QuietAsync();
            await UntilAsync(() => IsKnown(world, shopify, 0) && IsKnown(world, woo, Buffer), "The shops know.");
            var away = queue.Stats().Where(count => count.Channel == "away").ToArray();
            Assert.All(away, count => Assert.True(count.State is OutboundState.Waiting or OutboundState.Sending));
            Assert.All(away, count => Assert.NotNull(count.OldestChange));
        }

        CheckTold(world);
    }

    [Fact]
    public async Task A_shop_that_has_another_address_is_told_there_from_then_on()
    {
        await using var projected = await ProjectedWorld.StartAsync(7);
        await using var first = await StartWellAsync();
        await using var second = await StartWellAsync();
        var file = new ChannelFile(Path.Combine(_folder, "channels.json"));
        file.Write([Channel("shopify", "tea", first.Address, first.Options, 0)]);
        using var connections = new ShopConnections(_time);
        var channels = OutboundChannels.Of(new ChannelBook(file, _time, NullLogger.Instance), connections);
        using var queue = SqliteOutbound.OpenToSend(Path.Combine(_folder, "outbound.db"), _time);
        await using var run = OutboundRun.Start(
            projected.World.Journal, queue, channels, _time, NullLogger.Instance);
        await projected.World.MoveAsync("A-1", MovementKind.Receipt, 5);
        await UntilAsync(() => first.Goods.ShownOf("A-1") == 5, "The first shop knows.");
        file.Write([Channel("shopify", "tea", second.Address, second.Options, 0)]);

        // What changes before it is noticed may still go to the first.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (second.Goods.ShownOf("A-1") is null)
        {
            Assert.False(patience.IsCancellationRequested, "The second shop was never told anything.");
            await projected.World.MoveAsync("A-1", MovementKind.Receipt, 1);
            await Task.Delay(20);
        }
    }

    private async Task<SimulatedShop> StartWellAsync()
    {
        var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.Shopify) { Orders = 0, LeakPerSecond = 100 }, _time);
        shop.Goods.Add("A-1");
        return shop;
    }

    private static bool IsKnown(AuditWorld world, SimulatedShop shop, int buffer) =>
        Histories(world).Where(sku => sku.Key.StartsWith("A-", StringComparison.Ordinal)).All(sku =>
            shop.Goods.ShownOf(sku.Key) == Math.Max(0, sku.Value[^1].Available - buffer));

    /// <summary>By SKU: what was available from which position on.</summary>
    private static Dictionary<string, List<(long Position, long Available)>> Histories(AuditWorld world)
    {
        var sink = new StockHistory();
        for (var shard = 0; shard < world.Journal.Info.ShardCount; shard++)
        {
            var task = world.Journal.ReadShardAsync(shard, 0, 1_000_000, sink, default);
            Assert.True(task.IsCompletedSuccessfully);
        }

        return sink.Skus;
    }

    private void CheckTold(AuditWorld world)
    {
        var histories = Histories(world);
        Assert.True(_told.Count > 20, $"Only {_told.Count} offers were sent.");
        foreach (var (channel, offer) in _told)
        {
            var available = histories[offer.Sku].Last(one => one.Position <= offer.Position).Available;
            Assert.Equal(
                (offer, Math.Max(0, available - (channel == "woo" ? Buffer : 0))), (offer, offer.Quantity));
        }

        foreach (var offers in _told.GroupBy(told => (told.Channel, told.Offer.Sku)))
        {
            var positions = offers.Select(told => told.Offer.Position).ToArray();
            Assert.Equal(positions.Order(), positions);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
        {
            Assert.False(patience.IsCancellationRequested, what + " That never came to be.");
            await Task.Delay(20);
        }
    }

    private async Task<SimulatedShop> StartShopAsync(string platform, ulong seed)
    {
        var shop = await SimulatedShop.StartAsync(
            new ShopOptions(platform) { Orders = 0, Faults = ShopFaults.Many, Seed = seed }, _time);
        for (var sku = 1; sku <= 4; sku++)
            shop.Goods.Add($"A-{sku}");
        return shop;
    }

    private static HookChannel Channel(
        string platform, string shop, Uri address, ShopOptions options, int buffer) =>
        HookClient.Channel(platform, shop, "hush") with
        {
            Api = new ChannelApi(new ShopAccess(
                address, platform == "woocommerce" ? options.Key : null, options.Secret)),
            Publish = new ChannelPublishing(shop, DateTimeOffset.UnixEpoch) { Buffer = buffer, TellsOrders = false },
        };

    /// <summary>Notes what is sent to a shop.</summary>
    private sealed class Witness(string channel, IChannelTeller teller, List<(string, StockOffer)> told)
        : IChannelTeller
    {
        public int MaxOffers => teller.MaxOffers;

        public Task<IReadOnlyList<TellAnswer>> TellStockAsync(
            IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
        {
            lock (told)
                told.AddRange(offers.Select(offer => (channel, offer)));
            return teller.TellStockAsync(offers, cancellationToken);
        }

        public Task<TellAnswer> TellOrderAsync(OrderNews news, CancellationToken cancellationToken) =>
            teller.TellOrderAsync(news, cancellationToken);
    }

    /// <summary>What the real stock item says was available, event by event.</summary>
    private sealed class StockHistory : IEventSink
    {
        private readonly Dictionary<string, StockState> _states = [];

        public Dictionary<string, List<(long Position, long Available)>> Skus { get; } = [];

        public void OnEvent(in EventRow row)
        {
            var entity = EntityId.Parse(row.Entity);
            if (entity.Kind != EntityKinds.Stock.Name)
                return;
            var state = _states.TryGetValue(entity.Id, out var known) ? known : StockItem.Initial(entity.Id);
            state = (StockState)EntityKinds.Stock.Evolve(
                state, EntityKinds.Stock.Decode(row.Name, row.Version, row.Payload));
            _states[entity.Id] = state;
            if (!Skus.TryGetValue(entity.Id, out var history))
                Skus.Add(entity.Id, history = []);
            history.Add((row.Position, Math.Max(0, state.AvailableToPromise - state.Waiting)));
        }
    }
}
