using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>A journal in memory: everything a durable one promises, except that it ends with its process.</summary>
/// <remarks>
/// For tests, the simulator and measurements of everything but the disk. One lock guards its indexes for the time of a
/// commit or of a look-up; sinks are called outside it, since kept events neither move nor change. Disposing it forgets
/// nothing, so a simulated crash can open it again. It keeps <see cref="EventName"/> objects of the turns, which don't
/// change.
/// </remarks>
public sealed partial class VolatileJournal : IJournal
{
    private readonly Lock _lock = new();
    private readonly VolatileJournalShard[] _shards;
    private readonly Dictionary<EntityId, int> _numbers = [];
    private readonly Dictionary<EntityId, StoredSnapshot> _snapshots = [];

    // Grow under the lock into a new array each; what was read under it may be used after it.
    private VolatileEntity[] _entities = [];
    private EventName[] _names = [];
    private byte[][] _chunks = [];

    /// <summary>An empty journal with these fixed properties.</summary>
    public VolatileJournal(JournalInfo info)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(info.ShardCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(info.ShardCount, ShardMap.MaxShardCount);
        Info = info;
        _shards = new VolatileJournalShard[info.ShardCount];
        var empty = ShardState.Empty(info.ShardCount);
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            _shards[shard] = new VolatileJournalShard { State = new byte[empty.EncodedBytes] };
            empty.Write(_shards[shard].State);
        }
    }

    /// <summary>An empty journal of so many shards, without an id or a time of creation.</summary>
    public VolatileJournal(int shardCount)
        : this(new JournalInfo(Guid.Empty, shardCount, JournalInfo.CurrentFormatVersion, DateTimeOffset.UnixEpoch))
    {
    }

    /// <inheritdoc/>
    public JournalInfo Info { get; }

    /// <inheritdoc/>
    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var claimed = _shards[shard];
            claimed.Epoch++;
            return ValueTask.FromResult(new ShardRow(shard, claimed.Epoch, ShardState.Read(claimed.State)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rows = new ShardRow[_shards.Length];
        lock (_lock)
        {
            for (var shard = 0; shard < rows.Length; shard++)
                rows[shard] = new ShardRow(shard, _shards[shard].Epoch, ShardState.Read(_shards[shard].State));
        }

        return ValueTask.FromResult(rows);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        var source = _shards[shard];
        long last;
        lock (_lock)
            last = Math.Max(afterPosition, Math.Min(source.Position, afterPosition + maxEvents));

        for (var position = afterPosition + 1; position <= last; position++)
            sink.OnEvent(RowAt(Place(shard, position)));

        return ValueTask.FromResult(last);
    }

    /// <inheritdoc/>
    public ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<(int Index, long Place)> places = [];
        lock (_lock)
        {
            if (_numbers.TryGetValue(entity, out var number))
                AddPlaces(number, afterSequence, 0, places);
        }

        foreach (var (_, place) in places)
            sink.OnEvent(RowAt(place));

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EntityId>> ReadEntitiesAsync(
        string kind, string? afterId, int maxCount, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<EntityId>>(
            [
                .. _numbers.Keys
                    .Where(entity => entity.Kind == kind && string.CompareOrdinal(entity.Id, afterId) > 0)
                    .OrderBy(static entity => entity.Id, StringComparer.Ordinal).Take(maxCount),
            ]);
        }
    }

    /// <inheritdoc/>
    public ValueTask LoadAsync(IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<(int Index, StoredSnapshot Snapshot)> snapshots = [];
        List<(int Index, long Place)> places = [];
        lock (_lock)
        {
            for (var index = 0; index < entities.Count; index++)
            {
                if (!_numbers.TryGetValue(entities[index], out var number))
                    continue;

                if (_snapshots.TryGetValue(entities[index], out var snapshot))
                    snapshots.Add((index, snapshot));

                AddPlaces(number, snapshot?.Sequence ?? 0, index, places);
            }
        }

        foreach (var (index, snapshot) in snapshots)
            sink.OnSnapshot(index, snapshot.Sequence, snapshot.Version, snapshot.Payload.Span);

        foreach (var (index, place) in places)
            sink.OnEvent(index, RowAt(place));

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<StoredReminder> reminders = [];
        lock (_lock)
        {
            foreach (var ((kind, id, name), due) in _shards[shard].Reminders)
                reminders.Add(new StoredReminder(new EntityId(kind, id), name, due));
        }

        return ValueTask.FromResult<IReadOnlyList<StoredReminder>>(reminders);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<DeadLetter> letters = [];
        lock (_lock)
        {
            foreach (var shard in _shards)
                letters.AddRange(shard.DeadLetters);
        }

        return ValueTask.FromResult<IReadOnlyList<DeadLetter>>(letters);
    }

    /// <inheritdoc/>
    public ValueTask ReadSnapshotInfosAsync(Action<SnapshotInfo> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(each);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var (entity, kept) in _snapshots)
                each(new SnapshotInfo(entity, kept.Sequence, kept.Version, kept.Payload.Length));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return ValueTask.FromResult(_snapshots.GetValueOrDefault(entity));
    }

    /// <inheritdoc/>
    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            _snapshots.Clear();

        return ValueTask.CompletedTask;
    }

    /// <summary>Does nothing: what was committed can still be read.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long Place(int shard, long position) => ((long)shard << 48) | position;

    private ref VolatileEvent At(long place) => ref _shards[(int)(place >> 48)].At(place & ((1L << 48) - 1));

    private EventRow RowAt(long place)
    {
        ref var kept = ref At(place);
        var bytes = _chunks[kept.Chunk]
            .AsSpan(kept.Offset, kept.PayloadLength + kept.MetadataLength + kept.ChainLength);
        ref readonly var entity = ref _entities[kept.Entity];
        var name = _names[kept.Name];
        return new EventRow
        {
            Shard = (int)(place >> 48),
            Position = place & ((1L << 48) - 1),
            Entity = _chunks[entity.Chunk].AsSpan(entity.Offset, entity.Length),
            Sequence = kept.Sequence,
            Name = name.Utf8.Span,
            Version = name.Version,
            AtTicks = kept.AtTicks,
            Payload = bytes[..kept.PayloadLength],
            Metadata = bytes.Slice(kept.PayloadLength, kept.MetadataLength),
            Chain = bytes[(kept.PayloadLength + kept.MetadataLength)..],
        };
    }

    /// <summary>Adds the places of an entity's events after a sequence, in order. The lock is held.</summary>
    private void AddPlaces(int number, long afterSequence, int index, List<(int Index, long Place)> places)
    {
        var first = places.Count;
        for (var place = _entities[number].LastPlace; place != 0; place = At(place).Previous)
        {
            if (At(place).Sequence <= afterSequence)
                break;

            places.Add((index, place));
        }

        places.Reverse(first, places.Count - first);
    }
}
