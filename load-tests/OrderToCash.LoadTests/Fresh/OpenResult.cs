using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderToCash.LoadTests.Fresh;

/// <summary>What a fresh process measured, in milliseconds; each from the end of the one before.</summary>
/// <param name="StartMs">From the process's start to the program's first line.</param>
/// <param name="ActiveMs">Until the journal was open and every shard active, to take commands.</param>
/// <param name="FirstAnswerMs">Until the first command was answered; null where none was sent.</param>
/// <param name="SecondAnswerMs">Until the second one was answered: little but the store's commit.</param>
/// <param name="MatchedMs">Until payments were matched again; null where it was not waited for.</param>
internal sealed record OpenResult(
    double StartMs, double ActiveMs, double? FirstAnswerMs, double? SecondAnswerMs, double? MatchedMs)
{
    public string ToJson() => JsonSerializer.Serialize(this, OpenJson.Default.OpenResult);

    /// <summary>Null where it is none.</summary>
    public static OpenResult? Parse(string text) =>
        text.StartsWith('{') ? JsonSerializer.Deserialize(text, OpenJson.Default.OpenResult) : null;
}

/// <summary>What <c>recovery</c> or <c>past</c> measured.</summary>
/// <param name="Events">Events of the journal, or of the SKU.</param>
/// <param name="Holds">Whether every run is within the bar.</param>
internal sealed record FreshReport(
    string Verb, string Machine, DateTimeOffset At, long Events, long JournalBytes, double BarMs, bool Holds,
    OpenResult[] Runs, OpenResult[]? RunsWithoutSnapshot = null, OpenResult[]? RunsWithoutPast = null);

/// <summary>The JSON of both.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpenResult))]
[JsonSerializable(typeof(FreshReport))]
internal sealed partial class OpenJson : JsonSerializerContext;
