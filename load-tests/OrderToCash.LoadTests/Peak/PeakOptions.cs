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
/// <param name="Store"><c>volatile</c> or <c>sqlite</c>.</param>
/// <param name="InFlight">Orders on their way at a time (closed loop).</param>
/// <param name="Rate">Orders a second offered (open loop); null runs closed.</param>
/// <param name="Stock">Pieces of each SKU; orders beyond are rejected. Null: enough for all.</param>
internal sealed record PeakOptions(
    string Store, int Orders, Profile Profile, int InFlight, double? Rate, int? Stock, int Shards, int Seed,
    string? Folder,
    bool Ceiling, string? Json);
