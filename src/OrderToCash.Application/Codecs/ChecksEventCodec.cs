using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of the events of the store's checks.</summary>
public static class ChecksEventCodec
{
    private static readonly EventName SettingChanged = StoredName.Of("checks.setting-changed", 1);
    private static readonly EventName CustomerBlocked = StoredName.Of("checks.customer-blocked", 1);
    private static readonly EventName CustomerUnblocked = StoredName.Of("checks.customer-unblocked", 1);

    private static readonly EventTable<ChecksEvent> Table = new(
        new StoredEvent<ChecksEvent>(SettingChanged, ReadSettingChanged),
        new StoredEvent<ChecksEvent>(CustomerBlocked, ReadCustomerBlocked),
        new StoredEvent<ChecksEvent>(CustomerUnblocked, ReadCustomerUnblocked));

    /// <summary>All names and versions that can be read.</summary>
    public static ImmutableArray<EventName> Names => Table.Names;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name.</summary>
    public static EventName Encode(ChecksEvent happened, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        var name = happened switch
        {
            ChecksEvent.SettingChanged e => Write(writer, e),
            ChecksEvent.CustomerBlocked e => Write(writer, e),
            ChecksEvent.CustomerUnblocked e => Write(writer, e),
            _ => throw new UnreachableException($"{happened.GetType()} has no stored form."),
        };
        writer.WriteEndObject();
        return name;
    }

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is unknown, or the payload unreadable.</exception>
    public static ChecksEvent Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Table.Decode(name, version, payload);

    private static EventName Write(Utf8JsonWriter writer, ChecksEvent.SettingChanged e)
    {
        writer.Put(Field.Setting, e.Setting);
        writer.Put(Field.Value, e.Value);
        writer.Put(Field.Reason, e.Reason);
        writer.Put(Field.Actor, e.Actor.Value);
        return SettingChanged;
    }

    private static ChecksEvent.SettingChanged ReadSettingChanged(ref FieldReader fields)
    {
        string setting = "", value = "", reason = "", actor = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Setting)) setting = fields.Text();
            if (fields.At(Field.Value)) value = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.Text();
            if (fields.At(Field.Actor)) actor = fields.CommonText();
        }

        return new ChecksEvent.SettingChanged(setting, value, reason, new Actor(actor));
    }

    private static EventName Write(Utf8JsonWriter writer, ChecksEvent.CustomerBlocked e)
    {
        writer.Put(Field.Account, e.Account.Value);
        writer.Put(Field.Reason, e.Reason);
        return CustomerBlocked;
    }

    private static ChecksEvent.CustomerBlocked ReadCustomerBlocked(ref FieldReader fields)
    {
        string account = "", reason = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
            if (fields.At(Field.Reason)) reason = fields.Text();
        }

        return new ChecksEvent.CustomerBlocked(new AccountId(account), reason);
    }

    private static EventName Write(Utf8JsonWriter writer, ChecksEvent.CustomerUnblocked e)
    {
        writer.Put(Field.Account, e.Account.Value);
        return CustomerUnblocked;
    }

    private static ChecksEvent.CustomerUnblocked ReadCustomerUnblocked(ref FieldReader fields)
    {
        var account = "";
        fields.Enter();
        while (fields.More())
        {
            if (fields.At(Field.Account)) account = fields.Text();
        }

        return new ChecksEvent.CustomerUnblocked(new AccountId(account));
    }
}
