using OrderToCash.Domain.Inventory;
using Xunit;
using static OrderToCash.Tests.Inventory.StockScenario;

namespace OrderToCash.Tests.Inventory;

public class StockShortfallTests
{
    private readonly StockScenario _stock = new();

    [Theory]
    [InlineData(MovementKind.Count, 6, "count R2")]
    [InlineData(MovementKind.Scrap, 4, "scrap R2")]
    [InlineData(MovementKind.Correction, -4, "correction R2")]
    public void Says_by_how_many_pieces_promises_exceed_what_is_there(MovementKind kind, int quantity, string cause)
    {
        _stock.Receive(10);
        _stock.Send(Reserve("1", 9));
        var events = _stock.Send(_stock.Move(kind, quantity));
        Assert.Equal(new StockEvent.ShortfallChanged(3, cause), events[1]);
        Assert.Equal((3, -3L), (_stock.State.ShortfallPieces, _stock.State.AvailableToPromise));
    }

    [Fact]
    public void A_raised_safety_stock_is_a_shortfall_too()
    {
        _stock.Receive(10);
        _stock.Send(Reserve("1", 9));
        var events = _stock.Send(_stock.Move(MovementKind.Receipt, 1, safetyStock: 5));
        Assert.Equal(new StockEvent.ShortfallChanged(3, "receipt R2"), events[1]);
    }

    [Fact]
    public void Promises_stop_while_it_lasts_and_go_on_when_it_is_over()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 5));
        _stock.Send(_stock.Move(MovementKind.Count, 2));
        Assert.IsType<StockEvent.Backordered>(Assert.Single(_stock.Send(Reserve("2", 1))));
        Assert.IsType<StockEvent.ReservationRefused>(Assert.Single(_stock.Send(Reserve("3", 1, backorder: false))));
        var still = _stock.Receive(1, at: Noon.AddHours(1));
        Assert.Equal(new StockEvent.ShortfallChanged(2, "receipt R3"), still[1]);
        Assert.False(Assert.IsType<StockEvent.Moved>(still[0]).ServeNext);
        var over = _stock.Receive(3, at: Noon.AddHours(1));
        Assert.Equal(new StockEvent.ShortfallChanged(0, "receipt R4"), over[1]);
        Assert.True(Assert.IsType<StockEvent.Moved>(over[0]).ServeNext);
        _stock.ServeAll();
        Assert.Equal((0, 1, 0), _stock.Held("2"));
    }

    [Fact]
    public void The_oldest_promises_are_kept_whoever_asks_first()
    {
        _stock.Receive(9);
        _stock.Send(Reserve("young", 3, minute: 3));
        _stock.Send(Reserve("old", 3, minute: 1));
        _stock.Send(Reserve("middle", 3, minute: 2));
        _stock.Send(_stock.Move(MovementKind.Count, 4));

        var young = _stock.Send(Allocate("young", 3));
        var missing = Assert.IsType<StockEvent.Allocated>(young[0]);
        Assert.Equal((0, 3, Noon.AddMinutes(3)), (missing.Warehouses.Length, missing.Missing, missing.PlacedAt));
        Assert.Equal(new StockEvent.ShortfallChanged(2, "allocation shop:young"), young[1]);
        var middle = _stock.Send(Allocate("middle", 3));
        Assert.Equal(2, Assert.IsType<StockEvent.Allocated>(middle[0]).Missing);
        Assert.Equal(new StockEvent.ShortfallChanged(0, "allocation shop:middle"), middle[1]);
        Assert.Equal(0, Assert.IsType<StockEvent.Allocated>(Assert.Single(_stock.Send(Allocate("old", 3)))).Missing);

        Assert.Equal((0, 0, 3), _stock.Held("old"));
        Assert.Equal((2, 0, 1), _stock.Held("middle"));
        Assert.Equal((3, 0, 0), _stock.Held("young"));
        Assert.Equal([Order("middle"), Order("young")], _stock.State.Backorders.Select(r => r.Order));
    }

    [Fact]
    public void Pieces_given_back_by_the_older_are_left_to_the_younger()
    {
        _stock.Receive(6);
        _stock.Send(Reserve("old", 3, minute: 1));
        _stock.Send(Reserve("young", 3, minute: 2));
        _stock.Send(_stock.Move(MovementKind.Count, 3));
        _stock.Send(Reduce("old", 1));
        Assert.Equal(1, Assert.IsType<StockEvent.Allocated>(_stock.Send(Allocate("young", 3))[0]).Missing);
    }

    [Fact]
    public void Whoever_waits_again_keeps_the_place_by_order_time()
    {
        _stock.Receive(2);
        _stock.Send(Reserve("first", 2, minute: 1));
        _stock.Send(Reserve("second", 2, minute: 2));
        _stock.Send(_stock.Move(MovementKind.Count, 0));
        _stock.Send(Allocate("first", 2));
        _stock.Receive(3, at: Noon.AddHours(1));
        _stock.ServeAll();
        Assert.Equal(((0, 2, 0), (1, 1, 0)), (_stock.Held("first"), _stock.Held("second")));
    }

    [Fact]
    public void Giving_back_ends_a_shortfall()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 3));
        _stock.Send(Reserve("2", 2));
        _stock.Send(_stock.Move(MovementKind.Count, 3));
        Assert.Equal(new StockEvent.ShortfallChanged(0, "reduction shop:2"), _stock.Send(Reduce("2", 0))[1]);
    }
}
