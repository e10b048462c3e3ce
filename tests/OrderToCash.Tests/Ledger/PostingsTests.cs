using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Ledger;

public sealed class PostingsTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly OrderId Order = new("shopify:1");

    [Fact]
    public void An_invoice_posts_receivable_revenue_and_tax_by_rate()
    {
        var opened = Opened(
            22_600, [new TaxAmount(7m, 10_000, 700), new TaxAmount(19m, 10_000, 1_900)], open: 22_600);
        Check(
            opened,
            "Receivables/c-17 22600", "Revenue@7 -10000", "OutputVat@7 -700", "Revenue@19 -10000",
            "OutputVat@19 -1900");
        Assert.All(Postings.Of("c-17", opened), static p => Assert.Equal(("RE-1", Day), (p.Document, p.Date)));
    }

    [Fact]
    public void An_invoice_takes_back_the_advance_with_its_tax_and_clears_the_provider()
    {
        var opened = Opened(11_900, [new TaxAmount(19m, 10_000, 1_900)], advance: 5_950, psp: 5_950) with
        {
            AdvanceTaxes = [new TaxAmount(19m, 5_000, 950)],
            Provider = "paypal",
        };
        Check(
            opened,
            "Receivables/c-17 11900", "Revenue@19 -10000", "OutputVat@19 -1900", "Receivables/c-17 -11900",
            "AdvancesReceived@19 5000", "AdvancesVat@19 950", "PspClearing/paypal 5950");
    }

    [Fact]
    public void Cents_of_rounding_are_shown()
    {
        Check(
            Opened(11_901, [new TaxAmount(19m, 10_000, 1_900)], open: 11_901),
            "Receivables/c-17 11901", "Revenue@19 -10000", "OutputVat@19 -1900", "RoundingDifferences -1");
        Check(
            Opened(11_900, [new TaxAmount(19m, 10_000, 1_900)], advance: 11_898) with { RoundingMinor = 2 },
            "Receivables/c-17 11900", "Revenue@19 -10000", "OutputVat@19 -1900", "Receivables/c-17 -11900",
            "AdvancesReceived 11898", "RoundingDifferences 2");
    }

    [Theory]
    [InlineData(11_900)]
    [InlineData(-2_500)]
    public void A_bank_transaction_posts_to_the_bank_and_in_transit(long signed)
    {
        var transaction = new BankTransaction(
            "r", signed, Currency.Eur, Day, Day.AddDays(1), null, null, null, null, null, null);
        Check(
            new PaymentEvent.Received(new Iban("DE1"), transaction),
            $"Bank/DE1 {signed}", $"PaymentsInTransit/c-17 {-signed}");
    }

    [Fact]
    public void An_applied_payment_leaves_transit_for_receivables_advances_and_credits()
    {
        var applied = new AccountEvent.PaymentApplied(
            new PaymentId("DE1/r"), 30_000, Currency.Eur, Day,
            [
                new Allocation("RE-1", Order, ItemKind.Invoice, 11_900, 0),
                new Allocation(
                    "shopify:2", new OrderId("shopify:2"), ItemKind.Prepayment, 11_900, 0,
                    [new TaxAmount(19m, 10_000, 1_900)]),
                new Allocation("shopify:3", new OrderId("shopify:3"), ItemKind.Prepayment, 5_000, 0),
            ],
            1_200);
        Check(
            applied,
            "PaymentsInTransit/DE1/r 30000", "Receivables/c-17 -11900", "AdvancesReceived@19 -10000",
            "AdvancesVat@19 -1900", "AdvancesReceived -5000", "CustomerCredits/c-17 -1200");
        Assert.Equal("shopify:2", Postings.Of("c-17", applied)[2].Document);
    }

    [Fact]
    public void A_withdrawn_advance_becomes_a_refund_payable()
    {
        Check(
            new AccountEvent.OrderWithdrawn(
                Order, true, Currency.Eur, 100, 11_900, [new TaxAmount(19m, 10_000, 1_900)]),
            "AdvancesReceived@19 10000", "AdvancesVat@19 1900", "RefundsPayable/c-17 -11900");
        Check(new AccountEvent.OrderWithdrawn(Order, true, Currency.Eur, 100, 0));
    }

    [Fact]
    public void Events_that_move_no_money_post_nothing()
    {
        Check(new AccountEvent.PrepaymentOpened(Order, "1", 100, Currency.Eur));
        Check(new AccountEvent.CreditGranted(Order, 1, 100, Currency.Eur, 0, 0));
        Check(new PaymentEvent.Parked("x", MatchFacts.OfPerson, new Actor("user:ada")));
        Check(new PaymentEvent.Applied(new AccountId("a"), [], 1));
        Check(Opened(0, []));
        Check(new object());
    }

    [Fact]
    public void A_posting_is_debit_or_credit()
    {
        var postings = Postings.Of("c-17", Opened(100, [new TaxAmount(0m, 100, 0)], open: 100));
        Assert.Equal((100, 0), (postings[0].DebitMinor, postings[0].CreditMinor));
        Assert.Equal((0, 100), (postings[1].DebitMinor, postings[1].CreditMinor));
    }

    private static AccountEvent.ItemOpened Opened(
        long gross, ImmutableArray<TaxAmount> taxes, long advance = 0, long psp = 0, long open = 0) => new(
            "RE-1", Order, Currency.Eur, gross, taxes, Day, Day.AddDays(14), advance, psp, null, open, []);

    private static void Check(object domainEvent, params string[] expected)
    {
        var postings = Postings.Of("c-17", domainEvent);
        Assert.Equal(expected, postings.Select(static p => p.Role
            + (p.TaxRate is { } rate ? $"@{rate}" : null)
            + (p.SubAccount is { } sub ? $"/{sub}" : null)
            + $" {p.AmountMinor}"));
        Assert.Equal(0, postings.Sum(static p => p.AmountMinor));
        Assert.All(postings, static p => Assert.NotEqual(0, p.AmountMinor));
    }
}
