using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>
/// The anomalies of the labelled sets, taken in beside the good statements: each does what its <c>expect.json</c> says.
/// </summary>
public sealed class BankAnomalyTests
{
    private const string Day = "2026-03-16";

    [SharedDataTheory("cashapp")]
    [InlineData("mixed", "balance_mismatch.xml", "balance-mismatch")]
    [InlineData("mixed", "truncated.xml", "malformed-xml")]
    [InlineData("mixed", "wrong_encoding_latin1_declared_utf8.xml", "wrong-encoding")]
    [InlineData("mixed", "xxe_entity.xml", "dtd")]
    [InlineData("hard", "balance_mismatch.xml", "balance-mismatch")]
    [InlineData("hard", "truncated.xml", "malformed-xml")]
    [InlineData("hard", "wrong_encoding_latin1_declared_utf8.xml", "wrong-encoding")]
    [InlineData("hard", "xxe_entity.xml", "dtd")]
    public async Task Refused_file_books_nothing_and_the_good_one_is_booked_after_it(
        string set, string file, string reason)
    {
        var feed = await DaysAsync(set, static day => string.CompareOrdinal(day, Day) < 0);
        var before = feed.Booked.Count;

        Assert.Equal([reason], await feed.TakeAsync(Anomaly(set, file)));
        Assert.Equal(before, feed.Booked.Count);
        Assert.Equal(["accepted"], await feed.TakeAsync(Statement(set, Day)));
        Assert.True(feed.Booked.Count > before);
    }

    [SharedDataTheory("cashapp")]
    [InlineData("mixed", "duplicate_same_id.xml")]
    [InlineData("mixed", "duplicate_new_id.xml")]
    [InlineData("hard", "duplicate_same_id.xml")]
    [InlineData("hard", "duplicate_new_id.xml")]
    public async Task Repeat_has_no_effect_at_once_and_weeks_later(string set, string file)
    {
        foreach (var isLater in new[] { false, true })
        {
            var feed = await DaysAsync(set, day => isLater || string.CompareOrdinal(day, Day) <= 0);
            var before = feed.Booked.Count;

            Assert.Equal(["duplicate"], await feed.TakeAsync(Anomaly(set, file)));
            Assert.Equal(before, feed.Booked.Count);
        }
    }

    [SharedDataTheory("cashapp")]
    [InlineData("mixed")]
    [InlineData("hard")]
    public async Task Intraday_report_is_expected_and_its_statement_books_each_entry_once(string set)
    {
        var intraday = Anomaly(set, "intraday_camt052_same_entries.xml");
        var plain = await DaysAsync(set, static day => string.CompareOrdinal(day, Day) <= 0);
        var feed = await DaysAsync(set, static day => string.CompareOrdinal(day, Day) < 0);
        var before = feed.Booked.Count;

        Assert.Equal(["accepted"], await feed.TakeAsync(intraday));
        Assert.Equal(["duplicate"], await feed.TakeAsync(intraday));
        Assert.Equal(before, feed.Booked.Count);
        Assert.True(feed.Account(Camt.OwnIban).Expected.Count > 0);

        Assert.Equal(["accepted"], await feed.TakeAsync(Statement(set, Day)));
        Assert.Equal(plain.Booked.Select(Key), feed.Booked.Select(Key));
        Assert.Equal(plain.Account(Camt.OwnIban).Expected.Count, feed.Account(Camt.OwnIban).Expected.Count);
        Assert.Equal(["duplicate"], await feed.TakeAsync(intraday));
    }

    [SharedDataTheory("cashapp")]
    [InlineData("mixed", true)]
    [InlineData("mixed", false)]
    [InlineData("hard", true)]
    [InlineData("hard", false)]
    public async Task Notifications_of_batches_book_nothing_before_or_after_the_statement(string set, bool isBefore)
    {
        var plain = await DaysAsync(set, static _ => true);
        var feed = new AccountFeed();
        foreach (var day in Days(set))
        {
            var notification = Path.Combine(BankSamples.CashApplication, set, "camt054", day + ".xml");
            if (isBefore && File.Exists(notification))
                Assert.Equal(["accepted"], await feed.TakeAsync(notification));
            Assert.Equal(["accepted"], await feed.TakeAsync(Statement(set, day)));
            if (!isBefore && File.Exists(notification))
                Assert.Equal(["duplicate"], await feed.TakeAsync(notification));
        }

        Assert.Equal(plain.Booked.Select(Key), feed.Booked.Select(Key));
    }

    [SharedDataTheory("cashapp")]
    [InlineData("mixed")]
    [InlineData("hard")]
    public async Task Missing_day_stops_the_feed_until_it_comes(string set)
    {
        var days = Days(set);
        var feed = await DaysAsync(set, day => day != days[4] && string.CompareOrdinal(day, days[6]) < 0);
        Assert.Equal(4, feed.Account(Camt.OwnIban).Statements.Count);
        Assert.NotNull(feed.Account(Camt.OwnIban).Stop);

        foreach (var day in days.Skip(4))
            Assert.Equal(["accepted"], await feed.TakeAsync(Statement(set, day)));
        Assert.Null(feed.Account(Camt.OwnIban).Stop);
    }

    private static async Task<AccountFeed> DaysAsync(string set, Func<string, bool> isWanted)
    {
        var feed = new AccountFeed();
        foreach (var day in Days(set).Where(isWanted))
            await feed.TakeAsync(Statement(set, day));
        return feed;
    }

    private static List<string> Days(string set) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(BankSamples.CashApplication, set, "camt053"))
            .Select(static x => Path.GetFileNameWithoutExtension(x)).Order(StringComparer.Ordinal),
    ];

    private static string Statement(string set, string day) =>
        Path.Combine(BankSamples.CashApplication, set, "camt053", day + ".xml");

    private static string Anomaly(string set, string file) =>
        Path.Combine(BankSamples.CashApplication, set, "anomalies", file);

    private static (string Identity, long SignedMinor) Key(BankTransaction entry) =>
        (entry.Identity, entry.SignedMinor);
}
