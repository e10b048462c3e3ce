using OrderToCash.Application.Pipelines;

namespace OrderToCash.Tests.Pipelines;

/// <summary>A store in memory that notes how many inputs it held whenever a checkpoint was written.</summary>
internal sealed class WatchedStore : IIntakeStore
{
    private readonly VolatileIntakeStore _store = new();
    private long _refused;

    public List<(long Position, long Refused)> Checkpoints { get; } = [];

    /// <summary>Called when a checkpoint was written.</summary>
    public Action<Checkpoint>? OnCheckpoint { get; init; }

    public ValueTask QuarantineAsync(IReadOnlyList<QuarantinedInput> inputs, CancellationToken cancellationToken)
    {
        _refused += inputs.Count;
        return _store.QuarantineAsync(inputs, cancellationToken);
    }

    public ValueTask<Checkpoint> ReadCheckpointAsync(string identity, CancellationToken cancellationToken) =>
        _store.ReadCheckpointAsync(identity, cancellationToken);

    public async ValueTask WriteCheckpointAsync(
        string identity, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        Checkpoints.Add((checkpoint.Position, _refused));
        await _store.WriteCheckpointAsync(identity, checkpoint, cancellationToken);
        OnCheckpoint?.Invoke(checkpoint);
    }

    public ValueTask<IReadOnlyList<QuarantineEntry>> ListQuarantineAsync(
        bool includeResolved, long afterNumber, int maxEntries, CancellationToken cancellationToken) =>
        _store.ListQuarantineAsync(includeResolved, afterNumber, maxEntries, cancellationToken);

    public ValueTask<QuarantineEntry?> ReadQuarantineAsync(long number, CancellationToken cancellationToken) =>
        _store.ReadQuarantineAsync(number, cancellationToken);

    public ValueTask ResolveQuarantineAsync(long number, string resolution, CancellationToken cancellationToken) =>
        _store.ResolveQuarantineAsync(number, resolution, cancellationToken);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
