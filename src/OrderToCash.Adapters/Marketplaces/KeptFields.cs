using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Fields that an order has no place for, as one JSON object. The first of a name counts.</summary>
internal sealed class KeptFields
{
    private readonly ArrayBufferWriter<byte> _json = new(256);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Keeps a text.</summary>
    public void AddText(string name, string text)
    {
        if (Begin(name))
            WriteText(text);
    }

    /// <summary>Keeps a value as it came; it is known to be well-formed.</summary>
    public void Add(string name, ReadOnlySpan<byte> json)
    {
        if (!Begin(name))
            return;
        if (!json.Contains((byte)'\n'))
        {
            _json.Write(json);
            return;
        }

        // Without the document's indentation.
        var reader = new Utf8JsonReader(json);
        using var value = JsonDocument.ParseValue(ref reader);
        using var writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = Escaping });
        value.RootElement.WriteTo(writer);
    }

    /// <summary>The object; null where there are no fields.</summary>
    public string? Take()
    {
        if (_names.Count == 0)
            return null;
        _json.Write("}"u8);
        return Encoding.UTF8.GetString(_json.WrittenSpan);
    }

    private bool Begin(string name)
    {
        if (!_names.Add(name))
            return false;
        _json.Write(_names.Count == 1 ? "{"u8 : ","u8);
        WriteText(name);
        _json.Write(":"u8);
        return true;
    }

    private void WriteText(string text)
    {
        _json.Write("\""u8);
        _json.Write(JsonEncodedText.Encode(text, Escaping).EncodedUtf8Bytes);
        _json.Write("\""u8);
    }

    /// <summary>Letters stay letters.</summary>
    private static readonly System.Text.Encodings.Web.JavaScriptEncoder Escaping =
        System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
}
