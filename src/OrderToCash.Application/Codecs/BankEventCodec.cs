using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a bank account's events.</summary>
public static partial class BankEventCodec
{
    private static readonly EventName Registered = StoredName.Of("bank.registered", 1);
    private static readonly EventName EntriesBooked = StoredName.Of("bank.entries-booked", 1);
    private static readonly EventName StatementBooked = StoredName.Of("bank.statement-booked", 1);
    private static readonly EventName EntriesAnnounced = StoredName.Of("bank.entries-announced", 1);
    private static readonly EventName EntryDetailed = StoredName.Of("bank.entry-detailed", 1);
    private static readonly EventName FeedStopped = StoredName.Of("bank.feed-stopped", 1);
    private static readonly EventName GapAccepted = StoredName.Of("bank.gap-accepted", 1);

    private static readonly EventTable<BankEvent> Table = new(
        new(EntriesBooked, ReadEntriesBooked),
        new(StatementBooked, ReadStatementBooked),
        new(Registered, ReadRegistered),
        new(EntriesAnnounced, ReadEntriesAnnounced),
        new(EntryDetailed, ReadEntryDetailed),
        new(FeedStopped, ReadFeedStopped),
        new(GapAccepted, ReadGapAccepted));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(BankEvent bankEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = bankEvent switch
        {
            BankEvent.EntriesBooked e => Write(writer, e),
            BankEvent.StatementBooked e => Write(writer, e),
            BankEvent.Registered e => Write(writer, e),
            BankEvent.EntriesAnnounced e => Write(writer, e),
            BankEvent.EntryDetailed e => Write(writer, e),
            BankEvent.FeedStopped e => Write(writer, e),
            BankEvent.GapAccepted e => Write(writer, e),
            _ => throw new UnreachableException($"{bankEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static BankEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, BankEvent.Registered e)
    {
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.Name, e.Name);
        writer.Put(Field.Actor, e.Actor.Value);
        return Registered;
    }

    private static BankEvent.Registered ReadRegistered(ref FieldReader fields)
    {
        Currency currency = default;
        string? name = null;
        var actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.Name)) name = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new BankEvent.Registered(currency, name, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, BankEvent.EntriesBooked e)
    {
        writer.Put(Field.Statement, e.StatementId);
        writer.Put(Field.Part, e.Part);
        writer.Put(Field.OwnIban, e.Account.Value);
        writer.Put(Field.Entries, e.Entries, BankTransactionCodec.Write);
        writer.Put(Field.Known, e.Known);
        writer.Put(Field.KnownAmount, e.KnownMinor);
        writer.Put(Field.Actor, e.Actor.Value);
        return EntriesBooked;
    }

    private static BankEvent.EntriesBooked ReadEntriesBooked(ref FieldReader fields)
    {
        string statement = "", ownIban = "", actor = "";
        int part = 0, known = 0;
        ImmutableArray<BankTransaction> entries = [];
        long knownAmount = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Statement)) statement = fields.Text();
            if (fields.At(Field.Part)) part = fields.Int();
            if (fields.At(Field.OwnIban)) ownIban = fields.CommonText();
            if (fields.At(Field.Entries)) entries = fields.Array(BankTransactionCodec.Read);
            if (fields.At(Field.Known)) known = fields.Int();
            if (fields.At(Field.KnownAmount)) knownAmount = fields.Long();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new BankEvent.EntriesBooked(
            statement, part, new Iban(ownIban), entries, known, new Actor(actor), knownAmount);
    }

    private static EventName Write(Utf8JsonWriter writer, BankEvent.StatementBooked e)
    {
        writer.WritePropertyName(Field.Statement);
        BankTransactionCodec.Write(writer, e.Statement);
        writer.Put(Field.WasMissing, e.WasMissing);
        return StatementBooked;
    }

    private static BankEvent.StatementBooked ReadStatementBooked(ref FieldReader fields)
    {
        StatementHeader? statement = null;
        var wasMissing = false;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Statement)) statement = fields.Object(BankTransactionCodec.ReadStatement);
            if (fields.At(Field.WasMissing)) wasMissing = fields.Bool();
        }

        return new BankEvent.StatementBooked(
            statement ?? throw new JsonException($"The field '{Field.Statement}' is missing."), wasMissing);
    }
}
