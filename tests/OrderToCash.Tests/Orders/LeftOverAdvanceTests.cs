using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>
/// Tax of net-price orders is rounded by invoice, so partial invoices can be below what was asked in advance. What is
/// left of an advance when its order closes goes back to the customer.
/// </summary>
public sealed class LeftOverAdvanceTests
{
    private static readonly AccountId Account = new("shopify:c-17");

    private readonly SmallWorld _world = new(new Random(1));

    private OrderState Order => _world.Orders[Id];

    private CustomerAccountState Customer => _world.Accounts[Account.Value];

    [Fact]
    public void The_cent_that_partial_invoices_leave_is_proposed_for_refund()
    {
        Take(2);
        Pay(5);
        Ship("S-1");
        Ship("S-2");

        Assert.Equal([2L, 2L], Order.Invoices.Select(invoice => invoice.GrossMinor));
        Assert.Equal(OrderStatus.Closed, Order.Status);
        Assert.Equal(Account, Closed().Withdrawn);
        Assert.Empty(Customer.Orders);
        Assert.Equal(1, RefundProposed());
        CheckBooks();
    }

    [Fact]
    public void So_is_the_cent_that_a_cancellation_and_partial_invoices_leave()
    {
        Take(3);
        Pay(7);
        Ship("S-1");
        Ship("S-2");
        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, Cancel(("1", 1))).Code);
        _world.DeliverAll();

        // The order ends with the cancellation: 0.02 of it were withdrawn with the piece.
        Assert.Equal(OrderStatus.Closed, Order.Status);
        Assert.Empty(Customer.Orders);
        Assert.Equal(3, RefundProposed());
        CheckBooks();
    }

    [Fact]
    public void Money_for_a_closed_order_stays_on_account()
    {
        The_cent_that_partial_invoices_leave_is_proposed_for_refund();
        Pay(5);

        Assert.Equal((1, 5), (RefundProposed(), Customer.FindTotals(Currency.Eur)?.OnAccountMinor));
        Assert.Empty(Customer.Orders);
        CheckBooks();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_order_whose_advance_is_used_up_asks_nothing_of_its_account(bool isPrepaid)
    {
        _world.Receive("A-1", "BER1", 2);
        _world.Tell(Id, Place(isPrepaid ? Prepaid() : Content()));
        _world.DeliverAll();
        if (isPrepaid) Pay(3998);
        Ship("S-1");
        Ship("S-2");
        if (!isPrepaid) Pay(3998);

        Assert.Equal(OrderStatus.Closed, Order.Status);
        Assert.Null(Closed().Withdrawn);
        Assert.Empty(OrderReactions.React(Id, Closed()));
        CheckBooks();
    }

    private void Take(int pieces)
    {
        _world.Receive("A", "BER1", pieces);
        _world.Tell(Id, Place(Prepaid(Line("1", "A", pieces, 0.02m)) with { PricesIncludeTax = false }));
        _world.DeliverAll();
    }

    private void Pay(long amount)
    {
        _world.Pay(Account, amount, Id);
        _world.DeliverAll();
    }

    private void Ship(string shipment)
    {
        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, SampleOrders.Ship(shipment, ("1", 1))).Code);
        _world.DeliverAll();
    }

    private OrderEvent.Closed Closed() => Assert.Single(_world.Histories[Id].OfType<OrderEvent.Closed>());

    private long? RefundProposed() => Customer.FindTotals(Currency.Eur)?.RefundProposedMinor;

    private void CheckBooks()
    {
        Assert.Equal(0, _world.Balances.GetValueOrDefault(AccountRole.AdvancesReceived));
        Assert.Equal(0, _world.Balances.GetValueOrDefault(AccountRole.AdvancesVat));
        Assert.Equal(0, _world.Balances.GetValueOrDefault(AccountRole.Receivables));
        Assert.Equal(-(RefundProposed() ?? 0), _world.Balances.GetValueOrDefault(AccountRole.RefundsPayable));
        Assert.Equal(0, _world.Balances.Values.Sum());
    }
}
