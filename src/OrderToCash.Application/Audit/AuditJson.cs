using System.Text.Json.Serialization;

namespace OrderToCash.Application.Audit;

/// <summary>The JSON of a report: invariants by number, so that their names can be reworded.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditReport))]
internal sealed partial class AuditJson : JsonSerializerContext;
