using System.Globalization;

namespace OrderToCash.Adapters.Banks;

/// <summary>Dates as banks write them.</summary>
internal static class CamtDate
{
    /// <summary>
    /// The day of a date or of a date with a time, as written, in the bank's own zone; null where it is none. 29 and 30
    /// February are the month's last day: interest is counted in months of 30 days, and banks print that day as the
    /// value date.
    /// </summary>
    public static DateOnly? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !IsRest(text[10..]))
            return null;

        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || year == 0 || month is 0 or > 12 || day == 0)
        {
            return null;
        }

        var last = DateTime.DaysInMonth(year, month);
        if (day <= last)
            return new DateOnly(year, month, day);

        return month == 2 && day <= 30 ? new DateOnly(year, month, last) : null;
    }

    // A time, or the zone of a date (`2026-03-16Z`, `2026-03-16+01:00`); which time it is doesn't matter.
    private static bool IsRest(ReadOnlySpan<char> rest) => rest is [] or ['T', ..] or ['Z'] or ['+', ..] or ['-', ..];

    private static bool Digits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
