using System.Runtime.CompilerServices;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>Reads a journal's events in the order of their times, over all shards, a page of each in memory.</summary>
/// <remarks>
/// Shards know no common order; what one caused in another has a later time. Events of the same moment come in the
/// order of their shards.
/// </remarks>
/// <param name="isOfInterest">By an event's stored name, UTF-8: others are skipped without being decoded.</param>
public sealed class JournalByTime(
    IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, JournalByTime.NameFilter isOfInterest)
{
    private const int PageEvents = 4096;

    /// <summary>Tells events by their stored names.</summary>
    public delegate bool NameFilter(ReadOnlySpan<byte> storedName);

    /// <summary>The events, as far as the shards are written when their ends are reached.</summary>
    public async IAsyncEnumerable<CommittedEvent> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = new PriorityQueue<Page, (DateTimeOffset At, int Shard)>();
        for (var shard = 0; shard < journal.Info.ShardCount; shard++)
            await EnqueueAsync(next, new Page(shard, kinds, isOfInterest), cancellationToken).ConfigureAwait(false);
        while (next.TryDequeue(out var page, out _))
        {
            yield return page.Events.Dequeue();
            await EnqueueAsync(next, page, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask EnqueueAsync(
        PriorityQueue<Page, (DateTimeOffset At, int Shard)> queue, Page page, CancellationToken cancellationToken)
    {
        while (page.Events.Count == 0 && !page.IsAtEnd)
        {
            var last = await journal.ReadShardAsync(page.Shard, page.Position, PageEvents, page, cancellationToken)
                .ConfigureAwait(false);
            page.IsAtEnd = last == page.Position;
            page.Position = last;
        }

        if (page.Events.TryPeek(out var first))
            queue.Enqueue(page, (first.At, page.Shard));
    }

    private sealed class Page(int shard, IReadOnlyDictionary<string, EntityKind> kinds, NameFilter isOfInterest)
        : IEventSink
    {
        public int Shard { get; } = shard;

        public long Position { get; set; }

        public bool IsAtEnd { get; set; }

        public Queue<CommittedEvent> Events { get; } = new();

        public void OnEvent(in EventRow row)
        {
            if (!isOfInterest(row.Name))
                return;
            var entity = EntityId.Parse(row.Entity);
            Events.Enqueue(new CommittedEvent(
                entity, row.Sequence, row.Position,
                kinds[entity.Kind].Decode(row.Name, row.Version, row.Payload),
                new DateTimeOffset(row.AtTicks, TimeSpan.Zero)));
        }
    }
}
