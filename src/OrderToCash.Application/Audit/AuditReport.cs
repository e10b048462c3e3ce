using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace OrderToCash.Application.Audit;

/// <summary>What an audit found.</summary>
/// <param name="Holds">True where every invariant holds.</param>
/// <param name="Invariants">All eight, in the order of their numbers.</param>
/// <param name="Events">Events read.</param>
/// <param name="Seconds">From the first read to the report.</param>
/// <param name="InFlight">
/// Differences explained by messages that were on their way when the audit began; 0 on a system that was drained.
/// </param>
public sealed record AuditReport(
    bool Holds, ImmutableArray<InvariantReport> Invariants, long Events, double Seconds, double EventsPerSecond,
    long InFlight)
{
    /// <summary>The report as lines for a person, breaks indented below their invariant.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Events:N0} events in {Seconds:N1} s ({EventsPerSecond:N0} events/s)");
        if (InFlight > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{InFlight:N0} differences are explained by messages in flight and are no breaks");
        }

        foreach (var invariant in Invariants)
        {
            foreach (var line in invariant.ToLines())
                yield return line;
        }

        yield return Holds
            ? "all invariants hold"
            : "NOT ALL INVARIANTS HOLD: see docs/audit.md on how to read a break";
    }

    /// <summary>The report as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AuditJson.Default.AuditReport);

    /// <summary>A report that another process wrote as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AuditReport Parse(string json) =>
        JsonSerializer.Deserialize(json, AuditJson.Default.AuditReport)
        ?? throw new JsonException("A report is missing.");
}

/// <summary>What was found of one invariant.</summary>
/// <param name="Holds">True where nothing breaks it.</param>
/// <param name="Counts">What was looked at, and how much of it.</param>
/// <param name="BreakCount">How many breaks there are.</param>
/// <param name="Breaks">The first of them.</param>
public sealed record InvariantReport(
    Invariant Number, string Name, bool Holds, ImmutableArray<AuditCount> Counts, long BreakCount,
    ImmutableArray<AuditBreak> Breaks)
{
    /// <summary>The invariant as lines for a person: one where it holds.</summary>
    public IEnumerable<string> ToLines()
    {
        var counts = string.Join(", ", Counts);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)Number} {(Holds ? "holds " : "BROKEN")} {Name} ({counts})");
        foreach (var one in Breaks)
            yield return "    " + one;

        if (BreakCount > Breaks.Length)
            yield return string.Create(CultureInfo.InvariantCulture, $"    and {BreakCount - Breaks.Length:N0} more");
    }
}

/// <summary>How much of something was looked at.</summary>
public sealed record AuditCount(string What, long Count)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} {What}");
}

/// <summary>An event that breaks an invariant.</summary>
/// <param name="Entity"><c>kind/id</c>.</param>
/// <param name="Sequence">The event's place in the entity.</param>
/// <param name="Event">The event's stored name.</param>
/// <param name="Position">The event's place in the shard.</param>
/// <param name="At">When it was decided.</param>
public sealed record AuditBreak(
    string Entity, long Sequence, string Event, int Shard, long Position, DateTimeOffset At, string Found,
    string Expected)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Entity} #{Sequence} {Event} (shard {Shard}, position {Position}, {At:yyyy-MM-dd HH:mm:ss}Z): "
        + $"found {Found}; expected {Expected}");
}
