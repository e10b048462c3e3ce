using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.CashApplication;

/// <summary>A labelled set of payments, with its documents renamed on the way.</summary>
internal sealed partial class SharedSet(string name, Func<string, string> rename)
{
    private readonly string _folder = SharedData.FullPath($"cashapp/{name}");
    private readonly Dictionary<(string, string), string> _ids = [];
    private readonly Dictionary<string, ItemFacts> _items = [];

    public MatchTrial Run()
    {
        var trial = new MatchTrial(MatchPolicy.Default);
        foreach (var row in Rows("customers.csv"))
        {
            trial.Index.AddCustomer(new AccountId(row["customer_id"]), new CustomerOnFile
            {
                Names = [row["name"]], Number = row["customer_no"],
                Ibans = row["iban"].Length == 0 ? [] : [row["iban"]],
            });
        }

        foreach (var row in Rows("open_items.csv"))
        {
            var item = new ItemFacts(
                new AccountId(row["customer_id"]), rename(row["document_no"]), Currency.Eur, Minor(row["amount"]),
                Minor(row["amount"]), Date(row["issue_date"]))
            {
                OrderNumber = row["order_no"],
                Reference = row["rf_reference"],
                SkontoMinor = row["skonto_amount"].Length == 0 ? 0 : Minor(row["skonto_amount"]),
                SkontoUntil = row["skonto_until"].Length == 0 ? null : Date(row["skonto_until"]),
            };
            _ids[(item.Account.Value, item.Document)] = row["item_id"];
            _items[row["item_id"]] = item;
            trial.AddItem(item);
        }

        foreach (var row in Rows("sdd_batches.csv"))
        {
            var item = _items[row["item_id"]];
            trial.Index.AddCollection(
                row["payment_information_id"], row["end_to_end_id"], item.Account, item.Document, Minor(row["amount"]));
        }

        // Of a batch the details are taken, as in camt.
        var rows = Rows("transactions.csv").ToList();
        var totals = rows.Select(static row => row["batch"]).ToHashSet();
        foreach (var row in rows)
        {
            if (row["status"] == "BOOK" && !totals.Contains(row["tx"]))
                trial.Take(new PaymentId(row["tx"]), Transaction(row));
        }

        trial.Complete();
        return trial;
    }

    /// <summary>What is booked wrongly, and how many customers' payments are booked right, of how many.</summary>
    public (List<string> Wrong, int Right, int All) Judge(MatchTrial trial)
    {
        var wrong = new List<string>();
        var (right, all) = (0, 0);
        foreach (var line in File.ReadLines(Path.Combine(_folder, "truth.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var truth = document.RootElement;
            var payment = new PaymentId(truth.GetProperty("tx").GetString()!);
            if (!trial.Decisions.TryGetValue(payment, out var decision))
                continue;
            var isBooked = decision.Outcome
                is MatchOutcome.Book or MatchOutcome.OnAccount or MatchOutcome.Reverse or MatchOutcome.Settle;
            var isTrue = IsTrue(truth, decision);
            if (isBooked && !isTrue)
                wrong.Add($"{payment.Value} {truth.GetProperty("class")}: {decision.Outcome} {decision.Reason}");
            if (!truth.TryGetProperty("customer_credit", out var isCredit) || !isCredit.GetBoolean())
                continue;
            all++;
            right += isBooked && isTrue ? 1 : 0;
        }

        return (wrong, right, all);
    }

    private bool IsTrue(JsonElement truth, MatchDecision decision)
    {
        var booked = decision.Allocations
            .Select(of => (Item: _ids[(of.Account.Value, of.Document)], of.PaidMinor, of.SkontoMinor)).Order().ToList();
        return truth.GetProperty("expect").GetString() switch
        {
            "auto" => decision.Outcome == MatchOutcome.Book && booked.SequenceEqual(
                truth.GetProperty("items").EnumerateArray().Select(static of => (
                    of.GetProperty("item").GetString()!, Minor(of.GetProperty("applied").GetString()!),
                    of.TryGetProperty("discount", out var discount) ? Minor(discount.GetString()!) : 0)).Order()),
            "optional" => decision.Outcome == MatchOutcome.Book
                && truth.GetProperty("acceptable").EnumerateArray().Any(set => set.EnumerateArray()
                    .Select(static of => of.GetString()).Order().SequenceEqual(booked.Select(static of => of.Item))),
            "reverse" => decision.Reverses is { } reversed
                && truth.GetProperty("reverses").GetString() == reversed.Value,
            "settlement" => false,
            _ => decision.Outcome is not (MatchOutcome.Book or MatchOutcome.Reverse or MatchOutcome.Settle),
        };
    }

    private BankTransaction Transaction(Dictionary<string, string> row)
    {
        var instructed = row["instructed"].Split(' ');
        var hasCurrency = Currency.TryParse(instructed[0], out var currency);
        var date = Date(row["date"]);
        return new BankTransaction(
            row["tx"], Minor(row["amount"]), Currency.Eur, date, date, OrNull(row["name"]), OrNull(row["iban"]),
            OrNull(rename(row["text"])), OrNull(row["end_to_end_id"]), OrNull(row["structured_reference"]), row["tx"])
        {
            IsReturn = row["return_code"].Length > 0,
            ReturnReason = OrNull(row["return_code"]),
            IsReversal = row["reversal"] == "true",
            MandateId = OrNull(row["mandate"]),
            ChargesMinor = row["charges"].Length == 0 ? null : Minor(row["charges"]),
            InstructedMinor = hasCurrency ? Minor(instructed[1]) : null,
            InstructedCurrency = hasCurrency ? currency : null,
        };
    }

    private IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        string[]? header = null;
        foreach (var line in File.ReadLines(Path.Combine(_folder, file), Encoding.UTF8))
        {
            var fields = Fields().Matches(line)
                .Select(static match => match.Groups[1].Value.Trim('"').Replace("\"\"", "\"")).ToArray();
            if (header is null)
                header = fields;
            else
                yield return header.Zip(fields).ToDictionary(static pair => pair.First, static pair => pair.Second);
        }
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static long Minor(string amount) => (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);

    private static DateOnly Date(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex("(?:^|,)(\"(?:[^\"]|\"\")*\"|[^,]*)")]
    private static partial Regex Fields();
}
