using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Domain.Inventory;

/// <summary>Which warehouses pieces are taken from.</summary>
internal static class Sourcing
{
    /// <summary>
    /// As few warehouses as possible, those with the most free stock first, so that one that can serve all serves all.
    /// Safety stock is left alone unless the pieces aren't there otherwise. Fewer pieces than asked for where fewer are
    /// on the shelves.
    /// </summary>
    public static ImmutableArray<WarehouseQuantity> Choose(List<WarehouseStock> warehouses, int quantity)
    {
        if (quantity == 0)
            return [];
        var keepSafety = FreeOf(warehouses, keepSafety: true) >= quantity;
        var first = MostFree(warehouses, keepSafety, []);
        if (first is null)
            return [];
        var free = Free(first, keepSafety);
        if (free >= quantity)
            return ImmutableArray.Create(new WarehouseQuantity(first.Name, quantity));
        var chosen = ImmutableArray.CreateBuilder<WarehouseQuantity>();
        var rest = quantity;
        for (var next = first; next is not null && rest > 0; next = MostFree(warehouses, keepSafety, chosen))
        {
            var taken = Math.Min(Free(next, keepSafety), rest);
            chosen.Add(new WarehouseQuantity(next.Name, taken));
            rest -= taken;
        }

        return chosen.DrainToImmutable();
    }

    /// <summary>Pieces on all shelves that are not tied to an order.</summary>
    public static long FreeOf(List<WarehouseStock> warehouses, bool keepSafety)
    {
        long sum = 0;
        for (var index = 0; index < warehouses.Count; index++)
            sum += Math.Max(0, Free(warehouses[index], keepSafety));
        return sum;
    }

    private static int Free(WarehouseStock warehouse, bool keepSafety) =>
        warehouse.OnHand - warehouse.Allocated - (keepSafety ? warehouse.SafetyStock : 0);

    private static WarehouseStock? MostFree(
        List<WarehouseStock> warehouses, bool keepSafety, IReadOnlyList<WarehouseQuantity> without)
    {
        WarehouseStock? best = null;
        var most = 0;
        for (var index = 0; index < warehouses.Count; index++)
        {
            var warehouse = warehouses[index];
            var free = Free(warehouse, keepSafety);
            if (free <= most || Contains(without, warehouse.Name))
                continue;
            best = warehouse;
            most = free;
        }

        return best;
    }

    private static bool Contains(IReadOnlyList<WarehouseQuantity> chosen, string warehouse)
    {
        for (var index = 0; index < chosen.Count; index++)
        {
            if (chosen[index].Warehouse == warehouse)
                return true;
        }

        return false;
    }
}
