using System.Buffers;
using System.IO.Pipelines;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>A file or stream as plain UTF-8: unpacked where it is gzip, without byte order mark. One reader.</summary>
internal sealed class FileContent : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int Utf16MarkBytes = 2;

    /// <summary>What files begin with that can't be read, and what to do about it.</summary>
    private static readonly (byte[] Start, string Advice)[] Unreadable =
    [
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "xz: unpack it with `xz -d`, or pack it with gzip"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd: unpack it with `zstd -d`, or pack it with gzip"),
        ([(byte)'B', (byte)'Z', (byte)'h'], "bzip2: unpack it with `bunzip2`, or pack it with gzip"),
        ([(byte)'P', (byte)'K', 3, 4], "a zip archive: unpack it with `unzip`"),
        ([0xFF, 0xFE], "UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"),
        ([0xFE, 0xFF], "UTF-16: convert it with `iconv -f UTF-16 -t UTF-8`"),
    ];

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly string _name;
    private readonly Stream _file;
    private readonly bool _isCompressed;

    private FileContent(string name, Stream file, PipeReader pipe, bool isCompressed)
    {
        _name = name;
        _file = file;
        Pipe = pipe;
        _isCompressed = isCompressed;
    }

    /// <summary>The content.</summary>
    public PipeReader Pipe { get; }

    /// <summary>Opens a file or stream.</summary>
    /// <exception cref="SourceUnreadableException">It can't be opened, or is packed or encoded otherwise.</exception>
    public static ValueTask<FileContent> OpenAsync(
        string name, Func<Stream> open, CancellationToken cancellationToken) =>
        OpenAsync(name, open, allowsUtf16: false, cancellationToken);

    /// <summary>Opens a file or stream.</summary>
    /// <param name="allowsUtf16">The content's reader looks at the encoding itself.</param>
    /// <exception cref="SourceUnreadableException">It can't be opened, or is packed or encoded otherwise.</exception>
    public static async ValueTask<FileContent> OpenAsync(
        string name, Func<Stream> open, bool allowsUtf16, CancellationToken cancellationToken)
    {
        Stream file;
        try
        {
            file = open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnreadableException($"{name} can't be opened: {exception.Message}", exception);
        }

        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: BufferBytes));
        var content = new FileContent(name, file, pipe, isCompressed: false);
        if (await content.StartsWithAsync([0x1F, 0x8B], cancellationToken).ConfigureAwait(false))
        {
            var unpacked = new GzipContent(pipe.AsStream());
            content = new FileContent(
                name, file, PipeReader.Create(unpacked, new StreamPipeReaderOptions(bufferSize: BufferBytes)),
                isCompressed: true);
        }

        foreach (var (start, advice) in Unreadable)
        {
            if (allowsUtf16 && start.Length == Utf16MarkBytes)
            {
                continue;
            }

            if (await content.StartsWithAsync(start, cancellationToken).ConfigureAwait(false))
            {
                await content.DisposeAsync().ConfigureAwait(false);
                throw new SourceUnreadableException($"{name} is {advice}.");
            }
        }

        if (await content.StartsWithAsync(ByteOrderMark, cancellationToken).ConfigureAwait(false))
        {
            var read = await content.ReadAsync(cancellationToken).ConfigureAwait(false);
            content.Pipe.AdvanceTo(read.Buffer.GetPosition(ByteOrderMark.Length));
        }

        return content;
    }

    /// <summary>Reads on.</summary>
    /// <exception cref="SourceUnreadableException">The file is damaged or can't be read any further.</exception>
    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>What to say where reading on failed.</summary>
    public SourceUnreadableException Damaged(Exception exception) => new(
        exception is InvalidDataException
            ? $"{_name} is cut off or damaged: its compressed data can't be read to the end ({exception.Message}) What "
              + "came before is taken in. Get the file again and run it again: what is known counts as duplicates."
            : $"{_name} can't be read any further: {exception.Message}",
        exception);

    /// <summary>The first bytes, without taking them: all there are, or as many as are enough.</summary>
    public async ValueTask<byte[]> PeekAsync(
        Func<ReadOnlySequence<byte>, bool> isEnough, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCompleted || isEnough(read.Buffer))
            {
                var bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, BufferBytes)).ToArray();
                Pipe.AdvanceTo(read.Buffer.Start);
                return bytes;
            }

            Pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>How far into the file reading is, for progress.</summary>
    /// <param name="taken">Bytes of the content that were taken.</param>
    public long BytesRead(long taken) => _isCompressed && _file.CanSeek ? _file.Position : taken;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Pipe.CompleteAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> StartsWithAsync(byte[] start, CancellationToken cancellationToken)
    {
        var first = await PeekAsync(buffer => buffer.Length >= start.Length, cancellationToken).ConfigureAwait(false);
        return first.AsSpan().StartsWith(start);
    }
}
