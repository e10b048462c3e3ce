using System.Globalization;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>The formats of shops, marketplaces and business partners that are translated.</summary>
public enum Platform
{
    /// <summary>Whatever the content shows it to be.</summary>
    Auto = 0,

    /// <summary>Shopify's REST and webhook JSON.</summary>
    Shopify = 1,

    /// <summary>Amazon's Selling Partner API: Orders v0 and 2026-01-01, ORDER_CHANGE.</summary>
    Amazon = 2,

    /// <summary>eBay's Fulfillment JSON and Trading XML.</summary>
    Ebay = 3,

    /// <summary>WooCommerce's REST v3 and webhook JSON.</summary>
    WooCommerce = 4,

    /// <summary>Shopware 6's admin API.</summary>
    Shopware = 5,

    /// <summary>openTRANS 2.1.</summary>
    OpenTrans = 6,

    /// <summary>UBL 2: order, change and cancellation.</summary>
    Ubl = 7,

    /// <summary>UN/EDIFACT ORDERS.</summary>
    Edifact = 8,

    /// <summary>cXML OrderRequest.</summary>
    Cxml = 9,
}

/// <summary>A platform's format with the shop that its orders come from, as one name.</summary>
/// <param name="Shop">The sales channel that the orders get; no colon.</param>
/// <param name="TaxRate">Percent, where a document states no tax at all; null means 0.</param>
public sealed record MarketplaceFormat(Platform Platform, string Shop, decimal? TaxRate = null)
{
    /// <summary>What all names begin with.</summary>
    private const string Prefix = "orders/";

    private const int MaxShopLength = 100;

    private static readonly (string Name, Platform Platform)[] Platforms =
    [
        ("auto", Platform.Auto), ("shopify", Platform.Shopify), ("amazon", Platform.Amazon), ("ebay", Platform.Ebay),
        ("woocommerce", Platform.WooCommerce), ("shopware", Platform.Shopware), ("opentrans", Platform.OpenTrans),
        ("ubl", Platform.Ubl), ("edifact", Platform.Edifact), ("cxml", Platform.Cxml),
    ];

    /// <summary>The platforms' names, as the command line takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Platforms.Select(platform => platform.Name)];

    /// <summary>
    /// The name under which refused inputs are kept: <c>orders/shopify/my-shop</c>, with a rate
    /// <c>orders/ebay/me/19</c>.
    /// </summary>
    public string Name => $"{Prefix}{NameOf(Platform)}/{Shop}"
        + (TaxRate is { } rate ? "/" + rate.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>The platform's name, <c>shopify</c>.</summary>
    public static string NameOf(Platform platform) => Array.Find(Platforms, pair => pair.Platform == platform).Name;

    /// <summary>The format of a platform's name and a shop; null where the platform isn't known.</summary>
    /// <param name="shop">Null means the platform's name.</param>
    /// <param name="taxRate">Percent, 0 to 100.</param>
    /// <exception cref="ArgumentException">The shop's name can't be one of a channel, or the rate is none.</exception>
    public static MarketplaceFormat? Of(string platform, string? shop, decimal? taxRate = null)
    {
        var index = Array.FindIndex(Platforms, pair => pair.Name == platform);
        if (index < 0)
            return null;
        shop = string.IsNullOrWhiteSpace(shop) ? platform : shop.Trim();
        return shop.Length > MaxShopLength || shop.Any(c => char.IsControl(c) || c is ':' or '/')
            ? throw new ArgumentException(
                $"The shop's name has to be 1 to {MaxShopLength} characters, without colon and slash: '{shop}'.",
                nameof(shop))
            : taxRate is < 0 or > 100
                ? throw new ArgumentException($"The tax rate has to be 0 to 100 percent: {taxRate}.", nameof(taxRate))
                : new MarketplaceFormat(Platforms[index].Platform, shop, taxRate);
    }

    /// <summary>Reads <see cref="Name"/> back; null where it is another format's.</summary>
    public static MarketplaceFormat? Parse(string format)
    {
        if (!format.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        return format[Prefix.Length..].Split('/') switch
        {
            [var name, var shop] => Of(name, shop),
            [var name, var shop, var rate] when decimal.TryParse(
                rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) =>
                Of(name, shop, percent),
            _ => null,
        };
    }
}
