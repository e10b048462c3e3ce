using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary>
/// Passes everything on and notes how many events of which shard each commit carried, for the ceiling to repeat.
/// </summary>
internal sealed class RecordingJournal(IJournal inner) : IJournal
{
    /// <summary>One entry a commit: events by shard, in the turns' order.</summary>
    public List<(int Shard, int Events)[]> Commits { get; } = [];

    public long Events { get; private set; }

    public long Bytes { get; private set; }

    public JournalInfo Info => inner.Info;

    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken) =>
        inner.ClaimAsync(shard, cancellationToken);

    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        inner.ReadShardRowsAsync(cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        var commit = new (int, int)[turns.Count];
        for (var i = 0; i < turns.Count; i++)
        {
            commit[i] = (turns[i].Shard, turns[i].Events.Count);
            Events += turns[i].Events.Count;
            Bytes += turns[i].Buffer.Length;
        }

        Commits.Add(commit);
        return inner.CommitAsync(turns, cancellationToken);
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
        int shard, CancellationToken cancellationToken) =>
        inner.ReadRemindersAsync(shard, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        inner.ReadDeadLettersAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SnapshotInfo>> ReadSnapshotInfosAsync(CancellationToken cancellationToken) =>
        inner.ReadSnapshotInfosAsync(cancellationToken);

    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        inner.ReadSnapshotAsync(entity, cancellationToken);

    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken) =>
        inner.DeleteSnapshotsAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
