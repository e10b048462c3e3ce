using System.Collections.Immutable;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server.Completeness;

/// <summary>Which series of a channel's order numbers have no gaps, so that a missing number means something.</summary>
public static class SeriesChoice
{
    /// <summary>Whatever series there is.</summary>
    public const string All = "all";

    /// <summary>No series.</summary>
    public const string None = "none";

    /// <summary>What its platform does.</summary>
    public const string OfPlatform = "platform";

    /// <summary>The counter in a series' name.</summary>
    public const char Counter = '#';

    private const int MaxSeries = 20;
    private const int MaxLength = 60;

    /// <summary>
    /// Platforms that number a shop's orders without gaps. WooCommerce numbers orders together with pages and pictures,
    /// unless a plugin does it; eBay's and Amazon's numbers are drawn; partners' are their own.
    /// </summary>
    private static readonly string[] Dense =
        [MarketplaceFormat.NameOf(Platform.Shopify), MarketplaceFormat.NameOf(Platform.Shopware)];

    /// <summary>The series of a shop: null for all, empty for none.</summary>
    public static ImmutableArray<string>? Of(HookChannel shop) =>
        shop.Series is not { } chosen ? OfPlatformNamed(shop.Platform) : chosen is [All] ? null : chosen;

    /// <summary>The series where nobody chose: null for all, empty for none.</summary>
    public static ImmutableArray<string>? OfPlatformNamed(string platform) =>
        Dense.Contains(platform, StringComparer.Ordinal) ? null : [];

    /// <summary>What is chosen for a shop, in words.</summary>
    public static string WordsOf(HookChannel shop) => shop.Series is not { } chosen
        ? $"{OfPlatform} ({(OfPlatformNamed(shop.Platform) is null ? All : None)})"
        : chosen.IsEmpty ? None : string.Join(',', chosen);

    /// <summary>The choice of a text: <c>all</c>, <c>none</c>, <c>platform</c>, or series by their names.</summary>
    /// <param name="choice">As <see cref="HookChannel.Series"/> has it.</param>
    /// <returns>False where it is none; each series has one <c>#</c> where it counts.</returns>
    public static bool TryParse(string text, out ImmutableArray<string>? choice)
    {
        choice = text switch { OfPlatform => null, None => [], All => [All], _ => ImmutableArray<string>.Empty };
        if (text is OfPlatform or None or All)
            return true;
        ImmutableArray<string> names =
            [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        choice = names;
        return names.Length <= MaxSeries && names.All(static name =>
            name.Length <= MaxLength && name.Count(static one => one == Counter) == 1);
    }
}
