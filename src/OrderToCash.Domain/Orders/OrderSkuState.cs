using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What an order asked of stock for one SKU. Stock answers per SKU; lines of it share what it gives.</summary>
public record struct OrderSkuState
{
    /// <summary>The SKU.</summary>
    public Sku Sku { get; set; }

    /// <summary>Index of its first line.</summary>
    public int FirstLine { get; set; }

    /// <summary>Released pieces whose warehouses stock has not named yet; never more than the reserved ones.</summary>
    public int Requested { get; set; }

    /// <summary>
    /// Pieces for which stock was asked to name warehouses and has not answered: also those cancelled meanwhile.
    /// </summary>
    public int Underway { get; set; }

    /// <summary>
    /// Allocated pieces by warehouse, in the order in which stock named them. Which of them are given back, order and
    /// stock tell by one rule (<see cref="WarehouseParts.TakeSmallest"/>), so that both agree without a word. For that
    /// both must know the same parts: while an answer is under way pieces are cancelled, but not yet given back
    /// (<see cref="OwesReduce"/>), and until then these are more than the lines have.
    /// </summary>
    public ImmutableArray<WarehouseQuantity> Warehouses { get; set; }

    /// <summary>Why pieces were refused; null where none were.</summary>
    public RefusalReason? Refusal { get; set; }

    /// <summary>Still to be asked for when the requests to stock go on.</summary>
    public bool OwesReserve { get; set; }

    /// <summary>Released pieces still to be asked for when the requests to stock go on.</summary>
    public int OwesAllocate { get; set; }

    /// <summary>
    /// Still to be given back: when the requests to stock go on, or when stock has answered what is under way.
    /// </summary>
    public bool OwesReduce { get; set; }

    /// <summary>Shipped pieces of which stock is still to be told when the requests to stock go on.</summary>
    public int OwesShip { get; set; }
}
