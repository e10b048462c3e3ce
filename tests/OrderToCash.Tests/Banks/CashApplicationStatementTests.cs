using System.Globalization;
using System.Text.Json;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>The labelled sets of bank statements: what is read is what was written, line by line, and each anomaly is
/// refused.</summary>
public sealed class CashApplicationStatementTests
{
    [SharedDataFact("cashapp")]
    public async Task Every_transaction_of_the_labelled_sets_is_read_as_it_was_written()
    {
        foreach (var (set, count) in new[] { ("hard", 1522), ("mixed", 1517) })
        {
            var folder = Path.Combine(BankSamples.CashApplication, set);
            var expected = Transactions(folder);
            using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "statements.json")));
            foreach (var statement in index.RootElement.GetProperty("statements").EnumerateArray())
            {
                var path = Path.Combine(folder, statement.GetProperty("camt053").GetString() ?? "");
                var item = Assert.Single(await Camt.ReadFileAsync(path));
                var header = Camt.Header(item);
                var transactions = Camt.Transactions(item);

                Assert.Equal(Minor(statement.GetProperty("opening").GetString()), header.OpeningMinor);
                Assert.Equal(Minor(statement.GetProperty("closing").GetString()), header.ClosingMinor);
                Assert.Equal(statement.GetProperty("seq").GetInt32().ToString(), header.SequenceNumber);
                Assert.Equal(
                    statement.GetProperty("booked").GetInt32(),
                    transactions.Select(x => x.Identity.Split('/')[0]).Distinct().Count());
                foreach (var transaction in transactions)
                    Compare(transaction, Take(expected, transaction));
            }

            Assert.Empty(expected);
            Assert.Equal(count, Transactions(folder).Count);
        }
    }

    [SharedDataFact("cashapp")]
    public async Task Repeats_of_a_statement_give_the_same_commands()
    {
        foreach (var set in new[] { "hard", "mixed" })
        {
            var folder = Path.Combine(BankSamples.CashApplication, set);
            var first = Assert.Single(await Camt.ReadFileAsync(Path.Combine(folder, "camt053/2026-03-16.xml")));
            foreach (var repeat in new[] { "duplicate_same_id.xml", "duplicate_new_id.xml" })
            {
                var item = Assert.Single(await Camt.ReadFileAsync(Path.Combine(folder, "anomalies", repeat)));
                Assert.Equal(Camt.Header(first), Camt.Header(item));
                Assert.Equal<IEnumerable<BankTransaction>>(Camt.Transactions(first), Camt.Transactions(item));
            }
        }
    }

    [SharedDataFact("cashapp")]
    public async Task Anomalies_are_refused_and_book_nothing()
    {
        (string File, string Reason)[] anomalies =
        [
            ("balance_mismatch.xml", "balance-mismatch"),
            ("truncated.xml", "malformed-xml"),
            ("wrong_encoding_latin1_declared_utf8.xml", "wrong-encoding"),
            ("xxe_entity.xml", "dtd"),
        ];
        foreach (var set in new[] { "hard", "mixed" })
        {
            foreach (var (file, reason) in anomalies)
            {
                var path = Path.Combine(BankSamples.CashApplication, set, "anomalies", file);
                var item = Assert.Single(await Camt.ReadFileAsync(path));

                Assert.Equal((file, reason), (file, item.Rejection?.Reason));
                Assert.Empty(item.Commands);
                Assert.NotEqual(0, item.Raw.Length);
            }
        }
    }

    private static Dictionary<string, Row> Transactions(string folder)
    {
        var lines = File.ReadLines(Path.Combine(folder, "transactions.csv")).Select(Fields).ToList();
        var header = lines[0];
        var rows = lines.Skip(1)
            .Where(x => x[header.IndexOf("status")] == "BOOK")
            .Select(x => new Row(name => x[header.IndexOf(name)]))
            .ToList();
        // A batch is listed too, beside its transactions, which are what is booked.
        var batches = rows.Where(x => x["batch"] != x["tx"]).Select(x => x["batch"]).ToHashSet();
        return rows.Where(x => !batches.Contains(x["tx"])).ToDictionary(x => x["tx"]);
    }

    // Commas separate, except between quotes; a quote inside is doubled.
    private static List<string> Fields(string line)
    {
        var fields = new List<string> { "" };
        var isQuoted = false;
        foreach (var character in line.Replace("\"\"", "\u0001"))
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (character == ',' && !isQuoted)
                fields.Add("");
            else
                fields[^1] += character == '\u0001' ? '"' : character;
        }

        return fields;
    }

    private static Row Take(Dictionary<string, Row> rows, BankTransaction transaction)
    {
        Assert.True(rows.Remove(transaction.BankReference ?? "", out var row), transaction.ToString());
        return row!;
    }

    private static void Compare(BankTransaction transaction, Row row)
    {
        var tx = row["tx"];
        Assert.Equal((tx, Minor(row["amount"])), (tx, transaction.SignedMinor));
        Assert.Equal((tx, row["date"]), (tx, transaction.BookingDate.ToString("yyyy-MM-dd")));
        Assert.Equal((tx, Known(row["iban"])), (tx, transaction.CounterpartyIban));
        var reference = Known(row["structured_reference"]);
        // Where the payer says nothing at all, the bank's word for the kind of entry is the text.
        if (row["text"].Length == 0 && reference is null)
            Assert.Contains(transaction.Text, (string[])["SEPA-GUTSCHRIFT", "ECHTZEIT-GUTSCHRIFT"]);
        else
            Assert.Equal((tx, Known(row["text"])), (tx, transaction.Text));
        Assert.Equal((tx, reference), (tx, transaction.StructuredReference));
        Assert.Equal(row["end_to_end_id"] == "NOTPROVIDED" ? null : row["end_to_end_id"], transaction.EndToEndId);
        Assert.Equal((tx, Known(row["name"])), (tx, transaction.CounterpartyName));
    }

    private static string? Known(string text) => text.Length == 0 ? null : text;

    private static long Minor(string? amount) =>
        (long)(decimal.Parse(amount ?? "", CultureInfo.InvariantCulture) * 100);

    private sealed record Row(Func<string, string> Field)
    {
        public string this[string name] => Field(name);
    }
}
