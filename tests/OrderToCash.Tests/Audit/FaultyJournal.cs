using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Audit;

/// <summary>A journal that has lost an event of a shard: its row knows of it, its events don't.</summary>
internal sealed class FaultyJournal(IJournal inner) : IJournal
{
    public required (int Shard, long Position) Lost { get; init; }

    public JournalInfo Info => inner.Info;

    public ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken) =>
        inner.ReadShardAsync(shard, afterPosition, maxEvents, new Without(sink, Lost), cancellationToken);

    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken) =>
        inner.ClaimAsync(shard, cancellationToken);

    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        inner.ReadShardRowsAsync(cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken) =>
        inner.CommitAsync(turns, cancellationToken);

    public ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken) =>
        inner.LoadAsync(entities, sink, cancellationToken);

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

    private sealed class Without(IEventSink sink, (int Shard, long Position) lost) : IEventSink
    {
        public void OnEvent(in EventRow row)
        {
            if ((row.Shard, row.Position) != lost)
                sink.OnEvent(row);
        }
    }
}
