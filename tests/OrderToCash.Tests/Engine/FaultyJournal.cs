using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Engine;

/// <summary>A journal on another one, of which a test breaks the commits.</summary>
internal sealed class FaultyJournal(IJournal inner) : IJournal
{
    /// <summary>What becomes of the next commit, once; null: nothing special.</summary>
    public Func<IReadOnlyList<TurnWrite>, ValueTask<CommitOutcome>>? NextCommit { get; set; }

    public JournalInfo Info => inner.Info;

    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken) =>
        inner.ClaimAsync(shard, cancellationToken);

    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        inner.ReadShardRowsAsync(cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var next = NextCommit;
        NextCommit = null;
        return next is null ? inner.CommitAsync(turns, cancellationToken) : next(turns);
    }

    public ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken) =>
        inner.LoadAsync(entities, sink, cancellationToken);

    public ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken) =>
        inner.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken);

    public ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken) =>
        inner.ReadEntityAsync(entity, afterSequence, sink, cancellationToken);

    public ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) => inner.ReadRemindersAsync(shard, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        inner.ReadDeadLettersAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SnapshotInfo>> ReadSnapshotInfosAsync(CancellationToken cancellationToken) =>
        inner.ReadSnapshotInfosAsync(cancellationToken);

    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        inner.ReadSnapshotAsync(entity, cancellationToken);

    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken) =>
        inner.DeleteSnapshotsAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
