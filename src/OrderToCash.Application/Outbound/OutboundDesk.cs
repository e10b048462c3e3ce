using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Outbound;

/// <summary>Makes entries of events: what channels are to be told, and nothing about how.</summary>
/// <remarks>
/// Levels, entries and positions are written in one transaction, and what is sent is read from there: so after a crash
/// nothing older is offered than was sent before it.
/// </remarks>
public sealed class OutboundDesk(IOutboundStore store)
{
    /// <summary>SKUs offered anew in one transaction.</summary>
    private const int SkusAtOnce = 1000;

    /// <summary>Makes sure that this is the journal that was followed, or begins anew.</summary>
    /// <param name="heads">The journal's last positions, by shard.</param>
    public void Begin(Guid journal, IReadOnlyList<long> heads) => store.Change(tables =>
    {
        var isAhead = false;
        for (var shard = 0; shard < heads.Count; shard++)
            isAhead |= tables.PositionOf(shard) > heads[shard];

        // Another journal, or this one from a backup: what was told of its future counts for nothing.
        if (tables.Journal != journal || isAhead)
            tables.BeginAnew(journal);
        return 0;
    });

    /// <summary>The positions up to which everything is taken in, by shard.</summary>
    public long[] Positions(int shardCount) => store.Change(tables =>
    {
        var positions = new long[shardCount];
        for (var shard = 0; shard < shardCount; shard++)
            positions[shard] = tables.PositionOf(shard);
        return positions;
    });

    /// <summary>Takes in events that follow the positions; those that were taken in before are skipped.</summary>
    /// <param name="batch">By shard; <c>UpTo</c> is where the shard is read up to, also past its last event
    /// here.</param>
    public void Take(
        IReadOnlyList<ShardEvents> batch, ImmutableArray<ChannelPublishing> channels, DateTimeOffset now) =>
        store.Change(tables =>
        {
            foreach (var events in batch)
                new Intake(tables, channels, now, events).Run();
            return 0;
        });

    /// <summary>Goes on offering every SKU to channels whose terms are new or have changed.</summary>
    /// <returns>False where nothing is left to do.</returns>
    public bool OfferAnew(ImmutableArray<ChannelPublishing> channels, DateTimeOffset now)
    {
        var isMore = false;
        foreach (var channel in channels)
            isMore |= store.Change(tables => OfferAnew(tables, channel, now));
        return isMore;
    }

    private static bool OfferAnew(IOutboundTables tables, ChannelPublishing channel, DateTimeOffset now)
    {
        var progress = tables.ProgressOf(channel.Channel);
        if (progress?.Terms != channel.OfferTerms)
            progress = new OfferProgress(channel.OfferTerms, "");
        else if (progress.AfterSku is null)
            return false;
        var levels = tables.LevelsAfter(progress.AfterSku ?? "", SkusAtOnce);
        foreach (var (sku, level) in levels)
        {
            // Also those that are no longer offered: the channel must not go on selling what it was told of.
            Offer(tables, channel, sku, level, now, now, minChange: 1);
        }

        var isMore = levels.Count == SkusAtOnce;
        tables.SetProgress(channel.Channel, progress with { AfterSku = isMore ? levels[^1].Sku : null });
        return isMore;
    }

    private static void Offer(
        IOutboundTables tables, ChannelPublishing channel, string sku, StockLevel level, DateTimeOffset at,
        DateTimeOffset now, int minChange)
    {
        var known = tables.Find(channel.Channel, OutboundKind.Stock, sku);
        var isOffered = channel.Offers(sku);
        if (!isOffered && (known is null || !channel.TellsStock))
        {
            if (known is { State: OutboundState.Waiting })
                tables.Put(known.Withdrawn());
            return;
        }

        var available = isOffered ? level.Available(channel.Warehouses) : 0;
        var before = known ?? OutboundEntrySteps.Empty(channel.Channel, OutboundKind.Stock, sku, level.Shard);
        var after = before.WithStock(
            level.Position, channel.QuantityOf(available), available, minChange, at, now);
        if (after != before)
            tables.Put(after);
    }

    /// <summary>Takes in the events of one shard.</summary>
    private sealed class Intake(
        IOutboundTables tables, ImmutableArray<ChannelPublishing> channels, DateTimeOffset now, ShardEvents batch)
    {
        private readonly Dictionary<string, (StockLevel Level, DateTimeOffset At)> _levels =
            new(StringComparer.Ordinal);

        private readonly Dictionary<string, (long Position, DateTimeOffset At)> _orders = new(StringComparer.Ordinal);

        public void Run()
        {
            var after = tables.PositionOf(batch.Shard);
            foreach (var committed in batch.Events)
            {
                if (committed.Position <= after)
                    continue;
                if (committed.Event is StockEvent stock)
                    Take(committed, stock);
                else if (committed is { Event: OrderEvent order, Entity.Kind: Kinds.Order })
                    Take(committed, order);
            }

            foreach (var (sku, (level, at)) in _levels)
            {
                tables.PutLevel(sku, level);
                foreach (var channel in channels)
                    Offer(tables, channel, sku, level, at, now, channel.MinChange);
            }

            foreach (var (order, (position, at)) in _orders)
                Tell(new OrderId(order), position, at);
            if (batch.UpTo > after)
                tables.SetPosition(batch.Shard, batch.UpTo);
        }

        private void Take(in CommittedEvent committed, StockEvent e)
        {
            var sku = committed.Entity.Id;
            if (!_levels.TryGetValue(sku, out var known))
                known = (tables.FindLevel(sku) ?? StockLevel.Empty, committed.At);
            _levels[sku] = known with
            {
                Level = known.Level.After(e) with { Shard = batch.Shard, Position = committed.Position },
            };
        }

        private void Take(in CommittedEvent committed, OrderEvent e)
        {
            var order = new OrderId(committed.Entity.Id);
            foreach (var channel in channels)
            {
                if (channel.TellsOrders && channel.IsOf(order) && committed.At >= channel.Since
                    && IsNews(e, channel.Channel))
                {
                    _orders[order.Value] = (committed.Position, committed.At);
                }
            }
        }

        private void Tell(OrderId order, long position, DateTimeOffset at)
        {
            foreach (var channel in channels)
            {
                if (!channel.TellsOrders || !channel.IsOf(order))
                    continue;
                var before = tables.Find(channel.Channel, OutboundKind.Order, order.Value)
                    ?? OutboundEntrySteps.Empty(channel.Channel, OutboundKind.Order, order.Value, batch.Shard);
                var after = before.WithOrder(position, at, now);
                if (after != before)
                    tables.Put(after);
            }
        }

        /// <summary>What the channel itself asked for is no news to it.</summary>
        private static bool IsNews(OrderEvent e, string channel) => e switch
        {
            OrderEvent.Shipped => true,
            OrderEvent.Rejected => true,
            OrderEvent.Cancelled cancelled => cancelled.Actor.Value != "feed:" + channel,
            _ => false,
        };
    }
}

/// <summary>Events of a shard, in order.</summary>
/// <param name="UpTo">The last position that was looked at; events that don't matter here may be left out.</param>
public readonly record struct ShardEvents(int Shard, IReadOnlyList<CommittedEvent> Events, long UpTo);
