using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>Writes the fields of stored JSON objects: null, zero, false and empty arrays are left out.</summary>
internal static class FieldWriter
{
    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>A text that is JSON, as it came.</summary>
    public static void PutRaw(this Utf8JsonWriter writer, JsonEncodedText name, string? json)
    {
        if (json is not null)
        {
            // Validated although a source made it: text that is not JSON would make the event unreadable for good.
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, int value)
    {
        if (value != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, long value)
    {
        if (value != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    /// <summary>With the digits it has: 19.90 stays 19.90; 0.00, which is not the default, is written too.</summary>
    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, decimal value)
    {
        if (value != 0 || value.Scale != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, true);
        }
    }

    /// <summary>RFC 3339 in UTC, <c>2026-03-01T09:30:00Z</c>, with up to seven digits of a second.</summary>
    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset value) =>
        writer.WriteString(name, value.UtcDateTime);

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteString(name, time.UtcDateTime);
        }
    }

    /// <summary><c>2026-03-01</c>.</summary>
    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, DateOnly value)
    {
        Span<byte> text = stackalloc byte[StoredDate.Length];
        StoredDate.Format(value, text);
        writer.WriteString(name, text);
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, DateOnly? value)
    {
        if (value is { } date)
        {
            writer.Put(name, date);
        }
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, Currency value) =>
        writer.Put(name, value.Code);

    /// <summary>The word with this number; number 0 stands for an absent value and is left out.</summary>
    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, StoredWords words, int number)
    {
        if (number != 0)
        {
            writer.WriteString(name, words[number]);
        }
    }

    public static void Put<T>(
        this Utf8JsonWriter writer, JsonEncodedText name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    /// <summary>An array that may be absent: an empty one is written, since it says something else.</summary>
    public static void Put<T>(
        this Utf8JsonWriter writer, JsonEncodedText name, ImmutableArray<T>? items, Action<Utf8JsonWriter, T> write)
    {
        if (items is not { } present)
        {
            return;
        }

        if (present.IsEmpty)
        {
            writer.WriteStartArray(name);
            writer.WriteEndArray();
            return;
        }

        writer.Put(name, present, write);
    }

    public static void Put(this Utf8JsonWriter writer, JsonEncodedText name, ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
