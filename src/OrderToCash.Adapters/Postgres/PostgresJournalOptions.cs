using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <summary>What a journal is opened for.</summary>
public enum PostgresJournalMode
{
    /// <summary>To write; the tables are created where they don't exist.</summary>
    ReadWriteCreate = 0,

    /// <summary>To write; the journal must exist.</summary>
    ReadWrite = 1,

    /// <summary>To read, also beside whoever writes. Claims and commits are refused with an exception.</summary>
    ReadOnly = 2,
}

/// <summary>How to open a journal in PostgreSQL.</summary>
public sealed record PostgresJournalOptions
{
    /// <summary>The number of shards of a new journal; an existing one keeps its own.</summary>
    public int ShardCount { get; init; } = ShardMap.DefaultShardCount;

    /// <summary>What the journal is opened for.</summary>
    public PostgresJournalMode Mode { get; init; }

    /// <summary>
    /// Whether this process is to be the only one that owns shards, as long as its session with the server lasts.
    /// Epochs keep two owners of a shard apart in any case; this tells the second process so at once, and clearly.
    /// </summary>
    /// <value>True; false where something else deals out the shards.</value>
    public bool IsOnlyWriter { get; init; } = true;

    /// <summary>The clock for the time of creation and for waiting.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What a claim waits for others to let go of the shard's row before it ends their sessions.</summary>
    /// <value>1 s.</value>
    public TimeSpan BlockedAfter { get; init; } = TimeSpan.FromSeconds(1);
}
