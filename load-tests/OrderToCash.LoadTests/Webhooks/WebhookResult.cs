using System.Text.Json;
using System.Text.Json.Serialization;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Webhooks;

/// <summary>What the sender of deliveries measured.</summary>
/// <param name="Refused">Deliveries that were not answered 200.</param>
/// <param name="AckMs">From when a delivery was due to its durable answer.</param>
/// <param name="AckDownMs">The same, of those that were due while the store was down; null where it was not.</param>
internal sealed record SenderResult(
    double OfferedPerSecond, int Deliveries, int Acknowledged, int Refused, double Seconds, Percentiles AckMs,
    Percentiles? AckDownMs, double WorstMs)
{
    public static SenderResult Parse(string text) =>
        JsonSerializer.Deserialize(text, WebhookJson.Default.SenderResult)
        ?? throw new InvalidOperationException($"The sender printed no result: {text}");
}

/// <summary>What a run of <c>webhooks</c> measured.</summary>
/// <param name="Store">sqlite or postgres.</param>
/// <param name="DownSeconds">How long the store was down; 0: not at all.</param>
/// <param name="Decided">Deliveries that were decided when it was looked.</param>
/// <param name="DecidedAfterSeconds">From the last answer until none waited; null where some still did.</param>
internal sealed record WebhookResult(
    DateTimeOffset At, int Cores, string Store, int DownSeconds, SenderResult Sender, long Decided, long Waiting,
    double? DecidedAfterSeconds, double ServerCpuSeconds, long ServerResidentBytes, long InboxBytes)
{
    public string ToJson() => JsonSerializer.Serialize(this, WebhookJson.Default.WebhookResult);
}

/// <summary>Results as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SenderResult))]
[JsonSerializable(typeof(WebhookResult))]
internal sealed partial class WebhookJson : JsonSerializerContext;
