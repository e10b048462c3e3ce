using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a payment's events.</summary>
public static class PaymentEventCodec
{
    private static readonly EventName Received = StoredName.Of("payment.received", 1);
    private static readonly EventName Matched = StoredName.Of("payment.matched", 1);
    private static readonly EventName Parked = StoredName.Of("payment.parked", 1);
    private static readonly EventName Applied = StoredName.Of("payment.applied", 1);

    private static readonly EventTable<PaymentEvent> Table = new(
        new(Received, ReadReceived),
        new(Matched, ReadMatched),
        new(Applied, ReadApplied),
        new(Parked, ReadParked));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(PaymentEvent paymentEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = paymentEvent switch
        {
            PaymentEvent.Received e => Write(writer, e),
            PaymentEvent.Matched e => Write(writer, e),
            PaymentEvent.Applied e => Write(writer, e),
            PaymentEvent.Parked e => Write(writer, e),
            _ => throw new UnreachableException($"{paymentEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static PaymentEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Received e)
    {
        writer.Put(Field.OwnIban, e.OwnAccount.Value);
        writer.WritePropertyName(Field.Transaction);
        BankTransactionCodec.Write(writer, e.Transaction);
        return Received;
    }

    private static PaymentEvent.Received ReadReceived(ref FieldReader fields)
    {
        var ownIban = "";
        BankTransaction? transaction = null;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.OwnIban)) ownIban = fields.CommonText();
            if (fields.At(Field.Transaction)) transaction = fields.Object(BankTransactionCodec.Read);
        }

        return new PaymentEvent.Received(
            new Iban(ownIban), transaction ?? throw new JsonException($"The field '{Field.Transaction}' is missing."));
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Matched e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Documents, e.Documents);
        writer.Put(Field.Rule, e.Rule);
        writer.Put(Field.Evidence, e.Evidence, PartCodec.Write);
        writer.Put(Field.Amount, e.AmountMinor);
        writer.Put(Field.Currency, e.Currency);
        writer.Put(Field.ValueDate, e.ValueDate);
        return Matched;
    }

    private static PaymentEvent.Matched ReadMatched(ref FieldReader fields)
    {
        string account = "", rule = "";
        ImmutableArray<string> documents = [];
        ImmutableArray<Evidence> evidence = [];
        long amount = 0;
        Currency currency = default;
        DateOnly valueDate = default;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Documents)) documents = fields.Texts();
            if (fields.At(Field.Rule)) rule = fields.CommonText();
            if (fields.At(Field.Evidence)) evidence = fields.Array(PartCodec.ReadEvidence);
            if (fields.At(Field.Amount)) amount = fields.Long();
            if (fields.At(Field.Currency)) currency = fields.Currency();
            if (fields.At(Field.ValueDate)) valueDate = fields.Date();
        }

        return new PaymentEvent.Matched(new AccountId(account), documents, rule, evidence, amount, currency, valueDate);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Parked e)
    {
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Evidence, e.Evidence, PartCodec.Write);
        return Parked;
    }

    private static PaymentEvent.Parked ReadParked(ref FieldReader fields)
    {
        var reason = "";
        ImmutableArray<Evidence> evidence = [];
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Reason)) reason = fields.CommonText();
            if (fields.At(Field.Evidence)) evidence = fields.Array(PartCodec.ReadEvidence);
        }

        return new PaymentEvent.Parked(reason, evidence);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Applied e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Allocations, e.Allocations, PartCodec.Write);
        writer.Put(Field.OnAccount, e.OnAccountMinor);
        return Applied;
    }

    private static PaymentEvent.Applied ReadApplied(ref FieldReader fields)
    {
        var account = "";
        ImmutableArray<Allocation> allocations = [];
        long onAccount = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Allocations)) allocations = fields.Array(PartCodec.ReadAllocation);
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
        }

        return new PaymentEvent.Applied(new AccountId(account), allocations, onAccount);
    }
}
