using System.Globalization;
using System.Text.Json;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Banks' and other projects' files: each is booked as its own balances say, or refused for the reason stated
/// here.</summary>
public sealed class CamtSampleTests
{
    /// <summary>Test files of other projects, of which most are trimmed and don't add up; by their names.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["camt053.v2.minimal.ultimate.xml"] = "wrong-currency",
        ["camt053.v2.minimal.xml"] = "wrong-currency",
        ["camt053.v2.with-account-name.xml"] = "missing-opening-balance",
        ["camt053.v4.xml"] = "wrong-currency",
        ["camt053.v8.xml"] = "wrong-currency",
        ["camt.053.001.07.xml"] = "missing-opening-balance",
        ["valid_example_v8.xml"] = "wrong-currency",
        ["valid_example_with_batch.xml"] = "balance-mismatch",
        ["valid_example_with_debit.xml"] = "balance-mismatch",
        ["valid_namespace.xml"] = "not-camt",
        ["invalid_namespace.xml"] = "not-camt",
    };

    [SharedDataFact("bank")]
    public async Task Every_sample_is_booked_as_its_balances_say_or_refused_for_its_reason()
    {
        var statements = 0;
        var transactions = 0;
        foreach (var path in BankSamples.CamtFiles())
        {
            var items = await Camt.ReadFileAsync(Path.Combine(BankSamples.Bank, path));
            if (Refused.TryGetValue(Path.GetFileName(path), out var reason))
            {
                Assert.Equal((path, reason), (path, Assert.Single(items).Rejection?.Reason));
                continue;
            }

            using var expected = JsonDocument.Parse(
                await File.ReadAllBytesAsync(Path.Combine(BankSamples.Bank, path + ".expected.json")));
            var invariants = expected.RootElement.GetProperty("bank_invariants").EnumerateArray().ToList();
            Assert.Equal((path, invariants.Count), (path, items.Length));
            foreach (var (item, invariant) in items.Zip(invariants))
            {
                Compare(path, item, invariant);
                statements++;
                transactions += Camt.Transactions(item).Length;
            }
        }

        // 26 files of one bank with two accounts each (208 entries), and four statements of other projects that add up
        // (11 transactions).
        Assert.Equal((56, 219), (statements, transactions));
    }

    [SharedDataFact("bank")]
    public async Task Details_are_those_that_another_parser_asserts()
    {
        var folder = Path.Combine(BankSamples.Bank, "viafintech+camt_parser/spec/fixtures/053");
        var item = Assert.Single(await Camt.ReadFileAsync(Path.Combine(folder, "valid_example.xml")));
        var transactions = Camt.Transactions(item);

        Assert.Equal([-200, -300, 100, -350, -250], transactions.Select(x => x.SignedMinor));
        Assert.Equal(
            new BankTransaction(
                "2013122710583450000", -200, Currency.Eur, new DateOnly(2013, 12, 27), new DateOnly(2013, 12, 27),
                "Testkonto Nummer 2", "DE09300606010012345671", "TEST BERWEISUNG MITTELS BLZUND KONTONUMMER - DTA",
                "EndToEndReference", null, "BankReference"),
            transactions[0] with
            {
                TransactionCode = null,
                BusinessCode = null,
                MandateId = null,
                BatchId = null,
                TextBreaks = [],
            });
        Assert.Equal(
            ("020", "MandateReference", "PaymentIdentification"),
            (transactions[0].BusinessCode, transactions[0].MandateId, transactions[0].BatchId));
        Assert.Equal(("Testkonto Nummer 2", "740618130100033626"),
            (transactions[2].CounterpartyName, transactions[2].CounterpartyIban));
        Assert.Equal(["2013122711513230000/1", "2013122711513230000/2"], transactions.Skip(3).Select(x => x.Identity));
        Assert.Equal("130000005", Camt.Header(item).SequenceNumber);
    }

    [SharedDataFact("bank")]
    public async Task Daily_statements_of_one_account_join_without_a_gap()
    {
        var closing = new Dictionary<string, long>();
        foreach (var path in BankSamples.CamtFiles().Where(x => x.Contains("CAMT_053")))
        {
            foreach (var item in await Camt.ReadFileAsync(Path.Combine(BankSamples.Bank, path)))
            {
                var header = Camt.Header(item);
                var account = item.Commands[0].To.Id;
                Assert.Equal(closing.GetValueOrDefault(account, header.OpeningMinor), header.OpeningMinor);
                closing[account] = header.ClosingMinor;
            }
        }

        Assert.Equal(2, closing.Count);
    }

    private static void Compare(string path, SourceItem item, JsonElement invariant)
    {
        Assert.True(item.Rejection is null, $"{path}: {item.Rejection}");
        var header = Camt.Header(item);
        var transactions = Camt.Transactions(item);
        var balances = invariant.GetProperty("balances");
        var opening = balances.TryGetProperty("OPBD", out var booked) ? booked : balances.GetProperty("PRCD");
        Assert.Equal(invariant.GetProperty("account").GetString(), item.Commands[0].To.Id);
        Assert.Equal(Minor(opening), header.OpeningMinor);
        Assert.Equal(Minor(balances.GetProperty("CLBD")), header.ClosingMinor);
        Assert.Equal(Minor(invariant.GetProperty("sum_of_entries")), transactions.Sum(x => x.SignedMinor));
        Assert.Equal(
            invariant.GetProperty("booked_entries").GetInt32(),
            transactions.Select(x => x.Identity.Split('/')[0]).Where(x => x.Length > 0).Distinct().Count());
        Assert.Equal(transactions.Length, transactions.Select(x => x.Identity).Distinct().Count());
    }

    private static long Minor(JsonElement amount) =>
        (long)(decimal.Parse(amount.GetString() ?? "", CultureInfo.InvariantCulture) * 100);
}
