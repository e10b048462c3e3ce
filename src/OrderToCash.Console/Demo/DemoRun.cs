using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Console.Running;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Demo;

/// <summary>Plays the hour: every input is written to a file and taken in by the sources of production.</summary>
internal sealed class DemoRun
{
    /// <summary>After the last orders: what prepayments and late goods set free is shipped and paid too.</summary>
    private const int ClosingRounds = 2;

    private readonly VerbContext _context;
    private readonly RunningStore _store;
    private readonly DemoWorld _world;
    private readonly DemoMirror _mirror;
    private readonly DemoWarehouse _warehouse;
    private readonly DemoBank _bank;
    private readonly DemoOrders[] _channels;
    private readonly string _inputs;
    private readonly Lock _reporting = new();
    private int _round;

    /// <param name="inputs">The folder for the inputs.</param>
    public DemoRun(VerbContext context, RunningStore store, DemoWorld world, DemoMirror mirror, string inputs)
    {
        _context = context;
        _store = store;
        _world = world;
        _mirror = mirror;
        _warehouse = new DemoWarehouse(world, mirror);
        _bank = new DemoBank(
            world, mirror, Truth, DateOnly.FromDateTime(context.Time.GetUtcNow().UtcDateTime));
        _channels = [.. DemoWorld.Channels.Select((_, index) => new DemoOrders(world, index))];
        _inputs = inputs;
    }

    /// <summary>What was read, by format.</summary>
    public SortedDictionary<string, DemoIntake> Intakes { get; } = new(StringComparer.Ordinal);

    /// <summary>Time that orders were taken in, without what came between.</summary>
    public TimeSpan OrdersTime { get; private set; }

    /// <summary>Time that statements were taken in and their payments decided and applied.</summary>
    public TimeSpan BankTime { get; private set; }

    /// <summary>What the bank's transactions were meant for.</summary>
    public DemoTruth Truth { get; } = new();

    /// <summary>What the customers of all orders owe, in cents, by order.</summary>
    public Dictionary<string, long> Totals() => _channels.SelectMany(static channel => channel.Totals)
        .ToDictionary(static order => order.Order, static order => order.TotalCents, StringComparer.Ordinal);

    /// <summary>Plays it to its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var account in DemoWorld.Accounts)
        {
            await _store.Host.AskAsync(
                new EntityId(Kinds.Bank, account.Value),
                new BankCommand.Register(Currency.Eur, "Demo", new Actor(_context.User)),
                new Origin("demo", _context.User), cancellationToken);
        }

        await TakeAsync(
            "customers.csv", FileSources.OpenItems, DemoCustomersOnFile.Csv(_world), cancellationToken);
        await TakeAsync("stock-opening.ndjson", FileSources.Stock, _world.OpeningStock(), cancellationToken);
        for (var wave = 0; wave < DemoWorld.Waves; wave++)
        {
            await TakeOrdersAsync(wave, cancellationToken);
            if (wave % 2 == 1)
            {
                await TakeAsync(
                    $"stock-{wave}.ndjson", FileSources.Stock, _world.Receipts(wave), cancellationToken);
            }

            await ShipAndPayAsync(cancellationToken);
        }

        for (var i = 0; i < ClosingRounds; i++)
            await ShipAndPayAsync(cancellationToken);
    }

    private async Task TakeOrdersAsync(int wave, CancellationToken cancellationToken)
    {
        var sources = new ISource[_channels.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            var channel = DemoWorld.Channels[i];
            var share = (long)_world.Orders * channel.Share / 100;
            var documents = _channels[i].Next(
                wave, (int)((share * (wave + 1) / DemoWorld.Waves) - (share * wave / DemoWorld.Waves)));
            sources[i] = await channel.WriteAsync(
                Path.Combine(_inputs, $"orders-{channel.Name}-{wave}"), documents, DemoWorld.At(wave + 1),
                cancellationToken);
        }

        var started = _context.Time.GetTimestamp();
        await Task.WhenAll(sources.Select((source, index) =>
            TakeOrdersAsync(source, DemoWorld.Channels[index].FormatName, cancellationToken)));
        await _store.SettleAsync(cancellationToken);
        OrdersTime += _context.Time.GetElapsedTime(started);
    }

    private async Task TakeOrdersAsync(ISource source, string format, CancellationToken cancellationToken)
    {
        var timed = new TimedSource(source, _mirror);
        await TakeAsync(timed, format, timed.OnDecided, cancellationToken);
    }

    private async Task ShipAndPayAsync(CancellationToken cancellationToken)
    {
        _round++;
        await _store.SettleAsync(cancellationToken);
        foreach (var warehouse in DemoWorld.Warehouses)
        {
            var shipments = _warehouse.Ship(warehouse, DemoWorld.At(_round));
            if (shipments.Length > 0)
            {
                await TakeAsync(
                    $"shipments-{warehouse}-{_round}.ndjson", FileSources.Shipments, shipments, cancellationToken);
            }
        }

        await _store.SettleAsync(cancellationToken);
        await TakeStatementsAsync(cancellationToken);
    }

    private async Task TakeStatementsAsync(CancellationToken cancellationToken)
    {
        var files = _bank.Deliver(_inputs);
        var started = _context.Time.GetTimestamp();
        foreach (var (path, format) in files)
        {
            using var source = await BankSources.OpenAsync(path, new Actor("feed:bank"), cancellationToken);
            await TakeAsync(source, format, null, cancellationToken);
        }

        await _store.SettleAsync(cancellationToken);
        BankTime += _context.Time.GetElapsedTime(started);
    }

    private async Task TakeAsync(string name, string format, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_inputs, name);
        await File.WriteAllTextAsync(path, text, cancellationToken);
        await TakeAsync(FileSources.OfFile(path, format), format, null, cancellationToken);
    }

    private async Task TakeAsync(
        ISource source, string format, Action<long>? onDecided, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipeline = new Pipeline(
            _store.Host, _store.Intake, _context.Time, (position, _) => onDecided?.Invoke(position));
        var work = pipeline.RunAsync(source, format, _context.User, stop.Token);
        if (await Task.WhenAny(work, _store.StoreFailed) != work)
        {
            await stop.CancelAsync();
            throw RunningStore.StoreIsDown(await _store.StoreFailed);
        }

        var report = await work;
        cancellationToken.ThrowIfCancellationRequested();
        lock (_reporting)
            Intakes[format] = Intakes.GetValueOrDefault(format, new DemoIntake(0, 0, 0, 0, 0)).Plus(report);
    }
}

/// <summary>What was read of one format.</summary>
internal sealed record DemoIntake(long Read, long Accepted, long Duplicates, long NothingToDo, long Rejected)
{
    /// <summary>With another report.</summary>
    public DemoIntake Plus(IntakeReport report) => new(
        Read + report.Read, Accepted + report.Accepted, Duplicates + report.Duplicates,
        NothingToDo + report.NothingToDo, Rejected + report.Rejected);
}
