namespace OrderToCash.Application.Audit;

/// <summary>How an audit works; what it checks is always everything.</summary>
public sealed record AuditOptions
{
    /// <summary>So many shards are read at a time; hand in the number of cores.</summary>
    /// <value>2.</value>
    public int Readers { get; init; } = 2;

    /// <summary>So many breaks of each invariant are named; all of them are counted.</summary>
    /// <value>10.</value>
    public int MaxBreaks { get; init; } = 10;

    /// <summary>So many snapshots are compared with a replay; of more, a sample spread evenly.</summary>
    /// <value>10,000: their states are in memory while their shard is read.</value>
    public int MaxSnapshots { get; init; } = 10_000;

    /// <summary>Events asked of the journal in one go; progress is told and cancellation seen after each.</summary>
    /// <value>16,384: some 8 MB of a store's reading.</value>
    public int BatchEvents { get; init; } = 16_384;

    /// <summary>Measures the seconds that the report tells.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How far an audit is.</summary>
/// <param name="Events">Events read.</param>
/// <param name="TotalEvents">Events to read: those that were in the journal when the audit began.</param>
public readonly record struct AuditProgress(long Events, long TotalEvents);
