using System.Globalization;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>A merchant with customers and open items, drawn from a seed.</summary>
public sealed class TestWorld
{
    private static readonly string[] FirstNames =
        ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Jürgen", "Zoë", "Käthe", "Paul", "Vera"];

    private static readonly string[] LastNames =
        ["Müller", "Schmidt", "Weiß", "König", "Groß", "Meyer", "Otto", "Berg", "Nowak", "Sommer", "Krämer-Berg"];

    private static readonly string[] Trades = ["Bau", "Elektro", "Garten", "Küchen", "Metall", "Papier", "Solar",
        "Wein"];

    private static readonly string[] Forms = ["GmbH", "GmbH & Co. KG", "AG", "e.K.", "OHG", "UG (haftungsbeschränkt)"];

    private static readonly long[] Prices =
        [990, 1490, 1990, 2490, 2990, 3490, 3990, 4990, 5980, 7990, 8990, 9900, 12990, 14980, 19990];

    public TestWorld(int seed, int customers = 150, int items = 700)
    {
        Random = new Random(seed);
        Text = new PayerText(Random);
        Schemes = [.. Enumerable.Range(0, Random.Next(1, 4)).Select(_ => new NumberScheme(Random))];
        Orders = new NumberScheme(Random);
        for (var i = 0; i < customers; i++)
            Customers.Add(DrawCustomer(i));
        for (var i = 0; i < items; i++)
            AddItem(i);
        foreach (var customer in Customers)
        {
            Index.AddCustomer(customer.Account, new CustomerOnFile
            {
                Names = [customer.Name], Number = customer.Number,
                Ibans = customer.IbanOnFile is { } iban ? [iban] : [],
            });
        }
    }

    public static DateOnly Today { get; } = new(2026, 3, 16);

    public Random Random { get; }

    public PayerText Text { get; }

    public MatchIndex Index { get; } = new();

    public List<TestCustomer> Customers { get; } = [];

    public List<TestItem> Items { get; } = [];

    private List<NumberScheme> Schemes { get; }

    private NumberScheme Orders { get; }

    public string NewIban() => string.Create(
        CultureInfo.InvariantCulture, $"DE{Random.Next(10, 98)}{Random.NextInt64(100_000_000_000_000_000):D18}");

    public IEnumerable<TestItem> OpenOf(TestCustomer customer) =>
        Items.Where(item => item.Customer == customer && item.OpenMinor > 0);

    /// <summary>True where some document or order has this number, written anyhow.</summary>
    public bool Exists(string number)
    {
        var squeezed = Squeezed(number);
        var digits = Digits(number);
        return Items.Exists(item => Squeezed(item.Facts.Document) == squeezed
            || Squeezed(item.Facts.OrderNumber ?? "") == squeezed
            || Digits(item.Facts.Document) == digits || Digits(item.Facts.OrderNumber ?? "") == digits);
    }

    public static string Squeezed(string text) => new([.. text.Where(char.IsLetterOrDigit)
        .Select(char.ToUpperInvariant)]);

    private static string Digits(string text) => new([.. text.Where(char.IsDigit)]);

    private TestCustomer DrawCustomer(int number)
    {
        // Few names on purpose: some customers have the same.
        var name = Random.Next(3) == 0
            ? $"{Pick(LastNames)} {Pick(Trades)}{Pick(["werk", "handel", "technik"])} {Pick(Forms)}"
            : $"{Pick(FirstNames)} {Pick(LastNames)}{(Random.Next(3) == 0 ? "-" + Pick(LastNames) : "")}";
        // Some families have one account, some customers changed theirs.
        var paysFrom = number > 0 && Random.Next(15) == 0 ? Customers[Random.Next(number)].PaysFrom : NewIban();
        var onFile = Random.Next(10) switch { < 6 => paysFrom, 6 => NewIban(), _ => null };
        return new TestCustomer(
            new AccountId($"shop:{number + 1}"), name, $"{100_000 + (number * 7)}", onFile, paysFrom);
    }

    private void AddItem(int index)
    {
        var customer = Customers[Random.Next(Customers.Count)];
        var scheme = Schemes[Random.Next(Schemes.Count)];
        var year = scheme.Restarts && Random.Next(5) == 0 ? 2025 : 2026;
        var isLarge = customer.Name.Contains("werk") || customer.Name.Contains("handel");
        var amount = isLarge ? Random.Next(2_000, 900_000) : Prices[Random.Next(Prices.Length)] * Random.Next(1, 4);
        var isCredit = Random.Next(25) == 0;
        var issued = Today.AddDays(-Random.Next(1, 40));
        var hasSkonto = isLarge && Random.Next(2) == 0 && !isCredit;
        // Restarting series give the same counter again.
        var counter = scheme.Restarts ? index % 400 : index;
        var document = scheme.Number(counter, year, index / 400);
        if (Items.Exists(item => item.Customer == customer && item.Facts.Document == document))
            return;
        var reference = "RF00" + $"{Random.Next(1_000_000)}{index:D5}";
        var facts = new ItemFacts(
            customer.Account, document, Currency.Eur, isCredit ? -amount : amount, isCredit ? -amount : amount, issued)
        {
            OrderNumber = Orders.Number(20_000 + (index * 3), 2026, 0),
            Reference = WithCheckDigits(reference),
            SkontoMinor = hasSkonto ? (amount * 2) / 100 : 0,
            SkontoUntil = hasSkonto ? issued.AddDays(14) : null,
        };
        Items.Add(new TestItem(customer, facts));
        Index.Open(facts);
    }

    private static string WithCheckDigits(string reference)
    {
        var text = reference[4..] + "RF00";
        var rest = 0;
        foreach (var character in text)
            rest = char.IsDigit(character) ? ((rest * 10) + character - '0') % 97 : ((rest * 100)
                + character - 55) % 97;
        return $"RF{98 - rest:D2}{reference[4..]}";
    }

    private string Pick(string[] of) => of[Random.Next(of.Length)];
}
