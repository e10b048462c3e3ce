using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Cancellations that came before their order.</content>
public static partial class OrderEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, OrderEvent.CancelledEarly e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Requested, e.RequestedAt);
        writer.Put(Field.Lines, e.Lines, WriteCancelLine);
        writer.Put(Field.Request, e.RequestId);
        writer.Put(Field.Actor, e.Actor.Value);
        return CancelledEarly;
    }

    private static OrderEvent.CancelledEarly ReadCancelledEarly(ref FieldReader fields)
    {
        string reason = "", request = "", actor = "";
        DateTimeOffset requestedAt = default;
        ImmutableArray<CancelLine> lines = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Requested)) requestedAt = fields.Time();
            if (fields.At(Field.Lines)) lines = fields.Array(ReadCancelLine);
            if (fields.At(Field.Request)) request = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new OrderEvent.CancelledEarly(reason, requestedAt, lines, request, new Actor(actor));
    }

    private static void WriteCancelLine(Utf8JsonWriter writer, CancelLine line)
    {
        writer.WriteStartObject();
        writer.Put(Field.Line, line.LineId);
        writer.Put(Field.Quantity, line.Quantity);
        writer.WriteEndObject();
    }

    private static CancelLine ReadCancelLine(ref FieldReader fields)
    {
        var line = "";
        var quantity = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Line)) line = fields.Text();
            if (fields.At(Field.Quantity)) quantity = fields.Int();
        }

        return new CancelLine(line, quantity);
    }
}
