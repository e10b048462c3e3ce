using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.MoneyWorld;

namespace OrderToCash.Tests.Payments;

/// <summary>What a decision does at the customer's account, and that the account has the last word.</summary>
public sealed class ApplyDecisionTests
{
    private const string Customer = "c-1";
    private readonly MoneyWorld _world = new();

    [Fact]
    public void A_discount_closes_the_invoice_and_lowers_the_tax_that_is_owed()
    {
        _world.Invoice(Customer, "RE-1", 11_900);
        Assert.Equal(PaymentReply.Accepted, _world.Pay("P", 11_662, Customer, Settles("RE-1", 11_662, skonto: 238)));

        Assert.Empty(_world.Account(Customer).Invoices);
        Assert.Equal((200, -1_862), (
            _world.Balance(AccountRole.SkontoGranted, rate: 19m), _world.Balance(AccountRole.OutputVat, rate: 19m)));
        Assert.Equal(0, _world.Balance(AccountRole.Receivables) + _world.Balance(AccountRole.PaymentsInTransit));
        Assert.Equal(new OrderCommand.NoteSettled("RE-1", 11_900, 0), Assert.Single(_world.Told));
        Assert.Equal(PaymentStatus.Applied, _world.Payment("P").Status);
    }

    [Fact]
    public void Charges_and_differences_have_their_own_roles()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Invoice(Customer, "RE-2", 5_000, 2);
        _world.Pay("P", 14_492, Customer, Settles("RE-1", 9_490, charges: 510), Settles("RE-2", 5_002, off: -2));

        Assert.Empty(_world.Account(Customer).Invoices);
        Assert.Equal((510, -2), (
            _world.Balance(AccountRole.BankCharges), _world.Balance(AccountRole.PaymentDifferences)));
    }

    [Fact]
    public void A_credit_note_is_used_up_with_an_invoice()
    {
        _world.Import(Customer, "R-1", 10_000);
        _world.Import(Customer, "G-1", 2_000, ItemKind.CreditNote);
        Assert.Equal(8_000, _world.Account(Customer).FindTotals(Currency.Eur)?.OpenInvoicesMinor);
        _world.Pay("P", 8_500, Customer, Settles("R-1", 10_000), Settles("G-1", -2_000));

        Assert.Empty(_world.Account(Customer).Invoices);
        Assert.Equal(500, _world.Account(Customer).FindTotals(Currency.Eur)?.OnAccountMinor);
        Assert.Empty(_world.Told);
        Assert.Equal((-500, 0), (
            _world.Balance(AccountRole.CustomerCredits), _world.Balance(AccountRole.Receivables)));
    }

    [Fact]
    public void An_item_settled_meanwhile_makes_the_account_refuse_and_the_payment_is_open_again()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Pay("P1", 10_000, Customer, Settles("RE-1", 10_000));
        Assert.Equal(PaymentReply.Accepted, _world.Pay("P2", 10_000, Customer, Settles("RE-1", 10_000)));

        Assert.Equal((PaymentStatus.Parked, "a person: of RE-1: it is settled"), (
            _world.Payment("P2").Status, _world.Payment("P2").WaitsFor));
        Assert.Equal(PaymentReply.Accepted, _world.Decide("P2", Booked(10_000, Customer)));
        Assert.Equal((PaymentStatus.Applied, 10_000), (
            _world.Payment("P2").Status, _world.Payment("P2").OnAccountMinor));
    }

    [Fact]
    public void Of_several_accounts_each_gets_its_share_and_what_no_longer_holds_stays_on_account()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Invoice("c-2", "RE-2", 5_000, 2);
        _world.Pay("P1", 5_000, "c-2", Settles("RE-2", 5_000, account: "c-2"));
        _world.Book("B", 15_000);
        var batch = new MatchDecision(MatchOutcome.Book, "batch", ByReference)
        {
            Allocations = [Settles("RE-1", 10_000), Settles("RE-2", 5_000, account: "c-2")],
        };
        Assert.Equal(PaymentReply.Accepted, _world.Decide("B", batch));

        Assert.Equal((PaymentStatus.Applied, 5_000), (_world.Payment("B").Status, _world.Payment("B").OnAccountMinor));
        Assert.Equal(PaymentReply.Duplicate, _world.Decide("B", batch));
        Assert.Empty(_world.Account(Customer).Invoices);
    }

    [Theory]
    [InlineData(9_000, 100, 0, 0, "another amount is open of it")]
    [InlineData(10_001, 0, 0, 0, "less is open of it")]
    [InlineData(4_999, 0, 0, 5_001, "too much is written off")]
    [InlineData(0, 10_000, 0, 0, "an amount is negative")]
    public void An_allocation_that_does_not_hold_is_refused(long paid, long skonto, long charges, long off, string why)
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Pay("P", 20_000, Customer, Settles("RE-1", paid, skonto, charges, off));

        Assert.Equal("a person: of RE-1: " + why, _world.Payment("P").WaitsFor);
        Assert.Equal(10_000, _world.Account(Customer).Invoices["RE-1"].OpenMinor);
    }

    [Fact]
    public void Part_payment_overpayment_and_a_document_named_twice()
    {
        _world.Invoice(Customer, "RE-1", 10_000);
        _world.Pay("P1", 4_000, Customer, Settles("RE-1", 4_000));
        Assert.Equal(6_000, _world.Account(Customer).Invoices["RE-1"].OpenMinor);
        _world.Pay("P2", 7_000, Customer, Settles("RE-1", 3_000), Settles("re-1", 3_000));
        Assert.Equal("a person: of re-1: it is named twice", _world.Payment("P2").WaitsFor);
        _world.Decide("P2", Booked(7_000, Customer, Settles("RE-1", 6_000)));
        Assert.Equal((PaymentStatus.Applied, 1_000), (
            _world.Payment("P2").Status, _world.Payment("P2").OnAccountMinor));
    }

    [Fact]
    public void A_prepayment_by_order_is_split_by_tax()
    {
        _world.Tell(Customer, new AccountCommand.OpenPrepayment(
            new OrderId("shopify:9"), "9", 11_900, Currency.Eur, [new TaxAmount(19m, 10_000, 1_900)]));
        _world.Pay("P", 11_900, Customer, Settles("shopify:9", 11_900));

        Assert.Equal((-10_000, -1_900), (
            _world.Balance(AccountRole.AdvancesReceived), _world.Balance(AccountRole.AdvancesVat)));
        Assert.Equal(new OrderCommand.NotePrepaid(11_900, 0), Assert.Single(_world.Told));
    }

    [Fact]
    public void Refunds_are_paid_and_come_back()
    {
        _world.Pay("P", 3_000, Customer);
        _world.Book("OUT", -3_000);
        Assert.Equal(PaymentReply.Accepted, _world.Decide("OUT", Booked(-3_000, Customer)));
        Assert.Equal(0, _world.Balance(AccountRole.CustomerCredits));
        _world.Book("BACK", 3_000);
        _world.Decide("BACK", new MatchDecision(MatchOutcome.RefundReturned, "our refund", Why())
        {
            Account = new AccountId(Customer),
        });

        Assert.Equal(3_000, _world.Account(Customer).FindTotals(Currency.Eur)?.RefundProposedMinor);
        Assert.Equal(-3_000, _world.Balance(AccountRole.RefundsPayable));
        _world.Book("OUT2", -4_000);
        _world.Decide("OUT2", Booked(-4_000, Customer));
        Assert.Equal("a person: no refund of this amount is owed to the customer", _world.Payment("OUT2").WaitsFor);
        Assert.Equal(PaymentReply.Accepted, _world.Undo("BACK"));
        Assert.Equal(0, _world.Balance(AccountRole.RefundsPayable));
    }

    [Fact]
    public void Decisions_that_do_not_add_up_are_refused()
    {
        _world.Book("P", 1_000);
        Assert.Equal(PaymentReply.SumDiffers, _world.Decide("P", Booked(999, Customer)));
        Assert.Equal(PaymentReply.SumDiffers, _world.Decide("P", Booked(1_000, Customer) with
        {
            Allocations = [Settles("RE-1", 1_001)],
            OnAccountMinor = -1,
        }));
        Assert.Equal(PaymentReply.Incomplete, _world.Decide("P", Booked(1_000, Customer) with { Account = null }));
        Assert.Equal(PaymentReply.Incomplete, _world.Decide(
            "P", new MatchDecision(MatchOutcome.Reverse, "", Why())));
        Assert.Equal(PaymentReply.Unknown, _world.Decide("X", Booked(1_000, Customer)));
        Assert.Equal(PaymentReply.NotUndoable, _world.Undo("P"));
        Assert.Equal(PaymentReply.Accepted, _world.Decide("P", new(MatchOutcome.Wait, "item awaited", Why())));
        Assert.Equal((PaymentStatus.Waiting, "item awaited"), (
            _world.Payment("P").Status, _world.Payment("P").WaitsFor));
        Assert.Equal(PaymentReply.Duplicate, _world.Decide("P", new(MatchOutcome.Wait, "item awaited", Why())));
    }

    [Fact]
    public void Confirmed_payments_teach_the_payer_a_few_times_then_once_in_a_while()
    {
        for (var i = 0; i < 5; i++)
            _world.Pay("P" + i, 100, Customer);
        Assert.Equal(3, _world.Events.OfType<AccountEvent.PaymentApplied>().Count(static x => x.Learned is not null));
        Assert.Empty(_world.Events.OfType<AccountEvent.PayerLearned>());
        var learned = Assert.Single(_world.Account(Customer).Customer.Learned);
        Assert.Equal(("DE89370400440532013000", "Ada Muster", 3), (learned.Iban, learned.Name, learned.Count));

        var forget = new AccountCommand.ForgetPayer(new Payer("DE89370400440532013000", null), Ada);
        Assert.Equal(AccountReply.Accepted, _world.Tell(Customer, forget));
        Assert.Equal(AccountReply.Unknown, _world.Tell(Customer, forget));
        _world.Pay("P9", 100, Customer);
        _world.Undo("P9");
        Assert.Empty(_world.Account(Customer).Customer.Learned);
        Assert.Contains(_world.Events, static happened => happened is AccountEvent.PayerForgotten
        { Actor.Value: "rule:undone-match" });
    }

    [Fact]
    public void Items_are_taken_over_once()
    {
        Assert.Equal(AccountReply.Accepted, _world.Import(Customer, "R-1", 10_000));
        Assert.Equal(AccountReply.Duplicate, _world.Import(Customer, "R-1", 10_000));
        Assert.Equal(AccountReply.Conflict, _world.Import(Customer, "R-1", 9_000));
        Assert.Equal(AccountReply.InvalidAmount, _world.Import(Customer, "R-2", 0));
        _world.Book("P", 10_000);
        _world.Tell("P", new PaymentCommand.Assign(
            [new PaymentShare(new AccountId(Customer), 10_000, null, ["w-r-1"])], "test", new Actor("user:ada")));
        Assert.Empty(_world.Account(Customer).Invoices);
        Assert.Equal(AccountReply.Duplicate, _world.Import(Customer, "R-1", 10_000));
        Assert.Equal((0, -10_000), (
            _world.Balance(AccountRole.Receivables), _world.Balance(AccountRole.OpeningBalances)));
    }

    [Fact]
    public void A_customer_is_noted_once_and_what_is_not_said_stays()
    {
        var world = new MoneyWorld();
        var whole = new AccountCommand.NoteCustomer(
            new ImportedCustomer("100353", "Ada Muster", ["DE89370400440532013000"]));
        var other = new AccountCommand.NoteCustomer(new ImportedCustomer(null, null, ["AT611904300234573201"]));

        Assert.Equal(AccountReply.Accepted, world.Tell("c-1", whole));
        Assert.Equal(AccountReply.Duplicate, world.Tell("c-1", whole));
        Assert.Equal(AccountReply.Accepted, world.Tell("c-1", other));

        var customer = world.Account("c-1").Customer;
        Assert.Equal(("100353", "Ada Muster", 2), (customer.Number, customer.Name, customer.Ibans.Length));
    }
}
