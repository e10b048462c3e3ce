using System.Buffers;
using System.Runtime.CompilerServices;

namespace OrderToCash.Adapters.Files;

/// <summary>Cuts content into lines. Holds one line at a time, and of one that is too long its beginning.</summary>
internal sealed class LineFrames(FileContent content)
{
    private readonly FrameMemory _memory = new();

    /// <summary>The beginning of a line that is too long, while the rest of it is skipped.</summary>
    private byte[]? _kept;
    private long _skipped;
    private long _line;
    private long _taken;
    private ulong _fingerprint;

    /// <summary>The lines that aren't blank.</summary>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await content.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (TryTake(ref buffer, read.IsCompleted, out var frame))
            {
                if (frame.Length > 0)
                {
                    yield return frame;
                }
            }

            content.Pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }

    private bool TryTake(ref ReadOnlySequence<byte> buffer, bool isLast, out Frame frame)
    {
        frame = default;
        if (buffer.IsEmpty && _kept is null)
        {
            return false;
        }

        var end = buffer.PositionOf((byte)'\n');
        if (end is null && !isLast)
        {
            SkipWhereTooLong(ref buffer);
            return false;
        }

        var line = end is { } found ? buffer.Slice(0, found) : buffer;
        buffer = end is { } last ? buffer.Slice(buffer.GetPosition(1, last)) : buffer.Slice(buffer.End);
        _line++;
        _taken += line.Length + (end is null ? 0 : 1);
        frame = _kept is null && line.Length <= Frame.MaxBytes ? Whole(line) : TooLong(line);
        return true;
    }

    private void SkipWhereTooLong(ref ReadOnlySequence<byte> buffer)
    {
        if (_kept is null && buffer.Length <= Frame.MaxBytes)
        {
            return;
        }

        _kept ??= buffer.Slice(0, Frame.MaxBytesKept).ToArray();
        _skipped += buffer.Length;
        _taken += buffer.Length;
        buffer = buffer.Slice(buffer.End);
    }

    private Frame Whole(in ReadOnlySequence<byte> line)
    {
        var memory = _memory.Take((int)line.Length);
        line.CopyTo(memory.Span);
        _fingerprint = Fingerprint.Add(_fingerprint, memory.Span);
        var trimmed = memory.Span.TrimEnd(" \t\r"u8).Length;
        return new Frame(FrameKind.Whole, _line, _line, memory[..trimmed], trimmed, _taken, _fingerprint);
    }

    private Frame TooLong(in ReadOnlySequence<byte> line)
    {
        var kept = _kept ?? line.Slice(0, Frame.MaxBytesKept).ToArray();
        var length = _skipped + line.Length;
        _fingerprint = Fingerprint.Add(_fingerprint ^ (ulong)length, kept);
        (_kept, _skipped) = (null, 0);
        return new Frame(FrameKind.TooLong, _line, _line, kept, length, _taken, _fingerprint);
    }
}
