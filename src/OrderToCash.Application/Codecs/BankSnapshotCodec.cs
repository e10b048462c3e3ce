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
    public const int Version = 4;

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

        if (snapshot.Stop is { } stop)
            Write(writer, stop);
        writer.Put(Field.NumberRun, snapshot.NumberRun);
        writer.Put(Field.Entries, snapshot.EntryCount);
        // As text they would be thrice in memory, and a busy account has some 6 MB of both.
        writer.WriteBase64String(Field.Identities, snapshot.Identities.AsSpan());
        writer.Put(Field.Statements, snapshot.Statements);
        writer.Put(Field.Expected, snapshot.Expected, BankTransactionCodec.Write);
        writer.Put(Field.Periods, snapshot.Periods, Write);
        writer.Put(Field.Forgotten, snapshot.HasForgotten);
        writer.WriteBase64String(Field.Lines, BookedLine.Pack(snapshot.PendingLines.AsSpan()));
        writer.Put(Field.LetIn, snapshot.LetIn);
        writer.WriteEndObject();
    }

    /// <summary>The snapshot of a stored payload.</summary>
    public static BankSnapshot Decode(ReadOnlySpan<byte> payload)
    {
        var fields = new FieldReader(payload);
        var id = "";
        ImmutableArray<byte> identities = [];
        var registered = false;
        Currency currency = default;
        string? name = null;
        StatementHeader? last = null;
        PendingStatement? pending = null;
        FeedStop? stop = null;
        var run = 0;
        long entries = 0;
        ImmutableArray<string> statements = [];
        ImmutableArray<BankTransaction> expected = [];
        ImmutableArray<BookedPeriod> periods = [];
        var hasForgotten = false;
        ImmutableArray<BookedLine> pendingLines = [];
        string? letIn = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Id)) id = fields.Text();
            if (fields.At(Field.Registered)) registered = fields.Bool();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Last)) last = fields.Object(BankTransactionCodec.ReadStatement);
            if (fields.At(Field.Pending)) pending = fields.Object(ReadPending);
            if (fields.At(Field.Stop)) stop = fields.Object(ReadStop);
            if (fields.At(Field.NumberRun)) run = fields.Int();
            if (fields.At(Field.Entries)) entries = fields.Long();
            if (fields.At(Field.Identities)) identities = fields.Bytes();
            if (fields.At(Field.Statements)) statements = fields.Texts();
            if (fields.At(Field.Expected)) expected = fields.Array(BankTransactionCodec.Read);
            if (fields.At(Field.Periods)) periods = fields.Array(ReadPeriod);
            if (fields.At(Field.Forgotten)) hasForgotten = fields.Bool();
            if (fields.At(Field.Lines)) pendingLines = BookedLine.Unpack(fields.Bytes().AsSpan());
            if (fields.At(Field.LetIn)) letIn = fields.Text();
        }

        return new BankSnapshot(
            id, registered, currency, name, last, pending, stop, run, entries, identities, statements, expected,
            periods, hasForgotten, pendingLines, letIn);
    }

    private static void Write(Utf8JsonWriter writer, FeedStop stop)
    {
        writer.WriteStartObject(Field.Stop);
        writer.WritePropertyName(Field.Statement);
        BankTransactionCodec.Write(writer, stop.Statement);
        writer.Put(Field.Expected, stop.ExpectedMinor);
        writer.Put(Field.Found, stop.FoundMinor);
        writer.WriteEndObject();
    }

    private static FeedStop ReadStop(ref FieldReader fields)
    {
        StatementHeader? statement = null;
        long expected = 0, found = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Statement)) statement = fields.Object(BankTransactionCodec.ReadStatement);
            if (fields.At(Field.Expected)) expected = fields.Long();
            if (fields.At(Field.Found)) found = fields.Long();
        }

        return new FeedStop(
            statement ?? throw new JsonException($"The field '{Field.Statement}' is missing."), expected, found);
    }

    private static void Write(Utf8JsonWriter writer, BookedPeriod period)
    {
        writer.WriteStartObject();
        writer.Put(Field.From, period.From);
        writer.Put(Field.To, period.To);
        writer.Put(Field.Opening, period.OpeningMinor);
        writer.Put(Field.Closing, period.ClosingMinor);
        writer.Put(Field.AfterGap, period.IsAfterGap);
        writer.WriteBase64String(Field.Lines, BookedLine.Pack(period.Lines.AsSpan()));
        writer.WriteEndObject();
    }

    private static BookedPeriod ReadPeriod(ref FieldReader fields)
    {
        DateOnly? from = null, to = null;
        long opening = 0, closing = 0;
        var isAfterGap = false;
        ImmutableArray<BookedLine> lines = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.From)) from = fields.Date();
            if (fields.At(Field.To)) to = fields.Date();
            if (fields.At(Field.Opening)) opening = fields.Long();
            if (fields.At(Field.Closing)) closing = fields.Long();
            if (fields.At(Field.AfterGap)) isAfterGap = fields.Bool();
            if (fields.At(Field.Lines)) lines = BookedLine.Unpack(fields.Bytes().AsSpan());
        }

        return new BookedPeriod(from, to, opening, closing, isAfterGap) { Lines = lines };
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
