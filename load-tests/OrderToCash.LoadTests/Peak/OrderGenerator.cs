using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Makes the orders of a profile, the same ones for the same seed.</summary>
/// <remarks>Used by the one task that places orders.</remarks>
internal sealed class OrderGenerator
{
    public const int SkuCount = 10_000;
    public const int DefaultCustomers = 200_000;

    private static readonly PaymentTerms Terms = new(PaymentMethod.Invoice, 14, []);
    private static readonly Shipping Standard = new("standard", 490, 19m);
    private static readonly OrderPolicy Reject = new(AllowBackorder: false, ShipPartial: true);
    private static readonly string[] Channels = ["shopify", "amazon", "ebay", "woo"];

    /// <summary>Lines per order. Source: Olist, as summarised in load-tests/README.md.</summary>
    private static readonly double[] LineShares = [0.896, 0.981, 0.992, 0.997, 1.0];

    private readonly Random _random;
    private readonly Profile _profile;
    private readonly double[] _zipf;
    private readonly Sku[] _skus;
    private readonly Customer[] _customers;
    private readonly Address[] _addresses = new Address[1000];
    private readonly DateTimeOffset _opening;
    private readonly bool _rejectBeyondStock;

    public OrderGenerator(
        Profile profile, int seed, bool rejectBeyondStock, DateTimeOffset opening, int customers = DefaultCustomers)
    {
        _profile = profile;
        _customers = new Customer[customers];
        _random = new Random(seed);
        _opening = opening;
        _rejectBeyondStock = rejectBeyondStock;
        _zipf = Zipf(SkuCount, 0.99);
        _skus = Enumerable.Range(0, SkuCount)
            .Select(i => new Sku("SKU-" + i.ToString("D5", CultureInfo.InvariantCulture))).ToArray();
        for (var i = 0; i < _addresses.Length; i++)
        {
            _addresses[i] = new Address(
                $"Kunde {i}", $"Hauptstr. {1 + (i % 99)}", (10115 + i).ToString(CultureInfo.InvariantCulture), "Berlin",
                "DE");
        }
    }

    public IReadOnlyList<Sku> Skus => _profile == Profile.HotSku ? [_skus[0]] : _skus;

    /// <summary>The id of the order with a number.</summary>
    public static string IdOf(int number) =>
        Channels[number & 3] + ":" + number.ToString("D8", CultureInfo.InvariantCulture);

    public OrderContent Next(int number)
    {
        var customer = _random.Next(_customers.Length);
        return new OrderContent
        {
            Channel = Channels[number & 3],
            OrderNumber = number.ToString("D8", CultureInfo.InvariantCulture),
            PlacedAt = _opening.AddMilliseconds(number),
            Currency = Currency.Eur,
            PricesIncludeTax = true,
            Customer = _customers[customer] ??= new Customer("c" + customer, $"c{customer}@example.org", "Kunde"),
            ShipTo = _addresses[customer % _addresses.Length],
            Lines = NextLines(_profile == Profile.BlackFriday ? LineCount() : 1),
            Shipping = Standard,
            Payment = Terms,
            Policy = _rejectBeyondStock ? Reject : OrderPolicy.Default,
        };
    }

    /// <summary>Each of another SKU.</summary>
    private ImmutableArray<OrderLine> NextLines(int count)
    {
        var lines = ImmutableArray.CreateBuilder<OrderLine>(count);
        while (lines.Count < count)
        {
            var sku = NextSku();
            if (!IsOf(lines, sku))
            {
                lines.Add(new OrderLine(
                    (lines.Count + 1).ToString(CultureInfo.InvariantCulture), sku, "Artikel", 1, 19.99m, 19m));
            }
        }

        return lines.MoveToImmutable();
    }

    private static bool IsOf(ImmutableArray<OrderLine>.Builder lines, Sku sku)
    {
        foreach (var line in lines)
        {
            if (line.Sku == sku)
                return true;
        }

        return false;
    }

    private Sku NextSku() => _profile switch
    {
        Profile.HotSku => _skus[0],
        Profile.Flat => _skus[_random.Next(SkuCount)],
        _ => _skus[ZipfIndex()],
    };

    private int ZipfIndex()
    {
        var found = Array.BinarySearch(_zipf, _random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, SkuCount - 1);
    }

    private int LineCount()
    {
        var draw = _random.NextDouble();
        var lines = 1;
        while (lines < LineShares.Length && draw > LineShares[lines - 1])
        {
            lines++;
        }

        return lines;
    }

    private static double[] Zipf(int count, double skew)
    {
        var sums = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sums[i] = sum += 1 / Math.Pow(i + 1, skew);
        }

        for (var i = 0; i < count; i++)
        {
            sums[i] /= sum;
        }

        return sums;
    }
}
