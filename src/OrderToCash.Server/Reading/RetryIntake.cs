using OrderToCash.Application.Pipelines;

namespace OrderToCash.Server.Reading;

/// <summary>The memory of a retry: a refusal is not kept again, since its first one still is.</summary>
internal sealed class RetryIntake : IIntakeStore
{
    /// <summary>Why the input was refused again; null where it was not.</summary>
    public Rejection? Refusal { get; private set; }

    /// <inheritdoc/>
    public ValueTask QuarantineAsync(IReadOnlyList<QuarantinedInput> inputs, CancellationToken cancellationToken)
    {
        Refusal ??= inputs.Count > 0 ? inputs[0].Rejection : null;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Checkpoint> ReadCheckpointAsync(string identity, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask WriteCheckpointAsync(
        string identity, Checkpoint checkpoint, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QuarantineEntry>> ListQuarantineAsync(
        bool includeResolved, long afterNumber, int maxEntries, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<QuarantineEntry>>([]);

    /// <inheritdoc/>
    public ValueTask<QuarantineEntry?> ReadQuarantineAsync(long number, CancellationToken cancellationToken) =>
        ValueTask.FromResult<QuarantineEntry?>(null);

    /// <inheritdoc/>
    public ValueTask ResolveQuarantineAsync(long number, string resolution, CancellationToken cancellationToken) =>
        default;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
