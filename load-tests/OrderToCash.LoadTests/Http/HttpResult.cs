using System.Text.Json;
using System.Text.Json.Serialization;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Http;

/// <summary>What a client measured.</summary>
/// <param name="OfferedPerSecond">Null where it sent as fast as was taken.</param>
/// <param name="Lost">Orders that were not accepted.</param>
/// <param name="AckMs">From when an order was due, or sent, to its durable answer.</param>
internal sealed record HttpResult(
    string Client, double? OfferedPerSecond, int Answered, int Accepted, int Lost, double Seconds,
    double OrdersPerSecond, Percentiles AckMs)
{
    public string ToJson() => JsonSerializer.Serialize(this, HttpJson.Default.HttpResult);

    public static HttpResult Parse(string text) =>
        JsonSerializer.Deserialize(text, HttpJson.Default.HttpResult)
        ?? throw new InvalidOperationException($"A client printed no result: {text}");
}

/// <summary>Results of clients as JSON, on one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpResult))]
internal sealed partial class HttpJson : JsonSerializerContext;
