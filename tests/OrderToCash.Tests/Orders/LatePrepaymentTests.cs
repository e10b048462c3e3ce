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

    /// <summary>
    /// Money is taken back, and at the same time pieces are cancelled that are worth more: the account asks for nothing
    /// then, although it did when it told of the money.
    /// </summary>
    [Fact]
    public void Money_taken_back_while_more_is_cancelled_does_not_hold_the_order()
    {
        var world = new SmallWorld(new Random(1));
        world.Receive("A", "BER1", 1);
        world.Receive("B", "BER1", 1);
        world.Tell(Id, Place(Prepaid(Line("1", "A", 1, 20m), Line("2", "B", 3, 20m)) with
        {
            Policy = new OrderPolicy(AllowBackorder: true, ShipPartial: false),
        }));
        world.DeliverAll();
        world.Pay(Account, 6000, Id);
        world.Pay(Account, 2000, Id);
        world.DeliverAll();
        var order = world.Orders[Id];
        Assert.Equal((8000L, 8000L, true), (order.PrepaymentMinor, order.PrepaidMinor, order.IsPrepaymentSettled));

        world.Undo(Account, 2, Id, 2000);
        world.Tell(Id, Cancel(("1", 1), ("2", 1)));
        world.DeliverAll();

        var account = world.Accounts[Account.Value];
        var asked = account.Orders[new OrderId(Id)];
        Assert.Equal((0L, 4000L), (asked.PrepaymentMinor, asked.AdvanceMinor));
        Assert.Equal(2000, account.FindTotals(Currency.Eur)?.RefundProposedMinor);
        Assert.True(order.IsPrepaymentSettled);
        Assert.Null(order.HoldOf(HoldReason.Prepayment));
    }
}
