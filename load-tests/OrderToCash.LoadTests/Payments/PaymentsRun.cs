using System.Diagnostics;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Matching;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Payments;

/// <summary>
/// Takes statement files the whole way: parsed, booked through pipelines, matched against imported items, applied, and
/// read models follow.
/// </summary>
internal sealed class PaymentsRun(
    PaymentsOptions options, RecordingJournal journal, Feeds feeds, MatchWorld world, ProjectionWatch? projections)
{
    private static readonly Origin Origin = new("load", "feed:load");
    private static readonly Actor Actor = new("feed:load");
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>Commits up to the moment the clock started.</summary>
    public int WarmUpCommits { get; private set; }

    public async Task<PaymentsResult> RunAsync(ParseCost parse, CancellationToken cancellationToken)
    {
        using var shelf = new PackedTransactionShelf(ScratchFile.Open);
        using var matcher = new PaymentMatcher(TimeProvider.System, MatchPolicy.Default, shelf);
        var watch = new PaymentsWatch(matcher, projections);
        await using var host = new EngineHost(
            journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion }, watch);
        await host.StartAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var matching = Task.Run(() => matcher.RunAsync(journal, EntityKinds.ByName, host, stop.Token), stop.Token);

        await ImportAsync(host, cancellationToken);
        await TakeAsync(host, 0, 1, cancellationToken);
        await SettleAsync(host, matcher, matching, cancellationToken);
        if (projections is not null)
            await projections.StartMeasuringAsync(cancellationToken);
        GC.Collect();
        watch.StartMeasuring();
        WarmUpCommits = journal.Commits.Count;

        var (events, bytes, commits) = (journal.Events, journal.Bytes, journal.Commits.Count);
        var (start, clock) = (Spent.UpToNow(), Stopwatch.GetTimestamp());
        await TakeAsync(host, 1, int.MaxValue, cancellationToken);
        await SettleAsync(host, matcher, matching, cancellationToken);
        var catchUp = projections is null ? default : await projections.CatchUpAsync(cancellationToken);
        var spent = Spent.UpToNow().Since(start);
        (events, bytes, commits) = (journal.Events - events, journal.Bytes - bytes, journal.Commits.Count - commits);
        var index = matcher.IndexBytes.Total;

        await host.StopAsync(cancellationToken);
        await stop.CancelAsync();
        await matching.ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var notice in watch.Notices.Take(5))
            Console.Error.WriteLine(notice);

        // What was seen last is committed; settling looks for the end only now and then.
        var last = Math.Max(watch.Last.Decided, watch.Last.Applied);
        var seconds = projections is null ? Since(clock, last) : spent.Wall.TotalSeconds;
        return new PaymentsResult
        {
            Store = options.Store,
            Payments = options.Count,
            WarmUpPayments = options.WarmUp,
            Items = options.Items,
            Machine = $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}",
            At = DateTimeOffset.UtcNow,
            Seconds = Math.Round(seconds, 3),
            PaymentsPerSecond = Math.Round(watch.Received / seconds, 1),
            EventsPerSecond = Math.Round(events / seconds, 1),
            EventsPerPayment = Math.Round(events / (double)options.Count, 2),
            BytesPerEvent = Math.Round(bytes / (double)Math.Max(events, 1), 1),
            EventsPerCommit = Math.Round(events / (double)Math.Max(commits, 1), 1),
            Parts = new PaymentsParts(
                parse, Since(clock, watch.Last.Received), Since(clock, watch.Last.Decided),
                Since(clock, watch.Last.Applied), projections is null ? null : Math.Round(seconds, 3)),
            Outcomes = new PaymentsOutcomes(
                watch.Received, watch.Matched, watch.Applied, watch.Parked, watch.SetAside),
            CpuSeconds = Math.Round(spent.Cpu.TotalSeconds, 2),
            CpuMicrosecondsPerPayment = Math.Round(spent.Cpu.TotalMicroseconds / options.Count, 1),
            AllocatedBytesPerPayment = Math.Round(spent.AllocatedBytes / (double)options.Count),
            GcPauseSeconds = Math.Round(spent.Paused.TotalSeconds, 2),
            Collections = $"{spent.Collections0}/{spent.Collections1}/{spent.Collections2}",
            PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            MatcherIndexBytes = index,
            Projections = projections?.Result(catchUp),
        };
    }

    /// <summary>Reads files of the feeds without an engine, and says what that takes.</summary>
    public static async Task<ParseCost> ParseAsync(
        Feeds feeds, int from, int payments, CancellationToken cancellationToken)
    {
        var start = Spent.UpToNow();
        foreach (var file in feeds.Files.SelectMany(files => files.Skip(from)))
        {
            using var source = await BankSources.OpenAsync(file, Actor, cancellationToken);
            await foreach (var item in source.ReadAsync(0, cancellationToken))
            {
                if (item.Rejection is { } rejection)
                    throw new InvalidOperationException($"{file} was refused: {rejection}");
            }
        }

        var spent = Spent.UpToNow().Since(start);
        return new ParseCost(
            feeds.Bytes, Math.Round(spent.Wall.TotalSeconds, 3), Math.Round(spent.Cpu.TotalSeconds, 2),
            Math.Round(payments / spent.Wall.TotalSeconds));
    }

    private static double Since(long clock, long moment) =>
        Math.Round(Stopwatch.GetElapsedTime(clock, moment).TotalSeconds, 3);

    private async Task ImportAsync(EngineHost host, CancellationToken cancellationToken)
    {
        foreach (var account in feeds.Accounts)
        {
            await host.AskAsync(
                new EntityId(Kinds.Bank, account.Value), new BankCommand.Register(Currency.Eur, "Load test", Actor),
                Origin, cancellationToken);
        }

        foreach (var item in world.Items())
        {
            var import = new AccountCommand.ImportItem(ImportedItemOf(item), Actor);
            await host.PostAsync(
                new EntityId(Kinds.Account, item.Account.Value), import, Origin, null, 0, cancellationToken);
        }
    }

    private static ImportedItem ImportedItemOf(ItemFacts item)
    {
        var customer = MatchWorld.CustomerOnFileOf(item);
        return new ImportedItem(
            item.Document, ItemKind.Invoice, item.OrderNumber, item.Reference, item.IssueDate,
            item.IssueDate.AddDays(14), item.AmountMinor, item.Currency,
            item.SkontoUntil is { } until
                ? [new Skonto(until.DayNumber - item.IssueDate.DayNumber, 2)]
                : [],
            new ImportedCustomer(customer.Number, customer.Names[0], customer.Ibans));
    }

    /// <summary>Both feeds at once, each one file after the other.</summary>
    private Task TakeAsync(EngineHost host, int from, int count, CancellationToken cancellationToken) =>
        Task.WhenAll(feeds.Files.Select(files => Task.Run(
            () => TakeAsync(host, files.Skip(from).Take(count), cancellationToken), cancellationToken)));

    private static async Task TakeAsync(
        EngineHost host, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        await using var intake = new VolatileIntakeStore();
        foreach (var file in files)
        {
            using var source = await BankSources.OpenAsync(file, Actor, cancellationToken);
            var report = await new Pipeline(host, intake, TimeProvider.System)
                .RunAsync(source, "bank", Actor.Value, cancellationToken);
            if (report.Accepted != 1)
            {
                throw new InvalidOperationException(
                    $"{file} was not booked: {string.Join(", ", report.Reasons.Keys)}");
            }
        }
    }

    /// <summary>Completes when every reaction is handled and the matcher rests, as a store does before it stops.
    /// </summary>
    private static async Task SettleAsync(
        EngineHost host, PaymentMatcher matcher, Task matching, CancellationToken cancellationToken)
    {
        while (true)
        {
            await host.WaitUntilQuietAsync(cancellationToken);
            if (matching.IsFaulted)
                await matching;
            if (matcher.PendingCount == 0)
            {
                // A command of the matcher may have come in between: quiet twice with nothing pending is the end.
                await host.WaitUntilQuietAsync(cancellationToken);
                if (matcher.PendingCount == 0)
                    return;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }
}
