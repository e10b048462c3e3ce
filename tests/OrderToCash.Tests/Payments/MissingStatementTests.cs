using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

/// <summary>
/// Statements that come although a person gave them up, and what is behind a gap: told from repeats by days and
/// balances, where dates and amounts of entries are the same.
/// </summary>
public sealed class MissingStatementTests
{
    /// <summary>The identity of an entry that has no reference of the bank.</summary>
    private const string PlainA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-1";

    /// <summary>
    /// Balances 100 → 110 → (missing) 130 → 135, one payment of 10 each on days 1 to 3, then one of 5.
    /// </summary>
    private static BankScenario WithGap()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, "a1", 10));
        bank.Expect(BankReplyCode.ChainBroken, On(4, 4, "4", 130, "a4", 5));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));
        bank.Expect(BankReplyCode.Accepted, On(4, 4, "4", 130, "a4", 5));
        return bank;
    }

    [Theory]
    [InlineData("2", "3")]
    [InlineData("3", "2")]
    public void What_was_given_up_is_booked_when_it_comes_day_by_day_in_any_order(string first, string second)
    {
        var bank = WithGap();
        foreach (var day in new[] { first, second })
        {
            var number = day[0] - '0';
            var events = bank.Expect(
                BankReplyCode.Accepted, On(number, number, day, 90 + (number * 10), "a" + day, 10)).Events;
            Assert.True(Assert.IsType<BankEvent.StatementBooked>(events[^1]).WasMissing);
            bank.Reload();
        }

        Assert.Equal([10, 5, 10, 10], bank.Booked.Select(static entry => entry.SignedMinor));
        Assert.Equal(135, bank.State.LastStatement?.ClosingMinor);
        // Nothing is missing any more.
        bank.Expect(BankReplyCode.Duplicate, On(2, 2, "2 again", 110, "a2", 10));
        bank.Expect(BankReplyCode.Accepted, On(5, 5, "5", 135, "a5", 1));
    }

    [Fact]
    public void What_was_given_up_is_booked_in_one_statement_of_several_days_and_parts()
    {
        var bank = WithGap();
        BankTransaction[] both = [OnDay(Entry("a2", 10), 2), OnDay(Entry("a3", 10), 3)];

        for (var part = 0; part < 2; part++)
        {
            bank.Expect(BankReplyCode.Accepted, Dated(
                Part("2-3", 110, both, [both[part]], part, part == 1), 2, 3));
            bank.Reload();
        }

        Assert.Equal(135, bank.State.LastStatement?.ClosingMinor);
        bank.Expect(BankReplyCode.Duplicate, On(3, 3, "3", 120, "a3", 10));
    }

    /// <summary>The missing half of a day has the amount that the booked half has; only the balances differ.</summary>
    [Fact]
    public void A_missing_half_day_is_booked_though_dates_and_amounts_are_known()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, "a1", 10));
        bank.Expect(BankReplyCode.ChainBroken, On(2, 2, "3", 120, "a3", 10));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));
        bank.Expect(BankReplyCode.Accepted, On(2, 2, "3", 120, "a3", 10));

        bank.Expect(BankReplyCode.Accepted, On(2, 2, "2", 110, Plain('b', 1), 10));
        bank.Expect(BankReplyCode.Duplicate, On(2, 2, "3 in the other format", 120, Plain('c', 1), 10));

        Assert.Equal([10, 10, 10], bank.Booked.Select(static entry => entry.SignedMinor));
        Assert.Equal(130, bank.State.LastStatement?.ClosingMinor);
    }

    [Fact]
    public void What_is_booked_around_a_gap_is_no_missing_statement_in_the_other_format()
    {
        var bank = WithGap();
        bank.Expect(BankReplyCode.Duplicate, On(1, 1, "1 plain", 100, Plain('a', 1), 10));
        bank.Expect(BankReplyCode.Duplicate, On(4, 4, "4 plain", 130, Plain('b', 1), 5));
        Assert.Equal(2, bank.Booked.Count);
    }

    [Fact]
    public void Behind_a_gap_an_equal_payment_of_the_same_day_is_new()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, Plain('a', 1), 10));
        var stopped = Assert.IsType<BankEvent.FeedStopped>(Assert.Single(
            bank.Expect(BankReplyCode.ChainBroken, On(1, 1, "3", 150, Plain('a', 1), 10)).Events));
        Assert.Equal(150, stopped.FoundMinor);
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));

        bank.Expect(BankReplyCode.Accepted, On(1, 1, "3", 150, Plain('a', 1), 10));

        Assert.Equal([10, 10], bank.Booked.Select(static entry => entry.SignedMinor));
    }

    /// <summary>Balances tell with the first part that it lies behind a gap, whatever its entries look like.</summary>
    [Fact]
    public void Behind_a_gap_a_part_that_looks_known_stops_the_feed_and_is_new_when_let_in()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, "a1", 10));
        BankTransaction[] two = [OnDay(Entry(Plain('a', 1), 10), 1), OnDay(Entry(Plain('b', 1), 7), 1)];
        bank.Expect(BankReplyCode.ChainBroken, Dated(Part("3", 150, two, two[..1], 0, false), 1, 1));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));

        bank.Expect(BankReplyCode.Accepted, Dated(Part("3", 150, two, two[..1], 0, false), 1, 1));
        bank.Expect(BankReplyCode.Accepted, Dated(Part("3", 150, two, two[1..], 1, true), 1, 1));

        Assert.Equal([10, 10, 7], bank.Booked.Select(static entry => entry.SignedMinor));
    }

    /// <summary>
    /// Day 2 was given up, and nothing came behind it yet; then it comes together with day 3, and its entry looks
    /// booked. The gap is as large as what lies in it, so to drop that entry would join.
    /// </summary>
    [Theory]
    [InlineData("a2", 2, 20)]
    [InlineData("a1", 2, 20)]
    [InlineData("a1", 1, 20)]
    [InlineData(PlainA, 1, 10)]
    public void What_was_given_up_is_not_dropped_from_a_longer_statement(string identity, int day, long signed)
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, identity == PlainA ? PlainA : "a1", 10));
        var last = OnDay(Entry("a3", 5), 3);
        bank.Expect(BankReplyCode.ChainBroken, On(3, 3, "3", 110 + signed, "a3", 5));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));
        bank.Reload();

        var longer = Dated(Statement("2-3", 110, OnDay(Entry(identity, signed), day), last), day, 3);
        var stopped = Assert.IsType<BankEvent.FeedStopped>(Assert.Single(
            bank.Expect(BankReplyCode.ChainBroken, longer).Events));
        Assert.Equal((110 + signed, 110), (stopped.ExpectedMinor, stopped.FoundMinor));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("here it is", Feed));
        bank.Reload();
        bank.Expect(BankReplyCode.Accepted, longer);

        Assert.Equal([10, signed, 5], bank.Booked.Select(static entry => entry.SignedMinor));
        Assert.Equal(115 + signed, bank.State.LastStatement?.ClosingMinor);
        bank.Expect(BankReplyCode.Duplicate, On(3, 3, "3", 110 + signed, "a3", 5));
    }

    /// <summary>The same, but the day that was given up comes alone, and then what waits.</summary>
    [Fact]
    public void After_a_longer_statement_the_day_that_was_given_up_comes_alone()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, "a1", 10));
        bank.Expect(BankReplyCode.ChainBroken, On(3, 3, "3", 130, "a3", 5));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));
        var refused = bank.Expect(BankReplyCode.ChainBroken, Dated(
            Statement("2-3", 110, OnDay(Entry("a1", 20), 2), OnDay(Entry("a3", 5), 3)), 2, 3));
        Assert.Contains("it brings what was given up", refused.Reply.Detail, StringComparison.Ordinal);

        bank.Expect(BankReplyCode.Accepted, On(2, 2, "2", 110, "a1", 20));
        bank.Expect(BankReplyCode.Accepted, On(3, 3, "3", 130, "a3", 5));

        Assert.Equal([10, 20, 5], bank.Booked.Select(static entry => entry.SignedMinor));
    }

    /// <summary>
    /// The balances join over two days that add up to nothing, so nobody noticed that they are missing.
    /// </summary>
    [Fact]
    public void Missing_days_that_add_up_to_nothing_are_booked_when_they_come()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, "a1", 10));
        bank.Expect(BankReplyCode.Accepted, On(4, 4, "9", 110, "a4", 5));

        bank.Expect(BankReplyCode.Accepted, On(2, 2, "2", 110, "a2", 50));
        bank.Expect(BankReplyCode.Accepted, On(3, 3, "3", 160, "a3", -50));
        bank.Expect(BankReplyCode.Duplicate, On(2, 2, "2 plain", 110, Plain('a', 1), 50));

        Assert.Equal([10, 5, 50, -50], bank.Booked.Select(static entry => entry.SignedMinor));
    }

    /// <summary>
    /// The last period moved nothing in the end, so a part of it opens with the balance that is booked.
    /// </summary>
    [Fact]
    public void A_part_of_a_period_that_moved_nothing_counts_once()
    {
        var bank = Registered();
        bank.Send(Statement("1-2", 100, Entry("bank-ref-1", -49), Entry("bank-ref-2", 49)));

        bank.Expect(BankReplyCode.Duplicate, Statement("1", 100, Entry("bank-ref-1", -49)));
    }

    [Fact]
    public void Half_days_that_moved_back_and_forth_count_once_in_both_formats()
    {
        var bank = Registered();
        bank.Send(Statement("1", 100, Entry(Plain('a', 1), 49)));
        bank.Send(Statement("2", 149, Entry(Plain('b', 1), -49)));

        bank.Expect(BankReplyCode.Duplicate, Statement("camt 1", 100, Entry("bank-ref-1", 49)));
        bank.Expect(BankReplyCode.Duplicate, Statement(
            "camt", 100, Entry("bank-ref-1", 49), Entry("bank-ref-2", -49)));
    }

    [Fact]
    public void Accepts_no_gap_before_a_statement_that_is_older_than_what_is_booked()
    {
        var bank = Registered();
        bank.Send(On(5, 5, "5", 100, "a5", 10));
        bank.Expect(BankReplyCode.ChainBroken, On(2, 2, "2", 70, "a2", 10));

        bank.Expect(BankReplyCode.NoGap, new BankCommand.AcceptGap("why not", Feed));

        bank.Expect(BankReplyCode.Accepted, On(6, 6, "6", 110, "a6", 10));
    }

    /// <summary>
    /// The account began in the middle of a day; the first half has the amount of the second, and comes later.
    /// </summary>
    [Theory]
    [InlineData("a2", PlainA)]
    [InlineData(PlainA, PlainA)]
    [InlineData("a2", "a1")]
    public void What_is_older_than_the_first_statement_is_refused_and_no_repeat(string booked, string older)
    {
        var bank = Registered();
        bank.Send(On(1, 1, "2", 110, booked, 10));
        bank.Send(On(2, 2, "3", 120, "a3", 5));

        var refused = bank.Expect(BankReplyCode.ChainBroken, On(1, 1, "1", 100, older, 10));

        Assert.Contains("older than all that is booked", refused.Reply.Detail, StringComparison.Ordinal);
        bank.Expect(BankReplyCode.NoGap, new BankCommand.AcceptGap("why not", Feed));
        bank.Expect(BankReplyCode.Duplicate, On(1, 1, "2 plain", 110, Plain('b', 1), 10));
        bank.Expect(BankReplyCode.Accepted, On(3, 3, "4", 125, "a4", 1));
        Assert.Equal(3, bank.Booked.Count);
    }

    [Fact]
    public void What_moves_the_first_days_balance_back_is_not_older_than_it()
    {
        var bank = Registered();
        bank.Send(On(1, 1, "1", 100, "a1", 10));

        bank.Expect(BankReplyCode.Accepted, On(1, 1, "2", 110, "a2", -10));
        bank.Expect(BankReplyCode.Accepted, On(2, 2, "3", 100, "a3", 5));

        bank.Expect(BankReplyCode.Duplicate, On(1, 1, "2 plain", 110, Plain('a', 1), -10));
    }

    private static string Plain(char hash, int occurrence) =>
        $"{new string(hash, BankTransaction.ContentHashLength)}-{occurrence}";

    private static BankTransaction OnDay(BankTransaction entry, int day) =>
        entry with { BookingDate = Day.AddDays(day), ValueDate = Day.AddDays(day) };

    private static BankCommand.BookEntries On(
        int from, int to, string id, long opening, string identity, long signed) =>
        Dated(Statement(id, opening, OnDay(Entry(identity, signed), from)), from, to);

    private static BankCommand.BookEntries Dated(BankCommand.BookEntries book, int from, int to) => book with
    {
        Statement = book.Statement with { FromDate = Day.AddDays(from), ToDate = Day.AddDays(to) },
    };
}
