using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Codecs;

/// <summary>Reads one value; the reader stands at its first token and afterwards behind its last.</summary>
internal delegate T ValueReader<out T>(ref FieldReader fields);

/// <summary>Reads the fields of stored JSON objects in one pass.</summary>
/// <remarks>
/// An object is read by <c>fields.Enter(); while (fields.More()) { if (fields.At(A)) a = fields.Long(); … }</c>. Each
/// value that is taken moves on to the next field, so fields that come in the order in which they are asked for, as our
/// own writer leaves them, cost one comparison each; any other order costs more rounds, and a field that nobody takes
/// in a round is skipped.
/// </remarks>
internal ref struct FieldReader
{
    /// <summary>Extra fields of an order are kept as they came, as deep as a parser lets through (64).</summary>
    private const int MaxDepth = 128;

    private const long NewRound = -1;

    private readonly ReadOnlySpan<byte> _payload;
    private Utf8JsonReader _reader;
    private long _roundStart;

    public FieldReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        _reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = MaxDepth });
        _reader.Read();
        _roundStart = NewRound;
    }

    /// <summary>Goes into the object that begins here.</summary>
    public void Enter()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected, {_reader.TokenType} was found.");
        }

        _reader.Read();
        _roundStart = NewRound;
    }

    /// <summary>True while the object has fields; skips one that nobody took, leaves the object at its end.</summary>
    public bool More()
    {
        if (_reader.TokenType == JsonTokenType.PropertyName && _reader.TokenStartIndex == _roundStart)
        {
            _reader.Skip();
            _reader.Read();
        }

        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            _reader.Read();
            _roundStart = NewRound;
            return false;
        }

        _roundStart = _reader.TokenStartIndex;
        return true;
    }

    /// <summary>True where the next field has this name; then its value has to be taken.</summary>
    public readonly bool At(JsonEncodedText name) => _reader.ValueSpan.SequenceEqual(name.EncodedUtf8Bytes);

    public string Text()
    {
        _reader.Read();
        return TakeText();
    }

    /// <summary>Bytes that are stored as Base64.</summary>
    public ImmutableArray<byte> Bytes()
    {
        _reader.Read();
        var bytes = ImmutableCollectionsMarshal.AsImmutableArray(_reader.GetBytesFromBase64());
        _reader.Read();
        return bytes;
    }

    /// <summary>A text that many events have in common: the same string while the cache holds it.</summary>
    public string CommonText()
    {
        _reader.Read();
        var text = _reader.ValueIsEscaped || _reader.TokenType != JsonTokenType.String
            ? _reader.GetString() ?? ""
            : CommonTexts.Get(_reader.ValueSpan);
        _reader.Read();
        return text;
    }

    public int Int()
    {
        _reader.Read();
        var value = _reader.GetInt32();
        _reader.Read();
        return value;
    }

    public long Long()
    {
        _reader.Read();
        var value = _reader.GetInt64();
        _reader.Read();
        return value;
    }

    public decimal Decimal()
    {
        _reader.Read();
        var value = _reader.GetDecimal();
        _reader.Read();
        return value;
    }

    public bool Bool()
    {
        _reader.Read();
        var value = _reader.GetBoolean();
        _reader.Read();
        return value;
    }

    public DateTimeOffset Time()
    {
        _reader.Read();
        var value = _reader.GetDateTimeOffset();
        _reader.Read();
        return value;
    }

    public DateOnly Date()
    {
        _reader.Read();
        var value = StoredDate.Parse(_reader.ValueSpan);
        _reader.Read();
        return value;
    }

    /// <exception cref="FormatException">The currency is not one that this program keeps.</exception>
    public Currency Currency()
    {
        _reader.Read();
        var value = Domain.Values.Currency.Eur;
        if (!_reader.ValueSpan.SequenceEqual("EUR"u8)
            && !Domain.Values.Currency.TryParse(_reader.GetString(), out value))
        {
            throw new FormatException($"'{_reader.GetString()}' is not a known currency.");
        }

        _reader.Read();
        return value;
    }

    /// <summary>The number of one of these words.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public int Word(StoredWords words)
    {
        _reader.Read();
        var number = words.NumberOf(_reader.ValueSpan);
        _reader.Read();
        return number;
    }

    /// <summary>The value as the JSON text that is stored.</summary>
    public string Raw()
    {
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        var text = Encoding.UTF8.GetString(_payload[start..(int)_reader.BytesConsumed]);
        _reader.Read();
        return text;
    }

    public T Object<T>(ValueReader<T> read)
    {
        _reader.Read();
        return read(ref this);
    }

    public ImmutableArray<T> Array<T>(ValueReader<T> read)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"An array was expected, {_reader.TokenType} was found.");
        }

        _reader.Read();

        // Most arrays have one item, so that size first.
        var items = System.Array.Empty<T>();
        var count = 0;
        while (_reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == items.Length)
            {
                System.Array.Resize(ref items, count == 0 ? 1 : Math.Max(8, 2 * count));
            }

            items[count++] = read(ref this);
        }

        _reader.Read();
        _roundStart = NewRound;
        System.Array.Resize(ref items, count);
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    public ImmutableArray<string> Texts() => Array(static (ref FieldReader fields) => fields.TakeText());

    /// <summary>The text at which the reader stands.</summary>
    public string TakeText()
    {
        var text = _reader.GetString() ?? "";
        _reader.Read();
        return text;
    }

    /// <summary>The number at which the reader stands.</summary>
    public int TakeInt()
    {
        var number = _reader.GetInt32();
        _reader.Read();
        return number;
    }
}
