using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a settlement's snapshot.</summary>
/// <remarks>A change of it raises the version; snapshots of an older one are then ignored.</remarks>
public static class SettlementSnapshotCodec
{
    /// <summary>The version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Writes the snapshot as one JSON object.</summary>
    public static void Encode(SettlementSnapshot snapshot, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, snapshot.Id);
        writer.Put(Field.Status, StoredWords.SettlementStatuses, (int)snapshot.Status);
        if (snapshot.Report is { } report)
        {
            writer.WritePropertyName(Field.Report);
            SettlementPartCodec.Write(writer, report);
        }

        writer.Put(Field.Rows, snapshot.Rows, Write);
        writer.Put(Field.Payouts, snapshot.Payouts, SettlementPartCodec.Write);
        writer.Put(Field.Run, snapshot.Run);
        writer.Put(Field.Decisions, snapshot.Decisions, Write);
        writer.Put(Field.SettledWith, snapshot.SettledWith, SettlementPartCodec.Write);
        writer.Put(Field.SettledOn, snapshot.SettledOn);
        if (snapshot.Undo is { } undo)
        {
            writer.WriteStartObject(Field.Undo);
            writer.Put(Field.Payment, undo.Payment.Value);
            writer.Put(Field.Attempt, undo.Attempt);
            writer.Put(Field.Date, undo.Date);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>The snapshot of a stored payload.</summary>
    public static SettlementSnapshot Decode(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload);
        var id = "";
        int status = 0, run = 0;
        SettlementReport? report = null;
        ImmutableArray<SettlementRowState> rows = [];
        ImmutableArray<SettlementPayout> payouts = [], settledWith = [];
        ImmutableArray<PayoutDecision> decisions = [];
        DateOnly settledOn = default;
        SettlementUndo? undo = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Status)) status = fields.Word(StoredWords.SettlementStatuses);
            if (fields.At(Field.Report)) report = fields.Object(SettlementPartCodec.ReadReport);
            if (fields.At(Field.Rows)) rows = fields.Array(ReadRow);
            if (fields.At(Field.Payouts)) payouts = fields.Array(SettlementPartCodec.ReadPayout);
            if (fields.At(Field.Run)) run = fields.Int();
            if (fields.At(Field.Decisions)) decisions = fields.Array(ReadDecision);
            if (fields.At(Field.SettledWith)) settledWith = fields.Array(SettlementPartCodec.ReadPayout);
            if (fields.At(Field.SettledOn)) settledOn = fields.Date();
            if (fields.At(Field.Undo)) undo = fields.Object(ReadUndo);
        }

        return new SettlementSnapshot(
            id, (SettlementStatus)status, report, rows, payouts, run, decisions, settledWith, settledOn, undo);
    }

    private static void Write(Utf8JsonWriter writer, SettlementRowState row)
    {
        writer.WriteStartObject();
        writer.Put(Field.Status, StoredWords.RowStatuses, (int)row.Status);
        if (row.Target is { } target)
        {
            writer.WritePropertyName(Field.Target);
            SettlementPartCodec.Write(writer, target);
        }

        writer.Put(Field.Attempt, row.Attempt);
        if (row.Share is { } share)
        {
            writer.WritePropertyName(Field.Share);
            MatchCodec.Write(writer, share);
        }

        writer.Put(Field.IsTakenBack, row.IsTakenBack);
        writer.Put(Field.Reason, row.Reason);
        writer.WriteEndObject();
    }

    private static SettlementRowState ReadRow(ref FieldReader fields)
    {
        int status = 0, attempt = 0;
        RowTarget? target = null;
        AppliedShare? share = null;
        var isTakenBack = false;
        string? reason = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Status)) status = fields.Word(StoredWords.RowStatuses);
            if (fields.At(Field.Target)) target = fields.Object(SettlementPartCodec.ReadTarget);
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Share)) share = fields.Object(MatchCodec.ReadAppliedShare);
            if (fields.At(Field.IsTakenBack)) isTakenBack = fields.Bool();
            if (fields.At(Field.Reason)) reason = fields.Text();
        }

        return new SettlementRowState((RowStatus)status, target, attempt, share, isTakenBack, reason);
    }

    private static void Write(Utf8JsonWriter writer, PayoutDecision decision)
    {
        writer.WriteStartObject();
        writer.Put(Field.Payment, decision.Payment);
        writer.Put(Field.Attempt, decision.Attempt);
        writer.Put(Field.Withdrawn, decision.IsWithdrawn);
        writer.WriteEndObject();
    }

    private static PayoutDecision ReadDecision(ref FieldReader fields)
    {
        var payment = "";
        var attempt = 0;
        var isWithdrawn = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Withdrawn)) isWithdrawn = fields.Bool();
        }

        return new PayoutDecision(payment, attempt, isWithdrawn);
    }

    private static SettlementUndo ReadUndo(ref FieldReader fields)
    {
        var payment = "";
        var attempt = 0;
        DateOnly date = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Payment)) payment = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Date)) date = fields.Date();
        }

        return new SettlementUndo(new PaymentId(payment), attempt, date);
    }
}
