using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Audit;

/// <summary>Up to where each shard is read, and from where on its reactions may still be on their way.</summary>
/// <remarks>
/// All rows were read at one moment. What reacts to an event is committed before the watermark passes that event, so up
/// to the watermark every reaction is among the events that are read.
/// </remarks>
internal sealed class Watermarks(ShardRow[] rows)
{
    public int ShardCount => rows.Length;

    public long TotalEvents => rows.Sum(row => row.State.Position);

    /// <summary>The last position that is read.</summary>
    public long LastPosition(int shard) => rows[shard].State.Position;

    /// <summary>True where the event's reactions may not have arrived yet.</summary>
    public bool IsPast(EventPlace place) => place.Position > rows[place.Shard].State.Watermark;
}
