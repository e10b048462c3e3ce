using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

/// <summary>All of a <see cref="StockState"/>, to be stored; totals and queue follow from it.</summary>
/// <param name="Reservations">By order id, ordinal, so that equal states give equal snapshots.</param>
public sealed record StockSnapshot(
    string Sku, string? Name, int ShortfallPieces, ImmutableArray<WarehouseSnapshot> Warehouses,
    ImmutableArray<ReservationSnapshot> Reservations);

/// <summary>One warehouse of a <see cref="StockSnapshot"/>.</summary>
/// <param name="CountedAtUtcTicks"><see cref="long.MinValue"/> where there was no count.</param>
/// <param name="ForgottenUntilUtcTicks"><see cref="long.MinValue"/> where no movement is forgotten.</param>
/// <param name="Movements">Ascending by time.</param>
/// <param name="References">Oldest first.</param>
public sealed record WarehouseSnapshot(
    string Name, int OnHand, int SafetyStock, long CountedAtUtcTicks, long ForgottenUntilUtcTicks,
    ImmutableArray<MovementDelta> Movements, ImmutableArray<KnownReference> References);

/// <summary>One order's pieces of a <see cref="StockSnapshot"/>.</summary>
public readonly record struct ReservationSnapshot(
    OrderId Order, int Revision, DateTimeOffset PlacedAt, int Waiting, int Promised,
    ImmutableArray<WarehouseQuantity> Warehouses);
