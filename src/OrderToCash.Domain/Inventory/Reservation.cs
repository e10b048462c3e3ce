using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

/// <summary>The unshipped pieces of one SKU that one order holds: waiting, promised, or tied to warehouses.</summary>
/// <remarks>Part of <see cref="StockState"/>, which alone changes it. It is dropped when it holds nothing.</remarks>
public sealed class Reservation
{
    internal Reservation(OrderId order, int revision, DateTimeOffset placedAt)
    {
        Order = order;
        Revision = revision;
        PlacedAt = placedAt;
    }

    /// <summary>Whose pieces they are.</summary>
    public OrderId Order { get; }

    /// <summary>The channel's order time, which is the place in the backorder queue.</summary>
    public DateTimeOffset PlacedAt { get; }

    /// <summary>The order's revision that asked last.</summary>
    public int Revision { get; internal set; }

    /// <summary>Pieces that wait for goods.</summary>
    public int Waiting { get; internal set; }

    /// <summary>Pieces promised, not yet tied to a warehouse.</summary>
    public int Promised { get; internal set; }

    /// <summary>Pieces tied to warehouses, of all of them.</summary>
    public int Allocated { get; internal set; }

    /// <summary>Pieces tied to warehouses, one entry a warehouse, none with 0.</summary>
    public ImmutableArray<WarehouseQuantity> Warehouses { get; internal set; } = [];

    /// <summary>All pieces that are held.</summary>
    public int Held => Waiting + Promised + Allocated;

    /// <summary>Index in <see cref="PromisesByAge"/>; meaningless while there is none.</summary>
    internal int AgeIndex { get; set; }

    /// <summary>Pieces tied to this warehouse.</summary>
    public int AllocatedIn(string warehouse)
    {
        foreach (var part in Warehouses)
        {
            if (part.Warehouse == warehouse)
                return part.Quantity;
        }

        return 0;
    }

    /// <summary>Orders reservations by the channel's order time, then by order id.</summary>
    internal sealed class OldestFirst : IComparer<Reservation>
    {
        public static OldestFirst Instance { get; } = new();

        public int Compare(Reservation? x, Reservation? y)
        {
            if (x is null || y is null)
                return x is null ? (y is null ? 0 : -1) : 1;
            var byTime = x.PlacedAt.CompareTo(y.PlacedAt);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Order.Value, y.Order.Value);
        }
    }
}
