using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Checks;

/// <summary>Reads the orders at a journal's end: back to a time, not by their number.</summary>
/// <remarks>
/// Back from the last order that the shard knows, not from now: what waited at shops while nothing ran has to be
/// compared with what came before. Shards are read from their ends in pages, so it costs what it finds.
/// </remarks>
internal sealed class RecentTail : IEventSink
{
    private const int PageEvents = 4096;

    private readonly List<Found> _found = [];
    private long _firstTicks;
    private long _lastTicks;

    /// <summary>An order, and when it was taken in.</summary>
    public readonly record struct Found(long Ticks, OrderId Order, DateTimeOffset PlacedAt, RecentOrders.Keys Keys);

    /// <summary>The orders of all shards, the first that was taken in first.</summary>
    /// <param name="window">How long before the end of the journal they were taken in at most.</param>
    /// <param name="maxOrders">Those that count; the last ones.</param>
    /// <param name="maxEvents">Read at most, of all shards together, so that a start takes seconds.</param>
    /// <exception cref="JournalUnavailableException">The store is away.</exception>
    public static async ValueTask<List<Found>> ReadAsync(
        IJournal journal, TimeSpan window, int maxOrders, int maxEvents, CancellationToken cancellationToken)
    {
        var rows = await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
        var all = new List<Found>();
        foreach (var row in rows)
        {
            var tail = new RecentTail();
            await tail.ReadAsync(
                journal, row.Shard, row.State.Position, window, maxEvents / rows.Length, cancellationToken)
                .ConfigureAwait(false);
            all.AddRange(tail._found);
        }

        all.Sort(static (a, b) => a.Ticks.CompareTo(b.Ticks));
        if (all.Count > 0)
        {
            var from = all[^1].Ticks - window.Ticks;
            var first = Math.Max(all.Count - maxOrders, all.FindIndex(found => found.Ticks >= from));
            all.RemoveRange(0, first);
        }

        return all;
    }

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        if (_firstTicks == 0)
            _firstTicks = row.AtTicks;
        _lastTicks = Math.Max(_lastTicks, row.AtTicks);
        if (!row.Name.SequenceEqual("order.placed"u8))
            return;
        if (EntityKinds.Order.Decode(row.Name, row.Version, row.Payload) is OrderEvent.Placed { Content: var content })
            _found.Add(new Found(row.AtTicks, content.Id, content.PlacedAt, RecentOrders.KeysOf(content)));
    }

    private async ValueTask ReadAsync(
        IJournal journal, int shard, long position, TimeSpan window, int maxEvents,
        CancellationToken cancellationToken)
    {
        for (var read = 0; position > 0 && read < maxEvents; read += PageEvents)
        {
            var after = Math.Max(0, position - PageEvents);
            _firstTicks = 0;
            await journal.ReadShardAsync(shard, after, (int)(position - after), this, cancellationToken)
                .ConfigureAwait(false);
            // Times of a shard grow, but for the steps of a clock that was set back: those are within the window.
            if (_firstTicks < _lastTicks - window.Ticks)
                return;
            position = after;
        }
    }
}
