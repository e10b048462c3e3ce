using System.Globalization;
using System.Text.RegularExpressions;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>A row of invoice lines, read.</summary>
/// <param name="Sku">In upper case.</param>
/// <param name="At">The local time.</param>
/// <param name="Country">The country's name.</param>
internal sealed record RetailRow(
    CsvRow Csv, RetailRowKind Kind, string Invoice, string Sku, string Name, int Quantity, decimal Price, DateTime At,
    string Customer, string Country);

/// <summary>What a row stands for.</summary>
internal enum RetailRowKind
{
    /// <summary>Goods that were ordered.</summary>
    Goods = 1,

    /// <summary>Carriage on an order.</summary>
    Carriage = 2,

    /// <summary>Goods that are taken back.</summary>
    Return = 3,
}

/// <summary>Reads rows by a mapping, and refuses those that are neither orders nor returns of goods.</summary>
internal sealed class RetailRowReader
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly RetailCsvMapping _mapping;
    private readonly Regex _carriage;
    private readonly Regex _noGoods;
    private readonly string[] _formats;
    private readonly Dictionary<string, string> _skus = new(StringComparer.Ordinal);
    private int[] _columns = [];

    public RetailRowReader(RetailCsvMapping mapping)
    {
        _mapping = mapping;
        _carriage = new Regex($"^(?:{mapping.CarriagePattern})$", Options);
        _noGoods = new Regex($"^(?:{mapping.NoGoodsPattern})$", Options);
        _formats = [.. mapping.TimeFormats];
    }

    /// <summary>Finds the columns in the header.</summary>
    public void FindColumns(CsvRows rows)
    {
        string[] names =
        [
            _mapping.InvoiceColumn, _mapping.SkuColumn, _mapping.QuantityColumn, _mapping.TimeColumn,
            _mapping.PriceColumn, _mapping.CustomerColumn, _mapping.CountryColumn, _mapping.NameColumn,
        ];
        _columns = rows.Columns(names, required: 5);
    }

    /// <summary>The row, or why it is refused.</summary>
    public RetailRow? Read(in CsvRow csv, out Rejection? rejection)
    {
        rejection = csv.Problem;
        var invoice = Cell(csv, 0);
        var sku = UpperCase(Cell(csv, 1));
        if (rejection is not null || (rejection = Missing(csv)) is not null)
        {
            return null;
        }

        if (!int.TryParse(Cell(csv, 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity))
        {
            rejection = Wrong(csv, _mapping.QuantityColumn, Cell(csv, 2), "a whole number");
        }
        else if (!decimal.TryParse(
            Cell(csv, 4), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var price))
        {
            rejection = Wrong(csv, _mapping.PriceColumn, Cell(csv, 4), "a decimal number with a point");
        }
        else if (!DateTime.TryParseExact(
            Cell(csv, 3), _formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            rejection = Wrong(
                csv, _mapping.TimeColumn, Cell(csv, 3), $"a local time as {string.Join(" or ", _formats)}");
        }
        else
        {
            var kind = KindOf(csv, invoice, sku, quantity, price, out rejection);
            return rejection is not null
                ? null
                : new RetailRow(
                    csv, kind, invoice, sku, Cell(csv, 7), quantity, price, at, Cell(csv, 5), Cell(csv, 6));
        }

        return null;
    }

    private RetailRowKind KindOf(
        in CsvRow csv, string invoice, string sku, int quantity, decimal price, out Rejection? rejection)
    {
        rejection = null;
        var isReturn = invoice.StartsWith(_mapping.CancellationPrefix, StringComparison.Ordinal);
        var isCarriage = _carriage.IsMatch(sku);
        var line = $"line {csv.Line}, ";
        if (invoice.StartsWith(_mapping.AdjustmentPrefix, StringComparison.Ordinal))
        {
            rejection = new Rejection(
                "bad-debt-adjustment", line + _mapping.InvoiceColumn, invoice, "an order or a cancellation",
                "Post it by hand.");
        }
        else if (_noGoods.IsMatch(sku) || (isReturn && isCarriage))
        {
            rejection = new Rejection(
                "no-goods", line + _mapping.SkuColumn, $"{sku}, {quantity} at {price}", "goods",
                "The amount is in no order and no cancellation: post it by hand.");
        }
        else if (price < 0)
        {
            rejection = new Rejection("negative-price", line + _mapping.PriceColumn, $"{price}", "0 or more");
        }
        else if (isReturn ? quantity >= 0 : quantity <= 0)
        {
            rejection = isReturn
                ? new Rejection(
                    "positive-return", line + _mapping.QuantityColumn, $"{quantity}", "less than 0 in a cancellation")
                : new Rejection(
                    "stock-adjustment", line + _mapping.QuantityColumn, $"{quantity} at {price}",
                    "1 or more in an order",
                    "Lost or damaged goods are a correction: send it as stock.");
        }

        return isReturn ? RetailRowKind.Return : isCarriage ? RetailRowKind.Carriage : RetailRowKind.Goods;
    }

    private Rejection? Missing(in CsvRow csv) =>
        Cell(csv, 0).Length == 0 ? Wrong(csv, _mapping.InvoiceColumn, "", "a number")
        : Cell(csv, 1).Length == 0 ? Wrong(csv, _mapping.SkuColumn, "", "a SKU")
        : null;

    private static Rejection Wrong(in CsvRow csv, string column, string found, string expected) =>
        found.Length == 0
            ? new("missing-field", $"line {csv.Line}, {column}", "nothing", expected)
            : new("wrong-type", $"line {csv.Line}, {column}", found, expected);

    private string Cell(in CsvRow csv, int column)
    {
        var index = _columns[column];
        return index < 0 || index >= csv.Fields.Length ? "" : csv.Fields[index].Trim();
    }

    /// <summary>One string a SKU: the rows of a year repeat a few thousand of them.</summary>
    private string UpperCase(string sku)
    {
        if (!_skus.TryGetValue(sku, out var upper))
        {
            const int MaxKept = 1_000_000;
            upper = sku.ToUpperInvariant();
            if (_skus.Count < MaxKept)
            {
                _skus.Add(sku, upper);
            }
        }

        return upper;
    }
}
