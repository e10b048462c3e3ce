namespace OrderToCash.Engine.Journal;

/// <summary>
/// A stored event while it is read. Its spans belong to the reader and are valid during the sink's call only.
/// </summary>
public readonly ref struct EventRow
{
    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>The place in the shard, 1 for the first.</summary>
    public required long Position { get; init; }

    /// <summary>The entity, <c>kind/id</c>, UTF-8.</summary>
    public required ReadOnlySpan<byte> Entity { get; init; }

    /// <summary>The place in the entity, 1 for the first.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event's stored name, UTF-8.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The event's stored version.</summary>
    public required int Version { get; init; }

    /// <summary>When it was decided: UTC ticks of 100 ns since 0001-01-01.</summary>
    public required long AtTicks { get; init; }

    /// <summary>The event, a JSON object in UTF-8.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Cause, correlation and who, a JSON object in UTF-8.</summary>
    public required ReadOnlySpan<byte> Metadata { get; init; }

    /// <summary>On the last event of a turn the chained SHA-256 of its shard up to there; else empty.</summary>
    public required ReadOnlySpan<byte> Chain { get; init; }
}
