using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>
/// The account took money for a prepayment while the channel changed the order: the money goes back with the old
/// prepayment, so it must not release the changed order.
/// </summary>
public sealed class LatePrepaymentTests
{
    private static readonly AccountId Account = new("shopify:c-17");

    public static TheoryData<int, decimal> Cases
    {
        get
        {
            var cases = new TheoryData<int, decimal>();
            // Messages of different senders arrive in any order: before the new prepayment is asked for, and after.
            for (var seed = 1; seed <= 12; seed++)
            {
                cases.Add(seed, 25m);
                cases.Add(seed, 15m);
                // The sum stays: nothing but the revision tells the two prepayments apart.
                cases.Add(seed, 20m);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Money_for_the_order_before_an_edit_does_not_release_the_order_after_it(int seed, decimal price)
    {
        var world = new SmallWorld(new Random(seed));
        var asked = (long)(price * 200);
        world.Receive("A", "BER1", 2);
        world.Receive("B", "BER1", 2);
        world.Tell(Id, Place(Prepaid(Line("1", "A", 2, 20m))));
        world.DeliverAll();
        world.Pay(Account, 4000, Id);

        Assert.Equal(
            OrderReplyCode.Accepted, world.Tell(Id, Place(Prepaid(Line("1", "B", 2, price)))).Code);
        world.DeliverAll();

        var order = world.Orders[Id];
        Assert.Equal((2, asked, 0L, false),
            (order.Revision, order.PrepaymentMinor, order.PrepaidMinor, order.IsPrepaymentSettled));
        Assert.Equal(OrderStatus.OnHold, order.Status);
        var account = world.Accounts[Account.Value];
        Assert.Equal(asked, account.Orders[new OrderId(Id)].PrepaymentMinor);
        Assert.Equal(4000, account.FindTotals(Currency.Eur)?.RefundProposedMinor);

        world.Pay(Account, asked, Id);
        world.DeliverAll();

        Assert.True(order.IsPrepaymentSettled);
        Assert.Contains(world.Histories[Id], static happened => happened is OrderEvent.Released);
    }
}
