using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of the events of the matcher's policies.</summary>
public static class PolicyEventCodec
{
    private static readonly EventName Proposed = StoredName.Of("policy.proposed", 1);
    private static readonly EventName Confirmed = StoredName.Of("policy.confirmed", 1);
    private static readonly EventName Withdrawn = StoredName.Of("policy.withdrawn", 1);

    private static readonly EventTable<PolicyEvent> Table = new(
        new StoredEvent<PolicyEvent>(Proposed, ReadProposed),
        new StoredEvent<PolicyEvent>(Confirmed, ReadConfirmed),
        new StoredEvent<PolicyEvent>(Withdrawn, ReadWithdrawn));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(PolicyEvent policyEvent, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = policyEvent switch
        {
            PolicyEvent.Proposed e => Write(writer, e),
            PolicyEvent.Confirmed e => Write(writer, e),
            PolicyEvent.Withdrawn e => Write(writer, e),
            _ => throw new UnreachableException($"{policyEvent.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static PolicyEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, PolicyEvent.Proposed e)
    {
        writer.WritePropertyName(Field.Policy);
        writer.WriteRawValue(MatchPolicyFile.WriteStored(e.Policy));
        writer.Put(Field.MaxPayments, e.Limit.MaxPayments);
        writer.Put(Field.MaxAmount, e.Limit.MaxMinor);
        writer.Put(Field.Actor, e.Actor.Value);
        return Proposed;
    }

    private static PolicyEvent.Proposed ReadProposed(ref FieldReader fields)
    {
        var policy = MatchPolicy.Default;
        var payments = 0;
        long amount = 0;
        var actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Policy)) policy = MatchPolicyFile.ReadStored(fields.Raw());
            if (fields.At(Field.MaxPayments)) payments = fields.Int();
            if (fields.At(Field.MaxAmount)) amount = fields.Long();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new PolicyEvent.Proposed(policy, new TrialLimit(payments, amount), new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, PolicyEvent.Confirmed e)
    {
        writer.Put(Field.Policy, e.PolicyId);
        writer.Put(Field.Actor, e.Actor.Value);
        return Confirmed;
    }

    private static PolicyEvent.Confirmed ReadConfirmed(ref FieldReader fields)
    {
        string policy = "", actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Policy)) policy = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new PolicyEvent.Confirmed(policy, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, PolicyEvent.Withdrawn e)
    {
        writer.Put(Field.Policy, e.PolicyId);
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        return Withdrawn;
    }

    private static PolicyEvent.Withdrawn ReadWithdrawn(ref FieldReader fields)
    {
        string policy = "", reason = "", actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Policy)) policy = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new PolicyEvent.Withdrawn(policy, reason, new Actor(actor));
    }
}
