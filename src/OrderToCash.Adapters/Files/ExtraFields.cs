using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Collects fields that are not known into one JSON object, named by their paths: <c>{"lines[0].giftWrap":true}</c>.
/// </summary>
/// <remarks>One thread.</remarks>
internal sealed class ExtraFields : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private bool _isEmpty = true;

    public ExtraFields() => _writer = new Utf8JsonWriter(_buffer);

    public void Reset()
    {
        if (_isEmpty)
        {
            return;
        }

        _isEmpty = true;
        _buffer.ResetWrittenCount();
        _writer.Reset();
    }

    /// <summary>Adds a field.</summary>
    /// <param name="json">The value, as it came; it is known to be well-formed.</param>
    public void Add(string path, ReadOnlySpan<byte> json)
    {
        if (_isEmpty)
        {
            _writer.WriteStartObject();
            _isEmpty = false;
        }

        _writer.WritePropertyName(path);
        _writer.WriteRawValue(json, skipInputValidation: true);
    }

    /// <summary>The object; null where there are no fields.</summary>
    public string? Take()
    {
        if (_isEmpty)
        {
            return null;
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    public void Dispose() => _writer.Dispose();
}
