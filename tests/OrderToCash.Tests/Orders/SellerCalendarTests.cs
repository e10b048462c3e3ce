using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Orders;

public sealed class SellerCalendarTests
{
    [Theory]
    [InlineData("2026-12-31T22:59:59Z", "2026-12-31")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01")]
    [InlineData("2026-07-31T21:59:59Z", "2026-07-31")]
    [InlineData("2026-07-31T22:00:00Z", "2026-08-01")]
    [InlineData("2026-03-28T22:30:00Z", "2026-03-28")] // The night before summer time.
    [InlineData("2026-03-29T22:30:00Z", "2026-03-30")]
    [InlineData("2026-10-24T22:30:00Z", "2026-10-25")] // The night before winter time.
    [InlineData("2026-10-25T22:30:00Z", "2026-10-25")]
    public void The_day_is_Berlins(string instant, string day)
        => Assert.Equal(DateOnly.Parse(day), SellerCalendar.DateOf(DateTimeOffset.Parse(instant)));

    [Fact]
    public void Each_day_begins_where_the_one_before_ends()
    {
        for (var day = new DateOnly(2000, 1, 1); day.Year < 2101; day = day.AddDays(1))
        {
            var start = SellerCalendar.StartOf(day);
            Assert.Equal(day, SellerCalendar.DateOf(start));
            Assert.Equal(day.AddDays(-1), SellerCalendar.DateOf(start.AddTicks(-1)));
        }
    }

    // Source: ECB, TARGET closing days; Easter Sundays 2024-03-31, 2025-04-20, 2026-04-05, 2027-03-28, 2038-04-25.
    [Theory]
    [InlineData("2024-03-29", false)]
    [InlineData("2024-04-01", false)]
    [InlineData("2025-04-18", false)]
    [InlineData("2025-04-21", false)]
    [InlineData("2026-04-03", false)]
    [InlineData("2026-04-06", false)]
    [InlineData("2026-04-07", true)]
    [InlineData("2027-03-26", false)]
    [InlineData("2027-03-29", false)]
    [InlineData("2038-04-23", false)]
    [InlineData("2038-04-26", false)]
    [InlineData("2026-05-01", false)]
    [InlineData("2026-05-14", true)] // Ascension is a holiday in Germany; TARGET is open.
    [InlineData("2026-10-03", false)] // A Saturday.
    [InlineData("2025-10-03", true)] // The German national holiday; TARGET is open.
    [InlineData("2026-12-24", true)]
    [InlineData("2026-12-25", false)]
    [InlineData("2025-12-26", false)]
    [InlineData("2026-01-01", false)]
    [InlineData("2026-11-28", false)]
    [InlineData("2026-11-30", true)]
    public void Knows_TARGETs_closing_days(string day, bool isOpen)
        => Assert.Equal(isOpen, SellerCalendar.IsBankingDay(DateOnly.Parse(day)));

    [Fact]
    public void Ten_banking_days_step_over_weekends_and_Easter()
    {
        Assert.Equal(new DateOnly(2026, 12, 11), SellerCalendar.AddBankingDays(new DateOnly(2026, 11, 27), 10));
        Assert.Equal(new DateOnly(2026, 4, 16), SellerCalendar.AddBankingDays(new DateOnly(2026, 3, 31), 10));
    }
}
