using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

/// <summary>Why pieces can't be promised.</summary>
public enum RefusalReason
{
    /// <summary>Nothing was ever stocked under this SKU.</summary>
    UnknownSku = 1,

    /// <summary>Not enough is available, and the order doesn't wait.</summary>
    OutOfStock = 2,
}

/// <summary>Why stock moved.</summary>
public enum MovementKind
{
    /// <summary>The quantity found on the shelf at a time.</summary>
    Count = 1,

    /// <summary>Goods came in.</summary>
    Receipt = 2,

    /// <summary>A signed correction.</summary>
    Correction = 3,

    /// <summary>Goods were written off; the quantity is what went.</summary>
    Scrap = 4,
}

/// <summary>What a stock item can be asked to do.</summary>
public abstract record StockCommand
{
    private StockCommand()
    {
    }

    /// <summary>Goods moved or were counted in a warehouse. Idempotent by warehouse and reference.</summary>
    /// <param name="Quantity">Pieces; for a count what was found, for a correction signed, else positive.</param>
    /// <param name="SafetyStock">Pieces never promised in this warehouse; null leaves it as it is.</param>
    /// <param name="Reference">The source's document: a count sheet may name the same SKU once a warehouse.</param>
    public sealed record Move(
        MovementKind Kind, string Warehouse, int Quantity, int? SafetyStock, string Reference,
        DateTimeOffset MovedAt, string? Name, Actor Actor) : StockCommand
    {
        /// <summary>What the source sent beside the known fields, one JSON object; null: nothing.</summary>
        public string? ExtraJson { get; init; }
    }

    /// <summary>Promise pieces to an order.</summary>
    /// <param name="PlacedAt">The channel's order time: backorders are served in this order.</param>
    public sealed record Reserve(
        OrderId Order, int Revision, int Quantity, DateTimeOffset PlacedAt, bool AllowBackorder) : StockCommand;

    /// <summary>Tie promised pieces of an order to warehouses.</summary>
    public sealed record Allocate(OrderId Order, int Revision, int Quantity) : StockCommand;

    /// <summary>
    /// Hold at most this many unshipped pieces (promised, allocated or waiting) for the order; give back the rest.
    /// </summary>
    /// <remarks>Absolute, so that a cancellation that overtakes nothing and repeats nothing needs no history.</remarks>
    public sealed record Reduce(OrderId Order, int Keep) : StockCommand;

    /// <summary>Allocated pieces of an order left the warehouse.</summary>
    public sealed record Ship(
        OrderId Order, string Shipment, string Warehouse, int Quantity, DateTimeOffset ShippedAt) : StockCommand;

    /// <summary>Go on serving backorders (self-command).</summary>
    public sealed record ServeBackorders : StockCommand
    {
        /// <summary>The one value there is of it.</summary>
        public static ServeBackorders Instance { get; } = new();
    }
}
