using System.Text.Json;
using System.Text.Json.Serialization;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>How a bank's CSV export is read as a statement. It must have the balance behind each entry: without it
/// nothing could be checked.</summary>
public sealed record BankCsvMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>IBAN of the account; null where <see cref="AccountColumn"/> says it.</summary>
    public string? Account { get; init; }

    /// <summary>The column with the account.</summary>
    public string? AccountColumn { get; init; }

    /// <summary>ISO 4217 code; null where <see cref="CurrencyColumn"/> says it.</summary>
    public string? Currency { get; init; }

    /// <summary>The column with the currency.</summary>
    public string? CurrencyColumn { get; init; }

    /// <summary>The column with the day of booking.</summary>
    public required string DateColumn { get; init; }

    /// <summary>The column with the value date; null: the day of booking.</summary>
    public string? ValueDateColumn { get; init; }

    /// <summary>The column with the signed amount; null where credits and debits have a column each.</summary>
    public string? AmountColumn { get; init; }

    /// <summary>The column with what came in.</summary>
    public string? CreditColumn { get; init; }

    /// <summary>The column with what went out, with a minus or without.</summary>
    public string? DebitColumn { get; init; }

    /// <summary>The column with the balance behind the entry.</summary>
    public required string BalanceColumn { get; init; }

    /// <summary>The column with the text.</summary>
    public string? TextColumn { get; init; }

    /// <summary>The column with the other party's name.</summary>
    public string? NameColumn { get; init; }

    /// <summary>The column with the other party's IBAN.</summary>
    public string? IbanColumn { get; init; }

    /// <summary>The column with the bank's reference.</summary>
    public string? ReferenceColumn { get; init; }

    /// <summary>The column with the end-to-end id.</summary>
    public string? EndToEndColumn { get; init; }

    /// <summary>Reads a mapping from a JSON file.</summary>
    /// <exception cref="SourceUnreadableException">The file can't be read, lacks a field that must be there, or has one
    /// that isn't known.</exception>
    public static async Task<BankCsvMapping> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = FileSources.OpenFile(path);
            var mapping = await JsonSerializer.DeserializeAsync<BankCsvMapping>(file, Json, cancellationToken)
                .ConfigureAwait(false) ?? throw new JsonException("It is empty.");
            return mapping.AmountColumn is null && (mapping.CreditColumn is null || mapping.DebitColumn is null)
                ? throw new JsonException("It needs amountColumn, or creditColumn and debitColumn.")
                : mapping;
        }
        catch (JsonException exception)
        {
            var mistake = JsonMistake.Describe(exception, typeof(BankCsvMapping));
            throw new SourceUnreadableException($"The mapping {path} can't be read: {mistake}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnreadableException($"The mapping {path} can't be read: {exception.Message}", exception);
        }
    }
}
