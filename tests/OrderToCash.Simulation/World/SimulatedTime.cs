namespace OrderToCash.Simulation.World;

/// <summary>Virtual time: it stands still while something runs and jumps to the next event when nothing does.</summary>
/// <remarks>For one thread. Events of the same moment run in the order in which they were scheduled.</remarks>
public sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _events = new();
    private long _nowTicks = start.UtcTicks;
    private long _scheduled;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>The virtual now.</summary>
    public DateTimeOffset Now => GetUtcNow();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(_nowTicks, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => _nowTicks;

    /// <summary>Runs the action after the delay.</summary>
    public void Schedule(TimeSpan delay, Action action)
    {
        var ticks = _nowTicks + Math.Max(0, delay.Ticks);
        _events.Enqueue(action, (ticks, _scheduled++));
    }

    /// <summary>Jumps to the next event and runs it; false where there is none.</summary>
    public bool RunNext()
    {
        if (!_events.TryDequeue(out var action, out var due))
            return false;

        _nowTicks = due.Ticks;
        action();
        return true;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedTime time, Action callback) : ITimer
    {
        /// <summary>Counts changes: an event scheduled before the last one does nothing.</summary>
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Arm(_version, dueTime, period);

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(int version, TimeSpan dueTime, TimeSpan period) => time.Schedule(dueTime, () =>
        {
            if (version != _version)
                return;

            if (period > TimeSpan.Zero)
                Arm(version, period, period);

            callback();
        });
    }
}
