namespace OrderToCash.Engine.Journal;

/// <summary>
/// A shard of a <see cref="VolatileJournal"/>. Its journal's lock guards everything but <see cref="At"/>.
/// </summary>
internal sealed class VolatileJournalShard
{
    /// <summary>4,096 events of 56 bytes: a chunk is 224 kB, and growing never moves an event.</summary>
    private const int ChunkEvents = 4096;

    private VolatileEvent[][] _chunks = [];

    /// <summary>Its owner's number; 0 before the first.</summary>
    public long Epoch { get; set; }

    /// <summary>The last event's position.</summary>
    public long Position { get; private set; }

    /// <summary>The stored form of its state.</summary>
    public byte[] State { get; set; } = [];

    /// <summary>The stored reminder index, in an order that doesn't depend on the run.</summary>
    public SortedDictionary<(string Kind, string Id, string Name), long> Reminders { get; } = new(
        Comparer<(string Kind, string Id, string Name)>.Create(static (left, right) =>
        {
            var order = string.CompareOrdinal(left.Kind, right.Kind);
            order = order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
            return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
        }));

    /// <summary>Its dead letters, oldest first.</summary>
    public List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>The event at a position up to one that was read under the lock; needs no lock itself.</summary>
    /// <remarks>
    /// Events don't move and don't change, except for <see cref="VolatileEvent.Previous"/>, which only the lock's
    /// holder uses.
    /// </remarks>
    public ref VolatileEvent At(long position) =>
        ref _chunks[(int)((position - 1) / ChunkEvents)][(int)((position - 1) % ChunkEvents)];

    /// <summary>A place for the next event.</summary>
    public ref VolatileEvent Append()
    {
        if (Position == (long)_chunks.Length * ChunkEvents)
            _chunks = [.. _chunks, new VolatileEvent[ChunkEvents]];

        Position++;
        return ref At(Position);
    }
}

/// <summary>
/// A kept event: numbers alone, so that the garbage collector never looks into the millions of them.
/// </summary>
/// <remarks>Payload, metadata and chain lie one after the other in a chunk shared with other events.</remarks>
internal struct VolatileEvent
{
    public int Entity;
    public int Name;
    public int Chunk;
    public int Offset;
    public int PayloadLength;
    public int MetadataLength;
    public int ChainLength;
    public long Sequence;
    public long AtTicks;

    /// <summary>The place of the entity's event before this one; 0 where this is the first.</summary>
    public long Previous;
}

/// <summary>What a <see cref="VolatileJournal"/> knows of an entity: numbers alone, as with events.</summary>
internal struct VolatileEntity
{
    /// <summary>The chunk that holds <c>kind/id</c>.</summary>
    public int Chunk;

    public int Offset;

    public int Length;

    /// <summary>The highest sequence; 0 where the entity has no events.</summary>
    public long LastSequence;

    /// <summary>The place of that event: 48 bits of position below the shard.</summary>
    public long LastPlace;

    /// <summary>The commit that is being checked and has events of this entity.</summary>
    public long CheckedCommit;

    /// <summary>The highest sequence that the commit would leave.</summary>
    public long CheckedSequence;
}
