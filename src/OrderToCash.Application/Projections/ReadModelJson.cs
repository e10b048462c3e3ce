using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderToCash.Application.Queries;

namespace OrderToCash.Application.Projections;

/// <summary>The form in which whole records stand in the tables, which a rebuild writes anew.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderDetail))]
[JsonSerializable(typeof(Pick))]
[JsonSerializable(typeof(PaymentDetail))]
[JsonSerializable(typeof(ImmutableArray<LedgerPosting>))]
public sealed partial class ReadModelJson : JsonSerializerContext
{
    /// <summary>
    /// Without an encoder: that is the writer's. One here would leave the generated code unused, which writes a
    /// payment in a third of the time.
    /// </summary>
    public static ReadModelJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Extra fields of an order are kept as deep as a parser lets through.
        MaxDepth = 128,
    });
}
