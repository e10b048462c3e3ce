using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a payment's events.</summary>
public static partial class PaymentEventCodec
{
    private static readonly EventName Received = StoredName.Of("payment.received", 1);
    private static readonly EventName Matched = StoredName.Of("payment.matched", 2);
    private static readonly EventName MatchedV1 = StoredName.Of("payment.matched", 1);
    private static readonly EventName Parked = StoredName.Of("payment.parked", 2);
    private static readonly EventName ParkedV1 = StoredName.Of("payment.parked", 1);
    private static readonly EventName Applied = StoredName.Of("payment.applied", 2);
    private static readonly EventName AppliedV1 = StoredName.Of("payment.applied", 1);
    private static readonly EventName Refused = StoredName.Of("payment.refused", 1);
    private static readonly EventName Undone = StoredName.Of("payment.undone", 1);
    private static readonly EventName ShareUndone = StoredName.Of("payment.share-undone", 1);
    private static readonly EventName ReversalDecided = StoredName.Of("payment.reversal-decided", 1);
    private static readonly EventName ReversalDone = StoredName.Of("payment.reversal-done", 1);
    private static readonly EventName ReversalRefused = StoredName.Of("payment.reversal-refused", 1);
    private static readonly EventName Reversed = StoredName.Of("payment.reversed", 1);
    private static readonly EventName Restored = StoredName.Of("payment.restored", 1);
    private static readonly EventName SetAside = StoredName.Of("payment.set-aside", 1);
    private static readonly EventName PayoutFound = StoredName.Of("payment.payout-found", 1);
    private static readonly EventName PayoutSettled = StoredName.Of("payment.payout-settled", 1);
    private static readonly EventName Detailed = StoredName.Of("payment.detailed", 1);

    private static readonly EventTable<PaymentEvent> Table = new(
        new(Received, ReadReceived),
        new(Matched, ReadMatched),
        new(Applied, ReadApplied),
        new(Parked, ReadParked),
        new(SetAside, ReadSetAside),
        new(MatchedV1, ReadMatchedV1),
        new(AppliedV1, ReadAppliedV1),
        new(ParkedV1, ReadParkedV1),
        new(PayoutFound, ReadPayoutFound),
        new(PayoutSettled, ReadPayoutSettled),
        new(Detailed, ReadDetailed),
        new(ReversalDecided, ReadReversalDecided),
        new(ReversalDone, ReadReversalDone),
        new(Reversed, ReadReversed),
        new(ReversalRefused, ReadReversalRefused),
        new(Refused, ReadRefused),
        new(Undone, ReadUndone),
        new(ShareUndone, ReadShareUndone),
        new(Restored, ReadRestored));

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
            PaymentEvent.SetAside e => Write(writer, e),
            PaymentEvent.PayoutFound e => Write(writer, e),
            PaymentEvent.PayoutSettled e => Write(writer, e),
            PaymentEvent.Detailed e => Write(writer, e),
            PaymentEvent.ReversalDecided e => Write(writer, e),
            PaymentEvent.ReversalDone e => Write(writer, e),
            PaymentEvent.ReversalRefused e => Write(writer, e),
            PaymentEvent.Reversed e => Write(writer, e),
            PaymentEvent.Restored e => Write(writer, e),
            PaymentEvent.Refused e => Write(writer, e),
            PaymentEvent.Undone e => Write(writer, e),
            PaymentEvent.ShareUndone e => Write(writer, e),
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

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Applied e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Allocations, e.Allocations, PartCodec.Write);
        writer.Put(Field.OnAccount, e.OnAccountMinor);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Refund, e.RefundMinor);
        return Applied;
    }

    private static PaymentEvent.Applied ReadApplied(ref FieldReader fields) => ReadApplied(ref fields, 0);

    /// <summary>Version 1 knew one attempt.</summary>
    private static PaymentEvent.Applied ReadAppliedV1(ref FieldReader fields) => ReadApplied(ref fields, 1);

    private static PaymentEvent.Applied ReadApplied(ref FieldReader fields, int attempt)
    {
        var account = "";
        ImmutableArray<Allocation> allocations = [];
        long onAccount = 0, refund = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Allocations)) allocations = fields.Array(PartCodec.ReadAllocation);
            if (fields.At(Field.OnAccount)) onAccount = fields.Long();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Refund)) refund = fields.Long();
        }

        return new PaymentEvent.Applied(new AccountId(account), allocations, onAccount, attempt, refund);
    }

    private static EventName Write(Utf8JsonWriter writer, PaymentEvent.Refused e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Attempt, e.Attempt);
        writer.Put(Field.Document, e.Document);
        writer.Put(Field.Reason, e.Reason);
        return Refused;
    }

    private static PaymentEvent.Refused ReadRefused(ref FieldReader fields)
    {
        string account = "", document = "", reason = "";
        var attempt = 0;
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Attempt)) attempt = fields.Int();
            if (fields.At(Field.Document)) document = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.CommonText();
        }

        return new PaymentEvent.Refused(new AccountId(account), attempt, document, reason);
    }
}
