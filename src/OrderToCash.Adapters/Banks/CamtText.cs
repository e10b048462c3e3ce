using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>The characters of a bank file, decoded strictly: a byte that is not of the declared encoding ends the
/// reading.</summary>
/// <remarks>
/// One parser reads it. It also bounds the parser's memory: whoever parses calls <see cref="NoteProgress"/> after each
/// node, so that a text, an attribute or a name of gigabytes is refused instead of buffered.
/// Source: Extensible Markup Language (XML) 1.0, fifth edition, appendix F (detection of the encoding).
/// </remarks>
internal sealed class CamtText : TextReader
{
    private const int MaxCharsWithoutProgress = 1024 * 1024;

    private const int ChunkBytes = 32 * 1024;

    private readonly Stream _stream;
    private readonly CamtEncoding _encoding;
    private readonly Decoder _decoder;
    private readonly byte[] _bytes = new byte[ChunkBytes];
    private int _next;
    private int _end;
    private bool _isFlushed;
    private long _bytesDecoded;
    private long _linesDecoded;
    private int _charsSinceProgress;

    /// <summary>Reads from the stream's beginning. The stream stays the caller's.</summary>
    /// <exception cref="BankRefusedException">The encoding is unknown.</exception>
    public CamtText(Stream stream)
    {
        _stream = stream;
        _encoding = CamtEncoding.Detect(stream);
        _decoder = _encoding.Encoding.GetDecoder();
        _stream.Position = _encoding.PreambleBytes;
        _bytesDecoded = _encoding.PreambleBytes;
    }

    /// <summary>The parser has consumed a node.</summary>
    public void NoteProgress() => _charsSinceProgress = 0;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (_charsSinceProgress > MaxCharsWithoutProgress)
        {
            throw new BankRefusedException(
                "too-long", $"line {_linesDecoded + 1}",
                "a text, a name, an attribute or a comment of more than 1 Mi characters", "a bank statement");
        }

        var read = 0;
        while (read == 0 && buffer.Length > 0 && !_isFlushed)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = _stream.Read(_bytes, 0, _bytes.Length);
            }

            read = Decode(buffer);
        }

        _charsSinceProgress += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Peek() => throw new NotSupportedException("The XML parser reads blocks only.");

    private int Decode(Span<char> buffer)
    {
        try
        {
            var chunk = _bytes.AsSpan(_next, _end - _next);
            _isFlushed = chunk.IsEmpty;
            _decoder.Convert(chunk, buffer, _isFlushed, out var bytesUsed, out var charsUsed, out _);
            _linesDecoded += chunk[..bytesUsed].Count((byte)'\n');
            _bytesDecoded += bytesUsed;
            _next += bytesUsed;
            return charsUsed;
        }
        catch (DecoderFallbackException exception)
        {
            var bytes = exception.BytesUnknown ?? [];
            // The index counts from the chunk; a sequence begun in the chunk before has a negative one.
            var lines = _bytes.AsSpan(_next, Math.Clamp(exception.Index, 0, _end - _next)).Count((byte)'\n');
            throw new BankRefusedException(
                "wrong-encoding",
                $"line {_linesDecoded + lines + 1}, byte {_bytesDecoded + exception.Index + 1}",
                $"bytes {Convert.ToHexString(bytes)}",
                $"{_encoding.Name} as the file declares",
                "Ask the bank for the file again, or correct the encoding its first line declares "
                + "(often it is ISO-8859-1 in truth).");
        }
    }
}
