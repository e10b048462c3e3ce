using System.Globalization;
using System.Runtime.CompilerServices;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads customers, open items and direct debits of another system from CSV into a <see cref="MatchTrial"/>.
/// </summary>
/// <remarks>Columns are told by their headers, which are fixed; others are skipped.</remarks>
public static class TrialSet
{
    private static readonly string[] CustomerColumns =
        ["customer_id", "name", "customer_no", "iban", "mandate"];

    private static readonly string[] ItemColumns =
    [
        "item_id", "customer_id", "document_no", "amount", "currency", "issue_date", "order_no", "rf_reference",
        "skonto_until", "skonto_amount", "open",
    ];

    private static readonly string[] CollectionColumns =
        ["payment_information_id", "end_to_end_id", "item_id", "amount"];

    /// <summary>Reads customers.</summary>
    /// <exception cref="SourceUnreadableException">The file can't be read, or a row is wrong.</exception>
    public static async Task ReadCustomersAsync(string path, MatchTrial trial, CancellationToken cancellationToken)
    {
        await foreach (var row in ReadAsync(path, CustomerColumns, 2, cancellationToken).ConfigureAwait(false))
        {
            trial.Index.AddCustomer(
                new AccountId(row.Required(0)),
                new CustomerOnFile
                {
                    Names = [row.Required(1)],
                    Number = row[2],
                    Ibans = row[3] is { } iban ? [iban] : [],
                    Mandates = row[4] is { } mandate ? [mandate] : [],
                });
        }
    }

    /// <summary>Reads open items and returns them by their id.</summary>
    /// <exception cref="SourceUnreadableException">The file can't be read, or a row is wrong.</exception>
    public static async Task<IReadOnlyDictionary<string, ItemFacts>> ReadItemsAsync(
        string path, MatchTrial trial, CancellationToken cancellationToken)
    {
        var items = new Dictionary<string, ItemFacts>(StringComparer.Ordinal);
        await foreach (var row in ReadAsync(path, ItemColumns, 6, cancellationToken).ConfigureAwait(false))
        {
            var currency = row.Currency(4);
            var amount = row.Minor(3, currency) ?? 0;
            var item = new ItemFacts(
                new AccountId(row.Required(1)), row.Required(2), currency, amount, row.Minor(10, currency) ?? amount,
                row.Date(5) ?? throw row.Wrong(5, "a date"))
            {
                OrderNumber = row[6],
                Reference = row[7],
                SkontoUntil = row.Date(8),
                SkontoMinor = row.Minor(9, currency) ?? 0,
            };
            if (!items.TryAdd(row.Required(0), item))
                throw row.Wrong(0, "an id that no row before has");
            trial.AddItem(item);
        }

        return items;
    }

    /// <summary>Reads direct debits that were handed to the bank, and returns their places in their batches, from 1.
    /// </summary>
    /// <exception cref="SourceUnreadableException">The file can't be read, or a row is wrong.</exception>
    public static async Task<IReadOnlyDictionary<(AccountId Account, string Document), int>> ReadCollectionsAsync(
        string path, IReadOnlyDictionary<string, ItemFacts> items, MatchTrial trial,
        CancellationToken cancellationToken)
    {
        var places = new Dictionary<(AccountId, string), int>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var row in ReadAsync(path, CollectionColumns, 4, cancellationToken).ConfigureAwait(false))
        {
            if (!items.TryGetValue(row.Required(2), out var item))
                throw row.Wrong(2, "the id of an open item");
            var batch = row.Required(0);
            trial.Index.AddCollection(
                batch, row.Required(1), item.Account, item.Document, row.Minor(3, item.Currency) ?? 0);
            places[(item.Account, item.Document)] = counts[batch] = counts.GetValueOrDefault(batch) + 1;
        }

        return places;
    }

    private static async IAsyncEnumerable<Row> ReadAsync(
        string path, string[] columns, int required, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await FileContent.OpenAsync(
            Path.GetFileName(path), () => File.OpenRead(path), cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        var rows = new CsvRows(Path.GetFileName(path), content);
        int[] places = [];
        await foreach (var row in rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (places.Length == 0)
                places = rows.Columns(columns, required);
            if (row.Problem is { } problem)
                throw new SourceUnreadableException($"{Path.GetFileName(path)}: {problem}");
            yield return new Row(Path.GetFileName(path), row, columns, places);
        }
    }

    /// <summary>A row by the columns that are wanted.</summary>
    private sealed class Row(string file, CsvRow row, string[] columns, int[] places)
    {
        public string? this[int column]
        {
            get
            {
                var place = places[column];
                var text = place < 0 || place >= row.Fields.Length ? "" : row.Fields[place].Trim();
                return text.Length == 0 ? null : text;
            }
        }

        public string Required(int column) => this[column] ?? throw Wrong(column, "a value");

        public Currency Currency(int column) =>
            Domain.Values.Currency.TryParse(this[column], out var currency)
                ? currency
                : throw Wrong(column, "a currency such as EUR");

        public DateOnly? Date(int column)
        {
            if (this[column] is not { } text)
                return null;
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : throw Wrong(column, "yyyy-MM-dd");
        }

        public long? Minor(int column, Currency currency)
        {
            if (this[column] is not { } text)
                return null;
            if (!decimal.TryParse(
                    text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var amount)
                || !new MinorAmounts(currency).TryConvert(amount, out var minor, out _, out _))
                throw Wrong(column, $"an amount of {currency.Code}, such as 1234.56");
            return minor;
        }

        public SourceUnreadableException Wrong(int column, string expected) => new(
            $"{file}, line {row.Line}: {columns[column]} is '{this[column]}', expected is {expected}.");
    }
}
