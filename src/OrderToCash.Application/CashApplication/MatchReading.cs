using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>Takes what a journal says into a feed: decodes the few events that matter; the store skips the rest.
/// </summary>
/// <remarks>
/// A journal that is away is waited for. The shards are read abreast, stretch by stretch: their events lie side by side
/// in a store, and one shard after the other would have it fetch everything once a shard.
/// </remarks>
internal sealed class MatchReading(
    IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, MatchFeed feed, TimeProvider time) : IEventSink
{
    /// <summary>Positions of one reading: some 10,000 events that matter.</summary>
    private const int StretchPositions = 32_768;

    /// <summary>Before a journal that is away is read again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _taken;

    /// <summary>Events that were taken in.</summary>
    public long EventCount { get; private set; }

    /// <summary>The last position of each shard.</summary>
    public async ValueTask<long[]> ReadHeadsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var rows = await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
                return [.. rows.OrderBy(static row => row.Shard).Select(static row => row.State.Position)];
            }
            catch (JournalUnavailableException)
            {
                // The engine says that the store is away.
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes in what is behind these positions, by shard, up to those; they are the same then.</summary>
    public async ValueTask ReadAsync(long[] positions, long[] upTo, CancellationToken cancellationToken)
    {
        var isBehind = true;
        while (isBehind)
        {
            isBehind = false;
            for (var shard = 0; shard < positions.Length; shard++)
            {
                if (positions[shard] >= upTo[shard])
                    continue;
                var last = Math.Min(positions[shard] + StretchPositions, upTo[shard]);
                await ReadAsync(shard, positions[shard], last, cancellationToken).ConfigureAwait(false);
                positions[shard] = last;
                isBehind |= last < upTo[shard];
            }
        }
    }

    /// <summary>Takes in a stretch of a shard.</summary>
    public async ValueTask ReadAsync(
        int shard, long afterPosition, long upToPosition, CancellationToken cancellationToken)
    {
        _taken = afterPosition;
        while (true)
        {
            try
            {
                await journal.ReadSelectedAsync(
                    shard, _taken, upToPosition, MatchFeed.Selection, this, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (JournalUnavailableException)
            {
                // What was taken in of the stretch is behind it the next time.
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    void IEventSink.OnEvent(in EventRow row)
    {
        var entity = EntityId.Parse(row.Entity);
        feed.Apply(
            entity, kinds[entity.Kind].Decode(row.Name, row.Version, row.Payload),
            new DateTimeOffset(row.AtTicks, TimeSpan.Zero));
        _taken = row.Position;
        EventCount++;
    }
}
