using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;

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
        _running = runner.RunAsync(_stop.Token);
    }

    /// <summary>Answers questions.</summary>
    public IReadModel Model { get; }

    /// <summary>Starts to follow.</summary>
    /// <param name="observers">Where the projections hear of commits.</param>
    public static ReadModelRun Start(
        StoreFolder folder, RunningStore store, ShardObservers observers, TimeProvider time)
    {
        var (place, model) = folder.FindReadModels(store.Journal.Info, time);
        var runner = new ProjectionRunner(store.Journal, place, time);
        observers.Add(runner);
        return new ReadModelRun(runner, place, model);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As it was told to.
        }

        _runner.Dispose();
        await Model.DisposeAsync();
        (_place as IDisposable)?.Dispose();
        _stop.Dispose();
    }
}
