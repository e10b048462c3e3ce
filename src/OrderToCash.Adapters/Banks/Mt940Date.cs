namespace OrderToCash.Adapters.Banks;

/// <summary>Dates of MT940: six digits, and four without a year.</summary>
internal static class Mt940Date
{
    /// <summary>Two-digit years from here on are of the century before.</summary>
    private const int FirstYearOf1900 = 80;

    /// <summary>The day of <c>YYMMDD</c>; null where it is none. A day after the month's last, to 31, is the last:
    /// banks count interest in months of 30 days and print 30 February.</summary>
    public static DateOnly? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || !TwoDigits(text, out var year))
            return null;
        return Parse(text[2..], year >= FirstYearOf1900 ? 1900 + year : 2000 + year);
    }

    /// <summary>The day of <c>MMDD</c> that is closest to another; null where it is none.</summary>
    /// <remarks>An entry of 31 December may have the value date 1 January, and the other way round.</remarks>
    public static DateOnly? ParseNear(ReadOnlySpan<byte> text, DateOnly other)
    {
        if (Parse(text, other.Year) is not { } day)
            return null;
        var distance = day.DayNumber - other.DayNumber;
        return distance switch
        {
            > 183 => Parse(text, other.Year - 1),
            < -183 => Parse(text, other.Year + 1),
            _ => day,
        };
    }

    private static DateOnly? Parse(ReadOnlySpan<byte> text, int year)
    {
        if (text.Length < 4 || !TwoDigits(text, out var month) || !TwoDigits(text[2..], out var day)
            || month is 0 or > 12 || day is 0 or > 31)
        {
            return null;
        }

        return new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)));
    }

    private static bool TwoDigits(ReadOnlySpan<byte> text, out int value)
    {
        var tens = text[0] - '0';
        var ones = text[1] - '0';
        value = (tens * 10) + ones;
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9;
    }
}
