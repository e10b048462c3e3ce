using System.Diagnostics;

namespace OrderToCash.Domain.Inventory;

public static partial class StockItem
{
    /// <summary>The state after an event; it is the same instance, changed.</summary>
    public static StockState Evolve(StockState state, StockEvent e)
    {
        switch (e)
        {
            case StockEvent.Reserved reserved:
                Apply(state, reserved);
                return state;
            case StockEvent.Allocated allocated:
                Apply(state, allocated);
                return state;
            case StockEvent.Shipped shipped:
                Apply(state, shipped);
                return state;
            case StockEvent.Moved moved:
                Apply(state, moved);
                return state;
            case StockEvent.Backordered backordered:
                Apply(state, backordered);
                return state;
            case StockEvent.Reduced reduced:
                Apply(state, reduced);
                return state;
            case StockEvent.ShortfallChanged changed:
                state.SetShortfall(changed.Pieces);
                return state;
            case StockEvent.ReservationRefused or StockEvent.BackordersServed:
                return state;
            default:
                throw new UnreachableException(e.GetType().Name);
        }
    }

    private static void Apply(StockState state, StockEvent.Reserved e)
    {
        var reservation = state.FindOrAdd(e.Order, e.Revision, e.PlacedAt);
        state.ChangePromised(reservation, e.Quantity);
        state.ChangeWaiting(reservation, e.FromBackorder ? -e.Quantity : e.Waiting);
    }

    private static void Apply(StockState state, StockEvent.Backordered e) =>
        state.ChangeWaiting(state.FindOrAdd(e.Order, e.Revision, e.PlacedAt), e.Quantity);

    private static void Apply(StockState state, StockEvent.Allocated e)
    {
        var reservation = state.FindOrAdd(e.Order, e.Revision, e.PlacedAt);
        state.ChangePromised(reservation, -e.Missing);
        state.ChangeWaiting(reservation, e.Missing);
        foreach (var part in e.Warehouses)
        {
            state.ChangePromised(reservation, -part.Quantity);
            state.ChangeAllocated(reservation, part.Warehouse, part.Quantity);
        }
    }

    private static void Apply(StockState state, StockEvent.Reduced e)
    {
        if (state.Find(e.Order) is not { } reservation)
            return;
        state.ChangeWaiting(reservation, -e.Waiting);
        state.ChangePromised(reservation, -e.Promised);
        foreach (var part in e.Warehouses)
            state.ChangeAllocated(reservation, part.Warehouse, -part.Quantity);
        state.DropIfEmpty(reservation);
    }

    private static void Apply(StockState state, StockEvent.Shipped e)
    {
        var warehouse = state.FindOrAddWarehouse(e.Warehouse);
        if (e.Delta != 0)
        {
            state.ChangeOnHand(warehouse, e.Delta);
            warehouse.Movements.Add(e.ShippedAt.UtcTicks, e.Delta);
        }

        TakeShipped(state, e);
    }

    private static void Apply(StockState state, StockEvent.Moved e)
    {
        var warehouse = state.FindOrAddWarehouse(e.Warehouse);
        var ticks = e.EffectiveAt.UtcTicks;
        state.ChangeOnHand(warehouse, e.Delta);
        if (e.SafetyStock is { } safetyStock)
            state.SetSafetyStock(warehouse, safetyStock);
        if (e.Kind != MovementKind.Count)
        {
            if (e.Delta != 0)
                warehouse.Movements.Add(ticks, e.Delta);
        }
        else if (ticks >= warehouse.CountedAtUtcTicks)
        {
            warehouse.CountedAtUtcTicks = ticks;
            warehouse.Movements.DropUntil(ticks);
        }

        warehouse.References.Add(
            e.Reference, RecentReferences.FingerprintOf(e.Kind, e.Quantity, e.SafetyStock, e.MovedAt));
        state.Name = e.Name ?? state.Name;
    }
}
