using OrderToCash.Application.Projections;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Running;

/// <summary>How much a running store keeps in memory where it can choose.</summary>
/// <param name="Shards">The shards' limits.</param>
/// <param name="ReadModels">How read models follow.</param>
internal sealed record StoreLimits(ShardOptions Shards, ProjectionOptions ReadModels)
{
    /// <summary>A server's, which comes back to the same stock and accounts all day.</summary>
    public static StoreLimits OfServer { get; } = new(new ShardOptions(), new ProjectionOptions());

    /// <summary>
    /// A verb's. What it takes in it rarely looks at again: a fifth of a server's memory for states, and batches of
    /// read models a quarter as large, whose rows took 48 MB.
    /// </summary>
    public static StoreLimits OfVerb { get; } = new(
        new ShardOptions { MaxStatesBytes = 48 * 1024 * 1024 },
        new ProjectionOptions
        {
            MaxKeptEvents = 4_096, MaxBatchEvents = 4_096, TableCacheBytes = 16 * 1024 * 1024,
        });
}
