using System.Buffers;
using System.Runtime.CompilerServices;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Cuts content into JSON values: the elements of one list, or values written one after the other over several lines.
/// </summary>
/// <remarks>
/// It only looks for where values end, at any nesting; whether they are well-formed their reader says.
/// </remarks>
internal sealed class ValueFrames(FileContent content, bool isList)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> BehindScalar = SearchValues.Create(" \t\r\n,]}"u8);

    private readonly FrameMemory _memory = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private Phase _phase = isList ? Phase.BeforeList : Phase.BetweenValues;
    private int _depth;
    private bool _isInText;
    private bool _isEscaped;
    private long _length;
    private long _line = 1;
    private long _firstLine;
    private long _position;
    private long _taken;
    private ulong _fingerprint;

    private enum Phase
    {
        BeforeList,
        BetweenValues,
        InValue,
        InScalar,
        BehindList,
        Over,
    }

    /// <summary>The values.</summary>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await content.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var memory in read.Buffer)
            {
                for (var at = 0; at < memory.Length;)
                {
                    var used = Take(memory.Span[at..], out var frame);
                    at += used;
                    if (frame is { } found)
                    {
                        yield return found;
                    }
                }
            }

            content.Pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        if (_phase == Phase.InScalar && !isList)
        {
            yield return End(FrameKind.Whole);
        }
        else if (_phase is Phase.InValue or Phase.InScalar || (isList && _phase == Phase.BetweenValues))
        {
            yield return End(FrameKind.CutOff);
        }
    }

    /// <summary>Takes the next piece of one phase; says how long it was, and the value where it ended one.</summary>
    private int Take(ReadOnlySpan<byte> bytes, out Frame? frame)
    {
        frame = null;
        var used = _phase switch
        {
            Phase.InValue => TakeValue(bytes, out frame),
            Phase.InScalar => TakeScalar(bytes, out frame),
            Phase.Over => bytes.Length,
            _ => TakeBetween(bytes, out frame),
        };
        return used;
    }

    private int TakeBetween(ReadOnlySpan<byte> bytes, out Frame? frame)
    {
        frame = null;
        var first = bytes[0];
        if (first is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'
            || (first == (byte)',' && isList && _phase == Phase.BetweenValues))
        {
            _line += first == (byte)'\n' ? 1 : 0;
            _taken++;
            return 1;
        }

        if (_phase == Phase.BeforeList)
        {
            _phase = Phase.BetweenValues;
            _taken++;
            return 1;
        }

        if (first == (byte)']' && isList && _phase == Phase.BetweenValues)
        {
            _phase = Phase.BehindList;
            _taken++;
            return 1;
        }

        _firstLine = _line;
        if (_phase == Phase.BehindList)
        {
            // Everything behind the list is one refused input: there is no telling what it is.
            Append(bytes);
            frame = End(FrameKind.BehindEnd);
            return bytes.Length;
        }

        (_depth, _isInText, _isEscaped) = (0, false, false);
        _phase = first is (byte)'{' or (byte)'[' or (byte)'"' ? Phase.InValue : Phase.InScalar;
        return 0;
    }

    private int TakeValue(ReadOnlySpan<byte> bytes, out Frame? frame)
    {
        frame = null;
        var at = 0;
        while (at < bytes.Length)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                at++;
                continue;
            }

            var next = bytes[at..].IndexOfAny(_isInText ? InText : Structure);
            if (next < 0)
            {
                at = bytes.Length;
                break;
            }

            at += next + 1;
            Step(bytes[at - 1]);
            if (_depth == 0 && !_isInText)
            {
                Append(bytes[..at]);
                frame = End(FrameKind.Whole);
                return at;
            }
        }

        Append(bytes);
        return at;
    }

    private void Step(byte found)
    {
        switch (found)
        {
            case (byte)'\\':
                _isEscaped = true;
                break;
            case (byte)'"':
                _isInText = !_isInText;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            default:
                _depth--;
                break;
        }
    }

    private int TakeScalar(ReadOnlySpan<byte> bytes, out Frame? frame)
    {
        var end = bytes.IndexOfAny(BehindScalar);

        // A stray closing bracket is a value of its own, or it would never be passed.
        end = end == 0 && _length == 0 ? 1 : end;
        Append(end < 0 ? bytes : bytes[..end]);
        frame = end < 0 ? null : End(FrameKind.Whole);
        return end < 0 ? bytes.Length : end;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        _taken += bytes.Length;
        _line += bytes.Count((byte)'\n');
        if (_value.WrittenCount <= Frame.MaxBytes)
        {
            _value.Write(bytes);
        }
    }

    private Frame End(FrameKind kind)
    {
        kind = kind == FrameKind.Whole && _length > Frame.MaxBytes ? FrameKind.TooLong : kind;
        var kept = kind == FrameKind.Whole ? _value.WrittenCount : Math.Min(_value.WrittenCount, Frame.MaxBytesKept);
        var memory = _memory.Take(kept);
        _value.WrittenSpan[..kept].CopyTo(memory.Span);
        _fingerprint = Fingerprint.Add(_fingerprint ^ (ulong)_length, memory.Span);
        var frame = new Frame(kind, ++_position, _firstLine, memory, _length, _taken, _fingerprint);
        _value.ResetWrittenCount();
        _length = 0;
        _phase = kind == FrameKind.BehindEnd ? Phase.Over : Phase.BetweenValues;
        return frame;
    }
}
