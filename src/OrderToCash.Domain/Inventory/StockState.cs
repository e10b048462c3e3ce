using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

/// <summary>What is known of a SKU's stock: warehouses, who holds which pieces, and who waits.</summary>
/// <remarks>
/// Mutable, and private to the shard that owns the SKU: only <see cref="StockItem.Evolve"/> changes it. Every change
/// keeps the totals, so that a command costs O(log n) however many orders hold pieces.
/// </remarks>
public sealed class StockState
{
    private readonly List<WarehouseStock> _warehouses = [];
    private readonly Dictionary<string, Reservation> _reservations = new(StringComparer.Ordinal);
    private readonly SortedSet<Reservation> _backorders = new(Reservation.OldestFirst.Instance);

    // Derived; only while there is a shortfall.
    private PromisesByAge? _promisesByAge;

    internal StockState(string id) => Sku = new Sku(id);

    /// <summary>The SKU.</summary>
    public Sku Sku { get; }

    /// <summary>Its name as the last movement that had one said; null where none did.</summary>
    public string? Name { get; internal set; }

    /// <summary>The warehouses it ever moved in, first named first. Empty: it was never stocked.</summary>
    public IReadOnlyList<WarehouseStock> Warehouses => _warehouses;

    /// <summary>Pieces on hand, of all warehouses.</summary>
    public long OnHand { get; private set; }

    /// <summary>Pieces that are never promised, of all warehouses.</summary>
    public long SafetyStock { get; private set; }

    /// <summary>Pieces promised and not yet tied to a warehouse.</summary>
    public long Reserved { get; private set; }

    /// <summary>Pieces tied to warehouses and not yet shipped.</summary>
    public long Allocated { get; private set; }

    /// <summary>Pieces that orders wait for.</summary>
    public long Waiting { get; private set; }

    /// <summary>What can be promised; below zero it is a shortfall.</summary>
    public long AvailableToPromise => OnHand - SafetyStock - Reserved - Allocated;

    /// <summary>By how many pieces promises exceed what is there; 0 where they don't.</summary>
    public int ShortfallPieces { get; private set; }

    /// <summary>Every order that holds pieces, in no particular order.</summary>
    public IReadOnlyCollection<Reservation> Reservations => _reservations.Values;

    /// <summary>The orders that wait for goods, first served first.</summary>
    public IReadOnlyCollection<Reservation> Backorders => _backorders;

    /// <summary>The pieces that an order holds; null where it holds none.</summary>
    public Reservation? Find(OrderId order) => _reservations.GetValueOrDefault(order.Value);

    /// <summary>The warehouse of this name; null where the SKU never moved in it.</summary>
    public WarehouseStock? FindWarehouse(string name)
    {
        foreach (var warehouse in _warehouses)
        {
            if (warehouse.Name == name)
                return warehouse;
        }

        return null;
    }

    internal List<WarehouseStock> WarehouseList => _warehouses;

    internal SortedSet<Reservation> Queue => _backorders;

    /// <summary>Promised pieces of orders older than this one; known only during a shortfall, else 0.</summary>
    internal long PromisedBefore(Reservation reservation) => _promisesByAge?.Before(reservation.AgeIndex) ?? 0;

    internal Reservation FindOrAdd(OrderId order, int revision, DateTimeOffset placedAt)
    {
        if (!_reservations.TryGetValue(order.Value, out var reservation))
        {
            reservation = new Reservation(order, revision, placedAt);
            _reservations.Add(order.Value, reservation);
        }
        else if (revision > reservation.Revision)
        {
            reservation.Revision = revision;
        }

        return reservation;
    }

    internal void DropIfEmpty(Reservation reservation)
    {
        if (reservation.Held == 0)
            _reservations.Remove(reservation.Order.Value);
    }

    internal WarehouseStock FindOrAddWarehouse(string name)
    {
        var warehouse = FindWarehouse(name);
        if (warehouse is null)
        {
            warehouse = new WarehouseStock(name);
            _warehouses.Add(warehouse);
        }

        return warehouse;
    }

    internal void AddWarehouse(WarehouseStock warehouse)
    {
        _warehouses.Add(warehouse);
        OnHand += warehouse.OnHand;
        SafetyStock += warehouse.SafetyStock;
    }

    internal void ChangeOnHand(WarehouseStock warehouse, int delta)
    {
        warehouse.OnHand += delta;
        OnHand += delta;
    }

    internal void SetSafetyStock(WarehouseStock warehouse, int pieces)
    {
        SafetyStock += pieces - warehouse.SafetyStock;
        warehouse.SafetyStock = pieces;
    }

    internal void ChangeWaiting(Reservation reservation, int delta)
    {
        var before = reservation.Waiting;
        reservation.Waiting += delta;
        Waiting += delta;
        if (before == 0 && reservation.Waiting > 0)
            _backorders.Add(reservation);
        else if (before > 0 && reservation.Waiting == 0)
            _backorders.Remove(reservation);
    }

    internal void ChangePromised(Reservation reservation, int delta)
    {
        reservation.Promised += delta;
        Reserved += delta;
        if (_promisesByAge is null)
            return;
        if (delta <= 0 && reservation.AgeIndex >= 0)
            _promisesByAge.Add(reservation.AgeIndex, delta);
        else
            _promisesByAge = PromisesByAge.Of(_reservations);
    }

    /// <summary>Ties pieces to a warehouse (positive) or takes them from it (negative).</summary>
    internal void ChangeAllocated(Reservation reservation, string warehouse, int delta)
    {
        if (delta == 0)
            return;
        FindOrAddWarehouse(warehouse).Allocated += delta;
        Allocated += delta;
        reservation.Allocated += delta;
        reservation.Warehouses = Changed(reservation.Warehouses, warehouse, delta);
    }

    internal void SetShortfall(int pieces)
    {
        ShortfallPieces = pieces;
        if (pieces == 0)
            _promisesByAge = null;
        else
            _promisesByAge ??= PromisesByAge.Of(_reservations);
    }

    private static ImmutableArray<WarehouseQuantity> Changed(
        ImmutableArray<WarehouseQuantity> parts, string warehouse, int delta)
    {
        for (var index = 0; index < parts.Length; index++)
        {
            if (parts[index].Warehouse != warehouse)
                continue;
            var quantity = parts[index].Quantity + delta;
            return quantity == 0
                ? parts.RemoveAt(index)
                : parts.SetItem(index, new WarehouseQuantity(warehouse, quantity));
        }

        return parts.Add(new WarehouseQuantity(warehouse, delta));
    }
}
