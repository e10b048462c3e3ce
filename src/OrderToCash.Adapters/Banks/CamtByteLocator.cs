using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>Finds the byte at which a line and column of the XML parser lies, going through the file once.</summary>
/// <remarks>It counts as the parser does: CR LF, LF and CR end a line each, a column is a UTF-16 code unit. Positions
/// are asked in ascending order.</remarks>
internal sealed class CamtByteLocator
{
    private readonly Stream _stream;
    private readonly bool _isUtf8;
    private readonly bool _isBigEndian;
    private readonly int _unitBytes;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _bufferStart;
    private int _next;
    private int _end;
    private int _line = 1;
    private int _column = 1;
    private bool _wasCarriageReturn;

    /// <summary>Reads from the stream's beginning. The stream stays the caller's.</summary>
    public CamtByteLocator(Stream stream)
    {
        var encoding = CamtEncoding.Detect(stream);
        _stream = stream;
        _stream.Position = encoding.PreambleBytes;
        _bufferStart = encoding.PreambleBytes;
        _isUtf8 = encoding.Encoding.CodePage == Encoding.UTF8.CodePage;
        _isBigEndian = encoding.Encoding.CodePage == Encoding.BigEndianUnicode.CodePage;
        _unitBytes = _isBigEndian || encoding.Encoding.CodePage == Encoding.Unicode.CodePage ? 2 : 1;
    }

    private long Offset => _bufferStart + _next;

    /// <summary>The offset of the opening angle bracket of the tag whose name is at the position.</summary>
    public long StartOf(CamtPosition name)
    {
        while ((_line < name.Line || (_line == name.Line && _column < name.Column - 1) || IsInside()) && HasUnit())
            Advance(name.Line, name.Column - 1);

        return Offset;
    }

    /// <summary>The offset behind the closing angle bracket of the tag whose name is at the position.</summary>
    public long EndOf(CamtPosition name)
    {
        StartOf(name);
        // A statement's last tag has no attributes, so the next bracket is its own.
        while (HasUnit())
        {
            var unit = Unit();
            Advance(_line, _column + 1);
            if (unit == '>')
                break;
        }

        return Offset;
    }

    // Goes through what is in the buffer, up to the position; one loop, since it sees every byte of the file.
    private void Advance(int line, int column)
    {
        do
        {
            var unit = Unit();
            _next += _unitBytes;
            if (unit is '\r' || (unit is '\n' && !_wasCarriageReturn))
            {
                _line++;
                _column = 1;
            }
            else if (unit is not '\n')
            {
                // A byte that continues a character is no column; the first of four stands for a surrogate pair.
                _column += !_isUtf8 ? 1 : (unit & 0xC0) == 0x80 ? 0 : unit >= 0xF0 ? 2 : 1;
            }

            _wasCarriageReturn = unit is '\r';
        }
        while (_end - _next >= _unitBytes && (_line < line || (_line == line && _column < column)));
    }

    // Between the bytes of one character, or between CR and LF: the position is the same on both sides.
    private bool IsInside()
    {
        if (!HasUnit())
            return false;

        var unit = Unit();
        return (_isUtf8 && (unit & 0xC0) == 0x80) || (_wasCarriageReturn && unit == '\n');
    }

    private bool HasUnit() => _end - _next >= _unitBytes || Fill();

    private int Unit() => _unitBytes == 1 ? _buffer[_next]
        : _isBigEndian ? (_buffer[_next] << 8) | _buffer[_next + 1]
        : (_buffer[_next + 1] << 8) | _buffer[_next];

    private bool Fill()
    {
        _bufferStart += _next;
        var rest = _end - _next;
        _buffer.AsSpan(_next, rest).CopyTo(_buffer);
        _next = 0;
        // Others read the same stream between two calls.
        _stream.Position = _bufferStart + rest;
        _end = rest + _stream.ReadAtLeast(_buffer.AsSpan(rest), _unitBytes, throwOnEndOfStream: false);
        return _end - _next >= _unitBytes;
    }
}
