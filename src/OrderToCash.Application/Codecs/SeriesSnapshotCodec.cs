using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a number series' snapshot.</summary>
/// <remarks>A change of it raises the version; snapshots of an older one are then ignored.</remarks>
public static class SeriesSnapshotCodec
{
    /// <summary>The version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Writes the snapshot as one JSON object.</summary>
    public static void Encode(SeriesSnapshot snapshot, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, snapshot.Id);
        writer.Put(Field.Last, snapshot.Last);
        writer.Put(Field.Recent, snapshot.Recent, Write);
        writer.WriteEndObject();
    }

    /// <summary>The snapshot of a stored payload.</summary>
    public static SeriesSnapshot Decode(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload);
        var id = "";
        long last = 0;
        ImmutableArray<AssignedNumber> recent = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Last)) last = fields.Long();
            if (fields.At(Field.Recent)) recent = fields.Array(ReadAssigned);
        }

        return new SeriesSnapshot(id, last, recent);
    }

    private static void Write(Utf8JsonWriter writer, AssignedNumber assigned)
    {
        writer.WriteStartObject();
        writer.Put(Field.Number, assigned.Number);
        writer.Put(Field.Order, assigned.Order.Value);
        writer.Put(Field.Request, assigned.RequestId);
        writer.WriteEndObject();
    }

    private static AssignedNumber ReadAssigned(ref FieldReader fields)
    {
        long number = 0;
        string order = "", request = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Long();
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Request)) request = fields.Text();
        }

        return new AssignedNumber(number, new OrderId(order), request);
    }
}
