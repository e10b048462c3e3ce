using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrderToCash.Adapters.Files;

/// <content>Values of fields. Each is read as a default where it is wrong.</content>
internal ref partial struct JsonInput
{
    private const int MaxNameLength = 200;
    private const int MaxShownBytes = 60;

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>
    /// The digits that a decimal holds exactly whatever they are. Source: .NET, System.Decimal (96-bit integer).
    /// </summary>
    private const int MaxDigits = 28;

    /// <summary>A text.</summary>
    public string Text()
    {
        if (_reader.TokenType == JsonTokenType.String)
        {
            return Unescaped();
        }

        RefuseType("a text");
        return "";
    }

    /// <summary>A text that comes again and again in other objects.</summary>
    public string RepeatedText() =>
        _reader.TokenType == JsonTokenType.String && !_reader.ValueIsEscaped ? _texts.Get(_reader.ValueSpan) : Text();

    /// <summary>A text that names something: some characters, none of them a control character.</summary>
    public string Name(int maxLength = MaxNameLength)
    {
        if (_reader.TokenType != JsonTokenType.String)
        {
            RefuseType("a text");
            return "";
        }

        var name = RepeatedText();
        var wrong = string.IsNullOrWhiteSpace(name) ? "nothing"
            : name.Length > maxLength ? $"{name.Length} characters"
            : name.Any(char.IsControl) ? "a control character" : null;
        if (wrong is not null)
        {
            Refuse("invalid-name", wrong, $"1 to {maxLength} characters, no control characters");
        }

        return name;
    }

    /// <summary>True or false.</summary>
    public bool Boolean()
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _reader.GetBoolean();
        }

        RefuseType("true or false");
        return false;
    }

    /// <summary>A whole number.</summary>
    public int Integer()
    {
        if (_reader.TokenType != JsonTokenType.Number)
        {
            RefuseType("a whole number");
            return 0;
        }

        if (_reader.TryGetInt32(out var value))
        {
            return value;
        }

        if (_reader.TryGetInt64(out _))
        {
            Refuse("out-of-range", Shown(), "a number below 2,147,483,648");
        }
        else
        {
            RefuseType("a whole number");
        }

        return 0;
    }

    /// <summary>A number of pieces, at least 1.</summary>
    public int Positive()
    {
        var isNumber = _reader.TokenType == JsonTokenType.Number;
        var value = Integer();
        if (isNumber && value < 1)
        {
            Refuse("invalid-quantity", Shown(), "1 or more");
        }

        return value;
    }

    /// <summary>A decimal number, as a text or as a number, exactly as written.</summary>
    public decimal Decimal()
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            RefuseType("a decimal number");
            return 0;
        }

        if (TryReadDecimal(_reader.ValueSpan, out var value))
        {
            return value;
        }

        Refuse(
            "invalid-number", Shown(),
            "a decimal number of at most 28 digits, with a point, without exponent or blanks");
        return 0;
    }

    /// <summary>A time with offset, RFC 3339, in UTC.</summary>
    public DateTimeOffset Time()
    {
        if (_reader.TokenType != JsonTokenType.String)
        {
            RefuseType("a time");
        }
        else if (!HasOffset(_reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(Unescaped()) : _reader.ValueSpan)
            || !_reader.TryGetDateTimeOffset(out var time))
        {
            Refuse("invalid-time", Shown(), "a time with offset, as 2026-11-27T10:00:00+01:00");
        }
        else if (!IsPlausible(time))
        {
            Refuse("invalid-date", Shown(), "a year from 2000 to 2100");
        }
        else
        {
            return time.ToUniversalTime();
        }

        return DateTimeOffset.UnixEpoch;
    }

    /// <summary>A day, as RFC 3339 writes it.</summary>
    public DateOnly Day()
    {
        if (_reader.TokenType != JsonTokenType.String)
        {
            RefuseType("a day");
        }
        else if (!TryReadDay(Unescaped(), out var day))
        {
            Refuse("invalid-date", Shown(), "a day of the years 2000 to 2100, as 2026-11-27");
        }
        else
        {
            return day;
        }

        return DateOnly.MinValue;
    }

    /// <summary>A list of texts.</summary>
    public ImmutableArray<string> Texts()
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        var list = BeginList();
        while (NextElement(ref list))
        {
            texts.Add(Text());
        }

        return texts.DrainToImmutable();
    }

    /// <summary>The index of the word among the field's choices.</summary>
    public int Choice(Field field)
    {
        if (_reader.TokenType != JsonTokenType.String)
        {
            RefuseType("a text");
            return 0;
        }

        for (var i = 0; i < field.Choices.Length; i++)
        {
            if (_reader.ValueIsEscaped ? Unescaped() == field.Choices[i] : _reader.ValueTextEquals(field.Choices[i]))
            {
                return i;
            }
        }

        Refuse("unknown-value", Shown(), field.Expected);
        return 0;
    }

    /// <summary>
    /// Optional sign, digits, and a point followed by digits; not more of them than can be kept exactly.
    /// </summary>
    internal static bool TryReadDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        var whole = digits.IndexOf((byte)'.');
        var count = whole < 0 ? digits.Length : digits.Length - 1;
        if (count is 0 or > MaxDigits || whole == 0 || whole == digits.Length - 1)
        {
            return false;
        }

        for (var i = 0; i < digits.Length; i++)
        {
            if (i != whole && !char.IsAsciiDigit((char)digits[i]))
            {
                return false;
            }
        }

        return Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;
    }

    /// <summary>A time outside JSON, in the same form.</summary>
    internal static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time) && IsPlausible(time);
        time = time.ToUniversalTime();
        return isTime;
    }

    /// <summary>A day outside JSON, in the same form.</summary>
    internal static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && day.Year is >= 2000 and <= 2100;

    private static bool IsPlausible(DateTimeOffset time) => time.UtcDateTime.Year is >= 2000 and <= 2100;

    /// <summary>Without an offset the runtime would take the machine's time zone.</summary>
    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length > 19 && (text[^1] == (byte)'Z' || (text[^3] == (byte)':' && text[^6] is (byte)'+' or (byte)'-'));

    /// <summary>
    /// The text or name that the reader is at. A half of a surrogate pair can be escaped in JSON, but is no text.
    /// </summary>
    private string Unescaped()
    {
        try
        {
            return _reader.GetString() ?? "";
        }
        catch (InvalidOperationException) when (_reader.ValueIsEscaped)
        {
            Refuse("malformed-text", Shown(), "escapes that make Unicode text: \\ud800 to \\udfff come in pairs");
            return "";
        }
    }

    /// <summary>Notes a value of the wrong type and goes behind it.</summary>
    private void RefuseType(string expected)
    {
        Refuse("wrong-type", Shown(), expected);
        _reader.Skip();
    }

    private readonly string Shown()
    {
        var quote = _reader.TokenType == JsonTokenType.String ? "\"" : "";
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ when _reader.ValueSpan.Length > MaxShownBytes =>
                $"{quote}{Encoding.UTF8.GetString(_reader.ValueSpan[..MaxShownBytes])}…{quote}",
            _ => $"{quote}{Encoding.UTF8.GetString(_reader.ValueSpan)}{quote}",
        };
    }
}
