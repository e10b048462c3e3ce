using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Receivables.AccountScenario;

namespace OrderToCash.Tests.Receivables;

public sealed class ApplyPaymentTests
{
    [Fact]
    public void The_same_payment_is_applied_once_whatever_it_says_later()
    {
        var account = new AccountScenario();
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 100));
        account.Refused(AccountReply.Duplicate, Payment("a", 200, "RE-1"));
        account.Refused(AccountReply.Duplicate, Payment("a", 0));
        // Banks' references are told apart by case.
        account.Accepted<AccountEvent.PaymentApplied>(Payment("A", 100));
    }

    [Fact]
    public void Nothing_is_invalid() =>
        new AccountScenario().Refused(AccountReply.InvalidAmount, Payment("a", 0));

    [Fact]
    public void Money_that_went_out_and_that_nobody_owed_is_refused() =>
        new AccountScenario().Accepted<AccountEvent.PaymentRefused>(Payment("a", -5) with { StaysOnAccount = false });

    public static TheoryData<long, string, string, long> Cases => new()
    {
        // amount, documents, expected allocations, on account
        { 1_000, "RE-1", "RE-1:1000/0", 0 },
        { 400, "RE-1", "RE-1:400/600", 0 },
        { 1_500, "RE-1", "RE-1:1000/0", 500 },
        { 1_500, "RE-2 RE-1", "RE-2:1500/500", 0 },
        { 5_000, "RE-1 RE-1 re-2", "RE-1:1000/0 RE-2:2000/0", 2_000 },
        { 5_000, "RE-9", "", 5_000 },
        { 5_000, "", "", 5_000 },
        { 2_500, "shopify:1", "RE-1:1000/0 RE-2:1500/500", 0 },
        { 2_500, "1", "RE-1:1000/0 RE-2:1500/500", 0 },
        { 2_500, "SHOPIFY:1 RE-2", "RE-1:1000/0 RE-2:1500/500", 0 },
        { 9_000, "RE-2 shopify:1", "RE-2:2000/0 RE-1:1000/0", 6_000 },
        { 9_000, "2", "shopify:2:4000/0", 5_000 },
        { 3_000, "shopify:2 2", "shopify:2:3000/1000", 0 },
        { 9_000, "RE-CHF", "", 9_000 },
        { 9_000, "7", "", 9_000 },
        { 9_000, "ebay:7", "RE-7E:700/0", 8_300 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Documents_are_settled_in_the_order_named(long amount, string documents, string expected, long onAccount)
    {
        var account = new AccountScenario();
        account.Send(Invoice("RE-1", 1, 1_000));
        account.Send(Invoice("RE-2", 1, 2_000));
        account.Send(Prepayment(2, 4_000));
        account.Send(Invoice("RE-CHF", 3, 8_000, currency: Chf));
        account.Send(Invoice("RE-7S", 7, 700));
        account.Send(Invoice("RE-7E", 7, 700) with { Order = new OrderId("ebay:7") });

        var applied = account.Accepted<AccountEvent.PaymentApplied>(
            Payment("a", amount, documents.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var found = string.Join(' ', applied.Allocations.Select(
            static a => $"{a.Document}:{a.AmountMinor}/{a.OpenMinor}"));
        Assert.Equal(expected, found);
        Assert.Equal(onAccount, applied.OnAccountMinor);
        Assert.Equal(onAccount, account.State.FindTotals(Eur)?.OnAccountMinor);
    }

    [Fact]
    public void A_second_payment_of_a_settled_invoice_stays_on_account()
    {
        var account = new AccountScenario();
        account.Send(Invoice("RE-1", 1, 1_000));
        account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 1_000, "RE-1"));
        Assert.Equal(1_000, account.Accepted<AccountEvent.PaymentApplied>(Payment("b", 1_000, "RE-1")).OnAccountMinor);
    }

    [Fact]
    public void Money_for_an_expired_prepayment_stays_on_account()
    {
        var account = new AccountScenario();
        account.Send(Prepayment(1, 1_000));
        account.Send(new AccountCommand.WithdrawOrder(Order(1), true, 1_000));
        Assert.Equal(1_000, account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 1_000, "1")).OnAccountMinor);
    }

    [Fact]
    public void No_payment_settles_more_items_than_one_command_may_tell()
    {
        var account = new AccountScenario();
        for (var i = 0; i < CustomerAccount.MaxAllocations + 1; i++)
        {
            foreach (var opened in CustomerAccount.Decide(account.State, Invoice("RE-" + i, 1, 1), At).Events)
                CustomerAccount.Evolve(account.State, opened);
        }

        var applied = account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 1_000, "shopify:1"));
        Assert.Equal(CustomerAccount.MaxAllocations, applied.Allocations.Length);
        Assert.Equal(500, applied.OnAccountMinor);
        Assert.Equal("RE-500", Assert.Single(account.State.Invoices).Key);
        Assert.Equal(501, AccountReactions.React("shopify:c-17", applied).Length);
    }

    [Fact]
    public void The_payment_and_each_order_are_told()
    {
        var account = new AccountScenario();
        account.Send(Invoice("RE-1", 1, 1_000));
        account.Send(Prepayment(2, 4_000));
        var applied = account.Accepted<AccountEvent.PaymentApplied>(Payment("a", 6_000, "RE-1", "2"));
        var messages = AccountReactions.React("shopify:c-17", applied);
        var expected = new[]
            {
                new Message(
                    new EntityAddress(Kinds.Payment, "DE02120300000000202051/a"),
                    new PaymentCommand.NoteApplied(new AccountId("shopify:c-17"), applied.Allocations, 1_000)),
                new Message(
                    new EntityAddress(Kinds.Order, "shopify:1"), new OrderCommand.NoteSettled("RE-1", 1_000, 0)),
                new Message(new EntityAddress(Kinds.Order, "shopify:2"), new OrderCommand.NotePrepaid(4_000, 0)),
            };
        Assert.Equal(expected, messages.ToArray());
    }

    [Fact]
    public void An_order_is_told_of_credit_and_of_what_settles_its_invoice_at_once()
    {
        var account = new AccountScenario();
        var granted = account.Accepted<AccountEvent.CreditGranted>(Credit(1, 600, 3));
        var refused = account.Accepted<AccountEvent.CreditRefused>(Credit(2, 1_000_000));
        var open = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-1", 1, 600));
        var paid = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-2", 2, 700, psp: true));
        var free = account.Accepted<AccountEvent.ItemOpened>(Invoice("RE-3", 3, 0));
        Assert.Equal(new OrderCommand.NoteCredit(3, true, 0, 1_000_000), Told("shopify:1", granted));
        Assert.Equal(new OrderCommand.NoteCredit(1, false, 600, 1_000_000), Told("shopify:2", refused));
        Assert.Empty(AccountReactions.React("x", open));
        Assert.Equal(new OrderCommand.NoteSettled("RE-2", 700, 0), Told("shopify:2", paid));
        Assert.Empty(AccountReactions.React("x", free));
        Assert.Empty(AccountReactions.React(
            "x", new AccountEvent.PrepaymentOpened(Order(1), "1", 1, Eur)));

        static object Told(string order, AccountEvent accountEvent)
        {
            var message = Assert.Single(AccountReactions.React("x", accountEvent));
            Assert.Equal(new EntityAddress(Kinds.Order, order), message.To);
            return message.Command;
        }
    }
}
