using System.Text.Json;
using OrderToCash.Domain.Inventory;
using Xunit;
using static OrderToCash.Tests.Inventory.StockScenario;

namespace OrderToCash.Tests.Inventory;

public class StockSnapshotTests
{
    private readonly StockScenario _stock = new();

    [Fact]
    public void A_loaded_snapshot_knows_references_movements_counts_and_the_shortfall()
    {
        var receipt = _stock.Receipt(9);
        _stock.Send(receipt with { Name = "Teekanne", SafetyStock = 1 });
        _stock.Send(Reserve("young", 4, minute: 2));
        _stock.Send(Reserve("old", 4, minute: 1));
        _stock.Send(Reserve("waits", 4, minute: 3));
        _stock.Send(Allocate("old", 1));
        _stock.Send(_stock.Move(MovementKind.Count, 5, at: Noon.AddMinutes(30)));
        _stock.Receive(1, at: Noon.AddHours(1));
        var snapshot = StockItem.ToSnapshot(_stock.State);
        var state = StockItem.FromSnapshot(snapshot);

        Assert.Equal(JsonSerializer.Serialize(snapshot), JsonSerializer.Serialize(StockItem.ToSnapshot(state)));
        Assert.Equal(("A-1", "Teekanne"), (state.Sku.Value, state.Name));
        Assert.Equal((6L, 1L), (state.OnHand, state.SafetyStock));
        Assert.Equal((7L, 1L, 4L), (state.Reserved, state.Allocated, state.Waiting));
        Assert.Equal(3, state.ShortfallPieces);
        StockCommand[] commands =
        [
            receipt with { SafetyStock = 1 },
            receipt with { Quantity = 2 },
            _stock.Move(MovementKind.Count, 2, at: Noon.AddMinutes(40)),
            _stock.Receipt(1, at: Noon.AddMinutes(30)),
            Allocate("young", 4),
            Reserve("old", 4),
        ];
        foreach (var command in commands)
        {
            var live = StockItem.Decide(_stock.State, command, _stock.Now);
            var loaded = StockItem.Decide(state, command, _stock.Now);
            Assert.Equal(live.Reply, loaded.Reply);
            Assert.Equal(string.Join('\n', live.Events), string.Join('\n', loaded.Events));
        }
    }

    [Fact]
    public void A_snapshot_holds_only_orders_that_hold_pieces()
    {
        _stock.Receive(1_000);
        for (var order = 0; order < 500; order++)
        {
            _stock.Send(Reserve("n" + order, 2));
            _stock.Send(Allocate("n" + order, 2));
            _stock.Send(order % 2 == 0 ? Ship("n" + order, 2) : Reduce("n" + order, 0));
        }

        Assert.Empty(StockItem.ToSnapshot(_stock.State).Reservations);
    }

    [Fact]
    public void A_hundred_thousand_reservations_stay_fast()
    {
        // Enough steps to run for minutes where one command looked at every order.
        _stock.Send(_stock.Move(MovementKind.Receipt, 200_000));
        for (var order = 0; order < 100_000; order++)
            _stock.Send(Reserve("n" + order, 2, minute: order * 7_919 % 100_000));
        _stock.Send(_stock.Move(MovementKind.Count, 100_000));
        for (var order = 0; order < 100_000; order++)
            _stock.Send(Allocate("n" + order, 2));
        Assert.Equal((100_000L, 100_000L), (_stock.State.Allocated, _stock.State.Waiting));
        Assert.Equal(0, _stock.State.AvailableToPromise);
        // The older half has its pieces, the younger half waits.
        Assert.Equal(Noon.AddMinutes(50_000), _stock.State.Backorders.First().PlacedAt);
        Assert.Equal(50_000, _stock.State.Backorders.Count);
    }
}
