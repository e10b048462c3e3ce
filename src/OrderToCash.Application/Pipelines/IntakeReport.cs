namespace OrderToCash.Application.Pipelines;

/// <summary>What a run read and what became of it.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Resumed">The checkpoint that it went on from; 0 where it began at the beginning.</param>
/// <param name="NothingToDo">Inputs that asked for nothing.</param>
/// <param name="Reasons">How many were refused, or asked for nothing, by reason.</param>
/// <param name="RefusedBefore">
/// Of the inputs up to <paramref name="Resumed"/>, those that were refused and wait in the quarantine.
/// </param>
/// <param name="IsComplete">False where it was stopped before its end; the checkpoint says where it goes on.</param>
public sealed record IntakeReport(
    string Source, long Resumed, long Read, long Accepted, long Duplicates, long Rejected,
    IReadOnlyDictionary<string, long> Reasons, bool IsComplete, long NothingToDo = 0,
    long RefusedBefore = 0);

/// <summary>How far a run is. Read by any thread while the run goes on.</summary>
public sealed class IntakeProgress
{
    private long _items;
    private long _bytes;

    /// <summary>Inputs that are decided.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>Bytes of the source up to the last decided input.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    internal void Advance(long bytes)
    {
        Interlocked.Increment(ref _items);
        Interlocked.Exchange(ref _bytes, bytes);
    }
}
