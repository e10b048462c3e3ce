using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Running;

/// <summary>Says what became of the inputs of sources that are taken in one after the other.</summary>
internal sealed class IngestReport(VerbContext context)
{
    /// <summary>So many rejected inputs are shown to a person; the quarantine has them all.</summary>
    private const int MaxShown = 5;

    private readonly List<IntakeReport> _reports = [];
    private readonly List<string> _shown = [];

    /// <summary>Rejected inputs of all sources.</summary>
    public long Rejected { get; private set; }

    /// <summary>True where an input of the sources is not in: refused now, or earlier and not taken in since.</summary>
    public bool HasRefused => Rejected > 0 || _reports.Exists(static report => report.RefusedBefore > 0);

    /// <summary>An input is decided.</summary>
    public void Add(string source, long position, IntakeOutcome outcome)
    {
        if (context.Output.IsJson)
        {
            var line = new JsonObject
            {
                ["position"] = position, ["result"] = outcome.Word,
            };
            if (outcome.WhyNothing is { } why)
                line["reason"] = why;
            if (outcome.Rejection is { } rejection)
                line["rejection"] = Nodes.Of(rejection);
            context.Output.JsonLine(line);
        }
        else if (outcome.Rejection is { } rejection && _shown.Count < MaxShown)
        {
            _shown.Add($"  {source}:{position}: {rejection}");
        }
    }

    /// <summary>A source is at its end, or was stopped.</summary>
    public void Add(IntakeReport report)
    {
        _reports.Add(report);
        Rejected += report.Rejected;
        LogMessages.SourceRead(
            context.Logger, report.Source, report.Read, report.Accepted, report.Duplicates, report.Rejected);
        if (context.Output.IsJson)
        {
            var line = new JsonObject
            {
                ["source"] = report.Source, ["resumed"] = report.Resumed, ["read"] = report.Read,
                ["accepted"] = report.Accepted, ["duplicates"] = report.Duplicates, ["rejected"] = report.Rejected,
                ["nothingToDo"] = report.NothingToDo, ["reasons"] = Reasons(report.Reasons),
                ["complete"] = report.IsComplete,
            };
            if (report.RefusedBefore > 0)
                line["refusedBefore"] = report.RefusedBefore;
            context.Output.JsonLine(line);
            return;
        }

        var resumed = report.Resumed > 0 ? $" (went on after {report.Resumed:N0})" : "";
        var nothing = report.NothingToDo > 0 ? $", {report.NothingToDo:N0} with nothing to do" : "";
        var stopped = report.IsComplete ? "" : ", stopped before the end";
        context.Output.Line(
            $"{report.Source}: {report.Read:N0} read{resumed}, {report.Accepted:N0} accepted, "
            + $"{report.Duplicates:N0} duplicates, {report.Rejected:N0} rejected{nothing}{stopped}");
        foreach (var (reason, count) in report.Reasons.OrderByDescending(pair => pair.Value))
            context.Output.Line($"  {count:N0} {reason}");
        foreach (var line in _shown)
            context.Output.Line(line);
        if (report.Rejected > 0)
            context.Output.Line("  All of them, with their bytes: o2c quarantine list");
        if (report.RefusedBefore > 0)
        {
            context.Output.Line(
                $"  {report.RefusedBefore:N0} refused before, and not read again: mend what `o2c quarantine list` "
                + "says, then o2c quarantine retry all");
        }

        _shown.Clear();
    }

    /// <summary>Says what is left to say.</summary>
    /// <param name="sources">How many sources were named.</param>
    public void Finish(int sources)
    {
        if (context.Output.IsJson && sources > 1)
            context.Output.JsonLine(Total());
        if (context.Stop.IsRequested)
            context.Output.Note("Stopped. Run the same command again to go on where it stopped.");
    }

    private JsonObject Total()
    {
        var reasons = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (reason, count) in _reports.SelectMany(report => report.Reasons))
            reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        return new JsonObject
        {
            ["sources"] = _reports.Count, ["read"] = _reports.Sum(report => report.Read),
            ["accepted"] = _reports.Sum(report => report.Accepted),
            ["duplicates"] = _reports.Sum(report => report.Duplicates), ["rejected"] = Rejected,
            ["nothingToDo"] = _reports.Sum(report => report.NothingToDo), ["reasons"] = Reasons(reasons),
            ["complete"] = _reports.TrueForAll(report => report.IsComplete),
        };
    }

    private static JsonObject Reasons(IReadOnlyDictionary<string, long> reasons) =>
        new(reasons.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
}
