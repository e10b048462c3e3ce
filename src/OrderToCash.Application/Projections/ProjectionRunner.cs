using System.Diagnostics.Metrics;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>Follows the journal shard by shard and keeps the read models up to date.</summary>
/// <remarks>
/// One task runs <see cref="RunAsync"/> and owns everything here but the feed and the waiters. Beside an engine it is
/// told of commits (<see cref="OnCommitted"/>, on the shards' loops) and takes the events as they were decided; without
/// one, after a gap, and after falling far behind it reads the journal. A store that fails is tried again: nothing can
/// be lost or applied twice, as the positions are written with the rows. Any other exception is a bug and ends the run;
/// the engine and the journal don't depend on it. Cancellation ends it between two batches.
/// </remarks>
public sealed class ProjectionRunner : IShardObserver, IDisposable
{
    private static readonly Meter Meter = new("OrderToCash.Projections");
    private static readonly Counter<long> AppliedEvents =
        Meter.CreateCounter<long>("o2c.projection.events", "{event}", "Events put into the read models");
    private static readonly Histogram<double> LagSeconds =
        Meter.CreateHistogram<double>("o2c.projection.lag", "s", "Age of a batch's oldest event when it was readable");
    private static readonly Histogram<double> BatchSeconds =
        Meter.CreateHistogram<double>("o2c.projection.batch", "s", "Time to put a batch into the read models");

    private readonly IJournal _journal;
    private readonly IReadModelPlace _place;
    private readonly TimeProvider _time;
    private readonly ProjectionOptions _options;
    private readonly Action<ProjectedBatch>? _onApplied;
    private readonly Action<string>? _onProblem;
    private readonly CommittedFeed _feed;
    private readonly ProjectionLag _lag;
    private readonly ITimer _poll;

    // The running task's own; written under the lock.
    private readonly long[] _heads;
    private long _headsReadAt;

    // Guarded by the lock.
    private readonly Lock _gate = new();
    private readonly List<(long[] Positions, TaskCompletionSource Reached)> _waiters = [];
    private long[] _positions;
    private ProjectionProgress _progress;
    private volatile bool _isHurried;
    private volatile bool _hasCaughtUp;

    /// <param name="onApplied">Called after each batch, one at a time; null where nobody measures.</param>
    /// <param name="onProblem">Called by the running task with what the store says where it fails, once for as long
    /// as it says the same; null where nobody logs.</param>
    public ProjectionRunner(
        IJournal journal, IReadModelPlace place, TimeProvider time, ProjectionOptions? options = null,
        Action<ProjectedBatch>? onApplied = null, Action<string>? onProblem = null)
    {
        (_journal, _place, _time, _onApplied, _onProblem) = (journal, place, time, onApplied, onProblem);
        _options = options ?? new ProjectionOptions();
        _feed = new CommittedFeed(journal.Info.ShardCount, _options.MaxKeptEvents);
        _lag = new ProjectionLag(journal.Info.ShardCount, time);
        _heads = new long[journal.Info.ShardCount];
        _positions = new long[journal.Info.ShardCount];
        _poll = time.CreateTimer(_ => _feed.Wake(), null, _options.PollInterval, _options.PollInterval);
    }

    /// <summary>How far behind the tables are. Any thread.</summary>
    public ProjectionProgress Progress
    {
        get
        {
            lock (_gate) return _progress;
        }
    }

    /// <summary>The positions that the tables have reached, by shard. Any thread.</summary>
    public IReadOnlyList<long> Positions
    {
        get
        {
            lock (_gate) return [.. _positions];
        }
    }

    /// <summary>
    /// How old the oldest event is that was committed since the tables had everything, and that they lack. Zero before
    /// they had everything, and while the store of the tables fails: then they are behind for another reason. Any
    /// thread.
    /// </summary>
    public TimeSpan FollowingLag => _hasCaughtUp ? _lag.Age : TimeSpan.Zero;

    /// <inheritdoc/>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        _lag.Committed(shard, events);
        _feed.Add(shard, events);
    }

    /// <inheritdoc/>
    public void OnDelivered(int shard, long position)
    {
    }

    /// <inheritdoc/>
    public void OnNotice(in ShardNotice notice)
    {
    }

    /// <summary>Completes when the tables hold everything that the journal holds now. Any thread.</summary>
    public async Task WaitUntilCaughtUpAsync(CancellationToken cancellationToken)
    {
        var rows = await _journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
        _isHurried = true;
        await WaitForAsync(Array.ConvertAll(rows, static row => row.State.Position), cancellationToken)
            .ConfigureAwait(false);
        _isHurried = false;
    }

    /// <summary>Completes when the tables hold a shard's events up to a position. Any thread.</summary>
    public Task WaitForAsync(int shard, long position, CancellationToken cancellationToken)
    {
        var positions = new long[_heads.Length];
        positions[shard] = position;
        return WaitForAsync(positions, cancellationToken);
    }

    /// <summary>Keeps the tables up to date until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var tables = await _place.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var closing = tables.ConfigureAwait(false);
                var projector = new Projector(_journal, tables, _time);
                await using var ending = projector.ConfigureAwait(false);
                await FollowAsync(projector, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (
                failure is ReadModelUnavailableException or JournalUnavailableException)
            {
                _hasCaughtUp = false;
                Report(0, TimeSpan.Zero, failure.Message);
                await Task.Delay(_options.RetryAfter, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _poll.Dispose();

    private async Task FollowAsync(Projector projector, CancellationToken cancellationToken)
    {
        await ResetAsync(projector, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = _time.GetTimestamp();
            var batch = await TakeAsync(projector.Positions, cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                if (!await projector.CompleteAsync().ConfigureAwait(false))
                {
                    await ResetAsync(projector, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                Report(0, TimeSpan.Zero, null);
                await _feed.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            void OnWritten() => Note(batch, _time.GetElapsedTime(started));
            if (!await projector.ApplyAsync(batch, OnWritten, cancellationToken).ConfigureAwait(false)
                || !await RestAsync(projector, started, cancellationToken).ConfigureAwait(false))
            {
                await ResetAsync(projector, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until the next batch is to begin; false where the tables had moved on.</summary>
    /// <remarks>
    /// Who is behind goes on at once, folding while the store writes. Else the write is waited for, so that nothing
    /// lies taken and waits for its turn, and then there is a rest.
    /// </remarks>
    private async ValueTask<bool> RestAsync(Projector projector, long started, CancellationToken cancellationToken)
    {
        if (_isHurried || !_hasCaughtUp || _feed.Count >= _options.MaxKeptEvents / 2) return true;
        if (!await projector.CompleteAsync().ConfigureAwait(false)) return false;

        var wait = _options.RestAfter(_time.GetElapsedTime(started));
        if (wait > TimeSpan.Zero && !_isHurried && _feed.Count < _options.MaxKeptEvents / 2)
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask ResetAsync(Projector projector, CancellationToken cancellationToken)
    {
        await projector.ResetAsync(cancellationToken).ConfigureAwait(false);
        await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        for (var shard = 0; shard < _heads.Length; shard++)
        {
            if (projector.Positions[shard] <= _heads[shard]) continue;
            throw new ReadModelUnavailableException(
                $"The read models are ahead of the journal (shard {shard}: {projector.Positions[shard]} of "
                + $"{_heads[shard]} events), as after a restored backup: run o2c projections rebuild.");
        }

        SetPositions(projector.Positions);
    }

    /// <summary>The next events: those that were kept, and from the journal what was not.</summary>
    private async ValueTask<ProjectionBatch> TakeAsync(long[] positions, CancellationToken cancellationToken)
    {
        if (_isHurried || _time.GetElapsedTime(_headsReadAt) >= _options.PollInterval)
            await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        var batch = new ProjectionBatch(positions.Length);
        for (var shard = 0; shard < positions.Length; shard++)
        {
            var events = _feed.Take(shard, positions[shard], out var firstKept);
            batch.Add(shard, events);
            var head = Math.Max(_heads[shard], _feed.HeadOf(shard));
            if (events.Count > 0 || head <= positions[shard] || batch.Count >= _options.MaxBatchEvents) continue;
            var missing = (firstKept > 0 ? firstKept - 1 : head) - positions[shard];
            await batch.ReadAsync(
                _journal, shard, positions[shard], (int)Math.Min(missing, _options.ReadEvents), cancellationToken)
                .ConfigureAwait(false);
        }

        return batch;
    }

    private async ValueTask ReadHeadsAsync(CancellationToken cancellationToken)
    {
        var rows = await _journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var row in rows) _heads[row.Shard] = row.State.Position;
        }

        _headsReadAt = _time.GetTimestamp();
    }

    /// <summary>
    /// A batch is in the tables. Called while the next one may be put together; never twice at a time.
    /// </summary>
    private void Note(ProjectionBatch batch, TimeSpan elapsed)
    {
        var oldest = DateTimeOffset.MaxValue;
        var positions = Positions.ToArray();
        for (var shard = 0; shard < positions.Length; shard++)
        {
            if (batch[shard] is not { } events) continue;
            positions[shard] = events[^1].Position;
            if (events[0].At < oldest) oldest = events[0].At;
        }

        var lag = _time.GetUtcNow() - oldest;
        AppliedEvents.Add(batch.Count);
        LagSeconds.Record(lag.TotalSeconds);
        BatchSeconds.Record(elapsed.TotalSeconds);
        SetPositions(positions);
        Report(batch.Count, lag, null);
        _onApplied?.Invoke(new ProjectedBatch(batch.Count, oldest, lag, elapsed));
    }

    private void Report(long applied, TimeSpan lag, string? problem)
    {
        var isNew = false;
        lock (_gate)
        {
            isNew = problem is not null && problem != _progress.Problem;
            var pending = 0L;
            for (var shard = 0; shard < _positions.Length; shard++)
                pending += Math.Max(0, Math.Max(_heads[shard], _feed.HeadOf(shard)) - _positions[shard]);
            _progress = new ProjectionProgress(_progress.AppliedEvents + applied, pending, lag, problem);
            // Under load there is always something; what commits have just told is no backlog of a restart.
            _hasCaughtUp |= problem is null && pending <= _options.MaxKeptEvents;
        }

        if (isNew && problem is not null) _onProblem?.Invoke(problem);
    }

    private Task WaitForAsync(long[] positions, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (IsReached(positions)) return Task.CompletedTask;
            _waiters.Add((positions, reached));
        }

        _feed.Wake();
        return reached.Task.WaitAsync(cancellationToken);
    }

    private void SetPositions(long[] positions)
    {
        lock (_gate)
        {
            _positions = [.. positions];
            _lag.Applied(_positions);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (!IsReached(_waiters[i].Positions)) continue;
                _waiters[i].Reached.SetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    private bool IsReached(long[] positions)
    {
        for (var shard = 0; shard < positions.Length; shard++)
            if (_positions[shard] < positions[shard]) return false;
        return true;
    }
}
