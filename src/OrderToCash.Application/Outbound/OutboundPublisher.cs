using System.Collections.Immutable;
using OrderToCash.Application.Projections;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Outbound;

/// <summary>A publisher: follows the journal and keeps what channels are to be told of it.</summary>
/// <remarks>
/// One task runs <see cref="RunAsync"/> and owns everything here but the feed. Beside an engine it is told of commits
/// (<see cref="OnCommitted"/>, on the shards' loops); what it missed it reads from the journal. While no channel is
/// told anything it does nothing, and its positions stand still. Cancellation ends it between two batches.
/// </remarks>
/// <param name="channels">What channels are told; asked before each batch.</param>
/// <param name="onProblem">Called with what the store or the file says where it fails, once for as long as it says the
/// same; null where nobody logs.</param>
public sealed class OutboundPublisher(
    IJournal journal, IOutboundStore store, Func<ImmutableArray<ChannelPublishing>> channels, TimeProvider time,
    Action<string>? onProblem = null) : IShardObserver
{
    /// <summary>Committed events kept in memory at most; those beyond are read from the journal.</summary>
    private const int MaxKeptEvents = 16_384;

    private const int PageEvents = 4096;

    /// <summary>
    /// A batch begins at the earliest so long after the one before: a SKU that is sold a hundred times meanwhile is
    /// offered once.
    /// </summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Before a journal or a file that failed is tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly OutboundDesk _desk = new(store);
    private readonly CommittedFeed _feed = new(journal.Info.ShardCount, MaxKeptEvents);

    // Written by the task, read by shards' loops.
    private volatile bool _isFollowing;

    // The task's.
    private string? _problem;

    /// <inheritdoc/>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        if (_isFollowing)
            _feed.Add(shard, events);
    }

    /// <inheritdoc/>
    public void OnDelivered(int shard, long position)
    {
    }

    /// <inheritdoc/>
    public void OnNotice(in ShardNotice notice)
    {
    }

    /// <summary>Takes in what the journal holds now, and offers what is to be offered anew; then ends.</summary>
    /// <exception cref="JournalUnavailableException">The journal can't be read.</exception>
    /// <exception cref="OutboundUnavailableException">The file can't be written.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var positions = await BeginAsync(cancellationToken).ConfigureAwait(false);
        while (await TakeAsync(positions, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await FollowAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (
                failure is JournalUnavailableException or OutboundUnavailableException)
            {
                if (failure.Message != _problem)
                    onProblem?.Invoke(failure.Message);
                _problem = failure.Message;
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (channels().IsEmpty)
        {
            _isFollowing = false;
            await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
        }

        _isFollowing = true;
        var positions = await BeginAsync(cancellationToken).ConfigureAwait(false);
        while (!channels().IsEmpty)
        {
            var isMore = await TakeAsync(positions, cancellationToken).ConfigureAwait(false);
            _problem = null;
            if (!isMore)
                await Task.Delay(MinInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<long[]> BeginAsync(CancellationToken cancellationToken)
    {
        var heads = await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        _desk.Begin(journal.Info.Id, heads);
        return _desk.Positions(heads.Length);
    }

    /// <summary>Takes in a batch; false where the journal holds no more and everything is offered.</summary>
    private async ValueTask<bool> TakeAsync(long[] positions, CancellationToken cancellationToken)
    {
        var heads = await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        var batch = new List<ShardEvents>();
        for (var shard = 0; shard < positions.Length; shard++)
        {
            var kept = _feed.Take(shard, positions[shard], out var firstKept);
            if (kept.Count > 0)
            {
                batch.Add(new ShardEvents(shard, kept, kept[^1].Position));
            }
            else if (heads[shard] > positions[shard])
            {
                var missing = (firstKept > 0 ? firstKept - 1 : heads[shard]) - positions[shard];
                batch.Add(await OutboundReading.ReadAsync(
                    journal, shard, positions[shard], (int)Math.Min(missing, PageEvents), cancellationToken)
                    .ConfigureAwait(false));
            }
        }

        var (now, asked) = (time.GetUtcNow(), channels());
        if (batch.Count > 0)
            _desk.Take(batch, asked, now);
        foreach (var events in batch)
            positions[events.Shard] = events.UpTo;
        return _desk.OfferAnew(asked, now) || IsBehind(positions, heads);
    }

    private async ValueTask<long[]> ReadHeadsAsync(CancellationToken cancellationToken)
    {
        var rows = await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
        var heads = new long[rows.Length];
        foreach (var row in rows)
            heads[row.Shard] = row.State.Position;
        return heads;
    }

    private static bool IsBehind(long[] positions, long[] heads)
    {
        for (var shard = 0; shard < heads.Length; shard++)
        {
            if (positions[shard] < heads[shard])
                return true;
        }

        return false;
    }
}
