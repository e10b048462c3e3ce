using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrderToCash.Adapters.Marketplaces.Json;

/// <summary>
/// A value of a JSON document, read without guessing: what is of another type is refused with its place.
/// </summary>
/// <remarks>
/// Absent, null and, for texts, empty are the same: platforms mix them. Numbers are taken as they are written: an id of
/// 18 digits or an amount never passes a floating-point number.
/// </remarks>
internal readonly struct JsonPart(JsonElement element, Reading reading)
{
    private readonly JsonElement _element = element;

    public Reading Reading { get; } = reading;

    /// <summary>True where there is a value.</summary>
    public bool Exists => _element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    public bool IsList => _element.ValueKind == JsonValueKind.Array;

    /// <summary>How many elements a list has; 0 for anything else.</summary>
    public int Count => IsList ? _element.GetArrayLength() : 0;

    /// <summary>The value's bytes in the document.</summary>
    public ReadOnlySpan<byte> Bytes => JsonMarshal.GetRawUtf8Value(_element);

    /// <summary>A member; absent where this is no object.</summary>
    public JsonPart this[ReadOnlySpan<byte> name] =>
        IsObject && _element.TryGetProperty(name, out var value) ? new JsonPart(value, Reading) : new(default, Reading);

    /// <summary>The same value, with another order's reading.</summary>
    public JsonPart With(Reading reading) => new(_element, reading);

    /// <summary>A copy of the value's bytes.</summary>
    public byte[] CopyBytes() => Bytes.ToArray();

    /// <summary>A list's first element.</summary>
    public JsonPart First() => new(_element[0], Reading);

    /// <summary>The names of the first members of an object.</summary>
    public string[] MemberNames(int max) =>
        IsObject ? [.. _element.EnumerateObject().Take(max).Select(static member => member.Name)] : [];

    /// <summary>The elements of a list; none where it is absent; anything else is refused.</summary>
    public Elements Items(ReadOnlySpan<byte> name)
    {
        var list = this[name];
        if (list.Exists && !list.IsList)
            list.RefuseType("a list");
        return new Elements(list);
    }

    /// <summary>A text, or a number as it is written; null where there is none.</summary>
    public string? Text()
    {
        switch (_element.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    var text = _element.GetString();
                    return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
                }
                catch (InvalidOperationException)
                {
                    Refuse("malformed-text", Shown(), "escapes that make Unicode text");
                    return null;
                }

            case JsonValueKind.Number:
                return _element.GetRawText();
            default:
                if (Exists)
                    RefuseType("a text");
                return null;
        }
    }

    /// <summary>An exact decimal number, as a number or as a text; null where there is none.</summary>
    public decimal? Decimal()
    {
        if (_element.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            if (Exists)
                RefuseType("a decimal number");
            return null;
        }

        var bytes = Bytes;
        if (_element.ValueKind == JsonValueKind.String)
        {
            bytes = bytes[1..^1].Trim((byte)' ');
            if (bytes.IsEmpty)
                return null;
        }

        if (ExactNumbers.TryRead(bytes, out var value))
            return value;
        Refuse("invalid-number", Shown(), ExactNumbers.Expected);
        return null;
    }

    /// <summary>
    /// A number of whole pieces, also as a text or with decimals that are zero; null where there is none.
    /// </summary>
    public int? Pieces()
    {
        if (Decimal() is not { } number)
            return null;
        if (number >= int.MinValue && number <= int.MaxValue && decimal.Truncate(number) == number)
            return (int)number;
        Refuse("invalid-quantity", Shown(), "whole pieces", "A part of a piece can't be reserved or shipped.");
        return null;
    }

    /// <summary>True or false, also as a text; false where there is nothing.</summary>
    public bool IsTrue()
    {
        switch (_element.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined:
                return false;
            case JsonValueKind.String when Text() is var text && text is null or "true" or "false":
                return text == "true";
            default:
                RefuseType("true or false");
                return false;
        }
    }

    /// <summary>A time in UTC; null where there is none.</summary>
    /// <param name="isUtc">A time without offset is UTC; otherwise the seller's local time.</param>
    public DateTimeOffset? Time(bool isUtc = false)
    {
        // Reading an escape may fail where it is half a character; a text says so.
        if (_element.ValueKind == JsonValueKind.String && !Bytes.Contains((byte)'\\')
            && _element.TryGetDateTimeOffset(out var exact) && HasOffset(Bytes))
        {
            return exact.ToUniversalTime();
        }

        if (Text() is not { } text)
            return null;
        if (Times.TryRead(text, isUtc, out var time))
            return time;
        Refuse("invalid-time", Shown(), Times.Expected);
        return null;
    }

    public string? Text(ReadOnlySpan<byte> name) => this[name].Text();

    public decimal? Decimal(ReadOnlySpan<byte> name) => this[name].Decimal();

    public DateTimeOffset? Time(ReadOnlySpan<byte> name, bool isUtc = false) => this[name].Time(isUtc);

    /// <summary>A text that has to be there.</summary>
    public string Required(ReadOnlySpan<byte> name)
    {
        var text = Text(name);
        if (text is null)
            RefuseMissing(name, "a text");
        return text ?? "";
    }

    /// <summary>Pieces that have to be there.</summary>
    public int RequiredPieces(ReadOnlySpan<byte> name)
    {
        var pieces = this[name].Pieces();
        if (pieces is null)
            RefuseMissing(name, "whole pieces");
        return pieces ?? 0;
    }

    /// <summary>A time that has to be there.</summary>
    public DateTimeOffset RequiredTime(ReadOnlySpan<byte> name, bool isUtc = false)
    {
        var time = Time(name, isUtc);
        if (time is null)
            RefuseMissing(name, Times.Expected);
        return time ?? default;
    }

    public void RefuseMissing(ReadOnlySpan<byte> name, string expected, string? advice = null)
    {
        if (Reading.Problem is not null)
            return;
        var parent = Place();
        var field = System.Text.Encoding.UTF8.GetString(name);
        Reading.Refuse(
            "missing-field", parent == JsonPlaces.Root ? field : $"{parent}.{field}", "nothing", expected, advice);
    }

    /// <summary>Refuses this value.</summary>
    public void Refuse(string reason, string found, string expected, string? advice = null)
    {
        if (Reading.Problem is null)
            Reading.Refuse(reason, Place(), found, expected, advice);
    }

    /// <summary>Where in the document the value is: <c>order.line_items[0].price</c>.</summary>
    public string Place() =>
        _element.ValueKind != JsonValueKind.Undefined && Reading.Document.Span.Overlaps(Bytes, out var offset)
            ? JsonPlaces.At(Reading.Document.Span, offset)
            : JsonPlaces.Root;

    private static bool HasOffset(ReadOnlySpan<byte> quoted) =>
        quoted.Length > 21
            && (quoted[^2] == (byte)'Z' || (quoted[^4] == (byte)':' && quoted[^7] is (byte)'+' or (byte)'-'));

    private void RefuseType(string expected) => Refuse("wrong-type", Shown(), expected);

    private string Shown() => _element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Reading.Shown(Bytes),
    };

    /// <summary>The elements of a list.</summary>
    public struct Elements(JsonPart list)
    {
        private readonly int _count = list.Count;
        private JsonElement.ArrayEnumerator _elements = list.IsList ? list._element.EnumerateArray() : default;

        public readonly int Count => _count;

        public readonly JsonPart Current => new(_elements.Current, list.Reading);

        public readonly Elements GetEnumerator() => this;

        public bool MoveNext() => _count > 0 && _elements.MoveNext();
    }
}
