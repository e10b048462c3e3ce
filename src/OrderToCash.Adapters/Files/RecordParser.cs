using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Turns the bytes of one input into its commands, or into a refusal that says what is wrong and where.
/// </summary>
/// <remarks>One thread.</remarks>
internal sealed class RecordParser : IDisposable
{
    private const int MaxBytesShown = 40;

    private readonly IRecordReader _reader;

    public RecordParser(RecordKind kind, Actor? actor) => _reader = kind switch
    {
        RecordKind.Orders => new OrderReader(actor),
        RecordKind.Stock => new MovementReader(actor),
        RecordKind.OpenItems => new OpenItemReader(actor),
        RecordKind.Debits => new DebitReader(actor),
        _ => new ShipmentReader(actor),
    };

    public RecordRead Parse(in Frame frame) =>
        frame.Kind == FrameKind.Whole ? ParseWhole(frame) : RecordRead.Refused(Refusal(frame));

    /// <summary>Why an input that isn't whole is refused.</summary>
    public static Rejection Refusal(in Frame frame) => frame.Kind switch
    {
        FrameKind.TooLong => new Rejection(
            "too-long", $"line {frame.Line}", $"{frame.Length} bytes", $"at most {Frame.MaxBytes} bytes",
            $"Only the first {frame.Bytes.Length} bytes are kept here; mend the source and send it again."),
        FrameKind.CutOff => new Rejection(
            "malformed-json", $"line {frame.Line}", "the end of the file",
            "the end of the object and of the list around it",
            "The file is incomplete: get it again."),
        _ => new Rejection(
            "malformed-json", $"line {frame.Line}", Shown(frame.Bytes.Span, 0), "nothing behind the end of the list",
            "What follows it is not read."),
    };

    public void Dispose() => (_reader as IDisposable)?.Dispose();

    private RecordRead ParseWhole(in Frame frame)
    {
        var bytes = frame.Bytes.Span;
        if (!Utf8.IsValid(bytes))
        {
            var at = FirstInvalid(bytes);
            return RecordRead.Refused(new Rejection(
                "invalid-utf-8", $"line {frame.Line}, byte {at + 1}",
                "0x" + Convert.ToHexString(bytes[at..Math.Min(at + 4, bytes.Length)]),
                "UTF-8", "Convert the file, as with `iconv -f WINDOWS-1252 -t UTF-8`."));
        }

        try
        {
            return _reader.Read(bytes);
        }
        catch (JsonException exception)
        {
            return RecordRead.Refused(Malformed(frame, exception));
        }
    }

    private static Rejection Malformed(in Frame frame, JsonException exception)
    {
        var bytes = frame.Bytes.Span;
        var line = exception.LineNumber ?? 0;
        var column = (int)(exception.BytePositionInLine ?? 0);
        var at = column;
        for (var skipped = 0L; skipped < line; skipped++)
        {
            at += bytes[(at - column)..].IndexOf((byte)'\n') + 1;
        }

        // The message ends with the place as the reader counts it, from 0.
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new Rejection(
            "malformed-json", $"line {frame.Line + line}, column {column + 1}", Shown(bytes, at), "one JSON object",
            end < 0 ? exception.Message : exception.Message[..end]);
    }

    private static string Shown(ReadOnlySpan<byte> bytes, int at)
    {
        if (at >= bytes.Length)
        {
            return "the end";
        }

        // A character that is cut in two is shown as U+FFFD.
        var rest = bytes[at..];
        return rest.Length <= MaxBytesShown
            ? Encoding.UTF8.GetString(rest)
            : Encoding.UTF8.GetString(rest[..MaxBytesShown]) + "…";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
