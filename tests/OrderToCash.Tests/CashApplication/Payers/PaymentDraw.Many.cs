namespace OrderToCash.Tests.CashApplication.Payers;

/// <content>Several documents, closed ones, strangers.</content>
public sealed partial class PaymentDraw
{
    private TestPayment? Several(TestItem item)
    {
        var items = world.OpenOf(item.Customer).OrderBy(_ => Random.Next()).Take(Random.Next(2, 6)).ToList();
        if (items.Count < 2)
            return null;
        var takesSkonto = Random.Next(3) == 0;
        var shares = items.ConvertAll(of =>
        {
            var skonto = takesSkonto && of.OpenMinor == of.Facts.AmountMinor
                && of.Facts.SkontoUntil >= TestWorld.Today ? of.Facts.SkontoMinor : 0;
            return (of, of.OpenMinor - skonto, skonto);
        });
        var separator = Random.Next(4) switch { 0 => ", ", 1 => " und ", 2 => "; ", _ => " " };
        var text = world.Text.Around(string.Join(separator, items.Select(static of => of.Facts.Document)));
        return new TestPayment(
            takesSkonto ? "several-skonto" : "several",
            Transaction(
                shares.Sum(static share => share.Item2), text, item.Customer.Name, item.Customer.PaysFrom),
            shares, !takesSkonto);
    }

    private TestPayment? WithCredit(TestItem item)
    {
        var credit = world.Items.Find(of => of.Customer == item.Customer && of.OpenMinor < 0);
        if (credit is null || item.OpenMinor + credit.OpenMinor <= 0)
            return null;
        var text = $"{item.Facts.Document} abzgl. Gutschrift {credit.Facts.Document}";
        return new TestPayment(
            "credit",
            Transaction(item.OpenMinor + credit.OpenMinor, text, item.Customer.Name, item.Customer.PaysFrom),
            [(item, item.OpenMinor, 0), (credit, credit.OpenMinor, 0)], true);
    }

    private TestPayment? TwoNamedOnePaid(TestItem item)
    {
        var other = world.OpenOf(item.Customer).FirstOrDefault(of => of != item);
        return other is null || other.OpenMinor == item.OpenMinor
            ? null
            : One("two-named", item, $"{item.Facts.Document} ({other.Facts.Document} folgt)", item.Customer.PaysFrom);
    }

    private TestPayment? PaidAgain()
    {
        var closed = world.Items.Where(static of => of is { IsOpen: false, Facts.AmountMinor: > 0 }).ToList();
        if (closed.Count == 0)
            return null;
        var item = closed[Random.Next(closed.Count)];
        return new TestPayment(
            "paid-again",
            Transaction(
                item.Facts.AmountMinor, world.Text.Around(item.Facts.Document), item.Customer.Name,
                item.Customer.PaysFrom),
            [], false, IsPaidAgain: true);
    }

    private TestPayment? ClosedNumberNewItem(TestItem item)
    {
        var closed = world.Items.Find(of => !of.IsOpen && of.Customer == item.Customer
            && of.Facts.AmountMinor != item.OpenMinor);
        return closed is null
            ? null
            : One("closed-number", item, closed.Facts.Document, item.Customer.PaysFrom, isDecidable: false);
    }

    // Nobody we know, and an amount that somebody owes.
    private TestPayment Stranger(TestItem item)
    {
        var name = Random.Next(3) switch
        {
            0 => item.Customer.Name.Split(' ')[^1],
            1 => "Familie " + item.Customer.Name.Split(' ')[0],
            _ => "Bundeskasse",
        };
        return new TestPayment(
            "stranger",
            Transaction(item.OpenMinor, world.Text.Around(Random.Next(2) == 0 ? Trap() : ""), name, world.NewIban()),
            [], false);
    }

    private TestPayment OtherCurrency(TestItem item) =>
        new(
            "other-currency",
            Transaction(
                item.OpenMinor, world.Text.Around(item.Facts.Document), item.Customer.Name, item.Customer.PaysFrom,
                "CHF"),
            [], false);
}
