using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderToCash.LoadTests.Ingest;

/// <summary>What <c>ingest</c> measured.</summary>
/// <param name="PeakPrivateMegabytes">The most that was the process's own; the bar counts this one.</param>
/// <param name="PeakResidentMegabytes">The most with pages of files.</param>
/// <param name="TenthsMegabytes">The most private memory in each tenth of the run.</param>
internal sealed record IngestResult(
    string Machine, DateTimeOffset At, string Store, string Format, long Megabytes, int Items, long Entries,
    double Seconds, double EntriesPerSecond, double CpuSeconds, double PeakPrivateMegabytes,
    double PeakResidentMegabytes, IReadOnlyList<double> TenthsMegabytes, long Accepted, bool AuditHolds)
{
    public string ToJson() => JsonSerializer.Serialize(this, IngestJson.Default.IngestResult);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IngestResult))]
internal sealed partial class IngestJson : JsonSerializerContext;
