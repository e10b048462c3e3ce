using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>Orders of more SKUs than one command may ask for: every request still reaches stock.</summary>
public sealed class LargeOrderTests
{
    private const int Count = 1_112;

    private readonly SmallWorld _world = new(new Random(1), isLarge: true);

    [Fact]
    public void An_order_of_1112_lines_is_promised_shipped_and_closed()
    {
        Stock(Count);
        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, Place(Large(Count))).Code);
        _world.DeliverAll();
        var order = _world.Orders[Id];
        Assert.Equal(Count, order.Pieces.Allocated);

        var ship = Ship("S-1", [.. Enumerable.Range(1, Count).Select(line => ($"{line}", 1))]);
        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, ship).Code);
        _world.DeliverAll();
        Assert.All(_world.Stock.Values, stock => Assert.Equal((0, 0), (stock.OnHand, stock.Allocated)));

        _world.Pay(order.Account, order.TotalMinor, order.Invoices.Single().Number ?? "");
        _world.DeliverAll();
        Assert.Equal(OrderStatus.Closed, order.Status);
    }

    [Fact]
    public void Its_edit_and_its_cancellation_give_everything_back()
    {
        Stock(Count);
        _world.Tell(Id, Place(Large(Count) with { Policy = new OrderPolicy(true, false) }));
        for (var i = 0; i < 300; i++) _world.DeliverOne();

        // Half of the SKUs are dropped, the others asked anew, while the first batches are still under way.
        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, Place(Large(Count / 2))).Code);
        _world.DeliverAll();
        Assert.Equal(Count / 2, _world.Stock.Values.Sum(stock => stock.Reserved + stock.Allocated));

        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, Cancel()).Code);
        _world.DeliverAll();
        Assert.All(
            _world.Stock.Values,
            stock => Assert.Equal((0, 0, 1), (stock.Reserved, stock.Allocated, stock.OnHand)));
    }

    [Fact]
    public void A_cancellation_while_a_large_shipment_is_being_told_leaves_the_shipped_pieces()
    {
        for (var sku = 1; sku <= 600; sku++) _world.Receive($"S{sku}", "BER1", 2);
        _world.Tell(Id, Place(Large(600, quantity: 2)));
        _world.DeliverAll();
        _world.Tell(Id, Ship("S-1", [.. Enumerable.Range(1, 600).Select(line => ($"{line}", 1))]));

        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, Cancel()).Code);
        _world.DeliverAll();

        Assert.All(
            _world.Stock.Values,
            stock => Assert.Equal((1, 0, 0), (stock.OnHand, stock.Allocated, stock.Reserved)));
        Assert.Equal((600, 600), (_world.Orders[Id].Pieces.Shipped, _world.Orders[Id].Pieces.Cancelled));
    }

    [Fact]
    public void A_cancelled_line_that_overtakes_its_shipment_gives_only_its_own_pieces_to_others()
    {
        const string other = "shopify:1002";
        for (var sku = 1; sku <= 600; sku++) _world.Receive($"S{sku}", "BER1", 2);
        _world.Tell(Id, Place(Large(600, quantity: 2)));
        _world.DeliverAll();
        _world.Tell(other, Place(Content(Line("1", "S600", 2, 1)) with { OrderNumber = "1002" }));
        _world.DeliverAll();
        _world.Tell(Id, Ship("S-1", [.. Enumerable.Range(1, 600).Select(line => ($"{line}", 1))]));

        // Stock hears of the cancellation of line 600 at once, of its shipment only in the third batch.
        Assert.Equal(OrderReplyCode.Accepted, _world.Tell(Id, Cancel(("600", 1))).Code);
        var cancelled = Assert.IsType<OrderEvent.Cancelled>(_world.Histories[Id][^1]);
        Assert.Equal(new SkuQuantity(new("S600"), 1), Assert.Single(cancelled.Keep));
        _world.DeliverAll();

        Assert.Equal((1, 0, 1), (
            _world.Stock["S600"].OnHand, _world.Stock["S600"].ShortfallPieces, _world.Stock["S600"].Allocated));
        Assert.Equal((1, 1), (_world.Orders[other].Pieces.Allocated, _world.Orders[other].Pieces.Backordered));
    }

    [Fact]
    public void Many_unknown_SKUs_are_asked_for_again()
    {
        _world.Tell(Id, Place(Large(600)));
        _world.DeliverAll();
        var hold = _world.Orders[Id].HoldOf(HoldReason.Review);
        Assert.Equal(new Evidence("unknown SKUs", "600", "0", "unknown-sku"), hold?.Evidence[^1]);

        Stock(600);
        _world.Tell(Id, new OrderCommand.ReleaseHold(Ada, "stocked"));
        _world.DeliverAll();

        Assert.Equal(600, _world.Orders[Id].Pieces.Allocated);
    }

    private static OrderContent Large(int count, int quantity = 1) => Content(
        [.. Enumerable.Range(1, count).Select(line => Line($"{line}", $"S{line}", quantity, 0.10m))]);

    private void Stock(int count)
    {
        for (var sku = 1; sku <= count; sku++) _world.Receive($"S{sku}", "BER1", 1);
    }
}
