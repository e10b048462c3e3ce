using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation;

/// <summary>A journal that does what another does; a base for those that do one thing otherwise.</summary>
internal abstract class PassingJournal(IJournal inner) : IJournal
{
    public JournalInfo Info => Inner.Info;

    public virtual int ConcurrentCommits => Inner.ConcurrentCommits;

    protected IJournal Inner { get; } = inner;

    public virtual ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken) =>
        Inner.ClaimAsync(shard, cancellationToken);

    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        Inner.ReadShardRowsAsync(cancellationToken);

    public virtual ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken) =>
        Inner.CommitAsync(turns, cancellationToken);

    public virtual ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken) =>
        Inner.LoadAsync(entities, sink, cancellationToken);

    public virtual ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken) =>
        Inner.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken);

    public virtual ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken) =>
        Inner.ReadEntityAsync(entity, afterSequence, sink, cancellationToken);

    public ValueTask<IReadOnlyList<EntityId>> ReadEntitiesAsync(
        string kind, string? afterId, int maxCount, CancellationToken cancellationToken) =>
        Inner.ReadEntitiesAsync(kind, afterId, maxCount, cancellationToken);

    public virtual ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) =>
        Inner.ReadRemindersAsync(shard, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        Inner.ReadDeadLettersAsync(cancellationToken);

    public ValueTask ReadSnapshotInfosAsync(Action<SnapshotInfo> each, CancellationToken cancellationToken) =>
        Inner.ReadSnapshotInfosAsync(each, cancellationToken);

    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        Inner.ReadSnapshotAsync(entity, cancellationToken);

    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken) =>
        Inner.DeleteSnapshotsAsync(cancellationToken);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}
