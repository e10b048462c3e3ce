using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Publishers;

/// <summary>Reads those events of a journal that a publisher needs; the store skips the rest.</summary>
/// <remarks>
/// A journal that is away is waited for. The shards are read abreast, stretch by stretch: their events lie side by side
/// in a store, and one shard after the other would have it fetch everything once a shard.
/// </remarks>
/// <param name="sink">Is handed each selected event once, those of a shard in their order.</param>
internal sealed class SelectedReading(
    IJournal journal, EventSelection selection, IEventSink sink, TimeProvider time) : IEventSink
{
    /// <summary>Positions of one reading: some 10,000 events for the matcher.</summary>
    private const int StretchPositions = 32_768;

    /// <summary>Before a journal that is away is read again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private long _taken;

    /// <summary>Events that were handed over.</summary>
    public long EventCount { get; private set; }

    /// <summary>The last position of each shard.</summary>
    public async ValueTask<long[]> ReadHeadsAsync(CancellationToken cancellationToken) =>
        [.. (await ReadShardsAsync(cancellationToken).ConfigureAwait(false)).Select(static row => row.State.Position)];

    /// <summary>What each shard has made durable, by its number.</summary>
    public async ValueTask<(int Shard, ShardState State)[]> ReadShardsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var rows = await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
                return [.. rows.OrderBy(static row => row.Shard).Select(static row => (row.Shard, row.State))];
            }
            catch (JournalUnavailableException)
            {
                // The engine says that the store is away.
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads everything that is there now.</summary>
    public async ValueTask ReadAllAsync(CancellationToken cancellationToken)
    {
        var heads = await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        await ReadAsync(new long[heads.Length], heads, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what is behind these positions, by shard, up to those; they are the same then.</summary>
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

    /// <summary>Reads a stretch of a shard.</summary>
    public async ValueTask ReadAsync(
        int shard, long afterPosition, long upToPosition, CancellationToken cancellationToken)
    {
        _taken = afterPosition;
        while (true)
        {
            try
            {
                await journal.ReadSelectedAsync(
                    shard, _taken, upToPosition, selection, this, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (JournalUnavailableException)
            {
                // What was handed over of the stretch is behind it the next time.
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    void IEventSink.OnEvent(in EventRow row)
    {
        sink.OnEvent(row);
        _taken = row.Position;
        EventCount++;
    }
}
