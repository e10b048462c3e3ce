namespace OrderToCash.Engine.Journal;

/// <content>The writing half: look at everything first, then write what can't fail any more.</content>
public sealed partial class VolatileJournal
{
    private const int ChunkBytes = 1024 * 1024;

    // Guarded by the lock.
    private VolatileEntity[] _found = [];
    private byte[] _chunk = [];
    private int _chunkLength;
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
            _found = new VolatileEntity[events];

        _commit++;
        var found = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            foreach (var written in turns[i].Events)
            {
                var entity = EntityOf(written.Id);
                var last = entity.CheckedCommit == _commit ? entity.CheckedSequence : entity.LastSequence;
                if (written.Sequence <= last && IsTaken(turns, found, entity, written.Sequence))
                    return CommitRules.SequenceTaken(written.Id, written.Sequence);

                entity.CheckedCommit = _commit;
                entity.CheckedSequence = Math.Max(last, written.Sequence);
                _found[found] = entity;
                found++;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the journal, or one of the first events of this commit, has this sequence. Slow and rare.
    /// </summary>
    private bool IsTaken(IReadOnlyList<TurnWrite> turns, int count, VolatileEntity entity, long sequence)
    {
        for (var place = entity.LastPlace; place != 0 && At(place).Sequence >= sequence; place = At(place).Previous)
        {
            if (At(place).Sequence == sequence)
                return true;
        }

        var found = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            for (var j = 0; j < turns[i].Events.Count && found < count; j++, found++)
            {
                if (ReferenceEquals(_found[found], entity) && turns[i].Events[j].Sequence == sequence)
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
            var entity = EntityOf(snapshot.Entity);
            if (entity.Snapshot is null || entity.Snapshot.Sequence <= snapshot.Sequence)
                entity.Snapshot = snapshot with { Payload = snapshot.Payload.ToArray() };
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

    private void Append(TurnWrite turn, in EventWrite written, VolatileJournalShard shard, VolatileEntity entity)
    {
        var payload = turn.Buffer[written.Payload];
        var metadata = turn.Buffer[written.Metadata];
        var chain = written.Chain.Span;
        var target = Allocate(payload.Length + metadata.Length + chain.Length, out var chunk, out var offset);
        payload.CopyTo(target);
        metadata.CopyTo(target[payload.Length..]);
        chain.CopyTo(target[(payload.Length + metadata.Length)..]);

        ref var kept = ref shard.Append();
        kept.Entity = entity;
        kept.Name = written.Name;
        kept.Bytes = chunk;
        kept.Offset = offset;
        kept.PayloadLength = payload.Length;
        kept.MetadataLength = metadata.Length;
        kept.ChainLength = chain.Length;
        kept.Sequence = written.Sequence;
        kept.AtTicks = written.AtTicks;
        var place = Place(turn.Shard, shard.Position);
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
    private Span<byte> Allocate(int length, out byte[] chunk, out int offset)
    {
        if (length > ChunkBytes / 8)
        {
            (chunk, offset) = (GC.AllocateUninitializedArray<byte>(length), 0);
            return chunk;
        }

        if (_chunk.Length - _chunkLength < length)
            (_chunk, _chunkLength) = (GC.AllocateUninitializedArray<byte>(ChunkBytes), 0);

        (chunk, offset) = (_chunk, _chunkLength);
        _chunkLength += length;
        return chunk.AsSpan(offset, length);
    }
}
