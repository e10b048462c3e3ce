namespace OrderToCash.Domain.Values;

/// <summary>Dates as the seller's books see them: Central European time, and the banks' working days.</summary>
/// <remarks>
/// Computed, not looked up: the same instant must give the same date on every machine and in every replay, whatever
/// time zone data is installed.
/// Source: Directive 2000/84/EC, articles 2 and 3 (summer time from the last Sunday in March to the last Sunday in
/// October, both at 01:00 UTC); ECB, TARGET closing days since 2002.
/// </remarks>
public static class SellerCalendar
{
    private static readonly TimeSpan WinterOffset = TimeSpan.FromHours(1);
    private static readonly TimeSpan SummerOffset = TimeSpan.FromHours(2);

    /// <summary>The calendar day in Berlin at this instant. Exact for instants since 1996.</summary>
    public static DateOnly DateOf(DateTimeOffset at)
        => DateOnly.FromDateTime((at.UtcDateTime + OffsetAt(at.UtcDateTime)).Date);

    /// <summary>The instant at which this day begins in Berlin, UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        // The clocks change at 01:00 UTC, after midnight in Berlin: the offset of the evening before still holds.
        return new DateTimeOffset(midnight - OffsetAt(midnight - SummerOffset), TimeSpan.Zero);
    }

    /// <summary>The instant at which clocks in Berlin show this local time, UTC.</summary>
    /// <remarks>
    /// In the hour that comes twice it is the first of the two; in the one that is left out it is an hour later.
    /// </remarks>
    public static DateTimeOffset AtLocal(DateTime local)
    {
        var inSummer = DateTime.SpecifyKind(local, DateTimeKind.Utc) - SummerOffset;
        var utc = OffsetAt(inSummer) == SummerOffset ? inSummer : inSummer + (SummerOffset - WinterOffset);
        return new DateTimeOffset(utc, TimeSpan.Zero);
    }

    /// <summary>True where TARGET is open.</summary>
    /// <remarks>Closed: weekends, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December.</remarks>
    public static bool IsBankingDay(DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) return false;
        if ((day.Month, day.Day) is (1, 1) or (5, 1) or (12, 25) or (12, 26)) return false;
        if (day.Month is not (3 or 4)) return true;
        var easter = EasterSunday(day.Year);
        return day != easter.AddDays(-2) && day != easter.AddDays(1);
    }

    /// <summary>The banking day that is this many banking days after the day.</summary>
    /// <param name="count">At least 1.</param>
    public static DateOnly AddBankingDays(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            if (IsBankingDay(day)) count--;
        }

        return day;
    }

    private static TimeSpan OffsetAt(DateTime utc)
        => utc >= ChangeIn(utc.Year, 3) && utc < ChangeIn(utc.Year, 10) ? SummerOffset : WinterOffset;

    /// <summary>01:00 UTC on the last Sunday of a month of 31 days.</summary>
    private static DateTime ChangeIn(int year, int month)
    {
        var last = new DateTime(year, month, 31, 1, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }

    /// <summary>Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var century = year / 100;
        var yearOfCentury = year % 100;
        var correction = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - (century / 4) - correction + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (yearOfCentury / 4)) - epact - (yearOfCentury % 4)) % 7;
        var shift = (golden + (11 * epact) + (22 * weekday)) / 451;
        var day = epact + weekday - (7 * shift) + 114;
        return new DateOnly(year, day / 31, (day % 31) + 1);
    }
}
