using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a number series' events.</summary>
public static class SeriesEventCodec
{
    private static readonly EventName NumberAssigned = StoredName.Of("series.number-assigned", 1);

    private static readonly EventTable<SeriesEvent> Table = new(
        new StoredEvent<SeriesEvent>(NumberAssigned, ReadNumberAssigned));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(SeriesEvent seriesEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = seriesEvent switch
        {
            SeriesEvent.NumberAssigned e => Write(writer, e),
            _ => throw new UnreachableException($"{seriesEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static SeriesEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, SeriesEvent.NumberAssigned e)
    {
        writer.Put(Field.Number, e.Number);
        writer.Put(Field.Text, e.Text);
        writer.Put(Field.Order, e.Order.Value);
        writer.Put(Field.Request, e.RequestId);
        return NumberAssigned;
    }

    private static SeriesEvent.NumberAssigned ReadNumberAssigned(ref FieldReader fields)
    {
        long number = 0;
        string text = "", order = "", request = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Number)) number = fields.Long();
            if (fields.At(Field.Text)) text = fields.Text();
            if (fields.At(Field.Order)) order = fields.Text();
            if (fields.At(Field.Request)) request = fields.Text();
        }

        return new SeriesEvent.NumberAssigned(number, text, new OrderId(order), request);
    }
}
