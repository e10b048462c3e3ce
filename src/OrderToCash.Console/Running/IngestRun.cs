using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Running;

/// <summary>Takes in sources one after the other and reports on them.</summary>
internal sealed class IngestRun(VerbContext context, RunningStore store)
{
    /// <summary>So many rejected inputs are shown to a person; the quarantine has them all.</summary>
    private const int MaxShown = 5;

    private readonly List<IntakeReport> _reports = [];
    private readonly List<string> _shown = [];

    /// <summary>Rejected inputs of all sources.</summary>
    public long Rejected { get; private set; }

    /// <summary>Takes in a source to its end; false where it was stopped before.</summary>
    public async Task<bool> TakeAsync(ISource source, string format)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stop.Token);
        var pipeline = new Pipeline(store.Host, store.Intake, context.Time, (position, outcome) =>
            OnDecided(source.Name, position, outcome));
        var work = pipeline.RunAsync(source, format, context.User, stop.Token);
        var total = source.TotalBytes;
        var display = ProgressDisplay.RunAsync(
            context.Output, context.Time, source.Name, "inputs",
            () => (
                pipeline.Progress.Items,
                total is > 0 ? Math.Min(1m, (decimal)pipeline.Progress.Bytes / total.Value) : null),
            work);
        if (await Task.WhenAny(work, store.StoreFailed) != work)
        {
            // Shards that can't commit keep what was posted to them: only the engine's end answers it.
            await stop.CancelAsync();
            await store.AbandonAsync();
            await Task.WhenAny(work);
            await display;
            throw RunningStore.StoreIsDown(await store.StoreFailed);
        }

        await display;
        var report = await work;
        _reports.Add(report);
        Rejected += report.Rejected;
        LogMessages.SourceRead(
            context.Logger, report.Source, report.Read, report.Accepted, report.Duplicates, report.Rejected);
        Write(report);
        return report.IsComplete;
    }

    /// <summary>Finishes what the inputs caused, stops the engine and says what is left to say.</summary>
    /// <param name="sources">How many sources were named.</param>
    public async Task FinishAsync(int sources)
    {
        // Also after Ctrl-C: reactions that are begun are finished; a second Ctrl-C ends the process.
        await store.StopAsync(CancellationToken.None);
        if (context.Output.IsJson && sources > 1)
            context.Output.JsonLine(Total());
        if (context.Stop.IsRequested)
            context.Output.Note("Stopped. Run the same command again to go on where it stopped.");
    }

    private void OnDecided(string source, long position, IntakeOutcome outcome)
    {
        if (context.Output.IsJson)
        {
            var line = new JsonObject
            {
                ["position"] = position, ["result"] = Word(outcome.Result),
            };
            if (outcome.Rejection is { } rejection)
                line["rejection"] = Nodes.Of(rejection);
            context.Output.JsonLine(line);
        }
        else if (outcome.Rejection is { } rejection && _shown.Count < MaxShown)
        {
            _shown.Add($"  {source}:{position}: {rejection}");
        }
    }

    private void Write(IntakeReport report)
    {
        if (context.Output.IsJson)
        {
            context.Output.JsonLine(new JsonObject
            {
                ["source"] = report.Source, ["resumed"] = report.Resumed, ["read"] = report.Read,
                ["accepted"] = report.Accepted, ["duplicates"] = report.Duplicates, ["rejected"] = report.Rejected,
                ["reasons"] = Reasons(report.Reasons), ["complete"] = report.IsComplete,
            });
            return;
        }

        var resumed = report.Resumed > 0 ? $" (went on after {report.Resumed:N0})" : "";
        var stopped = report.IsComplete ? "" : ", stopped before the end";
        context.Output.Line(
            $"{report.Source}: {report.Read:N0} read{resumed}, {report.Accepted:N0} accepted, "
            + $"{report.Duplicates:N0} duplicates, {report.Rejected:N0} rejected{stopped}");
        foreach (var (reason, count) in report.Reasons.OrderByDescending(pair => pair.Value))
            context.Output.Line($"  {count:N0} {reason}");
        foreach (var line in _shown)
            context.Output.Line(line);
        if (report.Rejected > 0)
            context.Output.Line("  All of them, with their bytes: o2c quarantine list");
        _shown.Clear();
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
            ["reasons"] = Reasons(reasons), ["complete"] = _reports.TrueForAll(report => report.IsComplete),
        };
    }

    private static JsonObject Reasons(IReadOnlyDictionary<string, long> reasons) =>
        new(reasons.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));

    private static string Word(IntakeResult result) => result switch
    {
        IntakeResult.Accepted => "accepted",
        IntakeResult.Duplicate => "duplicate",
        _ => "rejected",
    };
}
