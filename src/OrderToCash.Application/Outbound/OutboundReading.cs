using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Outbound;

/// <summary>Reads events of a shard as far as channels are told of them; others are skipped by their names.</summary>
public sealed class OutboundReading : IEventSink
{
    private readonly List<CommittedEvent> _events = [];

    /// <summary>A shard's next events.</summary>
    /// <exception cref="JournalUnavailableException">The journal can't be read.</exception>
    public static async ValueTask<ShardEvents> ReadAsync(
        IJournal journal, int shard, long afterPosition, int maxEvents, CancellationToken cancellationToken)
    {
        var sink = new OutboundReading();
        var last = await journal.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken)
            .ConfigureAwait(false);
        return new ShardEvents(shard, sink._events, last);
    }

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        if (KindOf(row.Name) is not { } kind)
            return;
        var id = row.Entity[(row.Entity.IndexOf((byte)'/') + 1)..];
        _events.Add(new CommittedEvent(
            new EntityId(kind.Name, Encoding.UTF8.GetString(id)), row.Sequence, row.Position,
            kind.Decode(row.Name, row.Version, row.Payload), new DateTimeOffset(row.AtTicks, TimeSpan.Zero)));
    }

    private static EntityKind? KindOf(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("stock."u8))
            return EntityKinds.Stock;
        var isNews = name.SequenceEqual("order.shipped"u8) || name.SequenceEqual("order.cancelled"u8)
            || name.SequenceEqual("order.rejected"u8);
        return isNews ? EntityKinds.Order : null;
    }
}
