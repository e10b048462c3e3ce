namespace OrderToCash.Application.Pipelines;

/// <summary>
/// Keeps refused inputs and checkpoints in memory. For tests and the simulation; disposing it forgets nothing.
/// </summary>
public sealed class VolatileIntakeStore : IIntakeStore
{
    /// <summary>Guards both collections; held for a look-up.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Checkpoint> _checkpoints = new(StringComparer.Ordinal);
    private readonly List<QuarantineEntry> _entries = [];

    /// <inheritdoc/>
    public ValueTask QuarantineAsync(IReadOnlyList<QuarantinedInput> inputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var input in inputs)
            {
                if (!_entries.Exists(entry => IsSame(entry.Input, input)))
                {
                    _entries.Add(
                        new QuarantineEntry(_entries.Count + 1, input with { Raw = input.Raw.ToArray() }, null));
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<Checkpoint> ReadCheckpointAsync(string identity, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_checkpoints.GetValueOrDefault(identity));
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteCheckpointAsync(string identity, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _checkpoints[identity] = checkpoint;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QuarantineEntry>> ListQuarantineAsync(
        bool includeResolved, long afterNumber, int maxEntries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<QuarantineEntry>>(
            [
                .. _entries.Where(entry => entry.Number > afterNumber && (includeResolved || entry.Resolution is null))
                    .Take(maxEntries).Select(entry => entry with { Input = entry.Input with { Raw = default } }),
            ]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<QuarantineEntry?> ReadQuarantineAsync(long number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(number >= 1 && number <= _entries.Count ? _entries[(int)number - 1] : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask ResolveQuarantineAsync(long number, string resolution, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (number >= 1 && number <= _entries.Count)
            {
                _entries[(int)number - 1] = _entries[(int)number - 1] with { Resolution = resolution };
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Does nothing: what was written can still be read.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsSame(QuarantinedInput a, QuarantinedInput b) =>
        a.Position == b.Position && a.Source == b.Source && a.Format == b.Format
            && a.Raw.Span.SequenceEqual(b.Raw.Span);
}
