using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>Draws payments of a world, with the truth about each. This file: of one document; <c>Many</c>: others.
/// </summary>
public sealed partial class PaymentDraw(TestWorld world)
{
    private int _number;

    private Random Random => world.Random;

    /// <summary>The next payment; null where nothing fits what was drawn.</summary>
    public TestPayment? Next()
    {
        var open = world.Items.Where(item => item.OpenMinor > 0).ToList();
        if (open.Count == 0)
            return null;
        var item = open[Random.Next(open.Count)];
        var number = item.Facts.Document;
        return Random.Next(26) switch
        {
            0 or 1 => One("exact", item, world.Text.Number(number), item.Customer.PaysFrom),
            2 => One("third-party", item, number, world.NewIban(), name: "Fremde Hilfe Ohneland"),
            3 => ByOtherCustomer(item),
            4 => world.Text.LookAlike(number) is { } alike
                ? One("look-alike", item, alike, item.Customer.PaysFrom, isDecidable: false) : null,
            5 or 6 => Slip(item),
            7 => Neighbour(item),
            8 => One("order", item, "Bestellung " + item.Facts.OrderNumber, item.Customer.PaysFrom, isDecidable: false),
            9 => One("reference", item, Grouped(item.Facts.Reference ?? ""), item.Customer.PaysFrom),
            10 => One("broken-reference", item, Broken(item.Facts.Reference ?? ""), item.Customer.PaysFrom,
                isDecidable: false),
            11 => One("customer-number", item, "Kd-Nr. " + item.Customer.Number, item.Customer.PaysFrom,
                isDecidable: false),
            12 => One("iban-only", item, "siehe Avis", item.Customer.PaysFrom, isDecidable: false),
            13 => One("trap", item, Trap() + " " + number + " " + Trap(), item.Customer.PaysFrom),
            14 => Part(item),
            15 => More(item),
            16 or 17 => Skonto(item),
            18 or 19 => Several(item),
            20 => WithCredit(item),
            21 => TwoNamedOnePaid(item),
            22 => PaidAgain(),
            23 => ClosedNumberNewItem(item),
            24 => Stranger(item),
            _ => OtherCurrency(item),
        };
    }

    private TestPayment One(
        string kind, TestItem item, string named, string iban, bool isDecidable = true, string? name = null) =>
        new(
            kind, Transaction(item.OpenMinor, world.Text.Around(named), name ?? item.Customer.Name, iban),
            [(item, item.OpenMinor, 0)], isDecidable && !IsShort(named));

    private BankTransaction Transaction(long minor, string text, string name, string iban, string currency = "EUR")
    {
        Assert.True(Currency.TryParse(currency, out var of));
        var id = $"B{++_number:D8}";
        return new BankTransaction(
            id, minor, of, TestWorld.Today, TestWorld.Today, world.Text.Name(name), iban, text,
            Random.Next(3) == 0 ? $"{Random.NextInt64(1_000_000_000, 9_999_999_999)}" : "NOTPROVIDED", null, id)
        {
            TextBreaks = [.. world.Text.Breaks(text)],
        };
    }

    // Somebody we know pays for somebody else, by name; he may have an item of this amount himself.
    private TestPayment ByOtherCustomer(TestItem item)
    {
        var payer = world.Customers[Random.Next(world.Customers.Count)];
        return One(
            "by-other-customer", item, item.Facts.Document, payer.PaysFrom, isDecidable: false, name: payer.Name);
    }

    // A slip that gives no number of ours.
    private TestPayment? Slip(TestItem item)
    {
        var slip = world.Text.Slip(item.Facts.Document);
        return world.Exists(slip) ? null : One("slip", item, slip, item.Customer.PaysFrom, isDecidable: false);
    }

    // A slip that gives somebody else's number, open or closed; the payer is known in some way.
    private TestPayment? Neighbour(TestItem item)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var slip = world.Text.Slip(item.Facts.Document);
            if (world.Items.Exists(other => other != item && other.Facts.Document == slip))
                return One("neighbour", item, slip, item.Customer.PaysFrom, isDecidable: false);
        }

        // Where slips rarely hit one: take any other's number.
        var any = world.Items[Random.Next(world.Items.Count)];
        return any.Customer == item.Customer
            ? null
            : One("other's-number", item, any.Facts.Document, item.Customer.PaysFrom, isDecidable: false);
    }

    private TestPayment? Part(TestItem item)
    {
        var part = item.OpenMinor * Random.Next(20, 80) / 100;
        if (part < 200)
            return null;
        var text = world.Text.Around(item.Facts.Document) + (Random.Next(2) == 0 ? " Rate 1" : "");
        return new TestPayment(
            "part", Transaction(part, text, item.Customer.Name, item.Customer.PaysFrom), [(item, part, 0)], false);
    }

    private TestPayment More(TestItem item)
    {
        var more = Random.Next(3) switch { 0 => item.OpenMinor, 1 => 1000, _ => Random.Next(10, 5000) };
        return new TestPayment(
            "more",
            Transaction(
                item.OpenMinor + more, world.Text.Around(item.Facts.Document), item.Customer.Name,
                item.Customer.PaysFrom),
            [(item, item.OpenMinor, 0)], false);
    }

    private TestPayment? Skonto(TestItem item)
    {
        if (item.Facts.SkontoMinor == 0 || item.OpenMinor != item.Facts.AmountMinor)
            return null;
        var paid = item.OpenMinor - item.Facts.SkontoMinor;
        var lateDays = TestWorld.Today.DayNumber - item.Facts.SkontoUntil.GetValueOrDefault().DayNumber;
        var isGranted = lateDays <= 3;
        return new TestPayment(
            isGranted ? "skonto" : "late-skonto",
            Transaction(
                paid, world.Text.Around(item.Facts.Document), item.Customer.Name, item.Customer.PaysFrom),
            [(item, paid, isGranted ? item.Facts.SkontoMinor : 0)], isGranted);
    }

    private string Trap() => Random.Next(6) switch
    {
        0 => $"{Random.Next(100_000_000, 999_999_999)}",
        1 => "St-Nr 1012/42",
        2 => $"Tel. {Random.Next(1_000_000, 9_999_999)}",
        3 => $"{Random.Next(100, 999)}/{Random.Next(10_000, 99_999)}",
        4 => $"Kto {Random.NextInt64(1_000_000_000, 9_999_999_999)}",
        _ => "2026",
    };

    private string Grouped(string reference)
    {
        if (Random.Next(2) == 0)
            return reference;
        return string.Join(' ', reference.Chunk(4).Select(static group => new string(group)));
    }

    private static string Broken(string reference) =>
        reference[..^1] + (char)('0' + ((reference[^1] - '0' + 1) % 10));

    // Numbers with less than six digits or characters are found everywhere.
    private static bool IsShort(string named) => TestWorld.Squeezed(named).Length < 6;
}
