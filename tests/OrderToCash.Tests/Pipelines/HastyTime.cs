namespace OrderToCash.Tests.Pipelines;

/// <summary>The machine's clock, but what waits for a second waits for a millisecond.</summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Haste = 1000;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hastened(dueTime), Hastened(period));

    private static TimeSpan Hastened(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;
}
