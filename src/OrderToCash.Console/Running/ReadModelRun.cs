using Microsoft.Extensions.Logging;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Running;

/// <summary>Read models that follow a running store, and answer beside it.</summary>
/// <remarks>One task runs the projections, until this is disposed. What they missed they read the next time.</remarks>
internal sealed class ReadModelRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ProjectionRunner _runner;
    private readonly Task _running;

    private readonly IReadModelPlace _place;

    private ReadModelRun(ProjectionRunner runner, IReadModelPlace place, IReadModel model)
    {
        (_runner, _place, Model) = (runner, place, model);

        // On the pool from its first step: SQLite works on the caller's thread, and there may be much to catch up.
        _running = Task.Run(() => runner.RunAsync(_stop.Token));
    }

    /// <summary>How far behind it is.</summary>
    public ProjectionProgress Progress => _runner.Progress;

    /// <summary>How old the oldest event is that it lacks; zero while it catches up with what it missed.</summary>
    public TimeSpan FollowingLag => _runner.FollowingLag;

    /// <summary>Answers questions.</summary>
    public IReadModel Model { get; }

    /// <summary>Starts to follow.</summary>
    /// <param name="observers">Where the projections hear of commits.</param>
    public static ReadModelRun Start(
        StoreFolder folder, IJournal journal, ShardObservers observers, ProjectionOptions options, TimeProvider time,
        ILogger logger)
    {
        var (place, model) = folder.FindReadModels(journal.Info, time, options);
        var runner = new ProjectionRunner(
            journal, place, time, options, onProblem: problem => LogMessages.ReadModelsFailed(logger, problem));
        observers.Add(runner);
        return new ReadModelRun(runner, place, model);
    }

    /// <summary>
    /// Waits until the tables hold what the journal holds, but no longer than so; says by how many events they are
    /// behind.
    /// </summary>
    /// <exception cref="Exception">The projections have failed by a bug.</exception>
    public async Task<long> CatchUpAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var caughtUp = _runner.WaitUntilCaughtUpAsync(enough.Token);
        var first = await Task.WhenAny(caughtUp, _running, Task.Delay(atMost, time, enough.Token));
        if (first == _running) await _running;
        if (first == caughtUp) return 0;
        await enough.CancelAsync();
        return Math.Max(1, _runner.Progress.PendingEvents);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // As it was told to; or by a bug, which was said when the tables were to catch up.
        await Task.WhenAny(_running);
        _runner.Dispose();
        await Model.DisposeAsync();
        (_place as IDisposable)?.Dispose();
        _stop.Dispose();
    }
}
