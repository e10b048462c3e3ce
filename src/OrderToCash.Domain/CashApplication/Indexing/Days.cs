namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Dates in two bytes: days since the end of 1999, 0 for none.</summary>
internal static class Days
{
    private static readonly int Start = new DateOnly(1999, 12, 31).DayNumber;

    /// <summary>The day of a date; dates beyond the range stand at its ends.</summary>
    public static ushort Of(DateOnly? date) =>
        date is { } day ? (ushort)Math.Clamp(day.DayNumber - Start, 1, ushort.MaxValue) : (ushort)0;

    /// <summary>The date of a day that is not 0.</summary>
    public static DateOnly ToDate(ushort day) => DateOnly.FromDayNumber(Start + day);
}
