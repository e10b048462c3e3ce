using System.Collections.Concurrent;
using System.Diagnostics;
using OrderToCash.Application.Projections;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Read models that follow a run, as they do in production, and how far they are behind.</summary>
internal sealed class ProjectionWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ProjectionRunner _runner;
    private readonly Task _running;
    private readonly ConcurrentQueue<(long Position, SemaphoreSlim Waiting)>[] _unread;
    private LatencyHistogram _lags = new();
    private long _batches;
    private long _events;
    private TimeSpan _busy;

    public ProjectionWatch(IJournal journal, IReadModelPlace place)
    {
        _unread = [.. Enumerable.Range(0, journal.Info.ShardCount)
            .Select(static _ => new ConcurrentQueue<(long, SemaphoreSlim)>())];
        _runner = new ProjectionRunner(journal, place, TimeProvider.System, null, OnApplied);
        _running = Task.Run(() => _runner.RunAsync(_stop.Token));
    }

    /// <summary>Tells of a commit.</summary>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) => _runner.OnCommitted(shard, events);

    /// <summary>Lets one more order in when this event can be read.</summary>
    public void ReleaseWhenReadable(int shard, long position, SemaphoreSlim waiting) =>
        _unread[shard].Enqueue((position, waiting));

    /// <summary>Forgets the warm-up.</summary>
    public async Task StartMeasuringAsync(CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        (_lags, _batches, _events, _busy) = (new LatencyHistogram(), 0, 0, TimeSpan.Zero);
    }

    /// <summary>Waits until the tables hold everything; says how long that took.</summary>
    public async Task<TimeSpan> CatchUpAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var caughtUp = _runner.WaitUntilCaughtUpAsync(cancellationToken);
        await await Task.WhenAny(caughtUp, _running);
        return clock.Elapsed;
    }

    /// <summary>What was measured.</summary>
    public ProjectionResult Result(TimeSpan catchUp) => new(
        Percentiles.Of(_lags), Math.Round(catchUp.TotalSeconds, 3),
        Math.Round(_events / (double)Math.Max(_batches, 1)), Math.Round(_busy.TotalSeconds, 2));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _runner.Dispose();
        _stop.Dispose();
    }

    /// <summary>Every event of a batch counts as being as late as the oldest of it.</summary>
    private void OnApplied(ProjectedBatch batch)
    {
        _lags.Record(batch.Lag, batch.Events);
        _batches++;
        _events += batch.Events;
        _busy += batch.Elapsed;
        var positions = _runner.Positions;
        for (var shard = 0; shard < _unread.Length; shard++)
        {
            while (_unread[shard].TryPeek(out var next) && next.Position <= positions[shard])
            {
                _unread[shard].TryDequeue(out _);
                next.Waiting.Release();
            }
        }
    }
}

/// <summary>How read models kept up.</summary>
/// <param name="LagMs">From an event's decision to its being readable, for every event; at most 6 % too high.</param>
/// <param name="CatchUpSeconds">After the last order had ended.</param>
/// <param name="EventsPerBatch">Events of one transaction.</param>
/// <param name="BusySeconds">Time spent on batches.</param>
internal sealed record ProjectionResult(
    Percentiles LagMs, double CatchUpSeconds, double EventsPerBatch, double BusySeconds);
