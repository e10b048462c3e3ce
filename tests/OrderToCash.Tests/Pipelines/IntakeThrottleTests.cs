using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Projections;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Shops;
using Xunit;
using static OrderToCash.Tests.Pipelines.PipelineRun;

namespace OrderToCash.Tests.Pipelines;

/// <summary>Intake waits for the read models and for the matcher, but not for ever.</summary>
public sealed class IntakeThrottleTests
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(2);

    private readonly LeapingTime _time = new(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));
    private readonly List<TimeSpan> _gaveWay = [];
    private TimeSpan _lag;

    [Fact]
    public void Holds_while_the_lag_is_too_large()
    {
        var throttle = Throttle();
        Assert.Equal([false, true, true, false], new[] { 2.0, 2.1, 9, 2 }.Select(seconds => Holds(throttle, seconds)));
    }

    [Fact]
    public async Task Those_who_wait_go_on_when_it_has_come_down()
    {
        var looks = 0;
        var throttle = new IntakeThrottle(() => ++looks < 5 ? 2 * MaxLag : MaxLag, MaxLag, _time);
        await throttle.WaitAsync(default);
        Assert.Equal(5, looks);
    }

    [Fact]
    public void Gives_way_once_it_has_held_too_long_and_holds_again_after_it_came_down()
    {
        var throttle = Throttle();
        Assert.True(Holds(throttle, 3));
        _time.Advance(IntakeThrottle.MaxHold);
        Assert.False(Holds(throttle, 4));
        Assert.False(Holds(throttle, 5));
        Assert.Equal([TimeSpan.FromSeconds(4)], _gaveWay);
        Assert.False(Holds(throttle, 1));
        Assert.True(Holds(throttle, 3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pipeline_takes_nothing_more_while_it_holds_but_answers_what_it_took(bool isOfPipelines)
    {
        await using var run = await StartAsync();
        var (release, tenth) = (new TaskCompletionSource(), new TaskCompletionSource());
        run.OnTold = position =>
        {
            if (position == 10)
                tenth.SetResult();
        };
        var taken = 0;
        var throttle = new IntakeThrottle(
            () => Volatile.Read(ref taken) > 10 && !release.Task.IsCompleted, new RestlessTime(),
            () => Assert.Fail("It gave way."));
        if (isOfPipelines)
            run.Engine.PipelineThrottle = throttle;
        else
            run.Engine.Throttle = throttle;
        var running = run.RunAsync(new Counted(() => Interlocked.Increment(ref taken)));
        await tenth.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((10, 11, false), (run.Outcomes.Count, taken, running.IsCompleted));
        release.SetResult();
        Assert.Equal(40, (await running).Accepted);
    }

    [Fact]
    public void The_lag_is_the_age_of_the_oldest_commit_that_was_not_applied()
    {
        var lag = new ProjectionLag(2, _time);
        Assert.Equal(TimeSpan.Zero, lag.Age);
        Commit(lag, 0, 1, 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Commit(lag, 1, 1);
        Commit(lag, 0, 3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), lag.Age);
        lag.Applied([0, 1]);
        Assert.Equal(TimeSpan.FromSeconds(2), lag.Age);
        lag.Applied([2, 1]);
        Assert.Equal(TimeSpan.FromSeconds(1), lag.Age);
        lag.Applied([3, 1]);
        Assert.Equal(TimeSpan.Zero, lag.Age);
    }

    private static void Commit(ProjectionLag lag, int shard, params int[] positions) => lag.Committed(
        shard,
        [
            .. positions.Select(position => new CommittedEvent(
                new EntityId("sku", "A"), position, position, "an event", default)),
        ]);

    private IntakeThrottle Throttle() => new(() => _lag, MaxLag, _time, _gaveWay.Add);

    private bool Holds(IntakeThrottle throttle, double seconds)
    {
        _lag = TimeSpan.FromSeconds(seconds);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        return throttle.IsHolding;
    }

    /// <summary>Forty orders, each counted when it is asked for.</summary>
    private sealed class Counted(Action onRead) : ISource
    {
        public string Name => "counted";

        public string? Identity => null;

        public long? TotalBytes => null;

        public async IAsyncEnumerable<SourceItem> ReadAsync(
            long afterPosition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
        {
            for (var position = 1; position <= 40; position++)
            {
                onRead();
                await Task.Yield();
                yield return Item(position, Place(position));
            }
        }
    }

    /// <summary>The machine's timers, but whoever asks for the time finds that some has passed.</summary>
    private sealed class RestlessTime : TimeProvider
    {
        private long _asked;

        public override long TimestampFrequency => 40;

        public override long GetTimestamp() => Interlocked.Increment(ref _asked);
    }
}
