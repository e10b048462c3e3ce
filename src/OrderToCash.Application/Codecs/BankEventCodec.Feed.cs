using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <content>What the bank announces and details, and a feed that stops.</content>
public static partial class BankEventCodec
{
    private static EventName Write(Utf8JsonWriter writer, BankEvent.EntriesAnnounced e)
    {
        writer.Put(Field.Report, e.Report);
        writer.Put(Field.OwnIban, e.Account.Value);
        writer.Put(Field.Entries, e.Entries, BankTransactionCodec.Write);
        writer.Put(Field.Actor, e.Actor.Value);
        return EntriesAnnounced;
    }

    private static BankEvent.EntriesAnnounced ReadEntriesAnnounced(ref FieldReader fields)
    {
        string report = "", ownIban = "", actor = "";
        ImmutableArray<BankTransaction> entries = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Report)) report = fields.Text();
            if (fields.At(Field.OwnIban)) ownIban = fields.CommonText();
            if (fields.At(Field.Entries)) entries = fields.Array(BankTransactionCodec.Read);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new BankEvent.EntriesAnnounced(report, new Iban(ownIban), entries, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, BankEvent.EntryDetailed e)
    {
        writer.Put(Field.EntryReference, e.Entry);
        writer.Put(Field.Part, e.Part);
        writer.Put(Field.OwnIban, e.Account.Value);
        writer.Put(Field.Entries, e.Details, BankTransactionCodec.Write);
        writer.Put(Field.Actor, e.Actor.Value);
        return EntryDetailed;
    }

    private static BankEvent.EntryDetailed ReadEntryDetailed(ref FieldReader fields)
    {
        string entry = "", ownIban = "", actor = "";
        var part = 0;
        ImmutableArray<BankTransaction> details = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.EntryReference)) entry = fields.Text();
            if (fields.At(Field.Part)) part = fields.Int();
            if (fields.At(Field.OwnIban)) ownIban = fields.CommonText();
            if (fields.At(Field.Entries)) details = fields.Array(BankTransactionCodec.Read);
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new BankEvent.EntryDetailed(entry, part, new Iban(ownIban), details, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, BankEvent.FeedStopped e)
    {
        writer.WritePropertyName(Field.Statement);
        BankTransactionCodec.Write(writer, e.Statement);
        writer.Put(Field.Expected, e.ExpectedMinor);
        writer.Put(Field.Found, e.FoundMinor);
        return FeedStopped;
    }

    private static BankEvent.FeedStopped ReadFeedStopped(ref FieldReader fields)
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

        return new BankEvent.FeedStopped(
            statement ?? throw new JsonException($"The field '{Field.Statement}' is missing."), expected, found);
    }

    private static EventName Write(Utf8JsonWriter writer, BankEvent.GapAccepted e)
    {
        writer.Put(Field.Statement, e.StatementId);
        writer.Put(Field.Expected, e.FromMinor);
        writer.Put(Field.Found, e.ToMinor);
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        return GapAccepted;
    }

    private static BankEvent.GapAccepted ReadGapAccepted(ref FieldReader fields)
    {
        string statement = "", reason = "", actor = "";
        long expected = 0, found = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Statement)) statement = fields.Text();
            if (fields.At(Field.Expected)) expected = fields.Long();
            if (fields.At(Field.Found)) found = fields.Long();
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new BankEvent.GapAccepted(statement, expected, found, reason, new Actor(actor));
    }
}
