namespace OrderToCash.Application.Projections;

/// <summary>How projections follow the journal.</summary>
public sealed record ProjectionOptions
{
    /// <summary>
    /// A batch begins at the earliest so long after the one before: an order's events come in bursts, and a row written
    /// once for ten of them costs a tenth. The first event after a rest is not held up.
    /// </summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// A rest is as long as the work before it, so that batches grow with the load, but not so long that they begin
    /// further apart than this.
    /// </summary>
    /// <value>
    /// 700 ms: an event that comes right after a batch was taken is readable after this and the next batch's work,
    /// within two seconds while that takes no longer than 1.3 s.
    /// </value>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>How often to look for events that nobody announced: those of another process.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait after the store could not be reached.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Committed events kept in memory at most; those beyond are read from the journal.</summary>
    /// <value>131,072: what comes in <see cref="MaxInterval"/> at the highest rate, twice; some 50 MB.</value>
    public int MaxKeptEvents { get; init; } = 131_072;

    /// <summary>Events of a shard read from the journal for one batch.</summary>
    public int ReadEvents { get; init; } = 4_096;

    /// <summary>Events of a batch read from the journal, over all shards.</summary>
    public int MaxBatchEvents { get; init; } = 16_384;

    /// <summary>What a store without a server keeps of its tables in memory, in bytes, to write batches.</summary>
    /// <value>
    /// 64 MiB: a batch of payments touches some 6,000 pages of 8 kB. With 16 MiB it read and wrote many of them
    /// several times: 1.7 times as many reads, and payments were readable a tenth later.
    /// </value>
    public int TableCacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long to wait after a batch until the next is taken.</summary>
    /// <param name="worked">How long it took, from taking its events until they were readable.</param>
    /// <returns>Zero where it took longer than batches may be apart.</returns>
    public TimeSpan RestAfter(TimeSpan worked)
    {
        var interval = Math.Max(MinInterval.Ticks, Math.Min(2 * worked.Ticks, MaxInterval.Ticks));
        return TimeSpan.FromTicks(Math.Max(0, interval - worked.Ticks));
    }
}

/// <summary>A batch that is in the tables.</summary>
/// <param name="Oldest">When the oldest of its events was decided.</param>
/// <param name="Events">How many events it had.</param>
/// <param name="Lag">How old the oldest was when the tables had it.</param>
/// <param name="Elapsed">How long it took.</param>
public readonly record struct ProjectedBatch(int Events, DateTimeOffset Oldest, TimeSpan Lag, TimeSpan Elapsed);

/// <summary>How far projections are behind.</summary>
/// <param name="AppliedEvents">Events that this run put into the tables.</param>
/// <param name="PendingEvents">Events that are known to be in the journal and not in the tables.</param>
/// <param name="Lag">How old the oldest event of the last batch was when the tables had it; zero at rest.</param>
/// <param name="Problem">What the store said where the last attempt failed; null where it didn't.</param>
public readonly record struct ProjectionProgress(
    long AppliedEvents, long PendingEvents, TimeSpan Lag, string? Problem);
