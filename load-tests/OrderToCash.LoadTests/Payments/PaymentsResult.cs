using System.Text.Json.Serialization;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Payments;

/// <summary>What a run of payments measured: from files to read models.</summary>
internal sealed record PaymentsResult
{
    public required string Store { get; init; }

    public required int Payments { get; init; }

    public required int WarmUpPayments { get; init; }

    public required int Items { get; init; }

    public required string Machine { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>From the first file's opening to the last event, or to its being readable where read models follow.
    /// </summary>
    public required double Seconds { get; init; }

    /// <summary>Over the whole way.</summary>
    public required double PaymentsPerSecond { get; init; }

    public required double EventsPerSecond { get; init; }

    public double? CeilingEventsPerSecond { get; set; }

    /// <summary>Events a second of the engine over those of the bare store.</summary>
    public double? Ratio { get; set; }

    public required double EventsPerPayment { get; init; }

    public required double BytesPerEvent { get; init; }

    public required double EventsPerCommit { get; init; }

    public required PaymentsParts Parts { get; init; }

    public required PaymentsOutcomes Outcomes { get; init; }

    public required double CpuSeconds { get; init; }

    public required double CpuMicrosecondsPerPayment { get; init; }

    public required double AllocatedBytesPerPayment { get; init; }

    public required double GcPauseSeconds { get; init; }

    /// <summary>Collections of generations 0/1/2.</summary>
    public required string Collections { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>Of it: what the matcher's index holds.</summary>
    public required long MatcherIndexBytes { get; init; }

    /// <summary>How read models kept up; null where none followed.</summary>
    public ProjectionResult? Projections { get; init; }

    public bool? AuditHolds { get; set; }
}

/// <summary>The parts of the way. They overlap but for the first, so each time tells when the part's last payment was
/// through, in seconds after the start.</summary>
/// <param name="Parse">The same files read without an engine, one after the other, before.</param>
/// <param name="BookedSeconds">Booked by the bank accounts.</param>
/// <param name="DecidedSeconds">Decided by the matcher.</param>
/// <param name="AppliedSeconds">Applied by the customer accounts.</param>
/// <param name="ReadableSeconds">In the read models; null where none followed.</param>
internal sealed record PaymentsParts(
    ParseCost Parse, double BookedSeconds, double DecidedSeconds, double AppliedSeconds, double? ReadableSeconds);

/// <summary>What it takes to read the files.</summary>
internal sealed record ParseCost(long Bytes, double Seconds, double CpuSeconds, double PaymentsPerSecond);

/// <summary>What became of the payments.</summary>
/// <param name="Parked">Decisions to let a person decide; more than one of a payment where more becomes known.</param>
internal sealed record PaymentsOutcomes(long Received, long Matched, long Applied, long Parked, long SetAside);

/// <summary>The JSON that <c>--json</c> writes.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PaymentsResult))]
internal sealed partial class PaymentsResultJson : JsonSerializerContext;
