using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using Xunit;
using static OrderToCash.Tests.Receivables.AccountScenario;

namespace OrderToCash.Tests.Receivables;

public sealed class OpenItemTests
{
    [Fact]
    public void An_invoice_is_opened_once_even_after_it_was_settled()
    {
        var account = new AccountScenario();
        var opened = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-2026-0000001", 1, 11_900));
        Assert.Equal((0, 0, 11_900), (opened.AdvanceMinor, opened.PspMinor, opened.OpenMinor));
        account.Refused(AccountReply.Duplicate, Invoice("RE-2026-0000001", 1, 11_900));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 11_900, "RE-2026-0000001"));
        account.Refused(AccountReply.Duplicate, Invoice("RE-2026-0000001", 1, -1));
    }

    [Fact]
    public void A_negative_invoice_is_invalid_and_one_of_nothing_is_settled_at_once()
    {
        var account = new AccountScenario();
        account.Refused(AccountReply.InvalidAmount, Invoice("RE-1", 1, -1));
        Assert.Equal(0, account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 0)).OpenMinor);
        Assert.Empty(account.State.Invoices);
        account.Refused(AccountReply.Duplicate, Invoice("RE-1", 1, 0));
    }

    [Fact]
    public void A_provider_settles_what_advances_leave()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 10_000));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 4_000, "1"));
        var opened = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 10_000, psp: true));
        Assert.Equal((4_000, 6_000, 0), (opened.AdvanceMinor, opened.PspMinor, opened.OpenMinor));
        Assert.Empty(account.State.Orders);
        Assert.True(account.State.Settled.Contains("RE-1"));
    }

    [Fact]
    public void Advances_are_consumed_invoice_by_invoice()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 10_000));
        account.Refused(AccountReply.Duplicate, Prepayment(1, 10_000));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 10_000, "shopify:1"));
        account.Refused(AccountReply.Duplicate, Prepayment(1, 10_000));
        var first = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 3_333));
        var second = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-2", 1, 6_667));
        Assert.Equal((3_333, 0), (first.AdvanceMinor, first.OpenMinor));
        Assert.Equal((6_667, 0), (second.AdvanceMinor, second.OpenMinor));
        Assert.Equal(1_597, first.AdvanceTaxes?[0].TaxMinor + second.AdvanceTaxes?[0].TaxMinor);
        Assert.Empty(account.State.Orders);
        account.Refused(AccountReply.Duplicate, Prepayment(1, 10_000));
    }

    [Theory]
    [InlineData(10_005, 5, 0)]
    [InlineData(10_006, 0, 6)]
    public void Cents_that_rounding_adds_to_a_fully_paid_order_are_written_off(long gross, long rounding, long open)
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 10_000));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 10_000, "shopify:1"));
        var opened = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, gross));
        Assert.Equal((10_000, rounding, open), (opened.AdvanceMinor, opened.RoundingMinor, opened.OpenMinor));
    }

    [Fact]
    public void A_partly_paid_prepayment_writes_nothing_off()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 10_000));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 9_999, "shopify:1"));
        var opened = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 10_000));
        Assert.Equal((9_999, 0, 1), (opened.AdvanceMinor, opened.RoundingMinor, opened.OpenMinor));
        // What the invoice asks for, the prepayment no longer does.
        Assert.Equal(0, account.State.Orders[Order(1)].PrepaymentMinor);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_prepayment_of_nothing_is_invalid(long amount) => new AccountScenario().Refused(
        AccountReply.InvalidAmount, new AccountCommand.OpenPrepayment(Order(1), "1", amount, Eur));

    [Theory]
    [InlineData(true, 0, 6_000, 4_000)]
    [InlineData(false, 5_000, 5_000, 0)]
    [InlineData(false, 7_500, 6_000, 1_500)]
    [InlineData(false, 50_000, 6_000, 4_000)]
    public void What_was_not_paid_is_given_up_before_money_goes_back(
        bool whole, long cancelled, long withdrawn, long refund)
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 10_000));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 4_000, "shopify:1"));
        var done = account.Accepted<AccountEvent.OrderWithdrawn>(
            new AccountCommand.WithdrawOrder(Order(1), whole, cancelled));
        Assert.Equal((withdrawn, refund), (done.WithdrawnMinor, done.RefundMinor));
        Assert.Equal(refund, account.State.FindTotals(Eur)?.RefundProposedMinor);
        Assert.Equal(refund, done.RefundTaxes is { } taxes ? AdvanceTax.GrossOf(taxes) : 0);
    }

    [Fact]
    public void A_withdrawal_of_what_was_never_asked_for_changes_nothing()
    {
        var account = new AccountScenario();
        account.Refused(AccountReply.Unknown, new AccountCommand.WithdrawOrder(Order(1), true, 0));
        account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 10_000));
        account.Refused(AccountReply.Unknown, new AccountCommand.WithdrawOrder(Order(1), true, 0));
        account.Accepted<AccountEvent.CreditGranted>(Credit(2, 10_000));
        account.Refused(AccountReply.InvalidAmount, new AccountCommand.WithdrawOrder(Order(2), false, -1));
        account.Refused(AccountReply.Accepted, new AccountCommand.WithdrawOrder(Order(2), false, 0));
    }

    [Fact]
    public void An_edited_order_asks_for_its_prepayment_anew()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 10_000));
        account.Accepted<AccountEvent.OrderWithdrawn>(new AccountCommand.WithdrawOrder(Order(1), true, 10_000));
        Assert.Empty(account.State.Orders);
        Assert.Equal(12_000, account.Accepted<AccountEvent.PrepaymentOpened>(Prepayment(1, 12_000)).AmountMinor);
    }

    [Fact]
    public void An_advance_splits_by_rate_and_comes_back_to_the_last_cent()
    {
        ImmutableArrayOf(out var taxes);
        long taken = 0;
        var held = AdvanceTax.Received(taxes, 9_999);
        Assert.Equal(9_999, AdvanceTax.GrossOf(held));
        foreach (var amount in new long[] { 1, 2_222, 3, 5_000, 2_773 })
        {
            var part = AdvanceTax.Take(held, amount);
            Assert.Equal(amount, AdvanceTax.GrossOf(part));
            Assert.All(part, static p => Assert.True(p.NetMinor >= 0 && p.TaxMinor >= 0));
            held = AdvanceTax.Subtract(held, part);
            taken += amount;
            Assert.Equal(9_999 - taken, AdvanceTax.GrossOf(held));
            Assert.All(held, static p => Assert.True(p.NetMinor >= 0 && p.TaxMinor >= 0));
        }

        static void ImmutableArrayOf(out System.Collections.Immutable.ImmutableArray<TaxAmount> taxes) => taxes =
            [new TaxAmount(0m, 1_000, 0), new TaxAmount(7m, 10_000, 700), new TaxAmount(19m, 7_000, 1_330)];
    }
}
