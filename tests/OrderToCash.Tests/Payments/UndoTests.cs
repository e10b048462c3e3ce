using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.MoneyWorld;

namespace OrderToCash.Tests.Payments;

/// <summary>Undoing a decision and money that the bank takes back: all is again as it was, once.</summary>
public sealed class UndoTests
{
    private const string Customer = "c-1";
    private readonly MoneyWorld _world = new();

    [Fact]
    public void Undo_restores_items_and_postings_exactly_and_a_person_decides_again()
    {
        _world.Invoice(Customer, "RE-1", 11_900);
        _world.Invoice(Customer, "RE-2", 5_000, 1);
        var (holdings, ledger) = (_world.Holdings(Customer), _world.Ledger());
        _world.Pay("P", 17_162, Customer, Settles("RE-1", 11_662, 238), Settles("RE-2", 4_990, charges: 10));
        Assert.Equal(510, _world.Payment("P").OnAccountMinor);

        Assert.Equal(PaymentReply.Accepted, _world.Undo("P"));

        Assert.Equal(holdings, _world.Holdings(Customer));
        Assert.Equal(ledger, _world.Ledger());
        Assert.Equal(-17_162, _world.Balance(AccountRole.PaymentsInTransit, Own + "/P"));
        Assert.Equal((PaymentStatus.Parked, "a person: undone by user:ada: wrong"), (
            _world.Payment("P").Status, _world.Payment("P").WaitsFor));
        Assert.Equal(new OrderCommand.NoteReopened("RE-1", 11_900, 11_900), _world.Told[2]);
        Assert.Equal(PaymentReply.NotUndoable, _world.Undo("P"));
        Assert.Equal(PaymentReply.NotOpen, _world.Decide("P", Booked(17_162, Customer)));
        Assert.Equal(PaymentReply.Accepted, _world.Decide("P", Booked(17_162, Customer), Ada));
    }

    [Fact]
    public void A_decision_can_be_undone_and_made_again_many_times()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Book("P", 10_000);
        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal(PaymentReply.Accepted, _world.Decide("P", Booked(10_000, Customer, Settles("RE-1", 10_000))));
            Assert.Equal((PaymentStatus.Applied, i), (_world.Payment("P").Status, _world.Payment("P").Attempt));
            Assert.Equal(PaymentReply.Accepted, _world.Undo("P", rematch: true));
            Assert.Equal(PaymentStatus.Received, _world.Payment("P").Status);
            Assert.Equal(10_000, _world.Account(Customer).Invoices["RE-1"].OpenMinor);
        }
    }

    [Fact]
    public void A_returned_debit_opens_the_invoice_again_and_its_fee_is_posted()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        var holdings = _world.Holdings(Customer);
        _world.Pay("P", 10_000, Customer, Settles("RE-1", 10_000));
        _world.Book("R", -10_350, "MD07", "M-1");
        Assert.Equal(PaymentReply.Accepted, _world.Return("R", "P", fee: 350));

        var item = _world.Account(Customer).Invoices["RE-1"];
        Assert.Equal((10_000, Day.AddDays(14), 1), (item.OpenMinor, item.DueDate, item.ReturnCount));
        Assert.Equal((350, 10_000, 0), (
            _world.Balance(AccountRole.BankCharges), _world.Balance(AccountRole.Receivables),
            _world.Balance(AccountRole.PaymentsInTransit)));
        Assert.Equal((PaymentStatus.TookBack, PaymentStatus.Reversed), (
            _world.Payment("R").Status, _world.Payment("P").Status));
        Assert.Equal("MD07", Assert.Single(_world.Account(Customer).Customer.ForbiddenMandates).Value);

        Assert.Equal(PaymentReply.NotUndoable, _world.Undo("P"));
        _world.Book("R2", -10_000);
        _world.Return("R2", "P");
        Assert.Equal(
            "a person: what it takes back was taken back before, or never applied", _world.Payment("R2").WaitsFor);

        Assert.Equal(PaymentReply.Accepted, _world.Undo("R"));
        Assert.Equal((PaymentStatus.Parked, PaymentStatus.Applied), (
            _world.Payment("R").Status, _world.Payment("P").Status));
        Assert.Equal((0, 0), (_world.Balance(AccountRole.BankCharges), _world.Balance(AccountRole.Receivables)));
        Assert.Empty(_world.Account(Customer).Customer.ForbiddenMandates);
        Assert.Equal(PaymentReply.Accepted, _world.Undo("P"));
        Assert.Equal(holdings, _world.Holdings(Customer));
    }

    [Fact]
    public void A_debit_presented_again_can_return_again()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        for (var i = 1; i <= 2; i++)
        {
            _world.Pay("P" + i, 10_000, Customer, Settles("RE-1", 10_000));
            _world.Book("R" + i, -10_000, "AM04");
            _world.Return("R" + i, "P" + i);
            Assert.Equal((10_000, i), (
                _world.Account(Customer).Invoices["RE-1"].OpenMinor,
                _world.Account(Customer).Invoices["RE-1"].ReturnCount));
        }

        Assert.Empty(_world.Account(Customer).Customer.ForbiddenMandates);
    }

    [Fact]
    public void One_item_of_a_batch_returns_and_the_others_stay_paid()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Invoice("c-2", "RE-2", 5_000, 2);
        _world.Book("B", 15_000);
        _world.Decide("B", new MatchDecision(MatchOutcome.Book, "batch", Why())
        {
            Allocations = [Settles("RE-1", 10_000), Settles("RE-2", 5_000, account: "c-2")],
        });
        _world.Book("R", -5_000, "AC04");
        _world.Return("R", "B", 0, "RE-2");

        Assert.Equal(5_000, _world.Account("c-2").Invoices["RE-2"].OpenMinor);
        Assert.Empty(_world.Account(Customer).Invoices);
        Assert.Equal(PaymentStatus.Applied, _world.Payment("B").Status);
        _world.Book("R2", -5_000);
        _world.Return("R2", "B", 0, "RE-2");
        Assert.Equal(PaymentStatus.Parked, _world.Payment("R2").Status);
        _world.Undo("R");
        Assert.Empty(_world.Account("c-2").Invoices);
        Assert.Equal(PaymentReply.Accepted, _world.Undo("B"));
        Assert.Equal((5_000, 10_000), (
            _world.Account("c-2").Invoices["RE-2"].OpenMinor, _world.Account(Customer).Invoices["RE-1"].OpenMinor));
        Assert.Equal(-15_000, _world.Balance(AccountRole.PaymentsInTransit, Own + "/B"));
    }

    [Fact]
    public void A_return_of_what_was_paid_again_leaves_the_second_money_on_account()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Pay("P1", 10_000, Customer, Settles("RE-1", 10_000));
        _world.Pay("P2", 10_000, Customer);
        _world.Book("R", -10_000, "AM04");
        _world.Return("R", "P1");
        Assert.Equal((10_000, 10_000), (
            _world.Account(Customer).Invoices["RE-1"].OpenMinor,
            _world.Account(Customer).FindTotals(Currency.Eur)?.OnAccountMinor));
        _world.Undo("P2", rematch: true);
        _world.Decide("P2", Booked(10_000, Customer, Settles("RE-1", 10_000)));
        _world.Undo("R");
        Assert.Equal(10_000, _world.Account(Customer).FindTotals(Currency.Eur)?.OnAccountMinor);
        Assert.Equal(0, _world.Balance(AccountRole.Receivables));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("unknown")]
    [InlineData("another amount")]
    public void What_can_not_be_taken_back_waits_for_a_person(string what)
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Pay("P", 10_000, Customer, Settles("RE-1", 10_000));
        if (what == "nothing")
            _world.Undo("P");
        _world.Book("R", what == "another amount" ? -9_000 : -10_000);
        _world.Return("R", what == "unknown" ? "X" : "P");
        Assert.Equal(PaymentStatus.Parked, _world.Payment("R").Status);
    }

    [Fact]
    public void A_prepayment_is_taken_back_wherever_it_went()
    {
        var order = new OrderId("shopify:9");
        _world.Tell(Customer, new AccountCommand.OpenPrepayment(
            order, "9", 11_900, Currency.Eur, [new TaxAmount(19m, 10_000, 1_900)]));
        var (asked, ledger) = (_world.Holdings(Customer), _world.Ledger());
        _world.Pay("P", 11_900, Customer, Settles(order.Value, 11_900));
        _world.Undo("P", rematch: true);
        Assert.Equal((asked, ledger), (_world.Holdings(Customer), _world.Ledger()));
        Assert.Equal(new OrderCommand.NotePrepaidBack(11_900, 11_900), _world.Told[^1]);

        _world.Decide("P", Booked(11_900, Customer, Settles(order.Value, 11_900)));
        _world.Invoice(Customer, "RE-1", 7_000, 9);
        _world.Tell(Customer, new AccountCommand.WithdrawOrder(order, false, 900));
        _world.Book("R", -11_900);
        _world.Return("R", "P");

        Assert.Equal(7_000, _world.Account(Customer).Invoices["RE-1"].OpenMinor);
        var left = _world.Account(Customer).Orders[order];
        Assert.Equal((4_000, 0), (left.PrepaymentMinor, left.AdvanceMinor));
        Assert.Equal((0, 0, 0), (
            _world.Balance(AccountRole.AdvancesReceived), _world.Balance(AccountRole.AdvancesVat),
            _world.Balance(AccountRole.RefundsPayable)));
        Assert.Equal(7_000, _world.Balance(AccountRole.Receivables));
        _world.Undo("R");
        Assert.Equal((0, PaymentStatus.Applied, 900), (
            _world.Balance(AccountRole.Receivables), _world.Payment("P").Status, _world.Payment("P").OnAccountMinor));
    }

    [Theory]
    [InlineData(MatchOutcome.Transfer, AccountRole.OwnTransfers)]
    [InlineData(MatchOutcome.Other, AccountRole.OtherTransactions)]
    public void What_is_no_customers_is_set_aside_and_taken_back(MatchOutcome outcome, AccountRole role)
    {
        _world.Book("F", -990);
        Assert.Equal(PaymentReply.Accepted, _world.Decide("F", new MatchDecision(outcome, "account fee", Why())));
        Assert.Equal((990, 0, PaymentStatus.SetAside), (
            _world.Balance(role), _world.Balance(AccountRole.PaymentsInTransit), _world.Payment("F").Status));
        Assert.Equal(PaymentReply.Accepted, _world.Undo("F"));
        Assert.Equal((0, 990, PaymentStatus.Parked), (
            _world.Balance(role), _world.Balance(AccountRole.PaymentsInTransit), _world.Payment("F").Status));
    }
}
