using System.Collections.Immutable;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

/// <summary>
/// Feeds of one account: formats that bring the same entries, announcements, details, and a feed that stops.
/// </summary>
public sealed class BankFeedTests
{
    private static readonly string Hash = new('a', BankTransaction.ContentHashLength);

    [Fact]
    public void Total_and_details_of_a_batch_count_once_whichever_comes_first()
    {
        BankTransaction[] details = [Detail("REF/1", 30), Detail("REF/2", 70)];

        var detailsFirst = Registered();
        detailsFirst.Send(Statement("camt", 0, details));
        detailsFirst.Expect(BankReplyCode.Duplicate, Statement("mt940", 0, Entry("REF", 100)));
        var totalFirst = Registered();
        totalFirst.Send(Statement("mt940", 0, Entry("REF", 100)));
        totalFirst.Expect(BankReplyCode.Duplicate, Statement("camt", 0, details));

        Assert.Equal((2, 1), (detailsFirst.Booked.Count, totalFirst.Booked.Count));
    }

    [Fact]
    public void Details_in_parts_of_a_batch_that_is_booked_in_one_sum_are_known()
    {
        var bank = Registered();
        bank.Send(Statement("mt940", 0, Entry("REF", 100), Entry("other-ref", 5)));
        BankTransaction[] all =
            [Detail("REF/1", 30), Detail("REF/2", 40), Detail("REF/3", 30), Entry("other-ref", 5)];

        bank.Expect(BankReplyCode.Accepted, Part("camt", 0, all, all[..1], 0, false));
        bank.Expect(BankReplyCode.Accepted, Part("camt", 0, all, all[1..2], 1, false));
        bank.Expect(BankReplyCode.Duplicate, Part("camt", 0, all, all[2..], 2, true));

        Assert.Equal(2, bank.Booked.Count);
    }

    /// <summary>Two payers pay the same on one day; the other format brings both in another order.</summary>
    [Fact]
    public void Of_two_equal_payments_the_payers_id_tells_which_is_booked()
    {
        var bank = Registered();
        bank.Send(Statement("camt", 0, Entry("bank-ref-2", 4_990) with { EndToEndId = "E2E-2" }));

        bank.Expect(BankReplyCode.Accepted, Statement(
            "mt940", 0, Plain('a', 1, 4_990) with { EndToEndId = "E2E-1" },
            Plain('b', 1, 4_990) with { EndToEndId = "E2E-2" }));

        Assert.Equal(["E2E-2", "E2E-1"], bank.Booked.Select(static e => e.EndToEndId));
    }

    /// <summary>An entry without a booking day has its value day, which may come after the next statement.</summary>
    [Fact]
    public void Days_that_do_not_fit_the_statement_stop_nothing_where_the_balances_join()
    {
        var bank = Registered();
        bank.Send(OnDay(1, Statement("1", 0, Entry("a", 10) with { BookingDate = Day.AddDays(9) })));
        bank.Expect(BankReplyCode.Accepted, OnDay(2, Statement("2", 10, Entry("b", 5))));
        var month = OnDay(3, Statement("3", 15, Entry("c", 1)));
        bank.Expect(
            BankReplyCode.Accepted, month with { Statement = month.Statement with { FromDate = Day.AddDays(-20) } });

        bank.Expect(BankReplyCode.Duplicate, OnDay(2, Statement("2 again", 10, Entry("b", 5))));
    }

    /// <summary>The day moved back to where it began, and nothing tells a third half from the first again.</summary>
    [Fact]
    public void What_may_be_booked_or_not_stops_the_feed_until_a_person_lets_it_in()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("bank-ref-1", 10), Entry("bank-ref-2", 7)));
        bank.Send(Statement("2", 17, Entry("bank-ref-3", -17)));
        var third = Statement("3a", 0, Plain('a', 1, 10), Entry("bank-ref-4", 7));

        var refused = bank.Expect(BankReplyCode.ChainBroken, third);
        Assert.Contains("more than one place is possible", refused.Reply.Detail, StringComparison.Ordinal);
        bank.Reload();
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("it is a new one", Feed));
        bank.Expect(BankReplyCode.Accepted, third);

        Assert.Equal([10, 7, -17, 10, 7], bank.Booked.Select(static e => e.SignedMinor));
    }

    [Fact]
    public void Day_that_one_format_brings_without_references_counts_once()
    {
        BankTransaction[] camt = [Entry("bank-ref-1", 4_990), Entry("bank-ref-2", 4_990), Entry("bank-ref-3", 10)];
        BankTransaction[] plain = [Plain('a', 1, 4_990), Plain('a', 2, 4_990), Plain('b', 1, 10)];
        foreach (var (first, second) in new[] { (camt, plain), (plain, camt) })
        {
            var bank = Registered();
            bank.Send(Statement("1", 0, first));
            bank.Expect(BankReplyCode.Duplicate, Statement("other format", 0, second));
            bank.Reload();
            // Overlapping: the day again, and what came after it.
            BankTransaction[] more = [.. second, Plain('c', 1, 4_990)];
            bank.Expect(BankReplyCode.Accepted, Statement("other format, longer", 0, more));
            Assert.Equal([4_990, 4_990, 10, 4_990], bank.Booked.Select(static e => e.SignedMinor));
        }
    }

    [Fact]
    public void Day_of_which_nothing_is_left_counts_once_in_both_formats()
    {
        var bank = Registered();
        bank.Send(Statement("camt", 500, Entry("bank-ref-1", 100), Entry("bank-ref-2", -100)));

        bank.Expect(BankReplyCode.Duplicate, Statement("mt940", 500, Plain('a', 1, 100), Plain('b', 1, -100)));
        bank.Expect(BankReplyCode.Accepted, Statement("2", 500, Plain('a', 1, 77), Plain('b', 1, -77)));
    }

    /// <summary>The balance is again what it was before that day, so the day would join a second time.</summary>
    [Fact]
    public void Day_that_was_moved_back_since_counts_once_in_both_formats()
    {
        var bank = Registered();
        bank.Send(OnDay(0, Statement("camt", 500, Entry("bank-ref-1", 100))));
        bank.Send(OnDay(1, Statement("camt 2", 600, Entry("bank-ref-2", -100))));

        bank.Expect(BankReplyCode.Duplicate, OnDay(0, Statement("mt940", 500, Plain('a', 1, 100))));
        bank.Expect(BankReplyCode.Accepted, OnDay(2, Statement("camt 3", 500, Entry("bank-ref-3", 100))));
    }

    [Fact]
    public void Overlap_of_which_nothing_is_left_counts_once_in_both_formats()
    {
        var bank = Registered();
        var first = Statement("camt", 500, Entry("bank-ref-1", 100), Entry("bank-ref-2", -100));
        bank.Send(first with { Statement = first.Statement with { ToDate = Day.AddDays(1) } });

        bank.Expect(
            BankReplyCode.Accepted,
            Statement("mt940", 500, Plain('a', 1, 100), Plain('b', 1, -100), Plain('c', 1, 7)));

        Assert.Equal([100, -100, 7], bank.Booked.Select(static e => e.SignedMinor));
    }

    [Fact]
    public void Equal_payments_of_one_day_in_two_statements_both_count()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Plain('a', 1, 4_990)));
        bank.Expect(BankReplyCode.Accepted, Statement("2", 4_990, Plain('a', 1, 4_990), Plain('a', 2, 4_990)));

        Assert.Equal([$"{Hash}-1", $"{Hash}-2", $"{Hash}-3"], bank.Booked.Select(static e => e.Identity).Order());
        bank.Expect(BankReplyCode.Duplicate, Statement("1 again", 0, Plain('a', 1, 4_990)));
    }

    [Fact]
    public void Equal_dates_and_amounts_alone_prove_nothing()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("bank-ref-1", 4_990)));

        bank.Expect(BankReplyCode.ChainBroken, Statement("gap", 60_000, Plain('a', 1, 4_990)));
        bank.Expect(BankReplyCode.Accepted, Statement("2", 4_990, Plain('a', 1, 4_990)));
    }

    [Fact]
    public void Announced_entries_are_shown_until_a_statement_books_them()
    {
        var bank = Registered();
        var pending = Entry("pending-1", 500) with { EndToEndId = "E2E-1" };
        bank.Expect(BankReplyCode.Accepted, Announce(pending, Entry("intraday-2", 70)));
        bank.Expect(BankReplyCode.Duplicate, Announce(Entry("intraday-2", 70)));
        bank.Reload();
        Assert.Empty(bank.Booked);
        Assert.Equal(
            ["pending-1", "intraday-2"], bank.State.Expected.ToImmutableArray().Select(static e => e.Identity));

        // Booked under another reference of the bank, and under the same.
        bank.Send(Statement(
            "1", 0, Entry("booked-1", 500) with { EndToEndId = "E2E-1" }, Entry("intraday-2", 70), Entry("x", 1)));

        Assert.Equal(0, bank.State.Expected.Count);
        bank.Expect(BankReplyCode.Duplicate, Announce(Entry("intraday-2", 70)));
        Assert.Equal(3, bank.Booked.Count);
    }

    [Fact]
    public void What_is_never_booked_is_expected_for_two_weeks_only()
    {
        var bank = Registered();
        bank.Send(Announce(Entry("lost", 5)));
        var statement = Statement("1", 0);
        bank.Send(statement with { Statement = statement.Statement with { ToDate = Day.AddDays(14) } });
        Assert.Equal(1, bank.State.Expected.Count);
        statement = Statement("2", 0);
        bank.Send(statement with { Statement = statement.Statement with { ToDate = Day.AddDays(15) } });
        Assert.Equal(0, bank.State.Expected.Count);
    }

    [Fact]
    public void Details_are_told_once_before_or_after_their_entry_and_book_nothing()
    {
        var bank = Registered();
        bank.Expect(BankReplyCode.PartMissing, Details("REF", 1, Detail("REF/2", 70)));
        bank.Expect(BankReplyCode.Accepted, Details("REF", 0, Detail("REF/1", 30)));
        bank.Expect(BankReplyCode.Duplicate, Details("REF", 0, Detail("REF/1", 30)));
        bank.Reload();
        bank.Expect(BankReplyCode.Accepted, Details("REF", 1, Detail("REF/2", 70)));
        bank.Expect(BankReplyCode.Accepted, Statement("1", 0, Entry("REF", 100), Entry("OTHER", 1)));
        bank.Expect(BankReplyCode.Accepted, Details("OTHER", 0, Detail("OTHER/1", 1)));
        bank.Send(Statement("2", 101, Detail("REF-B/1", 5) with { EntryReference = "REF-B" }));
        bank.Expect(BankReplyCode.Duplicate, Details("REF-B", 0, Detail("REF-B/1", 5)));

        Assert.Equal(["REF", "OTHER", "REF-B/1"], bank.Booked.Select(static e => e.Identity));
    }

    [Fact]
    public void Refused_is_what_cannot_be_of_this_account()
    {
        var bank = Registered();
        var foreign = Entry("a", 1) with { Currency = Chf() };

        bank.Expect(BankReplyCode.WrongCurrency, Announce(foreign));
        bank.Expect(BankReplyCode.WrongCurrency, Details("REF", 0, foreign));
        bank.Expect(BankReplyCode.InvalidStatement, Announce(Entry("a", 1), Entry("a", 2)));
        new BankScenario().Expect(BankReplyCode.UnknownAccount, Announce(Entry("a", 1)));
    }

    [Fact]
    public void Feed_that_stopped_goes_on_when_the_missing_statement_comes()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("a", 10)));
        var stopped = Assert.IsType<BankEvent.FeedStopped>(
            Assert.Single(bank.Expect(BankReplyCode.ChainBroken, Statement("3", 30, Entry("c", 5))).Events));
        Assert.Equal((10, 30), (stopped.ExpectedMinor, stopped.FoundMinor));
        Assert.Empty(bank.Expect(BankReplyCode.ChainBroken, Statement("3", 30, Entry("c", 5))).Events);
        bank.Reload();
        Assert.Equal("3", bank.State.Stop?.Statement.Id);

        bank.Expect(BankReplyCode.Accepted, Statement("2", 10, Entry("b", 20)));
        bank.Expect(BankReplyCode.Accepted, Statement("3", 30, Entry("c", 5)));

        Assert.Null(bank.State.Stop);
        bank.Expect(BankReplyCode.NoGap, new BankCommand.AcceptGap("why not", Feed));
    }

    [Fact]
    public void Gap_is_accepted_by_a_person_with_a_reason()
    {
        var bank = Registered();
        bank.Send(Statement("1", 0, Entry("a", 10)));
        bank.Send(Statement("3", 30, Entry("c", 5)));
        bank.Expect(BankReplyCode.NoGap, new BankCommand.AcceptGap(" ", Feed));

        var accepted = Assert.IsType<BankEvent.GapAccepted>(Assert.Single(bank.Expect(
            BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed)).Events));

        Assert.Equal((10, 30), (accepted.FromMinor, accepted.ToMinor));
        bank.Expect(BankReplyCode.Accepted, Statement("3", 30, Entry("c", 5)));
        Assert.Equal(35, bank.State.LastStatement?.ClosingMinor);
    }

    [Fact]
    public void Missing_number_stops_a_feed_that_counts_without_gaps()
    {
        var bank = Registered();
        for (var number = 1; number <= 5; number++)
            bank.Expect(BankReplyCode.Accepted, Statement($"{number}", number - 1, Entry($"e{number}", 1)));

        bank.Expect(BankReplyCode.ChainBroken, Statement("7", 5, Entry("e7", 1)));
        bank.Expect(BankReplyCode.Accepted, Statement("6", 5, Entry("e6a", 1), Entry("e6b", -1)));
        bank.Expect(BankReplyCode.Accepted, Statement("7", 5, Entry("e7", 1)));
        bank.Expect(BankReplyCode.ChainBroken, Statement("9", 6, Entry("e9", 1)));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("no. 8 was empty", Feed));
        bank.Expect(BankReplyCode.Accepted, Statement("9", 6, Entry("e9", 1)));
    }

    [Fact]
    public void Bank_that_skips_numbers_is_not_stopped()
    {
        var bank = Registered();
        for (var number = 1; number <= 9; number += 2)
            bank.Expect(BankReplyCode.Accepted, Statement($"{number}", number, Entry($"e{number}", 2)));
    }

    private static Currency Chf() => Currency.TryParse("CHF", out var currency) ? currency : default;

    private static BankTransaction Plain(char hash, int occurrence, long signed) =>
        Entry($"{new string(hash, BankTransaction.ContentHashLength)}-{occurrence}", signed) with
        {
            BankReference = null,
        };

    private static BankTransaction Detail(string identity, long signed) =>
        Entry(identity, signed) with { EntryReference = identity.Split('/')[0] };

    private static BankCommand.Announce Announce(params ImmutableArray<BankTransaction> entries) =>
        new("report", entries, Feed);

    private static BankCommand.NoteDetails Details(
        string entry, int part, params ImmutableArray<BankTransaction> details) => new(entry, part, details, Feed);

    [Fact]
    public void Accepts_no_gap_that_the_missing_statement_has_closed_meanwhile()
    {
        var bank = BankScenario.Registered();
        bank.Expect(BankReplyCode.Accepted, OnDay(1, Statement("1", 0, Entry("A", 10))));
        bank.Expect(BankReplyCode.ChainBroken, OnDay(3, Statement("3", 30, Entry("C", 5))));
        bank.Expect(BankReplyCode.Accepted, OnDay(2, Statement("2", 10, Entry("B", 20))));

        bank.Expect(BankReplyCode.NoGap, new BankCommand.AcceptGap("lost at the bank", Feed));

        bank.Expect(BankReplyCode.Accepted, OnDay(3, Statement("3", 30, Entry("C", 5))));
    }

    [Fact]
    public void Says_from_which_balance_a_gap_is_accepted_where_a_part_of_what_was_missing_came()
    {
        var bank = BankScenario.Registered();
        bank.Expect(BankReplyCode.Accepted, OnDay(1, Statement("1", 0, Entry("A", 10))));
        bank.Expect(BankReplyCode.ChainBroken, OnDay(4, Statement("4", 60, Entry("D", 5))));
        bank.Expect(BankReplyCode.Accepted, OnDay(2, Statement("2", 10, Entry("B", 20))));

        var accepted = Assert.IsType<BankEvent.GapAccepted>(Assert.Single(bank.Expect(
            BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed)).Events));

        Assert.Equal((30, 60), (accepted.FromMinor, accepted.ToMinor));
    }

    [Fact]
    public void Accepts_no_gap_in_the_middle_of_a_statement()
    {
        var bank = BankScenario.Registered();
        BankTransaction[] two = [Entry("B", 20), Entry("C", 5)];
        bank.Expect(BankReplyCode.Accepted, OnDay(1, Statement("1", 0, Entry("A", 10))));
        bank.Expect(BankReplyCode.ChainBroken, OnDay(4, Statement("4", 60, Entry("D", 5))));
        bank.Expect(BankReplyCode.Accepted, OnDay(2, Part("2", 10, two, two[..1], 0, false)));

        bank.Expect(BankReplyCode.StatementUnfinished, new BankCommand.AcceptGap("lost at the bank", Feed));

        bank.Expect(BankReplyCode.Accepted, OnDay(2, Part("2", 10, two, two[1..], 1, true)));
        bank.Expect(BankReplyCode.Accepted, new BankCommand.AcceptGap("lost at the bank", Feed));
    }

    private static BankCommand.BookEntries OnDay(int day, BankCommand.BookEntries book) => book with
    {
        Statement = book.Statement with { FromDate = Day.AddDays(day), ToDate = Day.AddDays(day) },
    };
}
