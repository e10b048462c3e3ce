using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>Where events are kept. One owner a shard writes; anyone may read.</summary>
/// <remarks>
/// Every method may be called from any thread; <see cref="CommitAsync"/> by <see cref="ConcurrentCommits"/> callers at
/// a time. Buffers handed in belong to the caller again when the task completes; spans handed to a sink are valid
/// during that call only. Failures of the store are <see cref="JournalUnavailableException"/>, except in
/// <see cref="CommitAsync"/>, which answers.
/// </remarks>
public interface IJournal : IAsyncDisposable
{
    /// <summary>What was fixed when the journal was created.</summary>
    JournalInfo Info { get; }

    /// <summary>Commits that may be under way at a time, of different shards: so many pay.</summary>
    int ConcurrentCommits => 1;

    /// <summary>
    /// Makes the caller the shard's owner: raises its epoch, durably, and returns the row as it is from now on.
    /// </summary>
    /// <remarks>
    /// Waits for a commit of the former owner that is under way to end either way; no later one of it succeeds.
    /// </remarks>
    ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken);

    /// <summary>The shards' rows, by shard number.</summary>
    ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the turns in one transaction: all of them are durable when it answers Committed, none when Refused or
    /// Failed.
    /// </summary>
    /// <remarks>
    /// A turn is refused where its shard's epoch or position is not the expected one, or an event's sequence is taken.
    /// At most one turn a shard; all events of an entity are on one shard.
    /// </remarks>
    /// <exception cref="ArgumentException">The turns break a rule of <see cref="CommitRules"/>: a bug.</exception>
    ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken);

    /// <summary>
    /// Hands the newest snapshot and all later events of each entity to the sink, in sequence order within an entity.
    /// </summary>
    ValueTask LoadAsync(IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken);

    /// <summary>
    /// Hands the events of a shard after a position to the sink, in order, and returns the last position handed over.
    /// </summary>
    /// <param name="maxEvents">At most this many; fewer only where the shard has no more.</param>
    /// <returns>The last position, or <paramref name="afterPosition"/> where there was none.</returns>
    ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken);

    /// <summary>
    /// Hands the selected events of a stretch of a shard to the sink, in order and without their metadata and chain:
    /// for those who need few of a shard's events and would pay for all of them.
    /// </summary>
    /// <param name="upToPosition">The last position of the stretch; where the shard ends before it, its last one.
    /// </param>
    ValueTask ReadSelectedAsync(
        int shard, long afterPosition, long upToPosition, EventSelection selection, IEventSink sink,
        CancellationToken cancellationToken)
    {
        // Positions of a shard follow one another.
        var count = (int)Math.Min(upToPosition - afterPosition, int.MaxValue);
        return count <= 0
            ? ValueTask.CompletedTask
            : new ValueTask(ReadShardAsync(
                shard, afterPosition, count, new SelectingSink(selection, upToPosition, sink), cancellationToken)
                .AsTask());
    }

    /// <summary>Hands the events of one entity after a sequence to the sink, in order.</summary>
    ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken);

    /// <summary>
    /// The entities of a kind that have events, by the journal's own index: without a look at the events. In the order
    /// of their texts.
    /// </summary>
    /// <param name="afterId">The id of the last one that is known; null for the first.</param>
    /// <param name="maxCount">At most this many; fewer only where there are no more.</param>
    ValueTask<IReadOnlyList<EntityId>> ReadEntitiesAsync(
        string kind, string? afterId, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// The stored reminder index of a shard; it holds what events up to <see cref="ShardState.RemindersPosition"/> set.
    /// </summary>
    ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(int shard, CancellationToken cancellationToken);

    /// <summary>All dead letters, oldest first within a shard.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Says of each snapshot where it is, without its payload and in no order: there is one of each busy customer.
    /// </summary>
    /// <param name="each">Called for each, one at a time.</param>
    ValueTask ReadSnapshotInfosAsync(Action<SnapshotInfo> each, CancellationToken cancellationToken);

    /// <summary>The payload of an entity's newest snapshot, or null.</summary>
    ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes every snapshot. They are a cache: this costs time at the next activation and nothing else.
    /// </summary>
    ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken);
}

/// <summary>What was fixed when a journal was created.</summary>
/// <param name="Id">Tells this journal from every other.</param>
/// <param name="FormatVersion">The version of the stored format; <see cref="CurrentFormatVersion"/> for a new
/// one.</param>
public sealed record JournalInfo(Guid Id, int ShardCount, int FormatVersion, DateTimeOffset CreatedAt)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentFormatVersion = 1;
}

/// <summary>Takes events as they are read.</summary>
public interface IEventSink
{
    /// <summary>The next event. Its spans are valid during the call only.</summary>
    void OnEvent(in EventRow row);
}

/// <summary>Takes the histories of entities as they are read.</summary>
public interface IHistorySink
{
    /// <summary>
    /// The newest snapshot of the entity at this index of the request; called before its events, if at all.
    /// </summary>
    void OnSnapshot(int index, long sequence, int version, ReadOnlySpan<byte> payload);

    /// <summary>An event of the entity at this index of the request, after its snapshot.</summary>
    void OnEvent(int index, in EventRow row);
}
