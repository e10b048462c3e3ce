using OrderToCash.Domain.Inventory;

namespace OrderToCash.Application.Audit;

/// <content>Pieces on shelves: movements, counts and shipments.</content>
internal sealed partial class StockFold
{
    private void Move(StockEvent.Moved moved, Findings findings)
    {
        findings.Count(Checked.Movements);
        var shelf = ShelfOf(Key.Of(moved.Warehouse));
        var ticks = moved.EffectiveAt.UtcTicks;
        var expected = moved.Kind switch
        {
            MovementKind.Count => shelf.DeltaOfCount(ticks, moved.Quantity),
            _ when ticks <= shelf.CountedAtTicks => 0,
            MovementKind.Scrap => -moved.Quantity,
            _ => moved.Quantity,
        };
        if (expected is { } delta && delta != moved.Delta)
        {
            findings.Break(
                Invariant.GoodsConserved, $"{moved.Kind} {moved.Reference} changes on hand by {moved.Delta}",
                $"{delta}, with {shelf.OnHand} on hand before");
        }

        _onHand += moved.Delta;
        shelf.OnHand += moved.Delta;
        if (moved.SafetyStock is { } safetyStock)
        {
            _safetyStock += safetyStock - shelf.SafetyStock;
            shelf.SafetyStock = safetyStock;
        }

        if (moved.Kind == MovementKind.Count)
            shelf.Count(ticks);
        else
            shelf.Remember(ticks, moved.Delta);
    }

    private void Ship(StockEvent.Shipped shipped, Findings findings)
    {
        findings.Count(Checked.StockShipments);
        var (order, warehouse) = (Key.Of(shipped.Order.Value), Key.Of(shipped.Warehouse));
        var shelf = ShelfOf(warehouse);
        var ticks = shipped.ShippedAt.UtcTicks;
        var delta = ticks <= shelf.CountedAtTicks ? 0 : -shipped.Quantity;
        if (delta != shipped.Delta)
        {
            findings.Break(
                Invariant.GoodsConserved, $"shipment {shipped.Shipment} changes on hand by {shipped.Delta}",
                $"{delta}: {shipped.Quantity} pieces were shipped");
        }

        _onHand += shipped.Delta;
        shelf.OnHand += shipped.Delta;
        shelf.Remember(ticks, shipped.Delta);
        findings.Effect(
            Relation.Shipment,
            Links.Shipment(order, sku, Key.Mix(Key.Of(shipped.Shipment), warehouse), shipped.Quantity));

        var tied = _tied.GetValueOrDefault(Key.Mix(order, warehouse));
        if (shipped.Quantity > tied)
        {
            findings.Break(
                Invariant.NoGhosts, $"{shipped.Quantity} pieces shipped to {shipped.Order} from {shipped.Warehouse}",
                $"at most the {tied} that are allocated to it there");
        }

        var taken = Math.Min(shipped.Quantity, tied);
        Tie(order, warehouse, -taken);
        Change(order, 0, 0, -taken, findings);
    }

    private Shelf ShelfOf(ulong warehouse)
    {
        foreach (var shelf in _shelves)
        {
            if (shelf.Warehouse == warehouse)
                return shelf;
        }

        var added = new Shelf(warehouse);
        _shelves.Add(added);
        return added;
    }
}
