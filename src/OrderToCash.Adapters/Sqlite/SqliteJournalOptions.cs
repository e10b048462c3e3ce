using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>What a journal file is opened for.</summary>
public enum SqliteJournalMode
{
    /// <summary>To write; the file is created where it doesn't exist. No other process can write meanwhile.</summary>
    ReadWriteCreate = 0,

    /// <summary>To write; the file must exist.</summary>
    ReadWrite = 1,

    /// <summary>To read, also beside a process that writes. Claims and commits are refused with an exception.</summary>
    ReadOnly = 2,
}

/// <summary>How to open a journal file.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>The number of shards of a new journal; an existing one keeps its own.</summary>
    public int ShardCount { get; init; } = ShardMap.DefaultShardCount;

    /// <summary>What the file is opened for.</summary>
    public SqliteJournalMode Mode { get; init; }

    /// <summary>The clock for the time of creation.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The most bytes the file may have: a commit beyond them fails, as on a full disk. Null for no limit.
    /// </summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>
    /// Memory for pages while writing. A journal of millions of events needs its indexes' warm pages.
    /// </summary>
    /// <value>24 MiB, taken as needed.</value>
    public int WriterCacheBytes { get; init; } = 24 * 1024 * 1024;

    /// <summary>Memory for pages of each connection that reads; there are as many as read at a time.</summary>
    /// <value>4 MiB, taken as needed.</value>
    public int ReaderCacheBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// The log's size at which a commit waits for readers to let go of it, a quarter of a second at most.
    /// </summary>
    /// <value>192 MiB; without readers it stays at half of that.</value>
    public int MaxLogBytes { get; init; } = 192 * 1024 * 1024;
}
