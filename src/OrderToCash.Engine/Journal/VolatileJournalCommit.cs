using System.Runtime.InteropServices;
using System.Text;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <content>The writing half: look at everything first, then write what can't fail any more.</content>
public sealed partial class VolatileJournal
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>Name objects that are recognised at once; a program has about sixty.</summary>
    private const int MaxNameObjects = 1024;

    // Guarded by the lock.
    private int[] _found = [];
    private readonly Dictionary<EventName, int> _nameNumbers = new(ReferenceEqualityComparer.Instance);
    private int _chunk = -1;
    private int _chunkLength;
    private int _chunkCount;
    private long _commit;

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CommitRules.Check(turns, Info.ShardCount);
        lock (_lock)
        {
            if (FindRefusal(turns) is { } refusal)
                return ValueTask.FromResult(refusal);

            var found = 0;
            for (var i = 0; i < turns.Count; i++)
                found = Apply(turns[i], found);

            return ValueTask.FromResult(CommitOutcome.Committed);
        }
    }

    /// <summary>The first reason not to commit, or null; leaves the events' entities in <see cref="_found"/>.</summary>
    private CommitOutcome? FindRefusal(IReadOnlyList<TurnWrite> turns)
    {
        var events = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            var shard = _shards[turns[i].Shard];
            if (CommitRules.RefusalOf(turns[i], shard.Epoch, shard.Position) is { } refusal)
                return refusal;

            events += turns[i].Events.Count;
        }

        if (_found.Length < events)
            _found = new int[events];

        _commit++;
        var found = 0;
        var (previous, number) = (default(EntityId), -1);
        for (var i = 0; i < turns.Count; i++)
        {
            foreach (var written in turns[i].Events)
            {
                // A command's events are its entity's: one look-up for all of them.
                if (number < 0 || written.Id != previous)
                    (previous, number) = (written.Id, EntityOf(written.Id));

                ref var entity = ref _entities[number];
                var last = entity.CheckedCommit == _commit ? entity.CheckedSequence : entity.LastSequence;
                if (written.Sequence <= last && IsTaken(turns, found, number, written.Sequence))
                    return CommitRules.SequenceTaken(written.Id, written.Sequence);

                entity.CheckedCommit = _commit;
                entity.CheckedSequence = Math.Max(last, written.Sequence);
                _found[found] = number;
                found++;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the journal, or one of the first events of this commit, has this sequence. Slow and rare.
    /// </summary>
    private bool IsTaken(IReadOnlyList<TurnWrite> turns, int count, int entity, long sequence)
    {
        var place = _entities[entity].LastPlace;
        while (place != 0 && At(place).Sequence > sequence)
            place = At(place).Previous;

        if (place != 0 && At(place).Sequence == sequence)
            return true;

        var found = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            for (var j = 0; j < turns[i].Events.Count && found < count; j++, found++)
            {
                if (_found[found] == entity && turns[i].Events[j].Sequence == sequence)
                    return true;
            }
        }

        return false;
    }

    private int Apply(TurnWrite turn, int found)
    {
        var shard = _shards[turn.Shard];
        foreach (var written in turn.Events)
        {
            Append(turn, written, shard, _found[found]);
            found++;
        }

        turn.State.Write(shard.State);
        foreach (var snapshot in turn.Snapshots)
        {
            if (!_snapshots.TryGetValue(snapshot.Entity, out var kept) || kept.Sequence <= snapshot.Sequence)
                _snapshots[snapshot.Entity] = snapshot with { Payload = snapshot.Payload.ToArray() };
        }

        foreach (var (entity, name, due) in turn.Reminders)
        {
            if (due is { } dueTicks)
                shard.Reminders[(entity.Kind, entity.Id, name)] = dueTicks;
            else
                shard.Reminders.Remove((entity.Kind, entity.Id, name));
        }

        shard.DeadLetters.AddRange(turn.DeadLetters);
        return found;
    }

    private void Append(TurnWrite turn, in EventWrite written, VolatileJournalShard shard, int number)
    {
        var payload = turn.Buffer[written.Payload];
        var metadata = turn.Buffer[written.Metadata];
        var chain = written.Chain.Span;
        var target = Allocate(payload.Length + metadata.Length + chain.Length, out var chunk, out var offset);
        payload.CopyTo(target);
        metadata.CopyTo(target[payload.Length..]);
        chain.CopyTo(target[(payload.Length + metadata.Length)..]);

        ref var kept = ref shard.Append();
        kept.Entity = number;
        kept.Name = NameOf(written.Name);
        kept.Chunk = chunk;
        kept.Offset = offset;
        kept.PayloadLength = payload.Length;
        kept.MetadataLength = metadata.Length;
        kept.ChainLength = chain.Length;
        kept.Sequence = written.Sequence;
        kept.AtTicks = written.AtTicks;
        var place = Place(turn.Shard, shard.Position);
        ref var entity = ref _entities[number];
        if (written.Sequence > entity.LastSequence)
        {
            kept.Previous = entity.LastPlace;
            entity.LastSequence = written.Sequence;
            entity.LastPlace = place;
            return;
        }

        // Into a gap: the engine leaves none, but other stores would take it too.
        var after = entity.LastPlace;
        while (At(after).Previous != 0 && At(At(after).Previous).Sequence > written.Sequence)
            after = At(after).Previous;

        kept.Previous = At(after).Previous;
        At(after).Previous = place;
    }

    /// <summary>Bytes of a shared chunk. An event that would waste much of one gets an array of its own.</summary>
    private Span<byte> Allocate(int length, out int chunk, out int offset)
    {
        if (length > ChunkBytes / 8)
        {
            (chunk, offset) = (AddChunk(length), 0);
            return _chunks[chunk];
        }

        if (_chunk < 0 || ChunkBytes - _chunkLength < length)
            (_chunk, _chunkLength) = (AddChunk(ChunkBytes), 0);

        (chunk, offset) = (_chunk, _chunkLength);
        _chunkLength += length;
        return _chunks[chunk].AsSpan(offset, length);
    }

    private int AddChunk(int length)
    {
        if (_chunkCount == _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(64, 2 * _chunkCount));

        _chunks[_chunkCount] = GC.AllocateUninitializedArray<byte>(length);
        return _chunkCount++;
    }

    private int EntityOf(in EntityId id)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, id, out var isKnown);
        if (isKnown)
            return number;

        if (_numbers.Count > _entities.Length)
            Array.Resize(ref _entities, Math.Max(1024, 2 * _entities.Length));

        number = _numbers.Count - 1;
        var length = Encoding.UTF8.GetByteCount(id.Kind) + 1 + Encoding.UTF8.GetByteCount(id.Id);
        var target = Allocate(length, out var chunk, out var offset);
        var slash = Encoding.UTF8.GetBytes(id.Kind, target);
        target[slash] = (byte)'/';
        Encoding.UTF8.GetBytes(id.Id, target[(slash + 1)..]);
        _entities[number] = new VolatileEntity { Chunk = chunk, Offset = offset, Length = length };
        return number;
    }

    private int NameOf(EventName name)
    {
        if (!_nameNumbers.TryGetValue(name, out var number))
        {
            number = FindOrAddName(name);
            if (_nameNumbers.Count < MaxNameObjects)
                _nameNumbers.Add(name, number);
        }

        return number;
    }

    private int FindOrAddName(EventName name)
    {
        // Another object may stand for the same name: in a copy of a journal each event has its own.
        var number = Array.FindIndex(
            _names, kept => kept.Version == name.Version && kept.Text.Equals(name.Text, StringComparison.Ordinal));
        if (number < 0)
        {
            number = _names.Length;
            _names = [.. _names, name];
        }

        return number;
    }
}
