using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a SKU's snapshot.</summary>
/// <remarks>A change of it raises the version; snapshots of an older one are then ignored.</remarks>
public static class StockSnapshotCodec
{
    /// <summary>The version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Writes the snapshot as one JSON object.</summary>
    public static void Encode(StockSnapshot snapshot, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Put(Field.Sku, snapshot.Sku);
        writer.Put(Field.Name, snapshot.Name);
        writer.Put(Field.Shortfall, snapshot.ShortfallPieces);
        writer.Put(Field.Warehouses, snapshot.Warehouses, Write);
        writer.Put(Field.Reservations, snapshot.Reservations, Write);
        writer.WriteEndObject();
    }

    /// <summary>The snapshot of a stored payload.</summary>
    public static StockSnapshot Decode(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload);
        var sku = "";
        string? name = null;
        var shortfall = 0;
        ImmutableArray<WarehouseSnapshot> warehouses = [];
        ImmutableArray<ReservationSnapshot> reservations = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Sku)) sku = fields.Text();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Shortfall)) shortfall = fields.Int();
            if (fields.At(Field.Warehouses)) warehouses = fields.Array(ReadWarehouse);
            if (fields.At(Field.Reservations)) reservations = fields.Array(ReadReservation);
        }

        return new StockSnapshot(sku, name, shortfall, warehouses, reservations);
    }

    private static void Write(Utf8JsonWriter writer, WarehouseSnapshot warehouse)
    {
        writer.WriteStartObject();
        writer.Put(Field.Name, warehouse.Name);
        writer.Put(Field.OnHand, warehouse.OnHand);
        writer.Put(Field.SafetyStock, warehouse.SafetyStock);
        writer.Put(Field.CountedTicks, warehouse.CountedAtUtcTicks);
        writer.Put(Field.ForgottenTicks, warehouse.ForgottenUntilUtcTicks);
        writer.Put(Field.Movements, warehouse.Movements, Write);
        writer.Put(Field.References, warehouse.References, Write);
        writer.WriteEndObject();
    }

    private static WarehouseSnapshot ReadWarehouse(ref FieldReader fields)
    {
        var name = "";
        int onHand = 0, safetyStock = 0;
        long counted = 0, forgotten = 0;
        ImmutableArray<MovementDelta> movements = [];
        ImmutableArray<KnownReference> references = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Name)) name = fields.CommonText();
            if (fields.At(Field.OnHand)) onHand = fields.Int();
            if (fields.At(Field.SafetyStock)) safetyStock = fields.Int();
            if (fields.At(Field.CountedTicks)) counted = fields.Long();
            if (fields.At(Field.ForgottenTicks)) forgotten = fields.Long();
            if (fields.At(Field.Movements)) movements = fields.Array(ReadMovement);
            if (fields.At(Field.References)) references = fields.Array(ReadReference);
        }

        return new WarehouseSnapshot(name, onHand, safetyStock, counted, forgotten, movements, references);
    }

    private static void Write(Utf8JsonWriter writer, MovementDelta movement)
    {
        writer.WriteStartObject();
        writer.Put(Field.Ticks, movement.UtcTicks);
        writer.Put(Field.Delta, movement.Delta);
        writer.WriteEndObject();
    }

    private static MovementDelta ReadMovement(ref FieldReader fields)
    {
        long ticks = 0;
        var delta = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Ticks)) ticks = fields.Long();
            if (fields.At(Field.Delta)) delta = fields.Int();
        }

        return new MovementDelta(ticks, delta);
    }

    private static void Write(Utf8JsonWriter writer, KnownReference known)
    {
        writer.WriteStartObject();
        writer.Put(Field.Reference, known.Reference);
        writer.Put(Field.Fingerprint, known.Fingerprint);
        writer.WriteEndObject();
    }

    private static KnownReference ReadReference(ref FieldReader fields)
    {
        var reference = "";
        long fingerprint = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reference)) reference = fields.Text();
            if (fields.At(Field.Fingerprint)) fingerprint = fields.Long();
        }

        return new KnownReference(reference, fingerprint);
    }

    private static void Write(Utf8JsonWriter writer, ReservationSnapshot reservation)
    {
        writer.WriteStartObject();
        writer.Put(Field.Order, reservation.Order.Value);
        writer.Put(Field.Revision, reservation.Revision);
        writer.Put(Field.Placed, reservation.PlacedAt);
        writer.Put(Field.Waiting, reservation.Waiting);
        writer.Put(Field.Promised, reservation.Promised);
        writer.Put(Field.Warehouses, reservation.Warehouses, PartCodec.Write);
        writer.WriteEndObject();
    }

    private static ReservationSnapshot ReadReservation(ref FieldReader fields)
    {
        var order = "";
        int revision = 0, waiting = 0, promised = 0;
        DateTimeOffset placedAt = default;
        ImmutableArray<WarehouseQuantity> warehouses = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Revision)) revision = fields.Int();
            if (fields.At(Field.Placed)) placedAt = fields.Time();
            if (fields.At(Field.Waiting)) waiting = fields.Int();
            if (fields.At(Field.Promised)) promised = fields.Int();
            if (fields.At(Field.Warehouses)) warehouses = fields.Array(PartCodec.ReadWarehouseQuantity);
        }

        return new ReservationSnapshot(new OrderId(order), revision, placedAt, waiting, promised, warehouses);
    }
}
