using System.Buffers;

namespace OrderToCash.Adapters.Banks;

/// <summary>The lines of a file, as bytes: ended by CR, LF or both, mixed as they come. One buffer, whatever the
/// file's size.</summary>
internal sealed class Mt940Lines : IDisposable
{
    /// <summary>A line of a statement has 65 characters, of some banks some hundred; what is longer is no
    /// statement.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private const int BufferBytes = 4 * MaxLineBytes;

    private readonly Stream _stream;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private long _bufferStart;
    private int _next;
    private int _end;
    private int _start;
    private int _length;
    private bool _isEnded;
    private bool _isAfterReturn;
    private bool _isPushedBack;

    /// <summary>Reads from where the stream stands; the stream is the caller's.</summary>
    /// <param name="linesBefore">How many lines of the file lie before.</param>
    public Mt940Lines(Stream stream, int linesBefore = 0)
    {
        _stream = stream;
        _bufferStart = stream.Position;
        Number = linesBefore;
        if (_bufferStart > 0 || !Fill() || Unread is not [0xEF, 0xBB, 0xBF, ..])
            return;
        HasMark = true;
        _next = 3;
    }

    /// <summary>True where the file begins with UTF-8's byte order mark.</summary>
    public bool HasMark { get; }

    /// <summary>The line that was read last, without its end; until the next is read.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _length);

    /// <summary>The line's number, 1 for the file's first.</summary>
    public int Number { get; private set; }

    /// <summary>Where in the file the line starts.</summary>
    public long Offset => _bufferStart + _start;

    /// <summary>Where in the file the line's content ends.</summary>
    public long EndOffset => _bufferStart + _start + _length;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_next, _end - _next);

    /// <summary>Reads the next line; false at the end.</summary>
    /// <exception cref="BankRefusedException">It is longer than any bank writes.</exception>
    public bool Read()
    {
        if (_isPushedBack)
        {
            _isPushedBack = false;
            return true;
        }

        if (_isAfterReturn)
            SkipNewline();
        var length = Unread.IndexOfAny((byte)'\r', (byte)'\n');
        while (length < 0 && Fill())
            length = Unread.IndexOfAny((byte)'\r', (byte)'\n');

        _start = _next;
        if (length < 0)
        {
            _length = _end - _next;
            _next = _end;
            if (_length == 0)
                return false;
        }
        else
        {
            _length = length;
            _isAfterReturn = _buffer[_next + length] == '\r';
            _next += length + 1;
        }

        Number++;
        return true;
    }

    /// <summary>The line is given again by the next <see cref="Read"/>.</summary>
    public void PushBack() => _isPushedBack = true;

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void SkipNewline()
    {
        _isAfterReturn = false;
        if (_next == _end && !Fill())
            return;
        if (_buffer[_next] == '\n')
            _next++;
    }

    // Moves what is unread to the buffer's start, so the line before is lost: only called while a line is being read.
    private bool Fill()
    {
        if (_isEnded)
            return false;
        if (_end - _next > MaxLineBytes)
        {
            throw new BankRefusedException(
                "too-long", $"line {Number + 1}", $"a line of more than {MaxLineBytes >> 10} Ki bytes",
                "a bank statement");
        }

        Unread.CopyTo(_buffer);
        _bufferStart += _next;
        _end -= _next;
        _next = 0;
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isEnded = read == 0;
        return !_isEnded;
    }
}
