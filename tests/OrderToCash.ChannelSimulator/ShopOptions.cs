namespace OrderToCash.ChannelSimulator;

/// <summary>What a simulated shop is.</summary>
/// <param name="Platform"><see cref="Shopify"/> or <see cref="WooCommerce"/>.</param>
public sealed record ShopOptions(string Platform)
{
    public const string Shopify = "shopify";
    public const string WooCommerce = "woocommerce";

    /// <summary>Where the shop's API listens.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Decides everything that is left to chance.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Orders that are there at the start.</summary>
    public int Orders { get; init; } = 200;

    /// <summary>Over how long before the start they came; all in one second where it is zero.</summary>
    public TimeSpan Past { get; init; } = TimeSpan.FromHours(1);

    /// <summary>WooCommerce's consumer key.</summary>
    public string Key { get; init; } = "ck_simulated";

    /// <summary>Shopify's access token, or WooCommerce's consumer secret.</summary>
    public string Secret { get; init; } = "simulated";

    /// <summary>Where webhooks are delivered; null for nowhere.</summary>
    public Uri? Hook { get; init; }

    /// <summary>What they are signed with.</summary>
    public string HookSecret { get; init; } = "simulated";

    /// <summary>Requests that the bucket holds before the shop answers 429.</summary>
    public int BucketSize { get; init; } = 40;

    /// <summary>Requests that leak out of the bucket each second.</summary>
    public int LeakPerSecond { get; init; } = 2;

    /// <summary>Whether Shopify's token lets orders be edited.</summary>
    public bool MayEditOrders { get; init; } = true;

    /// <summary>What goes wrong.</summary>
    public ShopFaults Faults { get; init; } = ShopFaults.None;
}
