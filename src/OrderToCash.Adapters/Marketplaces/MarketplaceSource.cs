using System.Buffers;
using System.Runtime.CompilerServices;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>
/// A file or stream of a platform's documents: one document, a JSON list of them, or one a line. Plain or gzip.
/// </summary>
/// <remarks>
/// The position is the order's number in the file: a document may hold many. XML and EDIFACT are one document a file.
/// </remarks>
public sealed class MarketplaceSource : ISource
{
    private readonly Func<Stream> _open;
    private readonly MarketplaceTranslator _translator;

    private MarketplaceSource(
        string name, string? identity, long? totalBytes, Func<Stream> open, MarketplaceFormat format, Actor? actor)
    {
        Name = name;
        Identity = identity;
        TotalBytes = totalBytes;
        _open = open;
        _translator = new MarketplaceTranslator(format, actor);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string? Identity { get; }

    /// <inheritdoc/>
    public long? TotalBytes { get; }

    /// <summary>A file.</summary>
    /// <param name="actor">Who sends it; null means the feed of the shop.</param>
    public static MarketplaceSource OfFile(string path, MarketplaceFormat format, Actor? actor = null)
    {
        var name = Path.GetFileName(path);
        var file = new FileInfo(path);
        return new MarketplaceSource(
            name, $"{format.Name}/{name}".ToLowerInvariant(), file.Exists ? file.Length : null,
            () => FileSources.OpenFile(path), format, actor);
    }

    /// <summary>A stream that can be read once. The source closes it.</summary>
    public static MarketplaceSource OfStream(
        Stream stream, string name, MarketplaceFormat format, Actor? actor = null) =>
        new(name, null, null, () => stream, format, actor);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await FileContent.OpenAsync(Name, _open, allowsUtf16: true, cancellationToken)
            .ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        var position = 0L;
        await foreach (var frame in FramesAsync(content, cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<Translated> orders = frame.Kind == FrameKind.Whole
                ? _translator.Translate(frame.Bytes)
                : [Translated.Refused(frame.Bytes, RecordParser.Refusal(frame))];
            for (var i = 0; i < orders.Count; i++)
            {
                if (++position <= afterPosition)
                    continue;
                var order = orders[i];
                yield return new SourceItem(
                    position, content.BytesRead(frame.End), order.Raw, order.Commands, order.Rejection,
                    MarkOf(frame, i), NothingToDo: order.NothingToDo);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        await foreach (var item in ReadAsync(checkpoint.Position - 1, cancellationToken).ConfigureAwait(false))
            return new Checkpoint(item.Position, item.Fingerprint) == checkpoint;
        return false;
    }

    private static long MarkOf(in Frame frame, int index) =>
        unchecked((long)(frame.Fingerprint + (ulong)index * 0x9E3779B97F4A7C15UL));

    private static async IAsyncEnumerable<Frame> FramesAsync(
        FileContent content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = await content.PeekAsync(HasFirstLine, cancellationToken).ConfigureAwait(false);
        var form = FormOf(start);
        var frames = form switch
        {
            Form.Document => WholeAsync(content, cancellationToken),
            Form.Lines => new LineFrames(content).ReadAsync(cancellationToken),
            _ => new ValueFrames(content, isList: form == Form.List).ReadAsync(cancellationToken),
        };
        await foreach (var frame in frames.ConfigureAwait(false))
            yield return frame;
    }

    private static Form FormOf(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("["u8))
            return Form.List;
        if (!text.StartsWith("{"u8))
            return Form.Document;
        var lineEnd = text.IndexOf((byte)'\n');
        return lineEnd < 0 || text[..lineEnd].TrimEnd(" \t\r"u8).EndsWith("}"u8) ? Form.Lines : Form.Values;
    }

    private static bool HasFirstLine(ReadOnlySequence<byte> buffer)
    {
        const int EnoughBytes = 32 * 1024;
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny(" \t\r\n"u8);
        return buffer.Length >= EnoughBytes || reader.TryAdvanceTo((byte)'\n');
    }

    /// <summary>Everything as one document; of one that is too long its beginning.</summary>
    private static async IAsyncEnumerable<Frame> WholeAsync(
        FileContent content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var length = 0L;
        while (true)
        {
            var read = await content.ReadAsync(cancellationToken).ConfigureAwait(false);
            length += read.Buffer.Length;
            if (bytes.WrittenCount <= Frame.MaxBytes)
            {
                foreach (var segment in read.Buffer)
                    bytes.Write(segment.Span);
            }

            content.Pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        if (length == 0)
            yield break;
        var isTooLong = length > Frame.MaxBytes;
        var kept = isTooLong ? bytes.WrittenMemory[..Frame.MaxBytesKept] : bytes.WrittenMemory;
        yield return new Frame(
            isTooLong ? FrameKind.TooLong : FrameKind.Whole, 1, 1, kept, length, length,
            Fingerprint.Add((ulong)length, kept.Span));
    }

    /// <summary>How documents are written down in the file.</summary>
    private enum Form
    {
        Document,
        Lines,
        List,
        Values,
    }
}
