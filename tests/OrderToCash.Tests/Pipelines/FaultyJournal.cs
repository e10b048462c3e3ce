using OrderToCash.Engine.Journal;
using OrderToCash.Simulation;

namespace OrderToCash.Tests.Pipelines;

/// <summary>How a commit is made to end.</summary>
internal enum CommitFault
{
    /// <summary>As it does.</summary>
    None,

    /// <summary>Nothing is written, and it says so.</summary>
    Failed,

    /// <summary>It is written, but the answer is lost.</summary>
    LostAnswer,

    /// <summary>Nothing is written, and the answer is lost.</summary>
    LostRequest,
}

/// <summary>A journal in memory whose commits wait or fail as a test wants.</summary>
/// <param name="fault">Asked before each commit, one at a time.</param>
internal sealed class FaultyJournal(IJournal inner, Func<IReadOnlyList<TurnWrite>, ValueTask<CommitFault>> fault)
    : PassingJournal(inner)
{
    private int _failingReads;

    /// <summary>So many readings of shards break off after what they have read was handed over.</summary>
    public int FailingReads { init => _failingReads = value; }

    public override async ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        switch (await fault(turns))
        {
            case CommitFault.None:
                return await Inner.CommitAsync(turns, cancellationToken);
            case CommitFault.LostAnswer:
                await Inner.CommitAsync(turns, cancellationToken);
                return new CommitOutcome(CommitStatus.Unknown, "The answer was lost.");
            case CommitFault.LostRequest:
                return new CommitOutcome(CommitStatus.Unknown, "The answer was lost.");
            default:
                return new CommitOutcome(CommitStatus.Failed, "The disk is full.");
        }
    }

    public override async ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken)
    {
        var last = await Inner.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken);
        return _failingReads-- > 0 ? throw new JournalUnavailableException("The server went away.") : last;
    }
}
