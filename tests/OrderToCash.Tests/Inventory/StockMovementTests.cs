using OrderToCash.Domain.Inventory;
using Xunit;
using static OrderToCash.Tests.Inventory.StockScenario;

namespace OrderToCash.Tests.Inventory;

public class StockMovementTests
{
    private readonly StockScenario _stock = new();

    [Fact]
    public void Same_movement_again_is_a_duplicate()
    {
        var receipt = _stock.Receipt(5);
        _stock.Send(receipt);
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(receipt).Code);
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(receipt with { Name = "Teekanne" }).Code);
        Assert.Equal(5, _stock.State.OnHand);
    }

    [Fact]
    public void Same_reference_in_another_warehouse_is_another_movement()
    {
        var count = _stock.Move(MovementKind.Count, 5, "BER", reference: "INV-2026");
        _stock.Send(count);
        _stock.Send(count with { Warehouse = "MUC" });
        Assert.Equal(10, _stock.State.OnHand);
    }

    [Theory]
    [InlineData(MovementKind.Receipt, 0, "quantity: found 0, expected 1 to 10000000")]
    [InlineData(MovementKind.Receipt, -1, "quantity: found -1, expected 1 to 10000000")]
    [InlineData(MovementKind.Scrap, 0, "quantity: found 0, expected 1 to 10000000")]
    [InlineData(MovementKind.Count, -1, "quantity: found -1, expected 0 to 10000000")]
    [InlineData(MovementKind.Correction, 0, "quantity: found 0, expected a change")]
    [InlineData(MovementKind.Correction, -10_000_001, "quantity: found -10000001, expected -10000000 to 10000000")]
    [InlineData(MovementKind.Receipt, 10_000_001, "quantity: found 10000001, expected 1 to 10000000")]
    public void Refuses_a_quantity_out_of_range_before_it_looks_at_the_reference(
        MovementKind kind, int quantity, string detail)
    {
        _stock.Send(_stock.Move(MovementKind.Receipt, 3, reference: "R"));
        var reply = _stock.Refused(_stock.Move(kind, quantity, reference: "R"));
        Assert.Equal((StockReplyCode.InvalidQuantity, detail), (reply.Code, reply.Detail));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_000_001)]
    public void Refuses_a_safety_stock_out_of_range(int safetyStock)
    {
        var reply = _stock.Refused(_stock.Move(MovementKind.Receipt, 3, safetyStock: safetyStock));
        Assert.Equal(
            (StockReplyCode.InvalidQuantity, $"safetyStock: found {safetyStock}, expected 0 to 10000000"),
            (reply.Code, reply.Detail));
    }

    [Fact]
    public void Refuses_a_known_reference_with_other_content()
    {
        var receipt = _stock.Receipt(5);
        _stock.Send(receipt);
        StockCommand.Move[] others =
        [
            receipt with { Quantity = 6 },
            receipt with { Kind = MovementKind.Count },
            receipt with { SafetyStock = 0 },
            receipt with { MovedAt = receipt.MovedAt.AddTicks(1) },
            receipt with { Kind = MovementKind.Scrap, Quantity = 9 },
        ];
        foreach (var other in others)
        {
            var reply = _stock.Refused(other);
            Assert.Equal(StockReplyCode.ReferenceConflict, reply.Code);
            Assert.Equal("reference: R1 is known in BER with other content", reply.Detail);
        }
    }

    [Fact]
    public void Remembers_the_last_4096_references()
    {
        var first = _stock.Receipt(1);
        var second = _stock.Receipt(1);
        _stock.Send(first);
        _stock.Send(second);
        for (var more = 0; more < 4_095; more++)
            _stock.Receive(1);
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(second).Code);
        _stock.Send(first);
        Assert.Equal(4_098, _stock.State.OnHand);
    }

    [Theory]
    [InlineData(MovementKind.Scrap, 4)]
    [InlineData(MovementKind.Correction, -4)]
    public void Refuses_to_take_more_than_is_on_hand(MovementKind kind, int quantity)
    {
        _stock.Receive(9, "MUC");
        _stock.Receive(3, "BER");
        var reply = _stock.Refused(_stock.Move(kind, quantity, "BER"));
        Assert.Equal(StockReplyCode.NotEnoughOnHand, reply.Code);
        Assert.Equal($"quantity: found {quantity}, on hand 3", reply.Detail);
        _stock.Send(_stock.Move(kind, quantity < 0 ? -3 : 3, "BER"));
        Assert.Equal(9, _stock.State.OnHand);
    }

    [Fact]
    public void Refuses_more_on_hand_than_can_be_kept()
    {
        for (var pallet = 0; pallet < 100; pallet++)
            _stock.Receive(10_000_000);
        Assert.Equal(StockReplyCode.InvalidQuantity, _stock.Refused(_stock.Receipt(1)).Code);
    }

    [Fact]
    public void A_movement_says_what_it_changed()
    {
        Assert.Equal((5, 5), Quantities(_stock.Receive(5)));
        Assert.Equal((2, -2), Quantities(_stock.Send(_stock.Move(MovementKind.Scrap, 2))));
        Assert.Equal((-1, -1), Quantities(_stock.Send(_stock.Move(MovementKind.Correction, -1))));
        Assert.Equal((7, 5), Quantities(_stock.Send(_stock.Move(MovementKind.Count, 7))));
        Assert.Equal(7, _stock.State.OnHand);

        static (int, int) Quantities(IReadOnlyList<StockEvent> events)
        {
            var moved = Assert.IsType<StockEvent.Moved>(Assert.Single(events));
            return (moved.Quantity, moved.Delta);
        }
    }

    [Fact]
    public void A_count_holds_for_its_time_and_later_movements_apply_on_top()
    {
        _stock.Receive(10, at: Noon);
        _stock.Receive(4, at: Noon.AddHours(2));
        _stock.Send(_stock.Move(MovementKind.Count, 8, at: Noon.AddHours(1)));
        Assert.Equal(12, _stock.State.OnHand);
        // What the count has seen changes nothing, at the very moment of the count included.
        Assert.Equal(0, Delta(_stock.Receive(100, at: Noon.AddHours(1))));
        Assert.Equal(0, Delta(_stock.Send(_stock.Move(MovementKind.Scrap, 100, at: Noon))));
        Assert.Equal(3, Delta(_stock.Receive(3, at: Noon.AddHours(1).AddTicks(1))));
        // An older count that comes late changes nothing; one of the same moment is a recount.
        Assert.Equal(0, Delta(_stock.Send(_stock.Move(MovementKind.Count, 1, at: Noon))));
        Assert.Equal(1, Delta(_stock.Send(_stock.Move(MovementKind.Count, 9, at: Noon.AddHours(1)))));
        Assert.Equal(16, _stock.State.OnHand);
    }

    [Fact]
    public void A_second_count_keeps_what_moved_after_it()
    {
        _stock.Send(_stock.Move(MovementKind.Count, 10, at: Noon));
        _stock.Receive(4, at: Noon.AddTicks(1));
        _stock.Receive(2, at: Noon.AddTicks(2));
        Assert.Equal(-1, Delta(_stock.Send(_stock.Move(MovementKind.Count, 9, at: Noon))));
        Assert.Equal(-2, Delta(_stock.Send(_stock.Move(MovementKind.Count, 11, at: Noon.AddTicks(1)))));
        Assert.Equal(13, _stock.State.OnHand);
    }

    [Fact]
    public void A_count_says_nothing_of_other_warehouses()
    {
        _stock.Receive(5, "BER");
        _stock.Receive(6, "MUC");
        _stock.Send(_stock.Move(MovementKind.Count, 0, "MUC"));
        Assert.Equal([5, 0], _stock.State.Warehouses.Select(w => w.OnHand));
    }

    [Fact]
    public void Shipments_after_a_count_may_exceed_it_and_the_books_show_it()
    {
        _stock.Receive(5);
        _stock.Send(Reserve("1", 5));
        _stock.Send(Allocate("1", 5));
        _stock.Send(Ship("1", 5, at: Noon.AddHours(2)));
        var events = _stock.Send(_stock.Move(MovementKind.Count, 3, at: Noon.AddHours(1)));
        Assert.Equal(-2, _stock.State.OnHand);
        Assert.Equal(new StockEvent.ShortfallChanged(2, "count R2"), events[1]);
    }

    [Fact]
    public void A_count_older_than_the_movements_still_known_is_refused()
    {
        // One comes late; then there are 8,193, and the older 4,096 of the first 8,192 are forgotten.
        var forgotten = Noon.AddMinutes(-4_096);
        for (var minute = 8_191; minute >= 0; minute--)
            _stock.Receive(1, at: Noon.AddMinutes(-minute));
        _stock.Receive(1, at: forgotten.AddSeconds(1));
        var reply = _stock.Refused(_stock.Move(MovementKind.Count, 7, at: forgotten.AddTicks(-1)));
        Assert.Equal(StockReplyCode.CountTooOld, reply.Code);
        Assert.Equal($"at: found {forgotten.AddTicks(-1):O}, expected {forgotten:O} or later", reply.Detail);
        _stock.Send(_stock.Move(MovementKind.Count, 7, at: forgotten));
        Assert.Equal(7 + 4_097, _stock.State.OnHand);
        // Now a later count holds, so the old one changes nothing.
        Assert.Equal(0, Delta(_stock.Send(_stock.Move(MovementKind.Count, 9, at: forgotten.AddTicks(-1)))));
    }

    [Fact]
    public void A_movement_dated_in_the_future_counts_as_of_now()
    {
        var far = Noon.AddYears(70);
        var moved = Assert.IsType<StockEvent.Moved>(
            Assert.Single(_stock.Send(_stock.Move(MovementKind.Count, 5, at: far))));
        Assert.Equal((far, _stock.Now), (moved.MovedAt, moved.EffectiveAt));
        _stock.Now = _stock.Now.AddMinutes(1);
        Assert.Equal(2, Delta(_stock.Receive(2, at: _stock.Now)));
        Assert.Equal(StockReplyCode.Duplicate, _stock.Refused(
            _stock.Move(MovementKind.Count, 5, reference: "R1", at: far)).Code);
    }

    [Fact]
    public void Keeps_safety_stock_and_name_until_another_is_said()
    {
        _stock.Send(_stock.Move(MovementKind.Receipt, 9, safetyStock: 4) with { Name = "Teekanne" });
        _stock.Receive(1);
        Assert.Equal((4L, 6L), (_stock.State.SafetyStock, _stock.State.AvailableToPromise));
        Assert.Equal("Teekanne", _stock.State.Name);
        _stock.Send(_stock.Move(MovementKind.Receipt, 1, safetyStock: 0));
        Assert.Equal(11, _stock.State.AvailableToPromise);
    }

    [Fact]
    public void Keeps_what_a_source_sent_beside_the_known_fields()
    {
        var moved = _stock.Send(_stock.Move(MovementKind.Receipt, 9) with { ExtraJson = "{\"shelf\":7}" });

        Assert.Equal("{\"shelf\":7}", Assert.IsType<StockEvent.Moved>(moved[0]).ExtraJson);
    }

    private static int Delta(IReadOnlyList<StockEvent> events) => Assert.IsType<StockEvent.Moved>(events[0]).Delta;
}
