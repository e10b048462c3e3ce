using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>Rows of a report.</content>
public static partial class SettlementEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.RowsAllocated e)
    {
        writer.Put(Field.Rows, e.Rows, SettlementPartCodec.Write);
        writer.Put(Field.Actor, e.Actor.Value);
        SettlementPartCodec.Put(writer, Field.Moved, e.Moved);
        writer.Put(Field.Currency, e.Currency);
        return RowsAllocated;
    }

    private static SettlementEvent.RowsAllocated ReadRowsAllocated(ref FieldReader fields)
    {
        ImmutableArray<RowTarget> rows = [];
        var actor = "";
        SettlementSums moved = default;
        Currency currency = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Rows)) rows = fields.Array(SettlementPartCodec.ReadTarget);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
            if (fields.At(Field.Moved)) moved = fields.Object(SettlementPartCodec.ReadSums);
            if (fields.At(Field.Currency)) currency = fields.Currency();
        }

        return new SettlementEvent.RowsAllocated(rows, new Actor(actor), moved, currency);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.RowsAsked e)
    {
        writer.Put(Field.Rows, e.Rows, SettlementPartCodec.Write);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Next, e.Next);
        return RowsAsked;
    }

    private static SettlementEvent.RowsAsked ReadRowsAsked(ref FieldReader fields)
    {
        ImmutableArray<RowAsk> rows = [];
        Currency currency = default;
        DateOnly date = default;
        int? next = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Rows)) rows = fields.Array(SettlementPartCodec.ReadAsk);
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Next)) next = fields.Int();
        }

        return new SettlementEvent.RowsAsked(rows, currency, date, next);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.RowApplied e)
    {
        writer.Put(Field.Row, e.Row);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Allocations, e.Allocations, PartCodec.Write);
        writer.Put(Field.OnAccount, e.OnAccountMinor);
        writer.Put(Field.Refund, e.RefundMinor);
        writer.Put(Field.IsTakenBack, e.IsTakenBack);
        return RowApplied;
    }

    private static SettlementEvent.RowApplied ReadRowApplied(ref FieldReader fields)
    {
        var row = 0;
        var attempt = 0;
        ImmutableArray<Allocation> allocations = [];
        long onAccount = 0;
        long refund = 0;
        var isTakenBack = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Row)) row = fields.Int();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Allocations)) allocations = fields.Array(PartCodec.ReadAllocation);
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
            if (fields.At(Field.Refund)) refund = fields.Long();
            if (fields.At(Field.IsTakenBack)) isTakenBack = fields.Bool();
        }

        return new SettlementEvent.RowApplied(row, attempt, allocations, onAccount, refund, isTakenBack);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.RowRefused e)
    {
        writer.Put(Field.Row, e.Row);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Reason, e.Reason);
        SettlementPartCodec.Put(writer, Field.Moved, e.Moved);
        writer.Put(Field.Currency, e.Currency);
        return RowRefused;
    }

    private static SettlementEvent.RowRefused ReadRowRefused(ref FieldReader fields)
    {
        var row = 0;
        var attempt = 0;
        var reason = "";
        SettlementSums moved = default;
        Currency currency = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Row)) row = fields.Int();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Moved)) moved = fields.Object(SettlementPartCodec.ReadSums);
            if (fields.At(Field.Currency)) currency = fields.Currency();
        }

        return new SettlementEvent.RowRefused(row, attempt, reason, moved, currency);
    }
}
