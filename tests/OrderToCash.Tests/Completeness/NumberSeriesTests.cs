using OrderToCash.Server.Completeness;
using Xunit;

namespace OrderToCash.Tests.Completeness;

/// <summary>Which numbers of a platform's series never came.</summary>
public sealed class NumberSeriesTests
{
    [Theory]
    [InlineData("1001 1002 1003", 1001, 1003, 3, 0, "")]
    [InlineData("1003 1001", 1001, 1003, 2, 1, "1002")]
    [InlineData("1001 1010 1005 1001", 1001, 1010, 3, 7, "1002-1004, 1006-1009")]
    [InlineData("7", 7, 7, 1, 0, "")]
    [InlineData("999999999999999998 999999999999999999", 999999999999999998, 999999999999999999, 2, 0, "")]
    public void Names_what_is_missing_as_ranges(
        string numbers, long first, long last, long known, long missing, string ranges)
    {
        var series = Assert.Single(NumberSeries.Of(numbers.Split(' ')));

        Assert.Equal(
            (first, last, known, missing, ranges),
            (series.First, series.Last, series.Known, series.Missing, string.Join(", ", series.Ranges)));
        Assert.Equal(series.Last - series.First + 1, series.Known + series.Missing);
    }

    [Fact]
    public void Each_beginning_and_end_has_its_own_series_and_what_has_no_counter_has_none()
    {
        var series = NumberSeries.Of(["S1", "S3", "DE-7-B", "DE-9-B", "none", "1234567890123456789"]);

        Assert.Equal(["DE-#-B", "S#"], series.Select(static one => one.Name));
        Assert.All(series, static one => Assert.Equal(1, one.Missing));
    }

    [Fact]
    public void More_ranges_than_are_shown_are_counted()
    {
        var series = Assert.Single(NumberSeries.Of(Enumerable.Range(0, 500).Select(static n => $"{2 * n}")));

        Assert.Equal((499, NumberSeries.MaxRanges), (series.Missing, series.Ranges.Count));
    }
}
