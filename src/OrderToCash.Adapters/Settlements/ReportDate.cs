using System.Globalization;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Days as providers write them; the day as written, whatever the zone.</summary>
internal static class ReportDate
{
    /// <summary>The day of <c>2026-03-18…</c> or <c>18.03.2026…</c>; null where it is neither, or it is not plain which
    /// number is the month.</summary>
    public static DateOnly? Parse(string text)
    {
        var day = text.AsSpan().Trim();
        var end = day.IndexOfAny(' ', 'T');
        day = end < 0 ? day : day[..end];
        foreach (var format in (ReadOnlySpan<string>)["yyyy-MM-dd", "dd.MM.yyyy", "yyyy/MM/dd"])
        {
            if (DateOnly.TryParseExact(day, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
        }

        return ParseSlashed(day);
    }

    // `3/18/2026` and `18/3/2026` are plain, `3/2/2026` is not.
    private static DateOnly? ParseSlashed(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '/') != 3
            || !int.TryParse(text[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(text[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            || !int.TryParse(text[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || (first <= 12 && second <= 12 && first != second) || year is < 2000 or > 2199)
        {
            return null;
        }

        var (month, day) = first > 12 ? (second, first) : (first, second);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }
}
