using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;

namespace OrderToCash.Application.Outbound;

/// <summary>
/// How much of a SKU there is, as sums of what its events said: all that offers to channels are made of.
/// </summary>
/// <remarks>
/// Who holds which pieces is not in it, so it stays small where a SKU has a hundred thousand reservations. What holds
/// for the read models' stock holds here: a shipment of pieces that are not tied to its warehouse can't be seen.
/// </remarks>
public sealed record StockLevel
{
    /// <summary>A SKU of which nothing is known.</summary>
    public static StockLevel Empty { get; } = new();

    /// <summary>The SKU's shard.</summary>
    public int Shard { get; init; }

    /// <summary>The shard position of the SKU's last event; 0 before the first.</summary>
    public long Position { get; init; }

    /// <summary>Pieces promised and not tied to a warehouse.</summary>
    public long Reserved { get; init; }

    /// <summary>Pieces that orders wait for.</summary>
    public long Waiting { get; init; }

    /// <summary>The warehouses it ever moved in, first named first.</summary>
    public ImmutableArray<ShelfLevel> Shelves { get; init; } = [];

    /// <summary>
    /// Pieces that may be offered: available to promise, less what orders wait for already; never below 0.
    /// </summary>
    /// <param name="warehouses">
    /// The warehouses to offer from; empty for all. Never more than is free on their shelves, and never more than is
    /// available over all warehouses, since promises are made against all of them.
    /// </param>
    public long Available(ImmutableArray<string> warehouses)
    {
        long everywhere = 0;
        long chosen = 0;
        foreach (var shelf in Shelves)
        {
            var free = shelf.OnHand - shelf.SafetyStock - shelf.Allocated;
            everywhere += free;
            if (warehouses.Contains(shelf.Warehouse))
                chosen += free;
        }

        var available = everywhere - Reserved - Waiting;
        return Math.Max(0, warehouses.IsEmpty ? available : Math.Min(available, chosen));
    }

    /// <summary>The level after an event.</summary>
    public StockLevel After(StockEvent e) => e switch
    {
        StockEvent.Moved moved => With(
            moved.Warehouse, moved.Delta, 0, moved.SafetyStock),
        StockEvent.Reserved reserved => this with
        {
            Reserved = Reserved + reserved.Quantity,
            Waiting = Waiting + (reserved.FromBackorder ? -reserved.Quantity : reserved.Waiting),
        },
        StockEvent.Backordered backordered => this with { Waiting = Waiting + backordered.Quantity },
        StockEvent.Allocated allocated => After(allocated),
        StockEvent.Reduced reduced => After(reduced),
        StockEvent.Shipped shipped => With(shipped.Warehouse, shipped.Delta, -shipped.Quantity, null),
        _ => this,
    };

    /// <inheritdoc/>
    public bool Equals(StockLevel? other) =>
        other is not null && Shard == other.Shard && Position == other.Position && Reserved == other.Reserved
        && Waiting == other.Waiting && Shelves.SequenceEqual(other.Shelves);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Shard, Position, Reserved, Waiting, Shelves.Length);

    private StockLevel After(StockEvent.Allocated e)
    {
        var level = this with { Reserved = Reserved - e.Missing, Waiting = Waiting + e.Missing };
        foreach (var (warehouse, quantity) in e.Warehouses)
            level = level.With(warehouse, 0, quantity, null) with { Reserved = level.Reserved - quantity };
        return level;
    }

    private StockLevel After(StockEvent.Reduced e)
    {
        var level = this with { Reserved = Reserved - e.Promised, Waiting = Waiting - e.Waiting };
        foreach (var (warehouse, quantity) in e.Warehouses)
            level = level.With(warehouse, 0, -quantity, null);
        return level;
    }

    private StockLevel With(string warehouse, long onHand, long allocated, long? safetyStock)
    {
        for (var index = 0; index < Shelves.Length; index++)
        {
            var shelf = Shelves[index];
            if (shelf.Warehouse == warehouse)
            {
                return this with
                {
                    Shelves = Shelves.SetItem(index, new ShelfLevel(
                        warehouse, shelf.OnHand + onHand, safetyStock ?? shelf.SafetyStock,
                        shelf.Allocated + allocated)),
                };
            }
        }

        return this with { Shelves = Shelves.Add(new ShelfLevel(warehouse, onHand, safetyStock ?? 0, allocated)) };
    }
}

/// <summary>A SKU in one warehouse, in pieces.</summary>
/// <param name="SafetyStock">Never promised.</param>
/// <param name="Allocated">Tied to orders.</param>
public readonly record struct ShelfLevel(string Warehouse, long OnHand, long SafetyStock, long Allocated);
