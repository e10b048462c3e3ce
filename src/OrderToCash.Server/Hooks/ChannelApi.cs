using OrderToCash.Adapters.Shops;

namespace OrderToCash.Server.Hooks;

/// <summary>How we ask a shop ourselves, and tell it something: by its API.</summary>
/// <param name="Access">Where it is, and what lets us in.</param>
public sealed record ChannelApi(ShopAccess Access)
{
    /// <summary>
    /// What is looked at again before a cursor, at least: platforms write an order some time after its own time.
    /// </summary>
    public static readonly TimeSpan MinOverlap = TimeSpan.FromMinutes(2);

    /// <summary>More than any of the platforms lets through.</summary>
    public const int MaxRequestsPerSecond = 100;

    /// <summary>The shop's location whose stock is ours to tell, by the platform's id; null where it has one.</summary>
    public string? Location { get; init; }

    /// <summary>Orders that were changed before are the shop's past, and are not asked for.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How often orders are asked for; null where they are not.</summary>
    /// <value>15 minutes.</value>
    public TimeSpan? Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How far before the cursor a run looks again; <see cref="MinOverlap"/> or more.</summary>
    public TimeSpan Overlap { get; init; } = MinOverlap;

    /// <summary>What we ask for at most, whatever for; 1 to <see cref="MaxRequestsPerSecond"/>.</summary>
    /// <value>2, as Shopify lets its smallest shops have.</value>
    public int RequestsPerSecond { get; init; } = 2;
}
