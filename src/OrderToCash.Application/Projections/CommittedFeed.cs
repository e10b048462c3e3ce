using System.Threading.Channels;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>
/// Keeps committed events until the projections take them, so that none has to be read and decoded again.
/// </summary>
/// <remarks>
/// The shards' loops add, the projection runner takes. It is a short cut and not a queue: what doesn't fit is dropped,
/// and the runner reads it from the journal. One lock a shard, held to append or to swap a list.
/// </remarks>
internal sealed class CommittedFeed
{
    private readonly ShardFeed[] _shards;
    private readonly int _maxEvents;

    /// <summary>Holds one signal at most; those beyond say nothing new.</summary>
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private int _count;

    /// <param name="maxEvents">Kept at most, of all shards; an event has 300 to 500 bytes.</param>
    public CommittedFeed(int shardCount, int maxEvents)
    {
        _maxEvents = maxEvents;
        _shards = new ShardFeed[shardCount];
        for (var i = 0; i < shardCount; i++) _shards[i] = new ShardFeed();
    }

    /// <summary>Events that wait to be taken.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Keeps a copy of the list.</summary>
    public void Add(int shard, IReadOnlyList<CommittedEvent> events)
    {
        if (events.Count == 0) return;
        var feed = _shards[shard];
        lock (feed.Gate)
        {
            feed.Head = events[^1].Position;
            var isFull = Volatile.Read(ref _count) + events.Count > _maxEvents;
            var isNext = feed.Events.Count == 0 || feed.Events[^1].Position + 1 == events[0].Position;
            if (!isFull && isNext)
            {
                for (var i = 0; i < events.Count; i++) feed.Events.Add(events[i]);
                Interlocked.Add(ref _count, events.Count);
            }
        }

        Wake();
    }

    /// <summary>The last position heard of; 0 before the first.</summary>
    public long HeadOf(int shard)
    {
        lock (_shards[shard].Gate) return _shards[shard].Head;
    }

    /// <summary>
    /// Takes the events that follow a position; empty where there are none. What is at or before it is dropped.
    /// </summary>
    /// <param name="firstKept">The position of the first event that is kept after a gap; 0 where there is none.</param>
    public List<CommittedEvent> Take(int shard, long afterPosition, out long firstKept)
    {
        var feed = _shards[shard];
        lock (feed.Gate)
        {
            firstKept = 0;
            var old = 0;
            while (old < feed.Events.Count && feed.Events[old].Position <= afterPosition) old++;
            if (old > 0)
            {
                feed.Events.RemoveRange(0, old);
                Interlocked.Add(ref _count, -old);
            }

            if (feed.Events.Count == 0) return [];
            if (feed.Events[0].Position != afterPosition + 1)
            {
                firstKept = feed.Events[0].Position;
                return [];
            }

            var taken = feed.Events;
            feed.Events = new List<CommittedEvent>(taken.Count);
            Interlocked.Add(ref _count, -taken.Count);
            return taken;
        }
    }

    /// <summary>Completes when something was added, or somebody called, since the last wait.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Ends a wait. Any thread.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    private sealed class ShardFeed
    {
        public Lock Gate { get; } = new();

        public List<CommittedEvent> Events { get; set; } = [];

        public long Head { get; set; }
    }
}
