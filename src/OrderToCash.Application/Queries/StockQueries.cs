using System.Collections.Immutable;

namespace OrderToCash.Application.Queries;

/// <summary>Filters of a list of stock; null: not filtered.</summary>
/// <param name="SkuPrefix">SKUs that begin with this.</param>
/// <param name="Warehouse">SKUs that ever moved in this warehouse; others' shelves are left out of the rows.</param>
/// <param name="OnlyShort">Only SKUs whose promises exceed what is there.</param>
public sealed record StockQuery(string? SkuPrefix = null, string? Warehouse = null, bool OnlyShort = false);

/// <summary>A SKU's stock over all warehouses.</summary>
/// <param name="Name">As the last movement that had one said; null where none did.</param>
/// <param name="Reserved">Promised and not tied to a warehouse.</param>
/// <param name="Allocated">Tied to warehouses and not shipped.</param>
/// <param name="Waiting">Pieces that orders wait for.</param>
/// <param name="ShortfallPieces">By how many pieces promises exceed what is there.</param>
/// <param name="Warehouses">Each warehouse that it ever moved in, by name.</param>
/// <param name="Version">The last event that it has seen.</param>
public sealed record StockRow(
    string Sku, string? Name, long OnHand, long SafetyStock, long Reserved, long Allocated, long Waiting,
    int ShortfallPieces, ImmutableArray<ShelfRow> Warehouses, RowVersion Version)
{
    /// <summary>What can be promised; below zero it is a shortfall.</summary>
    public long AvailableToPromise => OnHand - SafetyStock - Reserved - Allocated;
}

/// <summary>A SKU's stock in one warehouse.</summary>
public sealed record ShelfRow(string Warehouse, long OnHand, long SafetyStock, long Allocated);
