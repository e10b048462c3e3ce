using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a settlement's events.</summary>
public static partial class SettlementEventCodec
{
    private static readonly EventName Recorded = StoredName.Of("settlement.recorded", 1);
    private static readonly EventName PayoutNoted = StoredName.Of("settlement.payout-noted", 1);
    private static readonly EventName PayoutRefused = StoredName.Of("settlement.payout-refused", 1);
    private static readonly EventName PayoutWithdrawn = StoredName.Of("settlement.payout-withdrawn", 1);
    private static readonly EventName Settled = StoredName.Of("settlement.settled", 1);
    private static readonly EventName RowsAllocated = StoredName.Of("settlement.rows-allocated", 1);
    private static readonly EventName RowsAsked = StoredName.Of("settlement.rows-asked", 1);
    private static readonly EventName RowApplied = StoredName.Of("settlement.row-applied", 1);
    private static readonly EventName RowRefused = StoredName.Of("settlement.row-refused", 1);
    private static readonly EventName UndoBegun = StoredName.Of("settlement.undo-begun", 1);
    private static readonly EventName RowsReturned = StoredName.Of("settlement.rows-returned", 1);
    private static readonly EventName RowUndone = StoredName.Of("settlement.row-undone", 1);
    private static readonly EventName Unsettled = StoredName.Of("settlement.unsettled", 1);

    private static readonly EventTable<SettlementEvent> Table = new(
        new(RowApplied, ReadRowApplied),
        new(RowsAsked, ReadRowsAsked),
        new(RowsAllocated, ReadRowsAllocated),
        new(Recorded, ReadRecorded),
        new(PayoutNoted, ReadPayoutNoted),
        new(Settled, ReadSettled),
        new(PayoutRefused, ReadPayoutRefused),
        new(PayoutWithdrawn, ReadPayoutWithdrawn),
        new(RowRefused, ReadRowRefused),
        new(UndoBegun, ReadUndoBegun),
        new(RowsReturned, ReadRowsReturned),
        new(RowUndone, ReadRowUndone),
        new(Unsettled, ReadUnsettled));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(SettlementEvent settlementEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = settlementEvent switch
        {
            SettlementEvent.RowApplied e => Write(writer, e),
            SettlementEvent.RowsAsked e => Write(writer, e),
            SettlementEvent.RowsAllocated e => Write(writer, e),
            SettlementEvent.Recorded e => Write(writer, e),
            SettlementEvent.PayoutNoted e => Write(writer, e),
            SettlementEvent.Settled e => Write(writer, e),
            SettlementEvent.PayoutRefused e => Write(writer, e),
            SettlementEvent.PayoutWithdrawn e => Write(writer, e),
            SettlementEvent.RowRefused e => Write(writer, e),
            SettlementEvent.UndoBegun e => Write(writer, e),
            SettlementEvent.RowsReturned e => Write(writer, e),
            SettlementEvent.RowUndone e => Write(writer, e),
            SettlementEvent.Unsettled e => Write(writer, e),
            _ => throw new UnreachableException($"{settlementEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static SettlementEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.Recorded e)
    {
        writer.WritePropertyName(Field.Report);
        SettlementPartCodec.Write(writer, e.Report);
        writer.Put(Field.Actor, e.Actor.Value);
        return Recorded;
    }

    private static SettlementEvent.Recorded ReadRecorded(ref FieldReader fields)
    {
        SettlementReport? report = null;
        var actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Report)) report = fields.Object(SettlementPartCodec.ReadReport);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new SettlementEvent.Recorded(
            report ?? throw new JsonException($"The field '{Field.Report}' is missing."), new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.PayoutNoted e)
    {
        writer.WritePropertyName(Field.PayoutId);
        SettlementPartCodec.Write(writer, e.Payout);
        return PayoutNoted;
    }

    private static SettlementEvent.PayoutNoted ReadPayoutNoted(ref FieldReader fields)
    {
        SettlementPayout? payout = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.PayoutId)) payout = fields.Object(SettlementPartCodec.ReadPayout);
        }

        return new SettlementEvent.PayoutNoted(
            payout ?? throw new JsonException($"The field '{Field.PayoutId}' is missing."));
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.PayoutRefused e)
    {
        writer.Put(Field.Payment, e.Payment.Value);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Reason, e.Reason);
        return PayoutRefused;
    }

    private static SettlementEvent.PayoutRefused ReadPayoutRefused(ref FieldReader fields)
    {
        var payment = "";
        var attempt = 0;
        long amount = 0;
        var reason = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Reason)) reason = fields.Text();
        }

        return new SettlementEvent.PayoutRefused(new PaymentId(payment), attempt, amount, reason);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.PayoutWithdrawn e)
    {
        writer.Put(Field.Payment, e.Payment.Value);
        writer.Put(Field.Attempt, e.Attempt);
        return PayoutWithdrawn;
    }

    private static SettlementEvent.PayoutWithdrawn ReadPayoutWithdrawn(ref FieldReader fields)
    {
        var payment = "";
        var attempt = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
        }

        return new SettlementEvent.PayoutWithdrawn(new PaymentId(payment), attempt);
    }

    private static EventName Write(Utf8JsonWriter writer, SettlementEvent.Settled e)
    {
        writer.Put(Field.Run, e.Run);
        writer.Put(Field.Payouts, e.Payouts, SettlementPartCodec.Write);
        SettlementPartCodec.Put(writer, Field.Sums, e.Sums);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Date, e.Date);
        writer.Put(Field.Next, e.Next);
        return Settled;
    }

    private static SettlementEvent.Settled ReadSettled(ref FieldReader fields)
    {
        var run = 0;
        ImmutableArray<SettlementPayout> payouts = [];
        SettlementSums sums = default;
        Currency currency = default;
        DateOnly date = default;
        int? next = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Run)) run = fields.Int();
            if (fields.At(Field.Payouts)) payouts = fields.Array(SettlementPartCodec.ReadPayout);
            if (fields.At(Field.Sums)) sums = fields.Object(SettlementPartCodec.ReadSums);
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Date)) date = fields.Date();
            if (fields.At(Field.Next)) next = fields.Int();
        }

        return new SettlementEvent.Settled(run, payouts, sums, currency, date, next);
    }
}
