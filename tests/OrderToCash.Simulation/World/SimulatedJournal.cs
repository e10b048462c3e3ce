using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>A node's connection to the store. After its node's crash nothing comes back through it.</summary>
internal sealed class SimulatedJournal(SimulatedStore store, int node, int concurrentCommits) : IJournal
{
    public int Node => node;

    public bool IsClosed { get; private set; }

    public JournalInfo Info => store.Inner.Info;

    public int ConcurrentCommits => concurrentCommits;

    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken) =>
        new(store.ClaimAsync(this, shard));

    public ValueTask<CommitOutcome> CommitAsync(
        IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken) => new(store.CommitAsync(this, turns));

    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        new(store.ReadAsync(this, inner => inner.ReadShardRowsAsync(cancellationToken)));

    public async ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken) =>
        await store.ReadAsync(this, async inner =>
        {
            await inner.LoadAsync(entities, sink, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken) =>
        new(store.ReadAsync(
            this, inner => inner.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken)));

    public async ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken) =>
        await store.ReadAsync(this, async inner =>
        {
            await inner.ReadEntityAsync(entity, afterSequence, sink, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<EntityId>> ReadEntitiesAsync(
        string kind, string? afterId, int maxCount, CancellationToken cancellationToken) =>
        new(store.ReadAsync(this, inner => inner.ReadEntitiesAsync(kind, afterId, maxCount, cancellationToken)));

    public ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) =>
        new(store.ReadAsync(this, inner => inner.ReadRemindersAsync(shard, cancellationToken)));

    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        new(store.ReadAsync(this, inner => inner.ReadDeadLettersAsync(cancellationToken)));

    public async ValueTask ReadSnapshotInfosAsync(Action<SnapshotInfo> each, CancellationToken cancellationToken) =>
        await store.ReadAsync(this, async inner =>
        {
            await inner.ReadSnapshotInfosAsync(each, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        store.Inner.ReadSnapshotAsync(entity, cancellationToken);

    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken) =>
        store.Inner.DeleteSnapshotsAsync(cancellationToken);

    /// <summary>The node crashed: what it waits for never comes.</summary>
    public void Close() => IsClosed = true;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
