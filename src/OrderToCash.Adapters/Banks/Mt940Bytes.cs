namespace OrderToCash.Adapters.Banks;

/// <summary>Bytes that are collected line by line, with the places where lines were joined. Used again and
/// again.</summary>
internal sealed class Mt940Bytes
{
    /// <summary>Of an entry's text: 390 by the standard, some kilobytes at some banks.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>A line that is full was cut anywhere; a shorter one ended where its writer ended it.</summary>
    public const int FullLineBytes = 65;

    private byte[] _bytes = new byte[1024];
    private int[] _shortEnds = new int[16];
    private int _lineLength;

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>How many lines ended before they were full.</summary>
    public int ShortEndCount { get; private set; }

    /// <summary>How many lines there are.</summary>
    public int LineCount { get; private set; }

    /// <summary>All lines as one.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Where a line ended before it was full.</summary>
    public ReadOnlySpan<int> ShortEnds => _shortEnds.AsSpan(0, ShortEndCount);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Length = 0;
        ShortEndCount = 0;
        LineCount = 0;
    }

    /// <summary>Appends a line; false where it would be too much, and nothing is appended.</summary>
    public bool TryAppend(ReadOnlySpan<byte> line)
    {
        if (Length + line.Length > MaxBytes)
            return false;
        if (LineCount > 0 && _lineLength < FullLineBytes)
        {
            if (ShortEndCount == _shortEnds.Length)
                Array.Resize(ref _shortEnds, 2 * _shortEnds.Length);
            _shortEnds[ShortEndCount++] = Length;
        }

        if (Length + line.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + line.Length));
        line.CopyTo(_bytes.AsSpan(Length));
        Length += line.Length;
        _lineLength = line.Length;
        LineCount++;
        return true;
    }
}
