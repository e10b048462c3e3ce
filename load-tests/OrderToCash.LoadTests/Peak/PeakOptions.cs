using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Which SKUs and how many lines orders have.</summary>
internal enum Profile
{
    /// <summary>One line, SKUs equally likely.</summary>
    Flat,

    /// <summary>Lines per order as a consumer marketplace has them, SKUs skewed (zipf 0.99).</summary>
    BlackFriday,

    /// <summary>One line, and every order wants the same SKU.</summary>
    HotSku,
}

/// <summary>What a peak run does.</summary>
/// <param name="Store"><c>volatile</c>, <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="InFlight">Orders on their way at a time (closed loop).</param>
/// <param name="Rate">Orders a second offered (open loop); null runs closed.</param>
/// <param name="Stock">Pieces of each SKU; orders beyond are rejected. Null: enough for all.</param>
/// <param name="WarmUp">Orders that run to their end before the clock starts; null: <see cref="WarmUpOrders"/>.</param>
/// <param name="Beside">A profile to run first, for the ratio; null: none.</param>
/// <param name="Connection">The PostgreSQL server; null: a temporary cluster of its own.</param>
/// <param name="Projections">Whether read models follow.</param>
/// <param name="FirstNumber">The first order's number: above those that the store holds already.</param>
/// <param name="Customers">How many customers there are; each order is of one of them, equally likely.</param>
/// <param name="StatesMegabytes">Memory for states in MiB; null: what the engine has by default.</param>
/// <param name="Schema">The schema in PostgreSQL, which is kept; null: one of its own, which is dropped.</param>
internal sealed record PeakOptions(
    string Store, int Orders, Profile Profile, int InFlight, double? Rate, int? Stock, int Shards, int Seed,
    string? Folder, bool Ceiling, string? Json, int? WarmUp = null, Profile? Beside = null,
    string? Connection = null, bool Projections = false, int FirstNumber = 0, string? Schema = null,
    int Customers = OrderGenerator.DefaultCustomers, int? StatesMegabytes = null)
{
    private const int MinWarmUp = 20_000;

    /// <summary>The limits of a shard.</summary>
    public ShardOptions Limits => StatesMegabytes is { } megabytes
        ? new ShardOptions { MaxStatesBytes = megabytes * 1024L * 1024L }
        : new ShardOptions();

    /// <summary>
    /// A tenth of the orders, at least 20,000, on top of them: so that no compiling of methods is measured. None where
    /// stock is short, which would be gone before the clock starts.
    /// </summary>
    public int WarmUpOrders => WarmUp ?? (Stock is null ? Math.Max(MinWarmUp, Orders / 10) : 0);
}
