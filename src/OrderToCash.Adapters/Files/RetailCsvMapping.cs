using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// How a CSV file of invoice lines is read as orders. The defaults read the UCI Online Retail data set.
/// </summary>
public sealed record RetailCsvMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The column that holds the invoice's number: its lines are one order.</summary>
    public string InvoiceColumn { get; init; } = "InvoiceNo";

    /// <summary>The column that holds the SKU, in any case.</summary>
    public string SkuColumn { get; init; } = "StockCode";

    /// <summary>The column that holds what the customer was told it is.</summary>
    public string NameColumn { get; init; } = "Description";

    /// <summary>The column that holds the pieces, negative in cancellations.</summary>
    public string QuantityColumn { get; init; } = "Quantity";

    /// <summary>The column that holds the local time.</summary>
    public string TimeColumn { get; init; } = "InvoiceDate";

    /// <summary>The column that holds the price of one piece.</summary>
    public string PriceColumn { get; init; } = "UnitPrice";

    /// <summary>The column that holds the customer's id; without one, the order has an account of its own.</summary>
    public string CustomerColumn { get; init; } = "CustomerID";

    /// <summary>The column that holds the country's name.</summary>
    public string CountryColumn { get; init; } = "Country";

    /// <summary>The channel of the orders.</summary>
    public string Channel { get; init; } = "retail";

    /// <summary>ISO 4217 code of the prices.</summary>
    public string Currency { get; init; } = "GBP";

    /// <summary>IANA name of the time zone of the times.</summary>
    public string TimeZone { get; init; } = "Europe/London";

    /// <summary>Forms of the times. Source: .NET, custom date and time format strings.</summary>
    public IReadOnlyList<string> TimeFormats { get; init; } =
        ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "M/d/yyyy H:mm"];

    /// <summary>True where prices are gross.</summary>
    public bool PricesIncludeTax { get; init; }

    /// <summary>Tax rates by country and time, newest first for each country; no tax where none fits.</summary>
    /// <remarks>Source: UK Finance (No. 2) Act 2010, section 3: 20 % from 4 January 2011, 17.5 % before.</remarks>
    public IReadOnlyList<RetailTaxRate> TaxRates { get; init; } =
        [new("GB", new DateOnly(2011, 1, 4), 20m), new("GB", new DateOnly(2000, 1, 1), 17.5m)];

    /// <summary>Days from invoice to due date.</summary>
    public int TermsDays { get; init; } = 30;

    /// <summary>Invoices whose number begins so cancel earlier ones.</summary>
    public string CancellationPrefix { get; init; } = "C";

    /// <summary>Invoices whose number begins so adjust bad debt.</summary>
    public string AdjustmentPrefix { get; init; } = "A";

    /// <summary>SKUs that are carriage: regular expression on the whole SKU in upper case.</summary>
    public string CarriagePattern { get; init; } = "POST|DOT|C2";

    /// <summary>
    /// SKUs that are no goods (manual entries, discounts, samples, fees): regular expression as above.
    /// </summary>
    public string NoGoodsPattern { get; init; } = @"M|D|S|B|CRUK|AMAZONFEE|BANK CHARGES|ADJUST\d*|TEST\d*";

    /// <summary>ISO 3166-1 codes of the countries' names; those that aren't here have none.</summary>
    public IReadOnlyDictionary<string, string> Countries { get; init; } = RetailCountries.Codes;

    /// <summary>Reads a mapping from a JSON file; what it doesn't say is as by default.</summary>
    /// <exception cref="SourceUnreadableException">The file can't be read, or has a field that isn't known.</exception>
    public static async Task<RetailCsvMapping> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = FileSources.OpenFile(path);
            var mapping = await JsonSerializer.DeserializeAsync<RetailCsvMapping>(
                file, Json, cancellationToken).ConfigureAwait(false)
                ?? new RetailCsvMapping();
            return mapping.Mistake() is { } wrong ? throw new JsonException(wrong) : mapping;
        }
        catch (JsonException exception)
        {
            var mistake = JsonMistake.Describe(exception, typeof(RetailCsvMapping));
            throw new SourceUnreadableException($"The mapping {path} can't be read: {mistake}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnreadableException($"The mapping {path} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>What no order could be made with; null where nothing is.</summary>
    private string? Mistake()
    {
        foreach (var (field, text) in (ReadOnlySpan<(string, string?)>)
            [("invoiceColumn", InvoiceColumn), ("skuColumn", SkuColumn), ("quantityColumn", QuantityColumn),
                ("timeColumn", TimeColumn), ("priceColumn", PriceColumn), ("channel", Channel),
                ("cancellationPrefix", CancellationPrefix), ("adjustmentPrefix", AdjustmentPrefix)])
        {
            if (string.IsNullOrEmpty(text))
                return $"{field} is empty; expected is a text.";
        }

        if (Channel.Contains(':', StringComparison.Ordinal))
            return $"channel is '{Channel}'; expected is no colon: it parts channel and order number.";
        if (TermsDays is < 0 or > OrderLimits.MaxTermsDays)
            return $"termsDays is {TermsDays}; expected is 0 to {OrderLimits.MaxTermsDays}.";
        foreach (var (field, pattern) in (ReadOnlySpan<(string, string)>)
            [("carriagePattern", CarriagePattern), ("noGoodsPattern", NoGoodsPattern)])
        {
            try
            {
                _ = new Regex(pattern);
            }
            catch (ArgumentException exception)
            {
                return $"{field} is no regular expression: {exception.Message}";
            }
        }

        return null;
    }
}

/// <summary>A tax rate of a country from a day on.</summary>
/// <param name="Percent">0 to 100.</param>
public sealed record RetailTaxRate(string Country, DateOnly From, decimal Percent);
