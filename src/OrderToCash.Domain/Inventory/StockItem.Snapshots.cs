using System.Collections.Immutable;

namespace OrderToCash.Domain.Inventory;

public static partial class StockItem
{
    /// <summary>All of the state, to be stored.</summary>
    public static StockSnapshot ToSnapshot(StockState state)
    {
        var warehouses = ImmutableArray.CreateBuilder<WarehouseSnapshot>(state.Warehouses.Count);
        foreach (var warehouse in state.Warehouses)
        {
            warehouses.Add(new WarehouseSnapshot(
                warehouse.Name, warehouse.OnHand, warehouse.SafetyStock, warehouse.CountedAtUtcTicks,
                warehouse.Movements.ForgottenUntilUtcTicks, warehouse.Movements.ToImmutableArray(),
                warehouse.References.ToImmutableArray()));
        }

        var reservations = ImmutableArray.CreateBuilder<ReservationSnapshot>(state.Reservations.Count);
        foreach (var one in state.Reservations)
        {
            reservations.Add(new ReservationSnapshot(
                one.Order, one.Revision, one.PlacedAt, one.Waiting, one.Promised, one.Warehouses));
        }

        reservations.Sort(static (a, b) => string.CompareOrdinal(a.Order.Value, b.Order.Value));
        return new StockSnapshot(
            state.Sku.Value, state.Name, state.ShortfallPieces, warehouses.MoveToImmutable(),
            reservations.MoveToImmutable());
    }

    /// <summary>The state that a snapshot was taken of.</summary>
    public static StockState FromSnapshot(StockSnapshot snapshot)
    {
        var state = new StockState(snapshot.Sku) { Name = snapshot.Name };
        foreach (var one in snapshot.Warehouses)
        {
            state.AddWarehouse(new WarehouseStock(
                one.Name, MovementHistory.From(one.Movements, one.ForgottenUntilUtcTicks),
                RecentReferences.From(one.References))
            {
                OnHand = one.OnHand,
                SafetyStock = one.SafetyStock,
                CountedAtUtcTicks = one.CountedAtUtcTicks,
            });
        }

        foreach (var one in snapshot.Reservations)
        {
            var reservation = state.FindOrAdd(one.Order, one.Revision, one.PlacedAt);
            state.ChangeWaiting(reservation, one.Waiting);
            state.ChangePromised(reservation, one.Promised);
            foreach (var part in one.Warehouses)
                state.ChangeAllocated(reservation, part.Warehouse, part.Quantity);
        }

        state.SetShortfall(snapshot.ShortfallPieces);
        return state;
    }
}
