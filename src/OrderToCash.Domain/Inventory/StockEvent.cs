using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

/// <summary>What happened to a SKU's stock.</summary>
public abstract record StockEvent
{
    private StockEvent()
    {
    }

    /// <summary>Stock on hand of a warehouse changed, other than by a shipment.</summary>
    /// <param name="Quantity">As stated by the source.</param>
    /// <param name="Delta">
    /// What it changed on hand; differs from the quantity for counts and for movements older than the last count.
    /// </param>
    /// <param name="MovedAt">As stated by the source.</param>
    /// <param name="EffectiveAt">
    /// Where it stands among counts and movements: <paramref name="MovedAt"/>, or the time of the command where the
    /// source dates it later. Otherwise one count with a wrong year would cancel every movement until then.
    /// </param>
    /// <param name="ServeNext">True where backorders are now to be served.</param>
    public sealed record Moved(
        MovementKind Kind, string Warehouse, int Quantity, int Delta, int? SafetyStock, string Reference,
        DateTimeOffset MovedAt, DateTimeOffset EffectiveAt, string? Name, bool ServeNext, Actor Actor) : StockEvent
    {
        /// <summary>What the source sent beside the known fields, one JSON object; null: nothing.</summary>
        public string? ExtraJson { get; init; }
    }

    /// <summary>Pieces were promised to an order out of what is available.</summary>
    /// <param name="Waiting">Pieces of the same request that now wait for goods, or still do.</param>
    /// <param name="FromBackorder">True where the pieces had been waiting.</param>
    public sealed record Reserved(
        OrderId Order, int Revision, int Quantity, int Waiting, DateTimeOffset PlacedAt, bool FromBackorder)
        : StockEvent;

    /// <summary>Nothing is available; all pieces wait for goods.</summary>
    public sealed record Backordered(OrderId Order, int Revision, int Quantity, DateTimeOffset PlacedAt) : StockEvent;

    /// <summary>Pieces can't be promised, nothing was reserved.</summary>
    public sealed record ReservationRefused(
        OrderId Order, int Revision, int Quantity, int Available, RefusalReason Reason) : StockEvent;

    /// <summary>Pieces were given back.</summary>
    /// <param name="Waiting">Pieces that had been waiting.</param>
    /// <param name="Promised">Pieces that had been promised, not allocated.</param>
    /// <param name="Warehouses">Pieces that had been tied to warehouses.</param>
    /// <param name="ServeNext">True where backorders are now to be served.</param>
    public sealed record Reduced(
        OrderId Order, int Waiting, int Promised, ImmutableArray<WarehouseQuantity> Warehouses, bool ServeNext)
        : StockEvent;

    /// <summary>Promised pieces were tied to warehouses.</summary>
    /// <param name="Missing">Promised pieces that aren't there (a count took them): they wait again.</param>
    public sealed record Allocated(
        OrderId Order, int Revision, ImmutableArray<WarehouseQuantity> Warehouses, int Missing, DateTimeOffset PlacedAt)
        : StockEvent;

    /// <summary>Allocated pieces left the house.</summary>
    /// <param name="Delta">
    /// What it changed on hand: minus the quantity, or 0 where a later count already missed the pieces.
    /// </param>
    /// <param name="ShippedAt">As stated, or the time of the command where the source dates it later.</param>
    public sealed record Shipped(
        OrderId Order, string Shipment, string Warehouse, int Quantity, int Delta, DateTimeOffset ShippedAt)
        : StockEvent;

    /// <summary>
    /// Promises exceed what is there by this many pieces (0: no longer). Promises stop while it lasts.
    /// </summary>
    /// <param name="Cause">What changed it: <c>count INV-3</c>, <c>allocation shopify:1001</c>.</param>
    public sealed record ShortfallChanged(int Pieces, string Cause) : StockEvent;

    /// <summary>The end of a stretch of serving backorders; goes on where more can be served.</summary>
    public sealed record BackordersServed(int Orders, bool ServeNext) : StockEvent;
}
