using System.Globalization;
using System.Text;
using OrderToCash.Console.Demo.Formats;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Demo;

/// <summary>What the demonstration plays with: channels, warehouses, goods, an account, and dice.</summary>
/// <param name="Seed">The same seed gives the same orders, goods and decisions of warehouse and payers.</param>
/// <param name="Orders">How many orders.</param>
internal sealed record DemoWorld(int Seed, int Orders)
{
    /// <summary>The hour is told in so many parts: after each the warehouse ships and the bank delivers.</summary>
    public const int Waves = 6;

    private const int SkuCount = 240;

    /// <summary>The SKUs that everybody wants, of which there is too little.</summary>
    private const int HotSkus = 12;

    /// <summary>Sales channels: two shops, two networks of business partners, and a shop of our own.</summary>
    public static readonly DemoChannel[] Channels =
    [
        new("shop-de", 35, new ShopifyFormat()), new("shop-at", 25, new WooFormat()),
        new("peppol", 15, new UblFormat()), new("edi", 10, new EdifactFormat()), new("web", 15, new OwnFormat()),
    ];

    /// <summary>Warehouses.</summary>
    public static readonly string[] Warehouses = ["BER1", "HAM1"];

    /// <summary>The own bank accounts: the first sends camt.053, the second MT940.</summary>
    public static readonly Iban[] Accounts = [new("DE02120300000000202051"), new("DE89370400440532013000")];

    private static readonly string[] Goods =
        ["Teekanne", "Wasserkocher", "Kopfhörer", "Lampe", "Rucksack", "Decke", "Pfanne", "Lautsprecher"];

    /// <summary>The first moment of the Black Friday that is played.</summary>
    public static DateTimeOffset Start { get; } = new(2025, 11, 28, 0, 0, 0, TimeSpan.FromHours(1));

    /// <summary>When a wave begins.</summary>
    public static DateTimeOffset At(int wave) => Start + TimeSpan.FromMinutes(10 * wave);

    /// <summary>A time as the formats have it.</summary>
    public static string Text(DateTimeOffset at) =>
        at.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>The n-th SKU; the first are the hot ones.</summary>
    public static string Sku(int index) => string.Create(CultureInfo.InvariantCulture, $"BF-{index:D4}");

    /// <summary>Its name.</summary>
    public static string NameOf(int index) => Goods[index % Goods.Length] + " " + (index / Goods.Length);

    /// <summary>Its price, in cents.</summary>
    public static int PriceOf(int index) => 499 + (index * 7919 % 9500);

    /// <summary>A SKU as customers pick it: a third of all orders want a hot one.</summary>
    public static int PickSku(Random random) =>
        random.Next(3) == 0 ? random.Next(HotSkus) : HotSkus + (int)(random.NextInt64(SkuCount - HotSkus));

    /// <summary>A number from 0 to 99 that depends on the seed and the text alone.</summary>
    public int Dice(string text) => Dice(text, 100);

    /// <summary>A number from 0 to one less than the sides that depends on the seed and the text alone.</summary>
    public int Dice(string text, int sides)
    {
        unchecked
        {
            var hash = 14695981039346656037UL ^ (ulong)Seed;
            foreach (var unit in text)
                hash = (hash ^ unit) * 1099511628211UL;
            hash ^= hash >> 29;
            return (int)((hash * 0x9E3779B97F4A7C15UL >> 33) % (ulong)sides);
        }
    }

    /// <summary>How many customers a channel has.</summary>
    public int CustomersOf(int channel) => Math.Max(2, Orders * Channels[channel].Share / 250);

    /// <summary>The goods at the beginning: plenty of most, too little of the hot ones.</summary>
    public string OpeningStock()
    {
        var lines = new StringBuilder();
        for (var sku = 0; sku < SkuCount; sku++)
        {
            foreach (var warehouse in Warehouses)
            {
                var pieces = sku < HotSkus ? Math.Max(1, Orders / 200) : Math.Max(4, Orders / 90);
                Movement(lines, sku, warehouse, "count", pieces, "INV-2025-11", Start.AddDays(-1));
            }
        }

        // What a person typed by hand.
        lines.Append("{\"sku\":\"BF-0001\",\"warehouse\":\"BER1\",\"kind\":\"count\",\"quantity\":\"viele\"}\n");
        return lines.ToString();
    }

    /// <summary>Goods that come in during the hour, for some of the hot SKUs.</summary>
    public string Receipts(int wave)
    {
        var lines = new StringBuilder();
        for (var sku = 0; sku < HotSkus; sku += 2)
            Movement(lines, sku, Warehouses[0], "receipt", Math.Max(1, Orders / 150), $"GR-{wave}", At(wave));
        return lines.ToString();
    }

    private static void Movement(
        StringBuilder lines, int sku, string warehouse, string kind, int pieces, string reference, DateTimeOffset at) =>
        lines.Append(CultureInfo.InvariantCulture, $"{{\"sku\":\"{Sku(sku)}\",\"warehouse\":\"{warehouse}\",")
            .Append(CultureInfo.InvariantCulture, $"\"kind\":\"{kind}\",\"quantity\":{pieces},")
            .Append(CultureInfo.InvariantCulture, $"\"reference\":\"{reference}\",\"at\":\"{Text(at)}\",")
            .Append(CultureInfo.InvariantCulture, $"\"name\":\"{NameOf(sku)}\"}}\n");
}
