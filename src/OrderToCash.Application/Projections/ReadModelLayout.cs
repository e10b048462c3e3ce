namespace OrderToCash.Application.Projections;

/// <summary>What the tables mean, for all stores.</summary>
public static class ReadModelLayout
{
    /// <summary>
    /// The version of the tables' columns and meaning; to be raised with every change of them, so that tables of
    /// another version are rebuilt and not misread.
    /// </summary>
    public const int Version = 4;

    /// <summary>An event's place in one number: its shard above 48 bits of position.</summary>
    public static long PlaceOf(int shard, long position) => ((long)shard << 48) + position;

    /// <summary>A day as the number that reads like it, 20260301.</summary>
    public static int DayNumber(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    /// <summary>The day of such a number.</summary>
    public static DateOnly DayOf(int number) => new(number / 10_000, number / 100 % 100, number % 100);
}
