using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

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
internal sealed class FaultyJournal(IJournal journal, Func<IReadOnlyList<TurnWrite>, ValueTask<CommitFault>> fault)
    : IJournal
{
    private int _failingReads;

    /// <summary>So many readings of shards break off after what they have read was handed over.</summary>
    public int FailingReads { init => _failingReads = value; }

    public JournalInfo Info => journal.Info;

    public async ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        switch (await fault(turns))
        {
            case CommitFault.None:
                return await journal.CommitAsync(turns, cancellationToken);
            case CommitFault.LostAnswer:
                await journal.CommitAsync(turns, cancellationToken);
                return new CommitOutcome(CommitStatus.Unknown, "The answer was lost.");
            case CommitFault.LostRequest:
                return new CommitOutcome(CommitStatus.Unknown, "The answer was lost.");
            default:
                return new CommitOutcome(CommitStatus.Failed, "The disk is full.");
        }
    }

    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken) =>
        journal.ClaimAsync(shard, cancellationToken);

    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        journal.ReadShardRowsAsync(cancellationToken);

    public ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken) =>
        journal.LoadAsync(entities, sink, cancellationToken);

    public async ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken)
    {
        var last = await journal.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken);
        return _failingReads-- > 0 ? throw new JournalUnavailableException("The server went away.") : last;
    }

    public ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken) =>
        journal.ReadEntityAsync(entity, afterSequence, sink, cancellationToken);

    public ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) =>
        journal.ReadRemindersAsync(shard, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        journal.ReadDeadLettersAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SnapshotInfo>> ReadSnapshotInfosAsync(CancellationToken cancellationToken) =>
        journal.ReadSnapshotInfosAsync(cancellationToken);

    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        journal.ReadSnapshotAsync(entity, cancellationToken);

    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken) =>
        journal.DeleteSnapshotsAsync(cancellationToken);

    public ValueTask DisposeAsync() => journal.DisposeAsync();
}
