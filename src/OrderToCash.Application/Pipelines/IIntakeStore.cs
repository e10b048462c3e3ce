namespace OrderToCash.Application.Pipelines;

/// <summary>
/// Keeps what pipelines must remember: refused inputs with their bytes, and how far each source was read.
/// </summary>
/// <remarks>What a method wrote is durable when it completes. Any thread.</remarks>
public interface IIntakeStore : IAsyncDisposable
{
    /// <summary>Keeps refused inputs. The same source, position and bytes again change nothing.</summary>
    ValueTask QuarantineAsync(IReadOnlyList<QuarantinedInput> inputs, CancellationToken cancellationToken);

    /// <summary>How far the source with this identity was read; position 0 where it never was.</summary>
    ValueTask<Checkpoint> ReadCheckpointAsync(string identity, CancellationToken cancellationToken);

    /// <summary>Keeps how far the source with this identity was read.</summary>
    ValueTask WriteCheckpointAsync(string identity, Checkpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>
    /// The next refused inputs, oldest first, without their bytes: <see cref="QuarantinedInput.Raw"/> is empty.
    /// </summary>
    /// <param name="includeResolved">Also those that a retry has resolved.</param>
    /// <param name="afterNumber">The last number that was listed before; 0 for the first ones.</param>
    /// <param name="maxEntries">At most so many.</param>
    ValueTask<IReadOnlyList<QuarantineEntry>> ListQuarantineAsync(
        bool includeResolved, long afterNumber, int maxEntries, CancellationToken cancellationToken);

    /// <summary>One refused input with its bytes; null where there is none of this number.</summary>
    ValueTask<QuarantineEntry?> ReadQuarantineAsync(long number, CancellationToken cancellationToken);

    /// <summary>
    /// A retry was accepted: the entry is kept, marked as resolved. Without such an entry nothing happens.
    /// </summary>
    ValueTask ResolveQuarantineAsync(long number, string resolution, CancellationToken cancellationToken);
}

/// <summary>An input that was refused.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Format">How to read the bytes again: <c>orders</c>, <c>stock</c>, <c>shipments</c>, <c>bank</c>,
/// <c>orders/retail-csv</c>.</param>
/// <param name="Position">Its place in the source.</param>
public sealed record QuarantinedInput(
    string Source, string Format, long Position, ReadOnlyMemory<byte> Raw, Rejection Rejection, DateTimeOffset At);

/// <summary>A refused input as it is kept.</summary>
/// <param name="Number">Its number in the quarantine, from 1.</param>
/// <param name="Resolution">How a retry resolved it; null while it is open.</param>
public sealed record QuarantineEntry(long Number, QuarantinedInput Input, string? Resolution);
