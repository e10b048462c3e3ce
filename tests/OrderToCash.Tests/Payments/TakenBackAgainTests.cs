using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.MoneyWorld;

namespace OrderToCash.Tests.Payments;

/// <summary>Money that goes back and forth more than once, and ids that look like others.</summary>
public sealed class TakenBackAgainTests
{
    private const string Account = "c-1";

    private readonly MoneyWorld _world = new();

    [Fact]
    public void A_reference_that_the_bank_uses_again_is_no_second_decision_of_the_first_payment()
    {
        _world.Import(Account, "A", 100);
        _world.Import(Account, "B", 100);
        _world.Pay("ref", 100, Account, Settles("A", 100));
        _world.Undo("ref", rematch: true);
        _world.Decide("ref", Booked(100, Account, Settles("A", 100)));

        _world.Pay("ref#2", 100, Account, Settles("B", 100));

        Assert.Equal(PaymentStatus.Applied, _world.Payment("ref#2").Status);
        Assert.Empty(_world.Account(Account).Invoices);
    }

    [Fact]
    public void One_return_takes_one_item_gives_it_back_and_takes_another_of_the_same_decision()
    {
        _world.Import(Account, "A", 100);
        _world.Import(Account, "B", 100);
        _world.Pay("batch", 200, Account, Settles("A", 100), Settles("B", 100));
        _world.Book("return", -100);
        _world.Return("return", "batch", 0, "A");
        _world.Undo("return");
        Assert.Empty(_world.Account(Account).Invoices);

        Assert.Equal(PaymentReply.Accepted, _world.Decide("return", ReturnOf("batch", "B"), Ada));

        Assert.Equal(100, _world.Account(Account).Invoices["B"].OpenMinor);
        Assert.Equal(PaymentStatus.TookBack, _world.Payment("return").Status);
        Assert.Equal(0, _world.Balance(AccountRole.PaymentsInTransit));
    }

    /// <summary>
    /// An invoice was paid less a credit note: a return of the whole invoice is more than what came in.
    /// </summary>
    [Fact]
    public void A_return_takes_no_more_than_the_payment_brought()
    {
        _world.Import(Account, "A", 252);
        _world.Import(Account, "GS", 219, ItemKind.CreditNote);
        _world.Pay("ref", 33, Account, Settles("A", 252), Settles("GS", -219));
        _world.Book("return", -252);

        _world.Return("return", "ref", 0, "A");

        Assert.Equal(PaymentStatus.Parked, _world.Payment("return").Status);
        Assert.Equal(PaymentStatus.Applied, _world.Payment("ref").Status);
        Assert.Empty(_world.Account(Account).Invoices);
        _world.Book("all", -33);
        _world.Return("all", "ref");
        Assert.Equal(PaymentStatus.TookBack, _world.Payment("all").Status);
    }

    [Fact]
    public void What_an_account_has_by_two_decisions_it_is_given_back_by_one()
    {
        _world.Import(Account, "A", 100);
        _world.Import(Account, "B", 50);
        _world.Pay("batch", 150, Account, Settles("A", 100), Settles("B", 50));
        _world.Book("one", -100);
        _world.Return("one", "batch", 0, "A");
        _world.Undo("one");
        _world.Book("all", -150);
        _world.Return("all", "batch");

        _world.Undo("all");

        Assert.Equal(PaymentStatus.Applied, _world.Payment("batch").Status);
        Assert.Equal(["A", "B"], _world.Payment("batch").Allocations.Select(static one => one.Document).Order());
        Assert.Empty(_world.Account(Account).Invoices);
    }

    [Fact]
    public void Charges_of_a_prepayment_that_became_a_refund_go_when_its_money_goes()
    {
        var order = new OrderId("shopify:1");
        _world.Tell(Account, new AccountCommand.OpenPrepayment(order, "1", 100, Currency.Eur));
        _world.Pay("ref", 90, Account, Settles("shopify:1", 90, charges: 10));
        _world.Tell(Account, new AccountCommand.WithdrawOrder(order, true, 0));
        Assert.Equal(10, _world.Balance(AccountRole.BankCharges));
        var told = _world.Told.Count;

        _world.Undo("ref");

        Assert.Equal("", _world.Ledger());
        Assert.Equal(told, _world.Told.Count);
        Assert.Equal(0, _world.Account(Account).FindTotals(Currency.Eur)!.OnAccountMinor);
        Assert.Empty(_world.Account(Account).Orders);
    }

    [Fact]
    public void A_rule_that_does_not_know_whose_refund_came_back_leaves_it_to_a_person()
    {
        _world.Book("ref", 100);

        var reply = _world.Decide("ref", new MatchDecision(MatchOutcome.RefundReturned, "came back", Why()));

        Assert.Equal(PaymentReply.Accepted, reply);
        Assert.Equal(PaymentStatus.Parked, _world.Payment("ref").Status);
        Assert.Equal(
            PaymentReply.Incomplete,
            _world.Decide("ref", new MatchDecision(MatchOutcome.RefundReturned, "came back", Why()), Ada));
    }

    private static MatchDecision ReturnOf(string original, string document) =>
        new(MatchOutcome.Reverse, "returned debit", Why())
        {
            Reverses = new PaymentId(Own + "/" + original),
            Allocations = [new MatchAllocation(default, document, 0)],
        };
}
