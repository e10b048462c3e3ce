using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Audit;

namespace OrderToCash.Tests.Projections;

/// <summary>Random traffic through the real engine, with projections that follow it.</summary>
internal sealed class ProjectedWorld : IShardObserver, IAsyncDisposable
{
    private readonly RandomTraffic _traffic;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(ProjectionRunner Runner, Task Running)> _runners = [];
    private AuditWorld? _world;

    private ProjectedWorld(int seed) => _traffic = new RandomTraffic(new Random(seed));

    public AuditWorld World => _world ?? throw new InvalidOperationException("There is no world yet.");

    public static async Task<ProjectedWorld> StartAsync(int seed)
    {
        var projected = new ProjectedWorld(seed);
        projected._world = await AuditWorld.StartAsync(projected);
        projected._traffic.World = projected._world;
        return projected;
    }

    /// <summary>Lets one more runner follow; it hears of commits from now on.</summary>
    public ProjectionRunner Follow(IReadModelPlace place, ProjectionOptions? options = null)
    {
        var runner = new ProjectionRunner(
            World.Journal, place, TimeProvider.System,
            options ?? new ProjectionOptions { MinInterval = TimeSpan.Zero, MaxInterval = TimeSpan.Zero });
        var running = Task.Run(() => runner.RunAsync(_stop.Token));
        lock (_runners) _runners.Add((runner, running));
        return runner;
    }

    public async Task StepAsync(int steps)
    {
        for (var step = 0; step < steps; step++) await _traffic.StepAsync();
    }

    /// <summary>Lets everything that was begun end, and the tables follow.</summary>
    public async Task CatchUpAsync()
    {
        await World.QuietAsync();
        foreach (var (runner, running) in _runners)
        {
            var caughtUp = runner.WaitUntilCaughtUpAsync(default);
            await await Task.WhenAny(caughtUp, running);
        }
    }

    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        _traffic.OnCommitted(shard, events);
        lock (_runners)
        {
            foreach (var (runner, _) in _runners) runner.OnCommitted(shard, events);
        }
    }

    public void OnDelivered(int shard, long position)
    {
    }

    public void OnNotice(in ShardNotice notice) => _traffic.OnNotice(notice);

    public async ValueTask DisposeAsync()
    {
        await World.StopAsync();
        await _stop.CancelAsync();
        foreach (var (runner, running) in _runners)
        {
            await running.ContinueWith(
                static _ => { }, default, TaskContinuationOptions.None, TaskScheduler.Default);
            runner.Dispose();
        }

        await World.DisposeAsync();
        _stop.Dispose();
    }
}

/// <summary>Where a contract test's read models are, and who answers from them.</summary>
public sealed record ReadModelStore(IReadModelPlace Place, IReadModel Questions);
