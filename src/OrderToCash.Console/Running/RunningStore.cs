using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Checks;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Publishers;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Running;

/// <summary>
/// A store with its engine, its matcher and its row allocator running: what a verb that takes commands works with.
/// </summary>
internal sealed class RunningStore : IAsyncDisposable
{
    private static readonly TimeSpan MatcherLook = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Events that the matcher may have before it when more is taken in: some 10 MB. A bank's statement comes faster
    /// than its payments are decided, for what commands cause goes before other commands: without this, half of 1 GB
    /// of statement was in memory.
    /// </summary>
    private const int MaxMatcherBacklog = 16_384;

    /// <summary>At the end of a short run: what is not in the read models then, the next one brings there.</summary>
    private static readonly TimeSpan MaxCatchUp = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopMatching = new();
    private readonly EngineObserver _observer;
    private readonly ShardObservers _observers;
    private readonly PaymentMatcher _matcher;
    private readonly PackedTransactionShelf _shelf;
    private readonly IPublisherImages _images;
    private readonly RowAllocator _allocator;
    private readonly TimeProvider _time;
    private HeapTrim? _trim;
    private Task _matching = Task.CompletedTask;
    private Task _allocating = Task.CompletedTask;

    private RunningStore(
        IStoredJournal journal, IIntakeStore intake, IPublisherImages images, PaymentMatcher matcher,
        PackedTransactionShelf shelf, RowAllocator allocator, OrderScreen screen, EngineObserver observer,
        ShardObservers observers, TimeProvider time, ILogger logger, ShardOptions limits)
    {
        _images = images;
        _shelf = shelf;
        _observers = observers;
        Journal = journal;
        Intake = intake;
        _matcher = matcher;
        _allocator = allocator;
        _observer = observer;
        _time = time;
        Host = new EngineHost(
            journal, EntityKinds.All, time, limits with { ReactionsVersion = EntityKinds.ReactionsVersion }, observer)
        {
            Screen = screen,
            PipelineThrottle = new IntakeThrottle(
                () => matcher.PendingCount > MaxMatcherBacklog, time,
                () => LogMessages.IntakeGivesWayToMatcher(
                    logger, IntakeThrottle.MaxHold.TotalSeconds, matcher.PendingCount)),
        };
    }

    /// <summary>The journal.</summary>
    public IStoredJournal Journal { get; }

    /// <summary>The engine.</summary>
    public EngineHost Host { get; }

    /// <summary>The quarantine and the checkpoints.</summary>
    public IIntakeStore Intake { get; }

    /// <summary>The read models that follow; null where they were not to.</summary>
    public ReadModelRun? ReadModels { get; private set; }

    /// <summary>Events that the read models lacked when the store was stopped.</summary>
    public long ReadModelsBehind { get; private set; }

    /// <summary>Lets somebody hear what the shards do from now on.</summary>
    public void AddObserver(IShardObserver observer) => _observers.Add(observer);

    /// <summary>Slows intake while the read models are further behind; nothing where none follow.</summary>
    /// <remarks>To be called before the first intake begins.</remarks>
    public void KeepLagBelow(TimeSpan maxLag, ILogger logger)
    {
        if (ReadModels is { } models)
        {
            Host.Throttle = new IntakeThrottle(
                () => models.FollowingLag, maxLag, _time,
                lag => LogMessages.IntakeGivesWay(logger, IntakeThrottle.MaxHold.TotalSeconds, lag.TotalSeconds));
        }
    }

    /// <summary>Completes, with what the store said, when it takes no commits any more.</summary>
    public Task<string> StoreFailed => _observer.StoreFailed;

    /// <summary>Opens the store and starts the engine.</summary>
    /// <param name="also">Hears of committed events; null where nobody does.</param>
    /// <param name="followed">Whether read models follow.</param>
    public static async Task<RunningStore> StartAsync(
        StoreFolder folder, StoreLimits limits, TimeProvider time, ILogger logger, IShardObserver? also, bool followed,
        CancellationToken cancellationToken)
    {
        var observers = also is null ? new ShardObservers() : new ShardObservers(also);
        var journal = await folder.OpenToWriteAsync(limits.Journal, cancellationToken);
        RunningStore? store = null;
        var isStarted = false;
        try
        {
            var shelf = new PackedTransactionShelf(ScratchFile.Open);
            var images = await folder.OpenImagesAsync(cancellationToken);
            var matcher = new PaymentMatcher(
                time, MatchPolicy.Default, shelf, new MatcherImages(images, ScratchFile.Open, time)
                {
                    OnNote = (note, text) => Note(logger, note, text),
                });
            var allocator = new RowAllocator(time);
            var screen = new OrderScreen();
            await screen.LoadAsync(journal, cancellationToken);
            store = new RunningStore(
                journal, await folder.OpenIntakeAsync(cancellationToken), images, matcher, shelf, allocator, screen,
                new EngineObserver(matcher, allocator, screen, logger, time, folder.Patience, observers), observers,
                time, logger, limits.Shards);
            if (limits.TrimsHeaps)
                store._trim = new HeapTrim(time);
            if (followed)
                store.ReadModels = ReadModelRun.Start(
                    folder, journal, observers, limits.ReadModels, time, logger);
            var starting = store.Host.StartAsync(cancellationToken);
            if (await Task.WhenAny(starting, store.StoreFailed) != starting)
                throw StoreIsDown(await store.StoreFailed);

            await starting;
            store._matching = matcher.RunAsync(journal, EntityKinds.ByName, store.Host, store._stopMatching.Token);
            store._allocating = allocator.RunAsync(journal, store.Host, store._stopMatching.Token);
            isStarted = true;
            return store;
        }
        finally
        {
            if (!isStarted)
                await ((IAsyncDisposable?)store ?? journal).DisposeAsync();
        }
    }

    /// <summary>What to say where the store takes no commits.</summary>
    public static UserFailureException StoreIsDown(string what) => new(
        $"The store takes no commits: {what} What was answered is durable, nothing else was written. Mend it (free "
        + "space, rights) and run the same command again: what is known counts as duplicates.");

    /// <summary>Completes when every reaction is handled and the publishers rest.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var quiet = Host.WaitUntilQuietAsync(cancellationToken);
            if (await Task.WhenAny(quiet, StoreFailed, _matching, _allocating) != quiet)
            {
                if (StoreFailed.IsCompleted)
                    throw StoreIsDown(await StoreFailed);
                await await Task.WhenAny(_matching, _allocating);
            }

            await quiet;
            if (PendingCount == 0)
            {
                // A command of them may have come in between: quiet twice with nothing pending is the end.
                await Host.WaitUntilQuietAsync(cancellationToken);
                if (PendingCount == 0)
                    return;
            }

            await Task.Delay(MatcherLook, _time, cancellationToken);
        }
    }

    private long PendingCount => _matcher.PendingCount + _allocator.PendingCount;

    /// <summary>Finishes every reaction, makes the watermarks durable and stops the engine.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        await EndMatchingAsync();
        await Host.StopAsync(cancellationToken);
        await _matcher.EndAsync(Journal, isAtRest: true, cancellationToken);
        if (ReadModels is not null)
            ReadModelsBehind = await ReadModels.CatchUpAsync(MaxCatchUp, _time, cancellationToken);
    }

    /// <summary>
    /// Ends the engine at once: the store takes nothing any more, and what waits is answered as stopped.
    /// </summary>
    public ValueTask AbandonAsync() => Host.DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndMatchingAsync();
        if (_trim is not null)
            await _trim.DisposeAsync();
        await Host.DisposeAsync();
        if (ReadModels is not null)
            await ReadModels.DisposeAsync();
        await _matcher.EndAsync(Journal, isAtRest: false, CancellationToken.None);
        _matcher.Dispose();
        _shelf.Dispose();
        await _images.DisposeAsync();
        _stopMatching.Dispose();
        await Intake.DisposeAsync();
        await Journal.DisposeAsync();
    }

    private static void Note(ILogger logger, MatcherImageNote note, string text)
    {
        switch (note)
        {
            case MatcherImageNote.Used:
                LogMessages.MatcherImageUsed(logger, text);
                break;
            case MatcherImageNote.Kept:
                LogMessages.MatcherImageKept(logger, text);
                break;
            case MatcherImageNote.Refused:
                LogMessages.MatcherImageRefused(logger, text);
                break;
            default:
                LogMessages.MatcherImageNotKept(logger, text);
                break;
        }
    }

    private async Task EndMatchingAsync()
    {
        if (!_stopMatching.IsCancellationRequested)
            await _stopMatching.CancelAsync();
        try
        {
            await Task.WhenAll(_matching, _allocating);
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // Cancelled, or the host stopped while it sent a command: the journal keeps what is to be matched.
        }
    }
}
