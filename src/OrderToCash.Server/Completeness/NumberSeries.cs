using System.Globalization;

namespace OrderToCash.Server.Completeness;

/// <summary>Order numbers that a platform gives one after the other, and which of them are not here.</summary>
/// <param name="Name">The numbers with <c>#</c> for the counter: <c>S#</c>, <c>#</c>.</param>
/// <param name="First">The lowest that is here: what came before is not asked for.</param>
/// <param name="Last">The highest.</param>
/// <param name="Known">How many are here.</param>
/// <param name="Missing">How many between first and last are not.</param>
/// <param name="Ranges">Those, lowest first, at most <see cref="MaxRanges"/>: <c>1004</c>, <c>1007-1009</c>.</param>
public sealed record NumberSeries(
    string Name, long First, long Last, long Known, long Missing, IReadOnlyList<string> Ranges)
{
    /// <summary>So many ranges are named; the count has them all.</summary>
    public const int MaxRanges = 100;

    /// <summary>Longer counters don't fit a number, and no platform has them.</summary>
    private const int MaxDigits = 18;

    /// <summary>The series among these numbers, by name. Numbers without a counter are in none.</summary>
    public static IReadOnlyList<NumberSeries> Of(IEnumerable<string> orderNumbers)
    {
        var series = new SortedDictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var text in orderNumbers)
        {
            if (!TryRead(text, out var name, out var counter))
                continue;
            if (!series.TryGetValue(name, out var counters))
                series.Add(name, counters = []);
            counters.Add(counter);
        }

        return [.. series.Select(static pair => Of(pair.Key, pair.Value))];
    }

    private static NumberSeries Of(string name, List<long> counters)
    {
        counters.Sort();
        var ranges = new List<string>();
        var (known, missing) = (1L, 0L);
        for (var i = 1; i < counters.Count; i++)
        {
            var between = counters[i] - counters[i - 1] - 1;
            known += between >= 0 ? 1 : 0;
            if (between <= 0)
                continue;
            missing += between;
            if (ranges.Count < MaxRanges)
                ranges.Add(Range(counters[i - 1] + 1, counters[i] - 1));
        }

        return new NumberSeries(name, counters[0], counters[^1], known, missing, ranges);
    }

    private static string Range(long from, long to) => from == to
        ? from.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");

    /// <summary>The counter is the last run of digits: <c>#1001</c>, <c>DE-1001-B</c>.</summary>
    private static bool TryRead(string text, out string name, out long counter)
    {
        (name, counter) = ("", 0);
        var end = text.Length;
        while (end > 0 && !char.IsAsciiDigit(text[end - 1]))
            end--;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
            start--;
        if (end == start || end - start > MaxDigits)
            return false;
        counter = long.Parse(text.AsSpan(start, end - start), CultureInfo.InvariantCulture);
        name = $"{text[..start]}#{text[end..]}";
        return true;
    }
}
