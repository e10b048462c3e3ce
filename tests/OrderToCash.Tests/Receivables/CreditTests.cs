using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Receivables.AccountScenario;

namespace OrderToCash.Tests.Receivables;

public sealed class CreditTests
{
    [Fact]
    public void Same_request_twice_is_answered_once()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.CreditGranted>(Credit(1, 60_000));
        account.Refused(AccountReply.Duplicate, Credit(1, 60_000));
        account.Refused(AccountReply.Duplicate, Credit(1, 0));
        account.Accepted<AccountEvent.CreditRefused>(Credit(2, 1_000_001));
        account.Refused(AccountReply.Duplicate, Credit(2, 1_000_001));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_request_for_nothing_is_invalid(long amount) =>
        new AccountScenario().Refused(AccountReply.InvalidAmount, Credit(1, amount));

    [Theory]
    [InlineData("EUR", 1_000_000)]
    [InlineData("JPY", 10_000)]
    [InlineData("KWD", 10_000_000)]
    public void The_default_limit_is_ten_thousand_of_the_currency(string code, long limit)
    {
        Assert.True(Currency.TryParse(code, out var currency));
        var account = new AccountScenario();
        var granted = account.Accepted<AccountEvent.CreditGranted>(
            new AccountCommand.RequestCredit(Order(1), 1, limit, currency));
        Assert.Equal((0, limit), (granted.ExposureMinor, granted.LimitMinor));
        var refused = account.Accepted<AccountEvent.CreditRefused>(
            new AccountCommand.RequestCredit(Order(2), 1, 1, currency));
        Assert.Equal((limit, limit), (refused.ExposureMinor, refused.LimitMinor));
    }

    [Fact]
    public void Open_invoices_and_granted_orders_of_the_currency_count()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 40_000));
        account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-2", 2, 999_999, currency: Chf));
        account.Accepted<AccountEvent.CreditGranted>(Credit(3, 60_000));
        Assert.Equal(100_000, account.Accepted<AccountEvent.CreditGranted>(Credit(4, 900_000)).ExposureMinor);
        Assert.Equal(1_000_000, account.Accepted<AccountEvent.CreditRefused>(Credit(5, 1)).ExposureMinor);
    }

    [Fact]
    public void An_invoice_takes_the_place_of_the_credit_granted_to_its_order()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.CreditGranted>(Credit(1, 100_000));
        account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 70_000));
        Assert.Equal(100_000, account.State.FindTotals(Eur)?.ExposureMinor);
        // Rounding of the second invoice left two cents of the order; they don't count against the limit for good.
        account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-2", 1, 29_998));
        Assert.Equal(99_998, account.State.FindTotals(Eur)?.ExposureMinor);
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 99_998, "RE-1", "RE-2"));
        Assert.Equal(0, account.State.FindTotals(Eur)?.ExposureMinor);
        Assert.Empty(account.State.Orders);
    }

    [Fact]
    public void A_new_revision_replaces_what_the_older_one_was_granted()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.CreditGranted>(Credit(1, 800_000));
        Assert.Equal(0, account.Accepted<AccountEvent.CreditGranted>(Credit(1, 900_000, 2)).ExposureMinor);
        Assert.Equal(0, account.Accepted<AccountEvent.CreditRefused>(Credit(1, 1_000_001, 3)).ExposureMinor);
        Assert.Equal(0, account.State.FindTotals(Eur)?.ExposureMinor);
    }

    [Fact]
    public void A_limit_is_set_per_currency_and_back_to_the_default()
    {
        var actor = new Actor("user:ada");
        var account = new AccountScenario();
        account.Refused(AccountReply.Unknown, new AccountCommand.SetCreditLimit(null, Eur, actor));
        account.Refused(AccountReply.InvalidAmount, new AccountCommand.SetCreditLimit(-1, Eur, actor));
        account.Refused(
            AccountReply.InvalidAmount,
            new AccountCommand.SetCreditLimit(CustomerAccount.MaxLimitMinor + 1, Eur, actor));
        account.Accepted<AccountEvent.CreditLimitSet>(new AccountCommand.SetCreditLimit(0, Eur, actor));
        account.Refused(AccountReply.Duplicate, new AccountCommand.SetCreditLimit(0, Eur, actor));
        account.Accepted<AccountEvent.CreditRefused>(Credit(1, 1));
        Assert.Equal(1_000_000, CustomerAccount.LimitOf(account.State, Chf));
        account.Accepted<AccountEvent.CreditLimitSet>(new AccountCommand.SetCreditLimit(null, Eur, actor));
        account.Accepted<AccountEvent.CreditGranted>(Credit(1, 1, 2));
    }

    [Theory]
    [InlineData(true, 0, 0)]
    [InlineData(false, 30_000, 70_000)]
    [InlineData(false, 200_000, 0)]
    public void A_cancellation_gives_credit_back(bool whole, long cancelled, long left)
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.CreditGranted>(Credit(1, 100_000));
        account.Accepted<AccountEvent.OrderWithdrawn>(new AccountCommand.WithdrawOrder(Order(1), whole, cancelled));
        Assert.Equal(left, account.State.FindTotals(Eur)?.ExposureMinor);
        Assert.Equal(left > 0 ? 1 : 0, account.State.Orders.Count);
    }
}
