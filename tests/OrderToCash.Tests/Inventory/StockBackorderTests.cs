using OrderToCash.Domain.Inventory;
using Xunit;
using static OrderToCash.Tests.Inventory.StockScenario;

namespace OrderToCash.Tests.Inventory;

public class StockBackorderTests
{
    private readonly StockScenario _stock = new();

    [Fact]
    public void Serving_nobody_is_a_duplicate()
    {
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(StockCommand.ServeBackorders.Instance).Code);
        _stock.Receive(1);
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(StockCommand.ServeBackorders.Instance).Code);
    }

    [Fact]
    public void Goods_go_to_the_oldest_order_first_and_the_last_may_get_a_part()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("0", 1));
        _stock.Send(Reserve("late", 2, minute: 9));
        _stock.Send(Reserve("early", 4, minute: 1));
        _stock.Send(Reserve("b", 3, minute: 5));
        _stock.Send(Reserve("a", 3, minute: 5));
        Assert.True(Assert.IsType<StockEvent.Moved>(Assert.Single(_stock.Receive(6))).ServeNext);
        StockEvent[] expected =
        [
            new StockEvent.Reserved(Order("early"), 1, 4, 0, Noon.AddMinutes(1), true),
            new StockEvent.Reserved(Order("a"), 1, 2, 1, Noon.AddMinutes(5), true),
            new StockEvent.BackordersServed(2, false),
        ];
        Assert.Equal(expected, _stock.Send(StockCommand.ServeBackorders.Instance).ToArray());
        Assert.Equal((1, 2, 0), _stock.Held("a"));
    }

    [Fact]
    public void Nobody_is_skipped_because_the_next_one_wants_less()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("0", 1));
        _stock.Send(Reserve("much", 100, minute: 1));
        _stock.Send(Reserve("little", 1, minute: 2));
        _stock.Receive(99);
        _stock.ServeAll();
        Assert.Equal(((1, 99, 0), (1, 0, 0)), (_stock.Held("much"), _stock.Held("little")));
    }

    [Fact]
    public void Ten_thousand_waiting_orders_are_served_in_stretches_of_200()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("0", 1));
        for (var order = 1; order <= 10_000; order++)
            _stock.Send(Reserve("n" + order, 1, minute: order * 7_919 % 10_000));
        _stock.Receive(9_999);
        var before = _stock.Events.Count;
        _stock.ServeAll();

        var served = _stock.Events.Skip(before).ToArray();
        var stretches = served.OfType<StockEvent.BackordersServed>().ToArray();
        Assert.Equal(50, stretches.Length);
        Assert.All(stretches[..^1], s => Assert.Equal(new StockEvent.BackordersServed(200, true), s));
        Assert.Equal(new StockEvent.BackordersServed(199, false), stretches[^1]);
        var times = served.OfType<StockEvent.Reserved>().Select(r => r.PlacedAt).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.Equal(Noon.AddMinutes(9_999), Assert.Single(_stock.State.Backorders).PlacedAt);
    }

    [Fact]
    public void A_full_stretch_that_leaves_nobody_does_not_go_on()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("0", 1));
        for (var order = 1; order <= 200; order++)
            _stock.Send(Reserve("n" + order, 1));
        _stock.Receive(500);
        var events = _stock.Send(StockCommand.ServeBackorders.Instance);
        Assert.Equal(new StockEvent.BackordersServed(200, false), events[^1]);
    }
}
