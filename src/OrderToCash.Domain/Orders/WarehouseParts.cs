using System.Collections.Immutable;

namespace OrderToCash.Domain.Orders;

/// <summary>Pieces by warehouse: one entry a warehouse, none with 0, new ones at the end.</summary>
/// <remarks>Stock items keep theirs by the same rules, so an order knows where its pieces are without asking.</remarks>
public static class WarehouseParts
{
    /// <summary>All pieces.</summary>
    public static int Sum(ImmutableArray<WarehouseQuantity> parts)
    {
        var sum = 0;
        foreach (var part in parts) sum += part.Quantity;
        return sum;
    }

    /// <summary>With these pieces more.</summary>
    public static ImmutableArray<WarehouseQuantity> Add(
        ImmutableArray<WarehouseQuantity> parts, ImmutableArray<WarehouseQuantity> more)
    {
        if (parts.IsEmpty) return more;
        foreach (var part in more)
        {
            var index = IndexOf(parts, part.Warehouse);
            parts = index < 0
                ? parts.Add(part)
                : parts.SetItem(index, part with { Quantity = part.Quantity + parts[index].Quantity });
        }

        return parts;
    }

    /// <summary>Without these pieces of a warehouse, or without the warehouse where it has no more.</summary>
    public static ImmutableArray<WarehouseQuantity> TakeFrom(
        ImmutableArray<WarehouseQuantity> parts, string warehouse, int quantity)
    {
        var index = IndexOf(parts, warehouse);
        if (index < 0) return parts;
        var rest = parts[index].Quantity - quantity;
        if (rest > 0) return parts.SetItem(index, new WarehouseQuantity(warehouse, rest));
        return parts.Length == 1 ? [] : parts.RemoveAt(index);
    }

    /// <summary>
    /// Without so many pieces, taken from the smallest part first, so that the rest comes from as few warehouses as
    /// possible; of equal ones from the first by name, since order and stock may have heard of them in another order.
    /// </summary>
    public static ImmutableArray<WarehouseQuantity> TakeSmallest(ImmutableArray<WarehouseQuantity> parts, int quantity)
    {
        while (quantity > 0 && !parts.IsEmpty)
        {
            var smallest = 0;
            for (var i = 1; i < parts.Length; i++)
                if (CompareGivenBack(parts[i], parts[smallest]) < 0) smallest = i;
            var taken = Math.Min(quantity, parts[smallest].Quantity);
            parts = TakeFrom(parts, parts[smallest].Warehouse, taken);
            quantity -= taken;
        }

        return parts;
    }

    /// <summary>Compares by the order in which parts are given back.</summary>
    public static int CompareGivenBack(WarehouseQuantity one, WarehouseQuantity other)
    {
        var byQuantity = one.Quantity.CompareTo(other.Quantity);
        return byQuantity != 0 ? byQuantity : string.CompareOrdinal(one.Warehouse, other.Warehouse);
    }

    private static int IndexOf(ImmutableArray<WarehouseQuantity> parts, string warehouse)
    {
        for (var i = 0; i < parts.Length; i++)
            if (string.Equals(parts[i].Warehouse, warehouse, StringComparison.Ordinal)) return i;
        return -1;
    }
}
