using System.Collections.Immutable;

namespace OrderToCash.Domain.Orders;

/// <summary>One shipment of an order, immutable.</summary>
/// <param name="Lines">The pieces, one entry a line.</param>
/// <param name="Told">How many of its SKUs stock was told about.</param>
public sealed record OrderShipmentState(
    string Shipment, string Warehouse, DateTimeOffset ShippedAt, string? Carrier, string? Tracking,
    ImmutableArray<LineQuantity> Lines, int Told);
