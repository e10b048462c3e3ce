using System.Buffers;
using System.Text.Json;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>Writes parts of an image in the form in which events have them, and reads them; one buffer for all.
/// </summary>
internal sealed class ImageParts : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly ImageWriter? _writer;
    private readonly ImageReader? _reader;

    public ImageParts(ImageWriter image)
        : this() => _writer = image;

    public ImageParts(ImageReader image)
        : this() => _reader = image;

    private ImageParts() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true });

    public void Write<T>(Action<Utf8JsonWriter, T> write, T value)
    {
        Begin();
        write(_json, value);
        End();
    }

    public EventName Write<T>(Func<T, Utf8JsonWriter, EventName> encode, T value)
    {
        Begin();
        var name = encode(value, _json);
        End();
        return name;
    }

    public T Read<T>(ValueReader<T> read)
    {
        var fields = new FieldReader(ReadBytes());
        return read(ref fields);
    }

    public byte[] ReadBytes() => Reader.Array<byte>();

    public void Dispose() => _json.Dispose();

    private ImageReader Reader => _reader ?? throw new InvalidOperationException("An image is written, not read.");

    private ImageWriter Writer => _writer ?? throw new InvalidOperationException("An image is read, not written.");

    private void Begin()
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
    }

    private void End()
    {
        _json.Flush();
        Writer.Array(_bytes.WrittenSpan);
    }
}
