using System.Text.Json;
using System.Text.Json.Serialization;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.Settlements;

/// <summary>How the CSV of a payment provider that is not known here is read as settlement reports.</summary>
public sealed record SettlementCsvMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The provider's name, lower case.</summary>
    public required string Provider { get; init; }

    /// <summary>The column with the payout's id: rows with the same are one report.</summary>
    public required string PayoutColumn { get; init; }

    /// <summary>The column with the row's own id.</summary>
    public required string IdColumn { get; init; }

    /// <summary>The column with what the customer paid.</summary>
    public required string GrossColumn { get; init; }

    /// <summary>The column with the fee; null where there is none.</summary>
    public string? FeeColumn { get; init; }

    /// <summary>The column with what is left; null: gross less fee.</summary>
    public string? NetColumn { get; init; }

    /// <summary>True where a fee that is taken is written with a minus.</summary>
    public bool FeesAreNegative { get; init; }

    /// <summary>The column with the payout's amount; null where it is the rows' sum.</summary>
    public string? PayoutAmountColumn { get; init; }

    /// <summary>The column with the day of the payout.</summary>
    public string? PayoutDateColumn { get; init; }

    /// <summary>The column with the day of the row.</summary>
    public string? DateColumn { get; init; }

    /// <summary>The column with the currency; null: <see cref="Currency"/>.</summary>
    public string? CurrencyColumn { get; init; }

    /// <summary>ISO 4217 code where there is no column for it.</summary>
    public string? Currency { get; init; }

    /// <summary>The column with our order or invoice number.</summary>
    public string? OrderColumn { get; init; }

    /// <summary>The column with the provider's payment id.</summary>
    public string? PaymentColumn { get; init; }

    /// <summary>The column with the payment that a refund belongs to.</summary>
    public string? OriginalColumn { get; init; }

    /// <summary>The column with the customer's name.</summary>
    public string? CustomerColumn { get; init; }

    /// <summary>The column with the kind of row; null: positive ones are sales, negative ones refunds.</summary>
    public string? KindColumn { get; init; }

    /// <summary>What the words of <see cref="KindColumn"/> mean; others are <c>other</c>.</summary>
    public IReadOnlyDictionary<string, SettlementRowKind> Kinds { get; init; } =
        new Dictionary<string, SettlementRowKind>();

    /// <summary>Reads a mapping from a JSON file.</summary>
    /// <exception cref="SourceUnreadableException">The file can't be read, lacks a field that must be there, or has one
    /// that isn't known.</exception>
    public static async Task<SettlementCsvMapping> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = FileSources.OpenFile(path);
            return await JsonSerializer.DeserializeAsync<SettlementCsvMapping>(file, Json, cancellationToken)
                .ConfigureAwait(false)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            var mistake = JsonMistake.Describe(exception, typeof(SettlementCsvMapping));
            throw new SourceUnreadableException($"The mapping {path} can't be read: {mistake}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnreadableException($"The mapping {path} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>True where a header has all the columns that must be there.</summary>
    internal bool IsIn(ReportColumns columns) =>
        columns.HasAll(Lower(PayoutColumn), Lower(IdColumn), Lower(GrossColumn));

    internal static string Lower(string? column) => column?.Trim().ToLowerInvariant() ?? string.Empty;
}
