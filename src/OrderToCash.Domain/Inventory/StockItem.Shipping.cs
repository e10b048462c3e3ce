using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

public static partial class StockItem
{
    /// <remarks>
    /// Without a shortfall every promised piece is on some shelf: Σ max(0, on hand − allocated) ≥ available + reserved.
    /// During one, the shelves belong to the older promises first; what is missing then leaves nothing available, so
    /// that serving backorders doesn't hand the same pieces round in a circle.
    /// </remarks>
    private static Decision<StockReply, StockEvent> Allocate(StockState state, StockCommand.Allocate command)
    {
        if (command.Quantity is < 1 or > MaxQuantity)
            return RefuseQuantity(command.Quantity, 1, MaxQuantity);
        var held = state.Find(command.Order);
        if (held is null || command.Revision < held.Revision || held.Promised == 0)
            return Duplicate;

        var asked = Math.Min(command.Quantity, held.Promised);
        var share = asked;
        if (state.ShortfallPieces > 0)
        {
            var free = Sourcing.FreeOf(state.WarehouseList, keepSafety: false) - state.PromisedBefore(held);
            share = (int)Math.Clamp(free, 0, asked);
        }

        var warehouses = Sourcing.Choose(state.WarehouseList, share);
        var missing = asked;
        foreach (var part in warehouses)
            missing -= part.Quantity;
        var allocated = new StockEvent.Allocated(command.Order, command.Revision, warehouses, missing, held.PlacedAt);
        return Accept(state, allocated, state.AvailableToPromise + missing, "allocation", command.Order.Value);
    }

    private static Decision<StockReply, StockEvent> Ship(StockState state, StockCommand.Ship command, DateTimeOffset at)
    {
        if (command.Quantity is < 1 or > MaxQuantity)
            return RefuseQuantity(command.Quantity, 1, MaxQuantity);
        var shippedAt = command.ShippedAt > at ? at : command.ShippedAt;
        var countedAt = state.FindWarehouse(command.Warehouse)?.CountedAtUtcTicks ?? long.MinValue;
        var delta = shippedAt.UtcTicks <= countedAt ? 0 : -command.Quantity;
        var held = state.Find(command.Order);
        var released = held is null ? 0 : Math.Min(command.Quantity, held.Allocated + held.Promised);
        var shipped = new StockEvent.Shipped(
            command.Order, command.Shipment, command.Warehouse, command.Quantity, delta, shippedAt);
        return Accept(state, shipped, state.AvailableToPromise + delta + released, "shipment", command.Shipment);
    }

    /// <summary>
    /// Takes shipped pieces from what the order holds: tied to this warehouse, then promised, then tied to others, then
    /// waiting. The order has checked that they are tied here; the rest keeps the books whole if they are not.
    /// </summary>
    private static void TakeShipped(StockState state, StockEvent.Shipped e)
    {
        var held = state.Find(e.Order);
        if (held is null)
            return;
        var rest = e.Quantity;
        var here = Math.Min(rest, held.AllocatedIn(e.Warehouse));
        state.ChangeAllocated(held, e.Warehouse, -here);
        rest -= here;
        if (rest > 0)
        {
            var promised = Math.Min(rest, held.Promised);
            state.ChangePromised(held, -promised);
            rest -= promised;
        }

        while (rest > 0 && held.Warehouses.Length > 0)
        {
            var other = held.Warehouses[^1];
            var taken = Math.Min(rest, other.Quantity);
            state.ChangeAllocated(held, other.Warehouse, -taken);
            rest -= taken;
        }

        if (rest > 0)
            state.ChangeWaiting(held, -Math.Min(rest, held.Waiting));
        state.DropIfEmpty(held);
    }
}
