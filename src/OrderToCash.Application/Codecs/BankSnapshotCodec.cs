using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a bank account's snapshot.</summary>
/// <remarks>A change of it raises the version; snapshots of an older one are then ignored.</remarks>
public static class BankSnapshotCodec
{
    /// <summary>The version that is written and read.</summary>
    public const int Version = 1;

    /// <summary>Writes the snapshot as one JSON object.</summary>
    public static void Encode(BankSnapshot snapshot, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Put(Field.Id, snapshot.Id);
        writer.Put(Field.Registered, snapshot.IsRegistered);
        writer.Put(Field.Currency, snapshot.Currency);
        writer.Put(Field.Name, snapshot.Name);
        if (snapshot.LastStatement is { } statement)
        {
            writer.WritePropertyName(Field.Last);
            BankTransactionCodec.Write(writer, statement);
        }

        if (snapshot.Pending is { } pending)
        {
            Write(writer, pending);
        }

        writer.Put(Field.Entries, snapshot.EntryCount);
        writer.Put(Field.Identities, snapshot.Identities);
        writer.Put(Field.Statements, snapshot.Statements);
        writer.WriteEndObject();
    }

    /// <summary>The snapshot of a stored payload.</summary>
    public static BankSnapshot Decode(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload);
        string id = "", identities = "";
        var registered = false;
        Currency currency = default;
        string? name = null;
        StatementHeader? last = null;
        PendingStatement? pending = null;
        long entries = 0;
        ImmutableArray<string> statements = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Registered)) registered = fields.Bool();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Last)) last = fields.Object(BankTransactionCodec.ReadStatement);
            if (fields.At(Field.Pending)) pending = fields.Object(ReadPending);
            if (fields.At(Field.Entries)) entries = fields.Long();
            if (fields.At(Field.Identities)) identities = fields.Text();
            if (fields.At(Field.Statements)) statements = fields.Texts();
        }

        return new BankSnapshot(id, registered, currency, name, last, pending, entries, identities, statements);
    }

    private static void Write(Utf8JsonWriter writer, PendingStatement pending)
    {
        writer.WriteStartObject(Field.Pending);
        writer.Put(Field.Id, pending.Id);
        writer.Put(Field.Next, pending.NextPart);
        writer.Put(Field.Entries, pending.Entries);
        writer.Put(Field.NewEntries, pending.NewEntries);
        writer.Put(Field.NewAmount, pending.NewMinor);
        writer.Put(Field.KnownAmount, pending.KnownMinor);
        writer.WriteEndObject();
    }

    private static PendingStatement ReadPending(ref FieldReader fields)
    {
        var id = "";
        int next = 0, entries = 0, newEntries = 0;
        long newAmount = 0, knownAmount = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Next)) next = fields.Int();
            if (fields.At(Field.Entries)) entries = fields.Int();
            if (fields.At(Field.NewEntries)) newEntries = fields.Int();
            if (fields.At(Field.NewAmount)) newAmount = fields.Long();
            if (fields.At(Field.KnownAmount)) knownAmount = fields.Long();
        }

        return new PendingStatement(id, next, entries, newEntries, newAmount, knownAmount);
    }
}
