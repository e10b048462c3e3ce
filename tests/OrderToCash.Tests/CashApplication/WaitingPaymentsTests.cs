using OrderToCash.Domain.CashApplication;
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

        Assert.Equal(isFound, waiting.Find(item).Contains(new PaymentId("P")));

        waiting.Remove(new PaymentId("P"));
        Assert.Equal((0, 0), (waiting.Count, waiting.Find(item).Count));
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
