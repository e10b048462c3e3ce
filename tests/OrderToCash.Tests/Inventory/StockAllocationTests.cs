using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using Xunit;
using static OrderToCash.Tests.Inventory.StockScenario;

namespace OrderToCash.Tests.Inventory;

public class StockAllocationTests
{
    private readonly StockScenario _stock = new();

    [Fact]
    public void Nothing_to_allocate_is_a_duplicate()
    {
        _stock.Receive(5);
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Allocate("1", 1)).Code);
        _stock.Send(Reserve("1", 2, revision: 2));
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Allocate("1", 2)).Code);
        Assert.Equal(StockReplyCode.InvalidQuantity, _stock.Refused(Allocate("1", 0)).Code);
    }

    [Theory]
    // One warehouse that has all, the fullest.
    [InlineData("4/0 9/0 8/0", 6, "B6")]
    // None has all: as few as possible.
    [InlineData("4/0 5/0 3/0", 8, "B5 A3")]
    // Safety stock stays where the rest suffices.
    [InlineData("9/8 5/0 4/0", 7, "B5 C2")]
    // The rest doesn't suffice: safety stock is used.
    [InlineData("4/0 2/0 9/0", 15, "C9 A4 B2")]
    public void Takes_from_the_fullest_and_from_as_few_as_possible(string shelves, int quantity, string expected)
    {
        var index = 0;
        foreach (var shelf in shelves.Split(' '))
        {
            var parts = shelf.Split('/');
            _stock.Send(_stock.Move(
                MovementKind.Receipt, int.Parse(parts[0]), "ABC"[index++].ToString(), int.Parse(parts[1])));
        }

        _stock.Send(Reserve("1", quantity));
        var e = Assert.IsType<StockEvent.Allocated>(Assert.Single(_stock.Send(Allocate("1", quantity))));
        Assert.Equal(0, e.Missing);
        Assert.Equal(expected, string.Join(' ', e.Warehouses.Select(w => w.Warehouse + w.Quantity)));
        Assert.Equal((0, 0, quantity), _stock.Held("1"));
    }

    [Fact]
    public void Uses_safety_stock_only_where_the_pieces_are_not_there_otherwise()
    {
        _stock.Send(_stock.Move(MovementKind.Receipt, 6, safetyStock: 0));
        _stock.Send(Reserve("1", 5));
        var raised = _stock.Send(_stock.Move(MovementKind.Count, 6, safetyStock: 3));
        Assert.Equal(new StockEvent.ShortfallChanged(2, "count R2"), raised[1]);
        var events = _stock.Send(Allocate("1", 5));
        var e = Assert.IsType<StockEvent.Allocated>(Assert.Single(events));
        Assert.Equal(new WarehouseQuantity("BER", 5), Assert.Single(e.Warehouses));
        Assert.Equal(0, e.Missing);
    }

    [Fact]
    public void Allocates_no_more_than_is_promised()
    {
        _stock.Receive(3);
        _stock.Send(Reserve("1", 5));
        var e = Assert.IsType<StockEvent.Allocated>(Assert.Single(_stock.Send(Allocate("1", 5))));
        Assert.Equal((3, 0), (e.Warehouses[0].Quantity, e.Missing));
        Assert.Equal((2, 0, 3), _stock.Held("1"));
    }

    [Fact]
    public void Ships_what_is_allocated_and_forgets_who_has_everything()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 3));
        _stock.Send(Allocate("1", 3));
        Assert.Equal(
            new StockEvent.Shipped(Order("1"), "S-1", "BER", 2, -2, Noon.AddHours(1)),
            Assert.Single(_stock.Send(Ship("1", 2))));
        Assert.Equal((0, 0, 1), _stock.Held("1"));
        _stock.Send(Ship("1", 1));
        Assert.Empty(_stock.State.Reservations);
        Assert.Equal((2L, 0L, 2L), (_stock.State.OnHand, _stock.State.Allocated, _stock.State.AvailableToPromise));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_shipment_that_the_last_count_saw_changes_nothing_on_hand_and_frees_its_pieces(int ticksAfterCount)
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 3));
        _stock.Send(Allocate("1", 3));
        _stock.Send(Reserve("2", 4));
        var counted = _stock.Send(_stock.Move(MovementKind.Count, 2, at: Noon.AddHours(2)));
        Assert.Equal(new StockEvent.ShortfallChanged(3, "count R2"), counted[1]);
        var events = _stock.Send(Ship("1", 3, at: Noon.AddHours(2).AddTicks(ticksAfterCount)));
        Assert.Equal(0, Assert.IsType<StockEvent.Shipped>(events[0]).Delta);
        Assert.Equal(new StockEvent.ShortfallChanged(0, "shipment S-1"), events[1]);
        Assert.Equal((2L, 0L), (_stock.State.OnHand, _stock.State.AvailableToPromise));
    }

    [Fact]
    public void A_shipment_dated_in_the_future_counts_as_of_now()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 3));
        _stock.Send(Allocate("1", 3));
        var e = Assert.IsType<StockEvent.Shipped>(Assert.Single(_stock.Send(Ship("1", 3, at: Noon.AddYears(70)))));
        Assert.Equal(_stock.Now, e.ShippedAt);
    }

    [Fact]
    public void A_shipment_from_elsewhere_takes_what_the_order_holds_and_never_goes_below_zero()
    {
        _stock.Receive(4, "BER");
        _stock.Receive(3, "MUC");
        _stock.Send(Reserve("1", 6));
        _stock.Send(Allocate("1", 4));
        _stock.Send(Ship("1", 3, "MUC"));
        Assert.Equal((0, 0, 3), _stock.Held("1"));
        var events = _stock.Send(Ship("1", 5, "MUC"));
        Assert.Equal(new StockEvent.ShortfallChanged(1, "shipment S-1"), events[1]);
        Assert.Empty(_stock.State.Reservations);
        Assert.Equal((0L, 0L, 0L), (_stock.State.Reserved, _stock.State.Allocated, _stock.State.Waiting));
        Assert.Equal((4, -5), (_stock.State.Warehouses[0].OnHand, _stock.State.Warehouses[1].OnHand));
    }

    [Fact]
    public void Refuses_to_ship_nothing() =>
        Assert.Equal(StockReplyCode.InvalidQuantity, _stock.Refused(Ship("1", 0)).Code);
}
