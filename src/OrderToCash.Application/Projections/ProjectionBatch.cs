using System.Text;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>Events to project, by shard, in each shard without a gap.</summary>
internal sealed class ProjectionBatch(int shardCount)
{
    private readonly List<CommittedEvent>?[] _events = new List<CommittedEvent>?[shardCount];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A shard's events; null where there are none.</summary>
    public List<CommittedEvent>? this[int shard] => _events[shard];

    /// <summary>Adds a shard's events; the list belongs to the batch from now on.</summary>
    public void Add(int shard, List<CommittedEvent> events)
    {
        if (events.Count == 0) return;
        Count += events.Count;
        if (_events[shard] is { } before)
            before.AddRange(events);
        else
            _events[shard] = events;
    }

    /// <summary>Reads a shard's next events from the journal; returns the last position.</summary>
    public async ValueTask<long> ReadAsync(
        IJournal journal, int shard, long afterPosition, int maxEvents, CancellationToken cancellationToken)
    {
        var sink = new Decoding();
        var last = await journal.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken)
            .ConfigureAwait(false);
        Add(shard, sink.Events);
        return last;
    }

    private sealed class Decoding : IEventSink
    {
        public List<CommittedEvent> Events { get; } = [];

        public void OnEvent(in EventRow row)
        {
            var slash = row.Entity.IndexOf((byte)'/');
            var kind = KindOf(row.Entity[..slash]);

            // Kinds that no table is made of still move the position on.
            var domainEvent = kind is null ? Skipped : kind.Decode(row.Name, row.Version, row.Payload);
            Events.Add(new CommittedEvent(
                new EntityId(kind?.Name ?? "", Encoding.UTF8.GetString(row.Entity[(slash + 1)..])), row.Sequence,
                row.Position, domainEvent, new DateTimeOffset(row.AtTicks, TimeSpan.Zero)));
        }

        private static object Skipped { get; } = new();

        private static EntityKind? KindOf(ReadOnlySpan<byte> name)
        {
            if (name.SequenceEqual("order"u8)) return EntityKinds.Order;
            if (name.SequenceEqual("sku"u8)) return EntityKinds.Stock;
            if (name.SequenceEqual("account"u8)) return EntityKinds.Account;
            if (name.SequenceEqual("payment"u8)) return EntityKinds.Payment;
            var text = Encoding.UTF8.GetString(name);
            return text is Kinds.Bank or Kinds.Series or Kinds.Policy ? null : EntityKinds.ByName[text];
        }
    }
}
