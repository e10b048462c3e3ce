namespace OrderToCash.Application.Audit;

/// <summary>A shard and a position in eight bytes: enough to read the event again when a report names it.</summary>
internal readonly record struct EventPlace(long Packed) : IComparable<EventPlace>
{
    /// <summary>2^48 events a shard are ten years at 800,000 a second; 256 shards fit above, and a sign.</summary>
    private const int PositionBits = 48;

    public EventPlace(int shard, long position)
        : this(((long)shard << PositionBits) | position)
    {
    }

    public int Shard => (int)(Packed >> PositionBits);

    public long Position => Packed & ((1L << PositionBits) - 1);

    /// <summary>By position first: shards grow side by side, so that is nearly the order of time.</summary>
    public int CompareTo(EventPlace other)
    {
        var order = Position.CompareTo(other.Position);
        return order != 0 ? order : Shard.CompareTo(other.Shard);
    }
}
