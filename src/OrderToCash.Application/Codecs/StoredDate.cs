namespace OrderToCash.Application.Codecs;

/// <summary>The stored form of a date, <c>2026-03-01</c>.</summary>
internal static class StoredDate
{
    /// <summary>Bytes of a date.</summary>
    public const int Length = 10;

    /// <summary>Writes the ten bytes.</summary>
    public static void Format(DateOnly date, Span<byte> target)
    {
        var (year, month, day) = date;
        target[0] = Digit(year / 1000);
        target[1] = Digit(year / 100 % 10);
        target[2] = Digit(year / 10 % 10);
        target[3] = Digit(year % 10);
        target[4] = (byte)'-';
        target[5] = Digit(month / 10);
        target[6] = Digit(month % 10);
        target[7] = (byte)'-';
        target[8] = Digit(day / 10);
        target[9] = Digit(day % 10);
    }

    /// <summary>The date of ten bytes.</summary>
    /// <exception cref="FormatException">They have another form.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day.</exception>
    public static DateOnly Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length != Length || utf8[4] != '-' || utf8[7] != '-')
        {
            throw new FormatException("A date of the form yyyy-MM-dd was expected.");
        }

        // A wrong day or month is an ArgumentOutOfRangeException; a caller treats it like the one above.
        return new DateOnly((100 * Pair(utf8)) + Pair(utf8[2..]), Pair(utf8[5..]), Pair(utf8[8..]));
    }

    private static int Pair(ReadOnlySpan<byte> utf8)
    {
        int tens = utf8[0] - '0', ones = utf8[1] - '0';
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9
            ? (10 * tens) + ones
            : throw new FormatException("A date of the form yyyy-MM-dd was expected.");
    }

    private static byte Digit(int value) => (byte)('0' + value);
}
