using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Hosting;

/// <summary>Runs one shard's turns whenever it has work.</summary>
/// <remarks>One task runs <see cref="RunAsync"/>; any thread may call <see cref="Wake"/>.</remarks>
internal sealed class ShardLoop : IAsyncDisposable
{
    /// <summary>
    /// After a turn that left the shard without ownership: long enough not to spin, short enough not to be noticed.
    /// </summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _signal = new(0);
    private readonly TaskCompletionSource _activated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action _onIdle;
    private int _isSignalled;
    private long _turns;
    private volatile bool _isRunning = true;

    public ShardLoop(Shard shard, TimeProvider time, Action onIdle)
    {
        Shard = shard;
        _time = time;
        _onIdle = onIdle;
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Shard Shard { get; }

    public Task Activated => _activated.Task;

    /// <summary>
    /// Turns run so far; together with <see cref="IsQuiet"/> it tells that nothing happened between two looks.
    /// </summary>
    public long Turns => Interlocked.Read(ref _turns);

    public bool IsQuiet => !_isRunning && Shard.IsQuiet;

    public void Wake()
    {
        // Many senders wake a shard that is awake already: only the first release costs anything.
        if (Interlocked.Exchange(ref _isSignalled, 1) == 0)
        {
            _signal.Release();
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (Shard.HasWork)
            {
                Interlocked.Increment(ref _turns);
                await Shard.RunTurnAsync(cancellationToken).ConfigureAwait(false);
                if (Shard.IsActive)
                {
                    _activated.TrySetResult();
                }
                else
                {
                    await Task.Delay(RetryAfter, _time, cancellationToken).ConfigureAwait(false);
                }
            }

            _isRunning = false;
            _onIdle();
            if (Shard.NextDue is { } due)
            {
                var wait = due - _time.GetUtcNow();
                _timer.Change(
                    TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay)),
                    Timeout.InfiniteTimeSpan);
            }

            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
            _isRunning = true;

            // A full fence: what HasWork reads next must not be read before this is seen, or a sender that finds the
            // shard signalled leaves it asleep with its mail.
            Interlocked.Exchange(ref _isSignalled, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _signal.Dispose();
    }
}
