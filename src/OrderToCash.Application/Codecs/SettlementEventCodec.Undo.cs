using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Taking a payout back.</content>
public static partial class SettlementEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.UndoBegun e)
    {
        writer.Put(Field.Payment, e.Payment.Value);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Next, e.Next);
        return UndoBegun;
    }

    private static SettlementEvent.UndoBegun ReadUndoBegun(ref FieldReader fields)
    {
        var payment = "";
        var attempt = 0;
        DateOnly date = default;
        int? next = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Next)) next = fields.Int();
        }

        return new SettlementEvent.UndoBegun(new PaymentId(payment), attempt, date, next);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.RowsReturned e)
    {
        writer.Put(Field.Rows, e.Rows, SettlementPartCodec.Write);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Next, e.Next);
        return RowsReturned;
    }

    private static SettlementEvent.RowsReturned ReadRowsReturned(ref FieldReader fields)
    {
        ImmutableArray<RowReturn> rows = [];
        Currency currency = default;
        DateOnly date = default;
        int? next = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Rows)) rows = fields.Array(SettlementPartCodec.ReadReturn);
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Next)) next = fields.Int();
        }

        return new SettlementEvent.RowsReturned(rows, currency, date, next);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.RowUndone e)
    {
        writer.Put(Field.Row, e.Row);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        return RowUndone;
    }

    private static SettlementEvent.RowUndone ReadRowUndone(ref FieldReader fields)
    {
        var row = 0;
        var attempt = 0;
        long amount = 0;
        Currency currency = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Row)) row = fields.Int();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
        }

        return new SettlementEvent.RowUndone(row, attempt, amount, currency);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.Unsettled e)
    {
        writer.Put(Field.Run, e.Run);
        writer.Put(Field.Undone, e.Undone.Value);
        writer.Put(Field.Payouts, e.Payouts, SettlementPartCodec.Write);
        SettlementPartCodec.Put(writer, Field.Sums, e.Sums);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        return Unsettled;
    }

    private static SettlementEvent.Unsettled ReadUnsettled(ref FieldReader fields)
    {
        var run = 0;
        var undone = "";
        ImmutableArray<SettlementPayout> payouts = [];
        SettlementSums sums = default;
        Currency currency = default;
        DateOnly date = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Run)) run = fields.Int();
            if (fields.At(Field.Undone)) undone = fields.Text();
            if (fields.At(Field.Payouts)) payouts = fields.Array(SettlementPartCodec.ReadPayout);
            if (fields.At(Field.Sums)) sums = fields.Object(SettlementPartCodec.ReadSums);
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
        }

        return new SettlementEvent.Unsettled(run, new PaymentId(undone), payouts, sums, currency, date);
    }
}
