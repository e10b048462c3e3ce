using System.Collections.Frozen;
using System.Diagnostics;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Drives the full life of every order: placed, reserved, shipped, invoiced, paid, closed.</summary>
/// <param name="images">Keeps what the matcher knows for the next run on the store; null where there is none.</param>
/// <param name="onMeasuring">Called when the warm-up is over and the clock starts.</param>
internal sealed class PeakRun(
    PeakOptions options, RecordingJournal journal, ProjectionWatch? projections = null, MatcherImages? images = null,
    Action? onMeasuring = null)
{
    private static readonly Origin Origin = new("load", "feed:load");
    private static readonly Actor Actor = new("feed:load");

    /// <summary>One of its own for each run on the same store: statements of one chain.</summary>
    private readonly Iban _bankAccount = Bank.AccountOf(options.FirstNumber);

    /// <summary>Commits up to the moment the clock started.</summary>
    public int WarmUpCommits { get; private set; }

    public async Task<PeakResult> RunAsync(CancellationToken cancellationToken)
    {
        using var matcher = new PaymentMatcher(
            TimeProvider.System, MatchPolicy.Default, new VolatileTransactionShelf(), images);
        using var inFlight = new SemaphoreSlim(options.InFlight);
        var traffic = new Traffic(matcher, inFlight, projections);
        await using var host = new EngineHost(
            journal, EntityKinds.All, TimeProvider.System, options.Limits, traffic);
        await host.StartAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var kinds = EntityKinds.All.ToFrozenDictionary(kind => kind.Name);
        var others = new[]
        {
            Task.Run(() => matcher.RunAsync(journal, kinds, host, stop.Token), stop.Token),
            Task.Run(() => Warehouse.RunAsync(host, traffic, stop.Token), stop.Token),
            Task.Run(() => Bank.RunAsync(host, traffic, _bankAccount, stop.Token), stop.Token),
        };
        var generator = new OrderGenerator(
            options.Profile, options.Seed, options.Stock is not null, DateTimeOffset.UtcNow, options.Customers);
        await PrepareAsync(host, generator, cancellationToken);

        // On a store that has a past the matcher reads it first, and no payment is matched meanwhile.
        while (matcher.PendingCount > 0 && !Array.Exists(others, task => task.IsFaulted))
            await Task.Delay(20, cancellationToken);

        await WarmUpAsync(host, traffic, generator, inFlight, others, cancellationToken);
        await StartMeasuringAsync(traffic, cancellationToken);

        var (events, bytes, commits) = (journal.Events, journal.Bytes, journal.Commits.Count);
        var (start, clock, costs) = (Spent.UpToNow(), Stopwatch.StartNew(), new CostMeter(options.Orders));
        await PlaceAllAsync(host, traffic, generator, inFlight, clock, costs, cancellationToken);
        await WaitForEndAsync(host, traffic, options.Orders, others, costs, cancellationToken);
        var catchUp = projections is null ? default : await projections.CatchUpAsync(cancellationToken);
        var spent = Spent.UpToNow().Since(start);
        var seconds = spent.Wall.TotalSeconds;
        (events, bytes, commits) = (journal.Events - events, journal.Bytes - bytes, journal.Commits.Count - commits);

        await EndAsync(host, traffic, others, stop, cancellationToken);
        await matcher.EndAsync(journal, isAtRest: true, cancellationToken);
        return new PeakResult
        {
            Store = options.Store,
            Profile = options.Profile.ToString(),
            Orders = options.Orders,
            WarmUpOrders = options.WarmUpOrders,
            InFlight = options.InFlight,
            OfferedPerSecond = options.Rate,
            Machine = $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}",
            At = DateTimeOffset.UtcNow,
            Seconds = Math.Round(seconds, 3),
            OrdersPerSecond = Math.Round(traffic.Ended / seconds, 1),
            EventsPerSecond = Math.Round(events / seconds, 1),
            AckMs = Percentiles.Of(traffic.Acknowledgements),
            CompletionMs = Percentiles.Of(traffic.Completions),
            EventsPerOrder = Math.Round(events / (double)options.Orders, 2),
            CpuSeconds = Math.Round(spent.Cpu.TotalSeconds, 2),
            AllocatedBytesPerOrder = Math.Round(spent.AllocatedBytes / (double)options.Orders),
            GcPauseSeconds = Math.Round(spent.Paused.TotalSeconds, 2),
            Collections = $"{spent.Collections0}/{spent.Collections1}/{spent.Collections2}",
            PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            Closed = traffic.Closed,
            Confirmed = traffic.Confirmed,
            BytesPerEvent = Math.Round(bytes / (double)Math.Max(events, 1), 1),
            EventsPerCommit = Math.Round(events / (double)Math.Max(commits, 1), 1),
            TenthSeconds = [.. costs.Tenths.Select(tenth => tenth.Seconds)],
            Tenths = [.. costs.Tenths],
            Growth = costs.Growth,
            Projections = projections?.Result(catchUp),
        };
    }

    private async Task StartMeasuringAsync(Traffic traffic, CancellationToken cancellationToken)
    {
        if (projections is not null) await projections.StartMeasuringAsync(cancellationToken);
        traffic.StartMeasuring();
        onMeasuring?.Invoke();
        WarmUpCommits = journal.Commits.Count;
    }

    private static async Task EndAsync(
        EngineHost host, Traffic traffic, Task[] others, CancellationTokenSource stop,
        CancellationToken cancellationToken)
    {
        await host.StopAsync(cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(others)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var notice in traffic.Notices.Take(5))
        {
            Console.Error.WriteLine(notice);
        }
    }

    private async Task PrepareAsync(EngineHost host, OrderGenerator generator, CancellationToken cancellationToken)
    {
        await host.AskAsync(
            new EntityId(Kinds.Bank, _bankAccount.Value), new BankCommand.Register(Currency.Eur, "Load test", Actor),
            Origin, cancellationToken);
        foreach (var sku in generator.Skus)
        {
            var receipt = new StockCommand.Move(
                MovementKind.Receipt, "BER1", options.Stock ?? 10_000_000, null, "load-" + sku.Value,
                DateTimeOffset.UtcNow, null, Actor);
            await host.PostAsync(new EntityId(Kinds.Sku, sku.Value), receipt, Origin, null, 0, cancellationToken);
        }

        await host.WaitUntilQuietAsync(cancellationToken);
    }

    /// <summary>Orders of the same kind, to their end, before the clock starts.</summary>
    private async Task WarmUpAsync(
        EngineHost host, Traffic traffic, OrderGenerator generator, SemaphoreSlim inFlight, Task[] others,
        CancellationToken cancellationToken)
    {
        for (var number = 0; number < options.WarmUpOrders; number++)
        {
            await inFlight.WaitAsync(cancellationToken);
            var place = options.FirstNumber + number;
            await PlaceAsync(host, traffic, generator.Next(place), place, cancellationToken);
        }

        await WaitForEndAsync(host, traffic, options.WarmUpOrders, others, null, cancellationToken);
        await host.WaitUntilQuietAsync(cancellationToken);
    }

    private async Task PlaceAllAsync(
        EngineHost host, Traffic traffic, OrderGenerator generator, SemaphoreSlim inFlight, Stopwatch clock,
        CostMeter costs, CancellationToken cancellationToken)
    {
        for (var count = 0; count < options.Orders; count++)
        {
            if (options.Rate is { } rate)
            {
                await PaceAsync(clock, count / rate, cancellationToken);
            }
            else if (!inFlight.Wait(0, CancellationToken.None))
            {
                await inFlight.WaitAsync(cancellationToken);
            }

            var number = options.FirstNumber + options.WarmUpOrders + count;
            await PlaceAsync(host, traffic, generator.Next(number), number, cancellationToken);
            costs.OnEnded(traffic.Ended);
        }
    }

    private static ValueTask PlaceAsync(
        EngineHost host, Traffic traffic, OrderContent content, int number, CancellationToken cancellationToken)
    {
        var id = content.Id.Value;
        traffic.OnPlacing(id, number, content);
        return host.PostAsync(
            new EntityId(Kinds.Order, id), new OrderCommand.Place(content, Actor), Origin, traffic, number,
            cancellationToken);
    }

    /// <summary>Open loop: order n is offered at n / rate, whether or not the ones before it are answered.</summary>
    private static async Task PaceAsync(Stopwatch clock, double dueSeconds, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromSeconds(dueSeconds) - clock.Elapsed;
        if (wait > TimeSpan.FromMilliseconds(1))
        {
            await Task.Delay(wait, cancellationToken);
        }
    }

    private static async Task WaitForEndAsync(
        EngineHost host, Traffic traffic, int orders, Task[] others, CostMeter? costs,
        CancellationToken cancellationToken)
    {
        var (ended, since) = (-1L, Stopwatch.StartNew());
        while (traffic.Ended < orders)
        {
            costs?.OnEnded(traffic.Ended);
            if (Array.Find(others, task => task.IsFaulted) is { } failed)
            {
                await failed;
            }

            if (host.Completion.IsFaulted)
            {
                await host.Completion;
            }

            if (traffic.Ended != ended)
            {
                (ended, since) = (traffic.Ended, Stopwatch.StartNew());
            }
            else if (since.Elapsed > TimeSpan.FromSeconds(30))
            {
                Console.Error.WriteLine(
                    $"No order ended for 30 s: {traffic.Ended} of {orders} did; {traffic.Refused} refused.");
                return;
            }

            await Task.Delay(5, cancellationToken);
        }

        costs?.OnEnded(traffic.Ended);
    }
}
