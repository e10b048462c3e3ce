using System.Text.Json.Serialization;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Percentiles in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P99, double P999)
{
    public static Percentiles Of(LatencyHistogram histogram) =>
        new(Math.Round(histogram.Percentile(0.5), 2), Math.Round(histogram.Percentile(0.99), 2),
            Math.Round(histogram.Percentile(0.999), 2));
}

/// <summary>What a peak run measured.</summary>
internal sealed record PeakResult
{
    public required string Store { get; init; }

    public required string Profile { get; init; }

    public required int Orders { get; init; }

    /// <summary>Orders before the clock started; they are not among <see cref="Orders"/>.</summary>
    public required int WarmUpOrders { get; init; }

    public required int InFlight { get; init; }

    public double? OfferedPerSecond { get; init; }

    public required string Machine { get; init; }

    public required DateTimeOffset At { get; init; }

    public required double Seconds { get; init; }

    public required double OrdersPerSecond { get; init; }

    public required double EventsPerSecond { get; init; }

    public double? CeilingEventsPerSecond { get; set; }

    public double? Ratio { get; set; }

    public required Percentiles AckMs { get; init; }

    public required Percentiles CompletionMs { get; init; }

    public required double EventsPerOrder { get; init; }

    public required double CpuSeconds { get; init; }

    public required double AllocatedBytesPerOrder { get; init; }

    public required double GcPauseSeconds { get; init; }

    /// <summary>Collections of generations 0/1/2.</summary>
    public required string Collections { get; init; }

    public required long PeakMemoryBytes { get; init; }

    public required long Closed { get; init; }

    public required long Confirmed { get; init; }

    public required double BytesPerEvent { get; init; }

    public required double EventsPerCommit { get; init; }

    public bool? AuditHolds { get; set; }

    public double? AuditEventsPerSecond { get; set; }

    /// <summary>Seconds of each tenth of the orders: growth shows here.</summary>
    public required double[] TenthSeconds { get; init; }

    /// <summary>What an order cost in each tenth.</summary>
    public required OrderCost[] Tenths { get; init; }

    public required Growth? Growth { get; init; }

    /// <summary>How read models kept up; null where none followed.</summary>
    public ProjectionResult? Projections { get; set; }

    /// <summary>Orders a second of the engine alone, in the same process before, and this run's part of it.</summary>
    public BesideResult? EngineAlone { get; set; }

    /// <summary>The profile that ran before, in the same process, and how this one compares with it.</summary>
    public BesideResult? Beside { get; set; }
}

/// <summary>Another profile's run.</summary>
/// <param name="Ratio">Orders a second of the run itself over those of this one.</param>
internal sealed record BesideResult(string Profile, double OrdersPerSecond, double Ratio);

/// <summary>The JSON that <c>--json</c> writes.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PeakResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
