using System.Text.Json;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Walks through one JSON object field by field, and remembers the first thing that is wrong with it.
/// </summary>
/// <remarks>
/// A wrong value is skipped and read as a default: the caller goes on to the end and looks at <see cref="Problem"/>
/// once, so that JSON which is malformed further on is still reported as such. Malformed JSON is thrown as
/// <see cref="JsonException"/>.
/// </remarks>
internal ref partial struct JsonInput
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly JsonPlace _place;
    private readonly RepeatedTexts _texts;
    private readonly ExtraFields? _extra;
    private Utf8JsonReader _reader;

    /// <summary>At the beginning of one object.</summary>
    /// <param name="extra">Takes the fields that are not known; null where they are ignored.</param>
    public JsonInput(ReadOnlySpan<byte> bytes, JsonPlace place, RepeatedTexts texts, ExtraFields? extra)
    {
        _bytes = bytes;
        _place = place;
        _texts = texts;
        _extra = extra;
        _reader = new Utf8JsonReader(bytes);
        _place.Reset();
        _extra?.Reset();
        _reader.Read();
    }

    /// <summary>The first thing that is wrong; null while nothing is.</summary>
    public Rejection? Problem { get; private set; }

    /// <summary>Enters the object that the reader is at; where there is none, that is the problem.</summary>
    public FieldScan BeginObject()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            RefuseType("an object");
            return new FieldScan { IsOver = true };
        }

        _place.Enter();
        return new FieldScan { Index = -1 };
    }

    /// <summary>Goes to the object's next known field that has a value; false at its end.</summary>
    /// <remarks>A field that is null is absent.</remarks>
    public bool NextField(FieldSet fields, scoped ref FieldScan scan)
    {
        if (scan.IsOver)
        {
            return false;
        }

        while (true)
        {
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.EndObject)
            {
                _place.Leave();
                return false;
            }

            var index = _reader.ValueIsEscaped
                ? fields.IndexOf(Unescaped())
                : fields.IndexOf(_reader.ValueSpan, scan.Index + 1);
            if (index < 0)
            {
                TakeUnknown();
                continue;
            }

            scan.Index = index;
            _place.Set(fields[index].Name);
            _reader.Read();
            if (scan.Has(index))
            {
                Refuse("duplicate-field", "the field a second time", "each field once");
            }

            if (_reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            scan.Add(index);
            return true;
        }
    }

    /// <summary>Where a required field is missing, that is the problem. Called at the object's end.</summary>
    public void Require(FieldSet fields, scoped in FieldScan scan) => Require(fields, scan, fields.Required);

    /// <summary>Where a required field is missing, that is the problem. Called at the object's end.</summary>
    /// <param name="required">The numbers of required fields, as bits.</param>
    public void Require(FieldSet fields, scoped in FieldScan scan, ulong required)
    {
        var missing = scan.IsOver ? 0 : required & ~scan.Seen;
        if (missing == 0)
        {
            return;
        }

        var field = fields[System.Numerics.BitOperations.TrailingZeroCount(missing)];
        _place.Enter();
        _place.Set(field.Name);
        Refuse("missing-field", "nothing", field.Expected);
        _place.Leave();
    }

    /// <summary>Enters the list that the reader is at; where there is none, that is the problem.</summary>
    public ListScan BeginList()
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            RefuseType("a list");
            return new ListScan { IsOver = true };
        }

        _place.Enter();
        return new ListScan { Index = -1 };
    }

    /// <summary>Goes to the list's next element; false at its end.</summary>
    public bool NextElement(scoped ref ListScan scan)
    {
        if (scan.IsOver)
        {
            return false;
        }

        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            _place.Leave();
            return false;
        }

        _place.Set(++scan.Index);
        return true;
    }

    /// <summary>Reads on to the end, so that what follows the object is noticed.</summary>
    public void End()
    {
        while (_reader.Read())
        {
        }
    }

    /// <summary>Notes what is wrong here, unless something was wrong before.</summary>
    public void Refuse(string reason, string found, string expected) =>
        Problem ??= new Rejection(reason, _place.ToString(), found, expected);

    /// <summary>Notes what is wrong with a field named in full.</summary>
    public void RefuseAt(string place, string reason, string found, string expected) =>
        Problem ??= new Rejection(reason, place, found, expected);

    private void TakeUnknown()
    {
        if (_extra is null)
        {
            _reader.Skip();
            return;
        }

        _place.Set(Unescaped());
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        _extra.Add(_place.ToString(), _bytes[start..(int)_reader.BytesConsumed]);
    }
}

/// <summary>How far a reader is in an object.</summary>
internal struct FieldScan
{
    /// <summary>The number of the last field.</summary>
    public int Index { get; set; }

    /// <summary>The fields that have a value, as bits.</summary>
    public ulong Seen { get; private set; }

    /// <summary>True where there is no object.</summary>
    public bool IsOver { get; init; }

    public readonly bool Has(int number) => (Seen & (1UL << number)) != 0;

    public void Add(int number) => Seen |= 1UL << number;
}

/// <summary>How far a reader is in a list.</summary>
internal struct ListScan
{
    /// <summary>The index of the element.</summary>
    public int Index { get; set; }

    /// <summary>True where there is no list.</summary>
    public bool IsOver { get; init; }
}
