using System.Buffers;
using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>What a file or stream of the own formats holds.</summary>
public enum RecordKind
{
    /// <summary>Orders and cancellations.</summary>
    Orders = 1,

    /// <summary>Stock movements.</summary>
    Stock = 2,

    /// <summary>Shipments.</summary>
    Shipments = 3,

    /// <summary>Open items and customers of another system.</summary>
    OpenItems = 4,

    /// <summary>Direct debits that were handed to the bank.</summary>
    Debits = 5,
}

/// <summary>
/// A file or stream of the own formats: one JSON object a line, one JSON list, or objects written over several lines;
/// for stock, open items and direct debits also CSV. Plain or gzip, with or without byte order mark: all of it told by
/// content.
/// </summary>
/// <remarks>
/// The position is the line's number, in a list the element's. An input longer than 8 MiB is refused, with its first 64
/// KiB kept; reading goes on behind it.
/// </remarks>
public sealed class NdjsonSource : ISource
{
    private readonly Func<Stream> _open;
    private readonly RecordKind _kind;
    private readonly Actor? _actor;

    private NdjsonSource(
        string name, string? identity, long? totalBytes, Func<Stream> open, RecordKind kind, Actor? actor)
    {
        Name = name;
        Identity = identity;
        TotalBytes = totalBytes;
        _open = open;
        _kind = kind;
        _actor = actor;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// The file's name alone, wherever it lies: whether the content is that of the checkpoint its fingerprint tells,
    /// which covers every input up to it. So a file that was appended to goes on at its checkpoint, and one in which
    /// anything before was changed (a refused line mended, tomorrow's export under the same name) is read from its
    /// beginning.
    /// </remarks>
    public string? Identity { get; }

    /// <inheritdoc/>
    public long? TotalBytes { get; }

    /// <summary>A file.</summary>
    /// <param name="actor">Who sends it; null means the feed of the channel, of stock, of the warehouse.</param>
    public static NdjsonSource OfFile(string path, RecordKind kind, Actor? actor = null)
    {
        var name = Path.GetFileName(path);
        var file = new FileInfo(path);
        return new NdjsonSource(
            name, $"{kind}/{name}".ToLowerInvariant(), file.Exists ? file.Length : null,
            () => FileSources.OpenFile(path), kind, actor);
    }

    /// <summary>A stream that can be read once. The source closes it.</summary>
    public static NdjsonSource OfStream(Stream stream, string name, RecordKind kind, Actor? actor = null) =>
        new(name, null, null, () => stream, kind, actor);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await FileContent.OpenAsync(Name, _open, cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        var form = await FormOfAsync(content, cancellationToken).ConfigureAwait(false);
        if (form == Form.Csv)
        {
            var rows = Csv(content);
            await foreach (var item in rows.ReadAsync(afterPosition, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }

            yield break;
        }

        using var records = new RecordParser(_kind, _actor);
        await foreach (var frame in ReadFramesAsync(content, form, cancellationToken).ConfigureAwait(false))
        {
            if (frame.Position > afterPosition)
            {
                var (commands, rejection) = records.Parse(frame);
                yield return new SourceItem(
                    frame.Position, content.BytesRead(frame.End), frame.Bytes, commands, rejection,
                    unchecked((long)frame.Fingerprint));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var content = await FileContent.OpenAsync(Name, _open, cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        var form = await FormOfAsync(content, cancellationToken).ConfigureAwait(false);
        var marks = form == Form.Csv
            ? Csv(content).ReadMarksAsync(cancellationToken)
            : MarksAsync(ReadFramesAsync(content, form, cancellationToken));
        await foreach (var mark in marks.ConfigureAwait(false))
        {
            if (mark.Position >= checkpoint.Position)
            {
                return mark == checkpoint;
            }
        }

        return false;
    }

    private static async IAsyncEnumerable<Checkpoint> MarksAsync(IAsyncEnumerable<Frame> frames)
    {
        await foreach (var frame in frames.ConfigureAwait(false))
        {
            yield return new Checkpoint(frame.Position, unchecked((long)frame.Fingerprint));
        }
    }

    private bool IsCsvToo => _kind is RecordKind.Stock or RecordKind.OpenItems or RecordKind.Debits;

    private static IAsyncEnumerable<Frame> ReadFramesAsync(
        FileContent content, Form form, CancellationToken cancellationToken) =>
        form == Form.Lines
            ? new LineFrames(content).ReadAsync(cancellationToken)
            : new ValueFrames(content, isList: form == Form.List).ReadAsync(cancellationToken);

    private RecordCsv Csv(FileContent content) => new(Name, content, _kind switch
    {
        RecordKind.Stock => new MovementCsv(_actor),
        RecordKind.Debits => new DebitCsv(_actor),
        _ => new OpenItemCsv(_actor),
    });

    private async ValueTask<Form> FormOfAsync(FileContent content, CancellationToken cancellationToken)
    {
        var start = await content.PeekAsync(HasFirstLine, cancellationToken).ConfigureAwait(false);
        var text = start.AsSpan().TrimStart(" \t\r\n"u8);
        var lineEnd = text.IndexOf((byte)'\n');
        var line = (lineEnd < 0 ? text : text[..lineEnd]).TrimEnd(" \t\r"u8);
        return line.StartsWith("["u8) ? Form.List
            : line.SequenceEqual("{"u8) ? Form.Values
            : IsCsvToo && !line.IsEmpty && !line.StartsWith("{"u8) ? Form.Csv
            : Form.Lines;
    }

    private static bool HasFirstLine(ReadOnlySequence<byte> buffer)
    {
        const int EnoughBytes = 16 * 1024;
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny(" \t\r\n"u8);
        return buffer.Length >= EnoughBytes || reader.TryAdvanceTo((byte)'\n');
    }

    /// <summary>How inputs are written down in the file.</summary>
    private enum Form
    {
        Lines,
        List,
        Values,
        Csv,
    }
}
