using System.Diagnostics;

namespace OrderToCash.IntegrationTests.Outbound;

/// <summary>A clock that goes sixty times as fast: what waits for a minute waits for a second.</summary>
internal sealed class RushingTime : TimeProvider
{
    private const int Haste = 60;

    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _start + (Stopwatch.GetElapsedTime(_startedAt) * Haste);

    public override long GetTimestamp() => (Stopwatch.GetTimestamp() - _startedAt) * Haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hastened(dueTime), Hastened(period));

    private static TimeSpan Hastened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;
}
