using OrderToCash.Engine.Journal;
using OrderToCash.Simulation;

namespace OrderToCash.LoadTests.Peak;

/// <summary>
/// Passes everything on and notes how many events of which shard each commit carried, for the ceiling to repeat.
/// </summary>
internal sealed class RecordingJournal(IJournal inner) : PassingJournal(inner)
{
    /// <summary>Guards the counts: commits of different shards may be under way at the same time.</summary>
    private readonly Lock _gate = new();

    /// <summary>One entry a commit: events by shard, in the turns' order.</summary>
    public List<(int Shard, int Events)[]> Commits { get; } = [];

    public long Events { get; private set; }

    public long Bytes { get; private set; }

    public override ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var commit = new (int, int)[turns.Count];
        for (var i = 0; i < turns.Count; i++)
        {
            commit[i] = (turns[i].Shard, turns[i].Events.Count);
        }

        lock (_gate)
        {
            Commits.Add(commit);
            Events += turns.Sum(turn => (long)turn.Events.Count);
            foreach (var turn in turns)
                Bytes += BytesOf(turn);
        }

        return Inner.CommitAsync(turns, cancellationToken);
    }

    private static long BytesOf(TurnWrite turn)
    {
        var bytes = 0L;
        foreach (var written in turn.Events)
            bytes += written.Entity.Length + written.Payload.Length + written.Metadata.Length;
        return bytes;
    }
}
