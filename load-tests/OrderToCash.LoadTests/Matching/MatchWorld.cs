using System.Globalization;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.LoadTests.Matching;

/// <summary>Open items of a large merchant and the payments for them, from a seed.</summary>
internal sealed class MatchWorld(int items, int seed)
{
    /// <summary>Items a customer has open; most have one or two.</summary>
    private const int ItemsPerCustomer = 3;

    private static readonly string[] FirstNames =
        ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Jürgen", "Zoë", "Käthe", "Paul", "Vera"];

    private static readonly string[] Syllables =
        ["ba", "ber", "dor", "fel", "gar", "hin", "kel", "lam", "mer", "nau", "ros", "sta", "tan", "wei", "zim"];

    private static readonly string[] Before = ["", "Rechnung ", "RG ", "Rg.Nr. ", "Invoice ", "Re.-Nr.: ", "Zahlung "];

    private static readonly string[] Behind =
        ["", " vom 14.02.2026", " danke", " Kd-Nr. 4711", " EUR", " Tel. 0341/1032848", " Vielen Dank und Gruß"];

    /// <summary>The day on which everything is paid.</summary>
    public static readonly DateOnly Today = new(2026, 3, 16);

    /// <summary>Step through the items that comes to each of them once; a prime.</summary>
    private const long Stride = 7_368_787;

    private readonly Random _random = new(seed);

    /// <summary>Puts customers and items into an index.</summary>
    public void Fill(MatchIndex index)
    {
        for (var customer = 0; customer <= items / ItemsPerCustomer; customer++)
            index.AddCustomer(AccountOf(customer), OnFileOf(customer));
        foreach (var item in Items())
            index.Open(item);
    }

    /// <summary>All items, a customer's one after the other.</summary>
    public IEnumerable<ItemFacts> Items()
    {
        for (var item = 0; item < items; item++)
            yield return ItemOf(item);
    }

    /// <summary>What is on file of an item's customer.</summary>
    public static CustomerOnFile CustomerOnFileOf(ItemFacts item) => OnFileOf(CustomerOf(item));

    /// <summary>Draws payments: named exactly, reformatted, with slips, without a reference, several, a part, nobody's.
    /// </summary>
    /// <param name="isEachOnce">No item is drawn twice; then at most as many as there are items.</param>
    public BankTransaction[] Draw(int count, bool isEachOnce = false)
    {
        var payments = new BankTransaction[count];
        for (var i = 0; i < count; i++)
        {
            var item = ItemOf(isEachOnce ? (int)(i * Stride % items) : _random.Next(items));
            var customer = CustomerOf(item);
            var (minor, named) = (item.OpenMinor, item.Document);
            var iban = IbanOf(customer);
            switch (_random.Next(20))
            {
                case < 9:
                    break;
                case 9:
                    named = named.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
                    break;
                case 10:
                    named = named.Insert(named.Length - 3, " ");
                    break;
                case 11:
                    named = named.Replace('0', 'O');
                    break;
                case 12:
                    named = named.Insert(named.Length - 2, "7");
                    break;
                case 13:
                    named = item.OrderNumber ?? "";
                    break;
                case 14:
                    named = "siehe Avis";
                    break;
                case 15:
                    var other = ItemOf(((customer * ItemsPerCustomer) + 1) % items);
                    (minor, named) = (minor + other.OpenMinor, $"{named}, {other.Document}");
                    break;
                case 16:
                    minor = minor * 2 / 3;
                    break;
                case 17:
                    iban = $"DE55{_random.NextInt64(1_000_000_000_000_000):D18}";
                    break;
                case 18:
                    named = item.Reference ?? "";
                    break;
                default:
                    (named, iban) = ("wie besprochen", $"DE56{_random.NextInt64(1_000_000_000_000_000):D18}");
                    break;
            }

            var id = $"B{i:D8}";
            payments[i] = new BankTransaction(
                id, minor, Currency.Eur, Today, Today, NameOf(customer), iban,
                Before[_random.Next(Before.Length)] + named + Behind[_random.Next(Behind.Length)], "NOTPROVIDED",
                    null, id);
        }

        return payments;
    }

    private static CustomerOnFile OnFileOf(int customer) => new()
    {
        Names = [NameOf(customer)], Number = $"{100_000 + customer}",
        Ibans = customer % 10 < 7 ? [IbanOf(customer)] : [],
    };

    private static AccountId AccountOf(int customer) =>
        new(string.Create(CultureInfo.InvariantCulture, $"shop:{customer}"));

    private static int CustomerOf(ItemFacts item) =>
        int.Parse(item.Account.Value.AsSpan(5), CultureInfo.InvariantCulture);

    private static string IbanOf(int customer) => $"DE{10 + (customer % 80)}{1_000_000_000L + (customer * 7919L):D18}";

    private static string NameOf(int customer)
    {
        var rest = customer / FirstNames.Length;
        var name = "";
        for (var i = 0; i < 4; i++)
        {
            name += Syllables[rest % Syllables.Length];
            rest /= Syllables.Length;
        }

        return $"{FirstNames[customer % FirstNames.Length]} {char.ToUpperInvariant(name[0])}{name[1..]}";
    }

    private ItemFacts ItemOf(int item)
    {
        var customer = item / ItemsPerCustomer;
        var isLarge = customer % 5 == 0;
        // Consumers pay a few hundred prices, companies any amount.
        var hash = unchecked(((uint)item * 2_654_435_761) >> 4);
        var amount = isLarge ? 5_000 + (hash % 900_000) : 990 + (hash % 400 * 500);
        var reference = $"{100_000 + customer}{item:D8}";
        return new ItemFacts(
            AccountOf(customer), $"{(isLarge ? "INV-" : "RE26-")}{1_000_000 + item}", Currency.Eur, amount, amount,
            Today.AddDays(-10))
        {
            OrderNumber = $"SO{30_000_000 + (item * 3)}",
            Reference = $"RF{98 - Remainder(reference):D2}{reference}",
            SkontoMinor = isLarge ? amount * 2 / 100 : 0,
            SkontoUntil = isLarge ? Today.AddDays(2) : null,
        };
    }

    // Of the reference with "RF00" behind it, whose letters count as 27 and 15.
    private static int Remainder(string reference)
    {
        var rest = 0;
        foreach (var digit in reference + "271500")
            rest = ((rest * 10) + digit - '0') % 97;
        return rest;
    }
}
