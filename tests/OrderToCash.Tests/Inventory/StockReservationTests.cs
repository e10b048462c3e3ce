using OrderToCash.Domain.Inventory;
using Xunit;
using static OrderToCash.Tests.Inventory.StockScenario;

namespace OrderToCash.Tests.Inventory;

public class StockReservationTests
{
    private readonly StockScenario _stock = new();

    [Fact]
    public void Same_reservation_again_is_a_duplicate_even_where_the_quantity_is_wrong()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 2));
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Reserve("1", 2)).Code);
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Reserve("1", 0)).Code);
        Assert.Equal(3, _stock.State.AvailableToPromise);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_000_001)]
    public void Refuses_a_quantity_out_of_range(int quantity)
    {
        var reply = _stock.Refused(Reserve("1", quantity));
        Assert.Equal(StockReplyCode.InvalidQuantity, reply.Code);
        Assert.Equal($"quantity: found {quantity}, expected 1 to 10000000", reply.Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refuses_a_sku_that_was_never_stocked(bool backorder)
    {
        var refused = Assert.IsType<StockEvent.ReservationRefused>(
            Assert.Single(_stock.Send(Reserve("1", 1, backorder: backorder))));
        Assert.Equal((RefusalReason.UnknownSku, 1, 0), (refused.Reason, refused.Quantity, refused.Available));
        Assert.Empty(_stock.State.Reservations);
    }

    [Fact]
    public void A_refused_reservation_can_be_asked_for_again()
    {
        _stock.Send(Reserve("1", 1));
        _stock.Receive(1);
        Assert.IsType<StockEvent.Reserved>(Assert.Single(_stock.Send(Reserve("1", 1))));
    }

    [Fact]
    public void Promises_what_is_available_over_all_warehouses()
    {
        _stock.Receive(2, "BER");
        _stock.Receive(3, "MUC");
        var e = Assert.IsType<StockEvent.Reserved>(Assert.Single(_stock.Send(Reserve("1", 5, minute: 7))));
        Assert.Equal(new StockEvent.Reserved(Order("1"), 1, 5, 0, Noon.AddMinutes(7), false), e);
        Assert.Equal(0, _stock.State.AvailableToPromise);
    }

    [Fact]
    public void Safety_stock_is_not_promised()
    {
        _stock.Send(_stock.Move(MovementKind.Receipt, 10, safetyStock: 4));
        var e = Assert.IsType<StockEvent.ReservationRefused>(
            Assert.Single(_stock.Send(Reserve("1", 7, backorder: false))));
        Assert.Equal((RefusalReason.OutOfStock, 6), (e.Reason, e.Available));
        Assert.IsType<StockEvent.Reserved>(Assert.Single(_stock.Send(Reserve("1", 6, backorder: false))));
    }

    [Fact]
    public void Promises_a_part_and_lets_the_rest_wait()
    {
        _stock.Receive(3);
        var e = Assert.IsType<StockEvent.Reserved>(Assert.Single(_stock.Send(Reserve("1", 5))));
        Assert.Equal((3, 2), (e.Quantity, e.Waiting));
        Assert.Equal((2, 3, 0), _stock.Held("1"));
    }

    [Fact]
    public void All_wait_where_nothing_is_available()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("1", 1));
        Assert.Equal(
            new StockEvent.Backordered(Order("2"), 1, 4, Noon.AddMinutes(2)),
            Assert.Single(_stock.Send(Reserve("2", 4, minute: 2))));
    }

    [Fact]
    public void A_newcomer_does_not_overtake_those_who_wait()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("1", 3, minute: 1));
        _stock.Receive(5);
        Assert.Equal(5, _stock.State.AvailableToPromise);
        Assert.IsType<StockEvent.Backordered>(Assert.Single(_stock.Send(Reserve("2", 1, minute: 2))));
        var e = Assert.IsType<StockEvent.ReservationRefused>(
            Assert.Single(_stock.Send(Reserve("3", 3, minute: 3, backorder: false))));
        Assert.Equal(2, e.Available);
        Assert.IsType<StockEvent.Reserved>(Assert.Single(_stock.Send(Reserve("4", 2, minute: 4, backorder: false))));
        _stock.ServeAll();
        Assert.Equal(((0, 3, 0), (0, 1, 0)), (_stock.Held("1"), _stock.Held("2")));
        Assert.Equal(0, _stock.State.AvailableToPromise);
    }

    [Fact]
    public void A_higher_revision_reserves_anew_after_everything_was_given_back()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 5));
        _stock.Send(Reduce("1", 0));
        _stock.Send(Reserve("1", 2, revision: 2));
        Assert.Equal((0, 2, 0), _stock.Held("1"));
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Reserve("1", 5)).Code);
    }

    [Fact]
    public void Gives_back_what_waits_then_what_is_promised_then_what_is_allocated()
    {
        _stock.Receive(4);
        _stock.Send(Reserve("1", 9));
        _stock.Send(Allocate("1", 2));
        Assert.Equal((5, 2, 2), _stock.Held("1"));
        var first = Assert.IsType<StockEvent.Reduced>(Assert.Single(_stock.Send(Reduce("1", 3))));
        Assert.Equal((5, 1, 0, false), (first.Waiting, first.Promised, first.Warehouses.Length, first.ServeNext));
        Assert.Equal((0, 1, 2), _stock.Held("1"));
        var second = Assert.IsType<StockEvent.Reduced>(Assert.Single(_stock.Send(Reduce("1", 1))));
        Assert.Equal((0, 1), (second.Waiting, second.Promised));
        Assert.Equal(new("BER", 1), Assert.Single(second.Warehouses));
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Reduce("1", 1)).Code);
        _stock.Send(Reduce("1", 0));
        Assert.Empty(_stock.State.Reservations);
        Assert.Equal(4, _stock.State.AvailableToPromise);
    }

    [Fact]
    public void Gives_back_the_smallest_parts_first()
    {
        _stock.Receive(2, "BER");
        _stock.Receive(5, "MUC");
        _stock.Receive(3, "HAM");
        _stock.Send(Reserve("1", 10));
        _stock.Send(Allocate("1", 10));
        var e = Assert.IsType<StockEvent.Reduced>(Assert.Single(_stock.Send(Reduce("1", 7))));
        Assert.Equal([new("BER", 2), new("HAM", 1)], e.Warehouses.AsEnumerable());
        Assert.Equal(2, _stock.State.Find(Order("1"))?.Warehouses.Length);
    }

    [Fact]
    public void Reducing_what_nobody_holds_changes_nothing()
    {
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(Reduce("1", 0)).Code);
        var reply = _stock.Refused(Reduce("1", -1));
        Assert.Equal(
            (StockReplyCode.InvalidQuantity, "keep: found -1, expected 0 to 10000000"), (reply.Code, reply.Detail));
    }

    [Fact]
    public void Pieces_given_back_go_to_those_who_wait()
    {
        _stock.Receive(3);
        _stock.Send(Reserve("1", 3));
        _stock.Send(Reserve("2", 2));
        var e = Assert.IsType<StockEvent.Reduced>(Assert.Single(_stock.Send(Reduce("1", 1))));
        Assert.True(e.ServeNext);
        _stock.ServeAll();
        Assert.Equal((0, 2, 0), _stock.Held("2"));
    }

    [Fact]
    public void The_last_one_waiting_who_gives_up_leaves_nobody_to_serve()
    {
        _stock.Receive(1);
        _stock.Send(Reserve("1", 3));
        Assert.False(Assert.IsType<StockEvent.Reduced>(Assert.Single(_stock.Send(Reduce("1", 0)))).ServeNext);
    }
}
