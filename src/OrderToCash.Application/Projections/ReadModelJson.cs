using System.Collections.Immutable;
using System.Text.Encodings.Web;
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
    /// <summary>Writes texts as they are, and not with every letter beyond ASCII escaped.</summary>
    public static ReadModelJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Extra fields of an order are kept as deep as a parser lets through.
        MaxDepth = 128,
    });
}
