using OrderToCash.Engine.Journal;

namespace OrderToCash.Engine.Shards;

public sealed partial class Shard
{
    private readonly List<ActiveEntity> _loading = [];

    /// <summary>
    /// Activates the missing entities of the turn in one query. False where the store can't be reached: the turn ends.
    /// </summary>
    private async ValueTask<bool> LoadMissingAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        _loading.Clear();
        foreach (var id in _missing)
        {
            _loading.Add(new ActiveEntity(id, KindOf(id)));
        }

        try
        {
            var histories = new Histories(this);
            await _environment.Journal.LoadAsync(_missing, histories, cancellationToken).ConfigureAwait(false);
            foreach (var index in histories.WithoutUsableSnapshot)
            {
                var history = new History(this, _loading[index]);
                await _environment.Journal.ReadEntityAsync(_missing[index], 0, history, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (JournalUnavailableException exception)
        {
            Notify(ShardNoticeKind.ActivationFailed, exception.Message);
            PutBack();
            return false;
        }

        foreach (var entity in _loading)
        {
            if (entity.Blocked is { } error)
            {
                Notify(ShardNoticeKind.EntityBlocked, $"{entity.Id} is blocked: {error}");
            }

            _entities.Add(entity, now);
        }

        return true;
    }

    /// <summary>
    /// The turn decided nothing: what it took waits for the next one, which activates the shard again.
    /// </summary>
    private void PutBack()
    {
        foreach (var work in _work)
        {
            _carried.Enqueue(work);
        }

        Forget();
    }

    private void Replay(ActiveEntity entity, in EventRow row)
    {
        if (entity.Blocked is not null)
        {
            return;
        }

        try
        {
            if (row.Sequence != entity.Sequence + 1)
            {
                throw new JournalFormatException(
                    $"Event {row.Sequence} follows {entity.Sequence}: the journal is damaged.");
            }

            entity.State = entity.Kind.Evolve(entity.State, entity.Kind.Decode(row.Name, row.Version, row.Payload));
            entity.Sequence = row.Sequence;
            entity.EventsSinceSnapshot++;
            entity.BytesSinceSnapshot += row.Payload.Length;
        }
        catch (Exception exception)
        {
            entity.Blocked = $"Event {row.Sequence} can't be replayed: {exception.Message}";
        }
    }

    private EntityKind KindOf(in EntityId id) => _environment.Kinds.TryGetValue(id.Kind, out var kind)
        ? kind
        : throw new JournalFormatException(
            $"'{id}' is of a kind that this program doesn't know: a newer one wrote it.");

    private (EntityId Entity, object Event) Decode(in EventRow row)
    {
        var entity = EntityId.Parse(row.Entity);
        return (entity, KindOf(entity).Decode(row.Name, row.Version, row.Payload));
    }

    private sealed class Histories(Shard shard) : IHistorySink
    {
        /// <summary>Entities whose snapshot is of another version: their whole history is needed.</summary>
        public List<int> WithoutUsableSnapshot { get; } = [];

        public void OnSnapshot(int index, long sequence, int version, ReadOnlySpan<byte> payload)
        {
            var entity = shard._loading[index];
            if (version != entity.Kind.SnapshotVersion)
            {
                WithoutUsableSnapshot.Add(index);
                return;
            }

            try
            {
                entity.State = entity.Kind.DecodeSnapshot(entity.Id.Id, payload);
                entity.Sequence = sequence;
                entity.SnapshotBytes = payload.Length;
            }
            catch (Exception exception)
            {
                // A snapshot is a cache: one that can't be read costs a replay and nothing else.
                shard.Notify(
                    ShardNoticeKind.SnapshotUnusable, $"The snapshot of {entity.Id} is not used: {exception.Message}");
                WithoutUsableSnapshot.Add(index);
            }
        }

        public void OnEvent(int index, in EventRow row)
        {
            if (WithoutUsableSnapshot.Count == 0 || !WithoutUsableSnapshot.Contains(index))
            {
                shard.Replay(shard._loading[index], row);
            }
        }
    }

    private sealed class History(Shard shard, ActiveEntity entity) : IEventSink
    {
        public void OnEvent(in EventRow row) => shard.Replay(entity, row);
    }
}
