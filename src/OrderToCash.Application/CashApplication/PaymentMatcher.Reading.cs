using OrderToCash.Application.Publishers;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <content>What is read from the journal: all at a start, and what nobody told.</content>
public sealed partial class PaymentMatcher
{
    private async Task ReadJournalAsync(
        IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, CancellationToken cancellationToken)
    {
        _positions = await ReadImageAsync(journal, cancellationToken).ConfigureAwait(false);
        var reading = Reading(journal, kinds);
        // Before the heads: what is delivered then is not behind them. What is committed from the heads on is queued.
        var delivered = await reading.ReadShardsAsync(cancellationToken).ConfigureAwait(false);
        var heads = await reading.ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (shard, state) in delivered)
        {
            _feed.OnDelivered(shard, state.Watermark);
            await ReadBookingsAsync(journal, kinds, shard, state.Watermark, heads[shard], cancellationToken)
                .ConfigureAwait(false);
        }

        await reading.ReadAsync(_positions, heads, cancellationToken).ConfigureAwait(false);
        _sinceImage = reading.EventCount;
        _feed.EndRebuild();
        _isFollowing = true;
    }

    private SelectedReading Reading(IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds) =>
        new(journal, MatchFeed.Selection, new MatchFeedSink(_feed, kinds), time);

    private async ValueTask<long[]> ReadImageAsync(IJournal journal, CancellationToken cancellationToken)
    {
        _feed.BeginRebuild();
        if (images is not null
            && await images.ReadAsync(journal, _feed, cancellationToken).ConfigureAwait(false) is { } positions)
            return positions;
        shelf.Clear();
        _feed = new MatchFeed(policy, shelf);
        _feed.BeginRebuild();
        return new long[journal.Info.ShardCount];
    }

    private async ValueTask ReadGapAsync(
        IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, Input gap, CancellationToken cancellationToken)
    {
        var after = _positions[gap.Shard];
        if (after >= gap.Position)
            return;
        await ReadBookingsAsync(journal, kinds, gap.Shard, after, gap.Position, cancellationToken)
            .ConfigureAwait(false);
        var reading = Reading(journal, kinds);
        await reading.ReadAsync(gap.Shard, after, gap.Position, cancellationToken).ConfigureAwait(false);
        _positions[gap.Shard] = gap.Position;
        _sinceImage += reading.EventCount;
    }

    // Of a shard's events those whose payments may not be recorded yet.
    private async ValueTask ReadBookingsAsync(
        IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, int shard, long afterPosition,
        long upToPosition, CancellationToken cancellationToken)
    {
        if (afterPosition < upToPosition)
        {
            await new SelectedReading(journal, MatchFeed.Bookings, new BookingsSink(_feed, kinds), time)
                .ReadAsync(shard, afterPosition, upToPosition, cancellationToken).ConfigureAwait(false);
        }
    }
}
