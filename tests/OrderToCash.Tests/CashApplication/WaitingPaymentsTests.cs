using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using static OrderToCash.Tests.CashApplication.Scene;

namespace OrderToCash.Tests.CashApplication;

public sealed class WaitingPaymentsTests
{
    [Theory]
    [InlineData("Rechnung RE26-1000101", 1, true)]
    [InlineData("RE2 6-1000 101 danke", 1, true)]
    [InlineData("Bestellung SO30000101", 1, true)]
    [InlineData("danke", 39.90, true)]
    [InlineData("danke", 39.10, true)]
    [InlineData("danke", 39.91, false)]
    [InlineData("RE26-1000102", 1, false)]
    public void Finds_those_that_name_an_item_or_have_its_amount(string text, decimal amount, bool isFound)
    {
        var waiting = new WaitingPayments();
        waiting.Add(new PaymentId("P"), Payment(amount, text));
        var item = new ItemFacts(new AccountId("a"), "RE26-1000101", Currency.Eur, 3990, 3990, Today)
        {
            OrderNumber = "SO30000101", SkontoMinor = 80, SkontoUntil = Today,
        };

        Assert.Equal(isFound, waiting.Find(item).Exists(one => one.Payment == new PaymentId("P")));

        waiting.Remove(new PaymentId("P"));
        Assert.Equal((0, 0), (waiting.Count, waiting.Find(item).Count));
    }

    [Fact]
    public void What_everybody_names_finds_nobody_and_costs_nothing()
    {
        var waiting = new WaitingPayments();
        for (var number = 0; number < 20_000; number++)
            waiting.Add(new PaymentId("P-" + number), Payment(1, $"RE26-{5_000_000 + number} vom 21.02.2026"));

        Assert.Equal("P-77", Assert.Single(Find(waiting, "RE26-5000077")));
        // The year and the number in the year are parts of a number; nobody names all of it.
        Assert.Empty(Find(waiting, "2026-02-21-1"));
        Assert.Equal(0, waiting.WakingCount);
        // A row, its id and its number under two lengths.
        Assert.InRange(waiting.Bytes / waiting.Count, 40, 110);
        for (var number = 0; number < 20_000; number++)
            waiting.Remove(new PaymentId("P-" + number));
        Assert.Equal((0, 0), (waiting.Count, Find(waiting, "RE26-5000077").Count));
    }

    [Fact]
    public void All_that_wait_are_listed_by_the_banks_days()
    {
        var waiting = new WaitingPayments();
        waiting.Add(new PaymentId("late"), Payment(1, "x") with { BookingDate = Today });
        waiting.Add(new PaymentId("out"), Payment(-1, "x") with { BookingDate = Today.AddDays(-1) });
        waiting.Add(new PaymentId("gone"), Payment(1, "x"));
        waiting.Add(new PaymentId("in"), Payment(1, "x") with { BookingDate = Today.AddDays(-1) });
        waiting.WakeAll();
        Assert.Equal("in", waiting.NextWoken()?.Payment.Value);

        waiting.Remove(new PaymentId("gone"));
        waiting.Add(new PaymentId("new"), Payment(1, "x"));

        // Another payment has the place of the one that is gone.
        Assert.Equal(["out", "late"], Woken(waiting));
        waiting.SetScore(new PaymentId("out"), 55);
        Assert.Equal((55, -1), (waiting.ScoreOf(new PaymentId("out")), waiting.ScoreOf(new PaymentId("in"))));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(500)]
    public void Those_of_a_price_that_many_paid_are_woken_by_the_banks_days(int payments)
    {
        var waiting = PaidAlike(payments);
        for (var number = 0; number < payments; number++)
            waiting.Add(new PaymentId("other-" + number), Payment(40 + number, "x"));

        Assert.Empty(Find(waiting, "RE26-1000101"));

        Assert.Equal(
            Enumerable.Range(0, payments).Reverse().Select(static number => "P-" + number), Woken(waiting));
        Assert.Empty(Find(waiting, "RE26-1000101", openMinor: 3991));
        Assert.Empty(Woken(waiting));
    }

    [Fact]
    public void Those_that_all_name_one_document_are_woken()
    {
        var waiting = new WaitingPayments();
        for (var number = 0; number < 100; number++)
            waiting.Add(new PaymentId("P-" + number), Payment(1 + number, "RE26-1000101"));

        Assert.Empty(Find(waiting, "RE26-1000101", openMinor: 1));

        Assert.Equal(100, Woken(waiting).Count);
    }

    [Fact]
    public void What_is_asked_for_while_they_come_back_brings_them_once_more()
    {
        var waiting = PaidAlike(20);
        Find(waiting, "RE26-1000101");
        for (var taken = 0; taken < 5; taken++)
            waiting.NextWoken();
        Find(waiting, "RE26-1000102");
        Find(waiting, "RE26-1000103");

        Assert.Equal(15 + 20, Woken(waiting).Count);
    }

    [Fact]
    public void A_walk_over_many_who_wait_is_made_in_steps()
    {
        var waiting = PaidAlike(70_000);
        Find(waiting, "RE26-1000101");

        Assert.Null(waiting.NextWoken());
        Assert.Equal(1, waiting.WakingCount);
        Assert.EndsWith("999", waiting.NextWoken()?.Payment.Value, StringComparison.Ordinal);
        Assert.Equal(69_999, waiting.WakingCount);
    }

    [Fact]
    public void A_payout_is_found_by_its_providers_id()
    {
        var waiting = new WaitingPayments();
        waiting.Add(new PaymentId("P"), Payment(5, "Stripe payout po_1MtHbELkdIwHu7ixl4OzzPMv"));
        var report = new SettlementReport(
            "stripe", "po_1MtHbELkdIwHu7ixl4OzzPMv", Currency.Eur, 700, Today, []);

        Assert.Equal(new PaymentId("P"), Assert.Single(waiting.Find(report)).Payment);
    }

    private static List<string> Find(WaitingPayments waiting, string document, long openMinor = 3990) =>
    [
        .. waiting.Find(new ItemFacts(new AccountId("a"), document, Currency.Eur, openMinor, openMinor, Today))
            .Select(one => one.Payment.Value),
    ];

    // The last that is added was booked first.
    private static WaitingPayments PaidAlike(int payments)
    {
        var waiting = new WaitingPayments();
        for (var number = 0; number < payments; number++)
        {
            waiting.Add(
                new PaymentId("P-" + number),
                Payment(39.90m, "x") with { BookingDate = Today.AddDays(-(number % 1_000)) });
        }

        return waiting;
    }

    private static List<string> Woken(WaitingPayments waiting)
    {
        List<string> woken = [];
        while (waiting.WakingCount > 0)
        {
            if (waiting.NextWoken() is { } one)
                woken.Add(one.Payment.Value);
        }

        return woken;
    }

    [Fact]
    public void A_payment_before_its_invoice_is_booked_when_that_opens()
    {
        var trial = new Application.CashApplication.MatchTrial(MatchPolicy.Default);
        trial.AddItem(new ItemFacts(
            new AccountId("a"), "RE26-1000101", Currency.Eur, 3990, 3990, Today.AddDays(2)));
        trial.Take(new PaymentId("P"), Payment(39.90m, "RE26-1000101", "X", "DE1"));
        Assert.Equal(MatchOutcome.Review, trial.Decisions[new PaymentId("P")].Outcome);

        trial.Complete();

        Assert.Equal("book RE26-1000101 39.90", Line(trial.Decisions[new PaymentId("P")]));
    }
}
