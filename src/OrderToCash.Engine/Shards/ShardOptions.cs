namespace OrderToCash.Engine.Shards;

/// <summary>Limits of a shard. The defaults were measured on two cores with sixteen shards.</summary>
public sealed record ShardOptions
{
    /// <summary>The most commands that one turn decides.</summary>
    /// <value>512.</value>
    public int MaxCommandsPerTurn { get; init; } = 512;

    /// <summary>A turn that has written this many bytes takes no further command.</summary>
    /// <value>4 MiB.</value>
    public int MaxTurnBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// The most events and reactions together that one command may yield; more is a bug of its decider.
    /// </summary>
    /// <value>1,024.</value>
    public int MaxEffectsPerCommand { get; init; } = 1024;

    /// <summary>Commands from outside that wait in the mailbox; a sender beyond that waits.</summary>
    /// <value>2,048.</value>
    public int MailboxCapacity { get; init; } = 2048;

    /// <summary>
    /// While this many own reactions are not yet acknowledged, the shard takes no command from outside.
    /// </summary>
    /// <value>8,192.</value>
    public int MaxUnacknowledged { get; init; } = 8192;

    /// <summary>States kept in memory, the least recently used beyond that are passivated.</summary>
    /// <value>8,192, with sixteen shards 131,072 in all.</value>
    public int MaxActiveEntities { get; init; } = 8192;

    /// <summary>
    /// Memory for the states of all shards of a process, as <see cref="Shard.ActiveBytes"/> estimates it; each shard
    /// has its equal part. The least recently used beyond that are passivated. Thousands of small accounts and a few
    /// items with long queues cost the same.
    /// </summary>
    /// <value>
    /// 256 MiB: some 100,000 small accounts. With a quarter of it, orders of 60,000 customers took a tenth more CPU,
    /// for their accounts were read again and again.
    /// </value>
    public long MaxStatesBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>States not used for this long are passivated.</summary>
    /// <value>15 minutes.</value>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Reactions whose acknowledgement is missing for this long are sent again.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A snapshot is taken after at least this many events, and only when they outweigh the last snapshot in bytes.
    /// </summary>
    /// <value>200.</value>
    public int MinEventsPerSnapshot { get; init; } = 200;

    /// <summary>
    /// A state that leaves memory is kept as a snapshot where at least this many events came since the last one; of
    /// fewer it is made again from the events.
    /// </summary>
    /// <value>3: a customer with two orders on invoice has four events, each on a page of its own.</value>
    public int MinEventsPerPassivation { get; init; } = 3;

    /// <summary>The stored reminder index is brought up to date after this many events.</summary>
    /// <value>4,096.</value>
    public int MaxEventsPerReminderFlush { get; init; } = 4096;

    /// <summary>
    /// The version of the kinds' reaction functions; a shard with undelivered reactions of another one isn't activated.
    /// </summary>
    /// <value>1.</value>
    public int ReactionsVersion { get; init; } = 1;
}
