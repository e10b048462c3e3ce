using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>The labelled sets in both formats: a day's MT940 gives the entries of the day's camt.053, as far as it can
/// carry them.</summary>
public sealed class Mt940CashApplicationTests
{
    /// <summary>The German code for a reason that isn't specified, which stands for several.</summary>
    private const string Unspecific = "914";

    [SharedDataFact("cashapp")]
    public async Task Every_day_gives_the_same_entries_as_its_camt053()
    {
        var differences = new List<string>();
        var compared = 0;
        foreach (var set in new[] { "hard", "mixed" })
        {
            var folder = Path.Combine(BankSamples.CashApplication, set);
            using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "statements.json")));
            foreach (var day in index.RootElement.GetProperty("statements").EnumerateArray())
            {
                var camt = await StatementAsync(folder, day, "camt053");
                var mt940 = await StatementAsync(folder, day, "mt940");
                Assert.Equal(Told(camt.Header), Told(mt940.Header));
                compared += Compare(camt.Entries, mt940.Entries, differences);
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count}: {string.Join("\n", differences.Take(400))}");
        Assert.Equal(2986, compared);
    }

    [SharedDataFact("cashapp")]
    public async Task Anomalies_do_what_is_expected_of_them()
    {
        foreach (var set in new[] { "hard", "mixed" })
        {
            var folder = Path.Combine(BankSamples.CashApplication, set);
            var good = await Camt.ReadFileAsync(Path.Combine(folder, "mt940", "2026-03-16.sta"));
            var entries = Camt.Transactions(Assert.Single(good));
            foreach (var same in new[] { "mt940_cr_only.sta", "mt940_lf_only.sta", "mt940_utf8.sta" })
            {
                var item = Assert.Single(await Camt.ReadFileAsync(Path.Combine(folder, "anomalies", same)));
                var found = Camt.Transactions(item);
                Assert.Equal(Camt.Header(good[0]), Camt.Header(item));
                Assert.Equal(entries.Select(Told), found.Select(Told));
            }

            var wrong = Assert.Single(
                await Camt.ReadFileAsync(Path.Combine(folder, "anomalies", "mt940_balance_mismatch.sta")));
            Assert.Equal("balance-mismatch", wrong.Rejection?.Reason);
            Assert.Empty(wrong.Commands);
        }
    }

    [SharedDataTheory("cashapp")]
    [InlineData("mixed", true)]
    [InlineData("mixed", false)]
    [InlineData("hard", true)]
    [InlineData("hard", false)]
    public async Task Both_formats_of_a_day_count_once_whichever_comes_first(string set, bool isCamtFirst)
    {
        var folder = Path.Combine(BankSamples.CashApplication, set);
        using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "statements.json")));
        var feed = new AccountFeed();
        var only = new AccountFeed();
        foreach (var day in index.RootElement.GetProperty("statements").EnumerateArray())
        {
            var camt = Path.Combine(folder, day.GetProperty("camt053").GetString() ?? "");
            var mt940 = Path.Combine(folder, day.GetProperty("mt940").GetString() ?? "");
            var (first, second) = isCamtFirst ? (camt, mt940) : (mt940, camt);
            Assert.Equal(["accepted"], await only.TakeAsync(first));
            Assert.Equal(["accepted"], await feed.TakeAsync(first));
            var booked = feed.Booked.Count;
            await feed.TakeAsync(second);
            Assert.Equal(booked, feed.Booked.Count);
        }

        foreach (var repeat in new[] { "mt940_cr_only.sta", "mt940_lf_only.sta", "mt940_utf8.sta" })
            Assert.Equal(["duplicate"], await feed.TakeAsync(Path.Combine(folder, "anomalies", repeat)));
        Assert.Equal(only.Booked.Select(x => x.Identity), feed.Booked.Select(x => x.Identity));
    }

    private static string Told(StatementHeader header) =>
        $"{header.SequenceNumber} {header.ToDate} {header.OpeningMinor} {header.ClosingMinor}";

    private static string Told(BankTransaction entry) =>
        $"{entry.Identity} {entry.SignedMinor} {entry.CounterpartyIban} {Folded(entry.CounterpartyName)} "
        + $"{Folded(entry.Text)} {entry.EndToEndId}";

    private static async Task<(StatementHeader Header, ImmutableArray<BankTransaction> Entries)> StatementAsync(
        string folder, JsonElement day, string format)
    {
        var path = Path.Combine(folder, day.GetProperty(format).GetString() ?? "");
        var item = Assert.Single(await Camt.ReadFileAsync(path));
        return (Camt.Header(item), Camt.Transactions(item));
    }

    private static int Compare(
        ImmutableArray<BankTransaction> camt, ImmutableArray<BankTransaction> mt940, List<string> differences)
    {
        // A batch is one entry in MT940; in camt.053 its details may be told one by one.
        var byEntry = camt.GroupBy(x => x.Identity.Split('/')[0]).ToDictionary(x => x.Key, x => x.ToList());
        Assert.Equal(byEntry.Count, mt940.Length);
        foreach (var entry in mt940)
        {
            Assert.True(byEntry.TryGetValue(entry.Identity, out var details), entry.ToString());
            Assert.Equal(details!.Sum(x => x.SignedMinor), entry.SignedMinor);
            if (details!.Count == 1)
                Compare(details[0], entry, differences);
        }

        return mt940.Length;
    }

    private static void Compare(BankTransaction camt, BankTransaction mt940, List<string> differences)
    {
        (string Field, object? Camt, object? Mt940)[] fields =
        [
            ("booked", camt.BookingDate, mt940.BookingDate),
            ("value", camt.ValueDate, mt940.ValueDate),
            ("iban", camt.CounterpartyIban, mt940.CounterpartyIban),
            ("name", true, Is(mt940.CounterpartyName, camt.CounterpartyName, maxLength: 54)),
            ("text", true, Is(mt940.Text, camt.Text ?? camt.StructuredReference, maxLength: 378)),
            ("end-to-end", camt.EndToEndId, mt940.EndToEndId),
            ("bank reference", camt.BankReference, mt940.BankReference),
            ("return", camt.IsReturn, mt940.IsReturn),
            ("reason", camt.ReturnReason, mt940.ReturnReason),
            ("charges", camt.ChargesMinor, mt940.ChargesMinor),
            // An amount in another currency is told in camt.053 only.
            (
                "instructed", camt.InstructedCurrency == camt.Currency ? camt.InstructedMinor : null,
                mt940.InstructedMinor),
        ];
        foreach (var (field, expected, found) in fields)
        {
            if (!Equals(expected, found) && !(field == "reason" && Equals(found, Unspecific)))
                differences.Add($"{field}: {camt}\n{mt940}");
        }
    }

    // MT940 cuts names after 54 characters and texts after 378; some days have a point for a letter that SWIFT hasn't.
    private static bool Is(string? found, string? expected, int maxLength)
    {
        var (mt940, camt) = (Folded(found) ?? "", Folded(expected) ?? "");
        if (camt.Length > mt940.Length && mt940.Length >= maxLength - 1)
            camt = camt[..mt940.Length];
        return camt.Length == mt940.Length && camt.Zip(mt940).All(x => x.First == x.Second || x.Second == '.');
    }

    // Some days are written in SWIFT's character set: letters become two, or lose their accents.
    private static string? Folded(string? text)
    {
        if (text is null)
            return null;
        const string Letters = "ÄÖÜäöüßÉéèëêçąćęłńóśźżŁŚŻşğıİŞñàâễăơ";
        const string Plain = "AeOeUeaeoeuessE e e e e c a c e l n o s z z L S Z s g i I S n a a e a o ";
        var folded = new StringBuilder();
        foreach (var letter in text)
        {
            if (Letters.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at)
                folded.Append(Plain.AsSpan(2 * at, 2).TrimEnd());
            else
                folded.Append(letter);
        }

        return folded.ToString();
    }
}
