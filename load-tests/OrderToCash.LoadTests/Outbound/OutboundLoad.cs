using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Adapters.Shops;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Outbound;
using OrderToCash.ChannelSimulator;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Peak;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Outbound;
using OrderToCash.Server.Polling;

namespace OrderToCash.LoadTests.Outbound;

/// <summary>An engine on SQLite whose stock moves, its outbound queue, and the shop that is told.</summary>
internal sealed class OutboundLoad : IAsyncDisposable
{
    private const int StepsPerSecond = 50;

    private static readonly Actor Who = new("feed:load");
    private static readonly TimeSpan MaxDraining = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-outbound-").FullName;
    private readonly MeterListener _meters = new();
    private readonly SimulatedShop _shop;
    private readonly SqliteJournal _journal;
    private readonly SqliteOutbound _queue;
    private readonly ShopConnections _connections = new(TimeProvider.System);
    private readonly OutboundRun _run;
    private readonly EngineHost _host;
    private readonly long[] _available;
    private LatencyHistogram _lags = new();
    private long _told;
    private long _movements;

    private OutboundLoad(SimulatedShop shop, int skus, int requests)
    {
        (_shop, _available) = (shop, new long[skus]);
        _journal = SqliteJournal.Open(Path.Combine(_folder, "journal.db"), new SqliteJournalOptions());
        _queue = SqliteOutbound.OpenToSend(Path.Combine(_folder, "outbound.db"), TimeProvider.System);
        var file = new ChannelFile(Path.Combine(_folder, "channels.json"));
        var isShopify = shop.Options.Platform == ShopOptions.Shopify;
        file.Write(
        [
            new HookChannel(shop.Options.Platform, "shop", null, HookProof.Bearer, [], [], null, null)
            {
                Api = new ChannelApi(new ShopAccess(
                    shop.Address, isShopify ? null : shop.Options.Key, shop.Options.Secret))
                {
                    RequestsPerSecond = requests,
                },
                Publish = new ChannelPublishing("shop", DateTimeOffset.UnixEpoch),
            },
        ]);
        var book = new ChannelBook(file, TimeProvider.System, NullLogger.Instance);
        _run = OutboundRun.Start(
            _journal, _queue, OutboundChannels.Of(book, _connections), TimeProvider.System, NullLogger.Instance);
        _host = new EngineHost(
            _journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion }, _run.Observer);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "o2c.outbound.lag")
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
        {
            _lags.Record(TimeSpan.FromSeconds(seconds));
            Interlocked.Increment(ref _told);
        });
        _meters.Start();
    }

    public static async Task<OutboundLoad> StartAsync(string platform, int skus, int requests)
    {
        var shop = await SimulatedShop.StartAsync(
            new ShopOptions(platform) { Orders = 0, LeakPerSecond = requests, BucketSize = 2 * requests },
            TimeProvider.System);
        for (var sku = 0; sku < skus; sku++)
            shop.Goods.Add(NameOf(sku));
        var load = new OutboundLoad(shop, skus, requests);
        await load._host.StartAsync(CancellationToken.None);
        return load;
    }

    /// <summary>Receives goods of each SKU; how long it took until the shop knew of all of them.</summary>
    public async Task<TimeSpan> FillAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var sku = 0; sku < _available.Length; sku++)
            await MoveAsync(sku, 100, cancellationToken);
        await DrainAsync(TimeSpan.FromHours(1), cancellationToken);
        return clock.Elapsed;
    }

    /// <summary>Moves stock at a rate, and waits until the shop knows where it ended.</summary>
    public async Task<OutboundLoadResult> ChangeAsync(
        int changesPerSecond, int seconds, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        (_lags, _told) = (new LatencyHistogram(), 0);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var (clock, done) = (Stopwatch.StartNew(), 0L);
        for (var step = 1; step <= seconds * StepsPerSecond; step++)
        {
            for (; done < (long)changesPerSecond * step / StepsPerSecond; done++)
                await MoveAsync(random.Next(_available.Length), 1 + random.Next(3), cancellationToken);
            var ahead = (TimeSpan.FromSeconds(1) * step / StepsPerSecond) - clock.Elapsed;
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, cancellationToken);
        }

        var moved = clock.Elapsed;
        var (isKnown, draining) = await DrainAsync(MaxDraining, cancellationToken);
        return new OutboundLoadResult(
            done / moved.TotalSeconds, Interlocked.Read(ref _told) / (moved + draining).TotalSeconds,
            Percentiles.Of(_lags), draining, Process.GetCurrentProcess().TotalProcessorTime - cpu, isKnown);
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        _meters.Dispose();
        _connections.Dispose();
        _queue.Dispose();
        await _journal.DisposeAsync();
        await _shop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ValueTask MoveAsync(int sku, int pieces, CancellationToken cancellationToken)
    {
        _available[sku] += pieces;
        var reference = (++_movements).ToString(CultureInfo.InvariantCulture);
        return _host.PostAsync(
            new EntityId(Kinds.Sku, NameOf(sku)),
            new StockCommand.Move(
                MovementKind.Receipt, "MAIN", pieces, null, reference, DateTimeOffset.UtcNow, null, Who),
            new Origin("load", Who.Value), null, 0, cancellationToken);
    }

    private async Task<(bool IsKnown, TimeSpan Took)> DrainAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        for (var sku = 0; clock.Elapsed < atMost; await Task.Delay(20, cancellationToken))
        {
            while (sku < _available.Length && _shop.Goods.ShownOf(NameOf(sku)) == _available[sku])
                sku++;
            if (sku == _available.Length)
                return (true, clock.Elapsed);
        }

        return (false, clock.Elapsed);
    }

    private static string NameOf(int sku) => string.Create(CultureInfo.InvariantCulture, $"SKU-{sku:000000}");
}

/// <summary>What was measured.</summary>
/// <param name="LagMs">From the first change that the shop did not know to its confirmation, of each value.</param>
/// <param name="IsKnown">Whether the shop knew in the end what there is of every SKU.</param>
internal sealed record OutboundLoadResult(
    double ChangesPerSecond, double ToldPerSecond, Percentiles LagMs, TimeSpan Draining, TimeSpan Cpu, bool IsKnown)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ChangesPerSecond:0} changes/s, {ToldPerSecond:0} values told/s, lag {LagMs}, last ones "
        + $"{Draining.TotalSeconds:0.0} s after the end, CPU {Cpu.TotalSeconds:0.0} s, "
        + $"{(IsKnown ? "all known" : "NOT ALL KNOWN")}");
}
