using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Projections;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Running;

/// <summary>How much a running store keeps in memory where it can choose.</summary>
/// <param name="Shards">The shards' limits.</param>
/// <param name="ReadModels">How read models follow.</param>
/// <param name="Journal">How a journal on SQLite is opened.</param>
/// <param name="TrimsHeaps">
/// Whether <see cref="HeapTrim"/> keeps the process's heaps small, at the price of pauses.
/// </param>
internal sealed record StoreLimits(
    ShardOptions Shards, ProjectionOptions ReadModels, SqliteJournalOptions Journal, bool TrimsHeaps)
{
    /// <summary>A server's, which comes back to the same stock and accounts all day.</summary>
    public static StoreLimits OfServer { get; } = new(
        new ShardOptions(), new ProjectionOptions(), new SqliteJournalOptions(), TrimsHeaps: false);

    /// <summary>
    /// A verb's. What it takes in it rarely looks at again: a fifth of a server's memory for states, and batches of
    /// read models a quarter as large, whose rows took 48 MB. SQLite's caches of pages are smaller.
    /// </summary>
    public static StoreLimits OfVerb { get; } = new(
        new ShardOptions { MaxStatesBytes = 48 * 1024 * 1024 },
        new ProjectionOptions
        {
            MaxKeptEvents = 4_096, MaxBatchEvents = 4_096, TableCacheBytes = 16 * 1024 * 1024,
        },
        new SqliteJournalOptions { WriterCacheBytes = 16 * 1024 * 1024, ReaderCacheBytes = 1024 * 1024 },
        TrimsHeaps: true);
}
