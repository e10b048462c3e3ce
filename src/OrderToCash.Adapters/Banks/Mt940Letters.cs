using System.Text;
using System.Text.Unicode;

namespace OrderToCash.Adapters.Banks;

/// <summary>Finds out how a file's letters beyond ASCII are encoded: MT940 doesn't say. The whole file must be in one
/// encoding.</summary>
internal sealed class Mt940Letters
{
    private readonly byte[] _cut = new byte[4];
    private int _cutLength;
    private bool _isUtf8 = true;
    private bool _isSeen;
    private long _highControls;
    private long _highLetters;

    /// <summary>Looks at a line that has such letters.</summary>
    /// <param name="isFieldStart">False where the line goes on with the one before: then a letter of two bytes may have
    /// been cut by the line end.</param>
    public void Observe(ReadOnlySpan<byte> line, bool isFieldStart)
    {
        _isSeen = true;
        foreach (var octet in line)
        {
            // 80-9F are controls in ISO 8859-1 and hold umlauts in code page 850; A0-FF is the reverse, nearly.
            if (octet is >= 0x80 and < 0xA0)
                _highControls++;
            else if (octet is >= 0xC0 and not 0xE1)
                _highLetters++;
        }

        if (_isUtf8)
            ObserveUtf8(line, isFieldStart);
    }

    /// <summary>The encoding; call it after the last line.</summary>
    /// <param name="hasMark">True where the file begins with UTF-8's byte order mark.</param>
    /// <exception cref="BankRefusedException">The mark says UTF-8, and it is not.</exception>
    public Mt940Encoding Decide(bool hasMark)
    {
        if (!_isSeen || (_isUtf8 && _cutLength == 0))
            return Mt940Encoding.Utf8;
        if (hasMark)
        {
            throw new BankRefusedException(
                "wrong-encoding", "file", "bytes that are no UTF-8", "UTF-8, as the file's byte order mark says",
                "Ask the bank for the file again, or remove the first three bytes if it is ISO-8859-1 in truth.");
        }

        return _highControls > _highLetters ? Mt940Encoding.CodePage850 : Mt940Encoding.Windows1252;
    }

    // A letter's bytes may be on two lines, so the beginning of one at a line's end is kept for the next.
    private void ObserveUtf8(ReadOnlySpan<byte> line, bool isFieldStart)
    {
        if (_cutLength > 0)
        {
            if (isFieldStart)
            {
                _isUtf8 = false;
                return;
            }

            var missing = Math.Min(_cut.Length - _cutLength, line.Length);
            Span<byte> joined = stackalloc byte[8];
            _cut.AsSpan(0, _cutLength).CopyTo(joined);
            line[..missing].CopyTo(joined[_cutLength..]);
            var status = Rune.DecodeFromUtf8(joined[..(_cutLength + missing)], out _, out var used);
            _isUtf8 = status == System.Buffers.OperationStatus.Done && used > _cutLength;
            if (!_isUtf8)
                return;
            line = line[(used - _cutLength)..];
            _cutLength = 0;
        }

        var whole = line.Length - LengthOfCut(line);
        _isUtf8 = Utf8.IsValid(line[..whole]);
        line[whole..].CopyTo(_cut);
        _cutLength = line.Length - whole;
    }

    private static int LengthOfCut(ReadOnlySpan<byte> line)
    {
        for (var length = 1; length <= Math.Min(3, line.Length); length++)
        {
            var octet = line[^length];
            if (octet < 0x80)
                return 0;
            if (octet >= 0xC0)
                return length < (octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : 2) ? length : 0;
        }

        return 0;
    }
}
