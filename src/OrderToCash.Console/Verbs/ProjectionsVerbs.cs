using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Application.Projections;
using OrderToCash.Console.Running;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c projections</c>: the tables that questions are answered from.</summary>
internal static class ProjectionsVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create() => Verb.Group(
        "projections", "The read models: how far they are, and building them anew.",
        Verb.Of("status", "Show how far the read models have followed the journal.", writes: false, (_, context) =>
            StatusAsync(context)),
        Verb.Of(
            "rebuild", "Build the read models anew from the journal; the system may run meanwhile.", writes: true,
            (_, context) => RebuildAsync(context)),
        Verb.Of(
            "verify", "Build them anew beside those in use, and compare row by row. Nothing may be written meanwhile.",
            writes: false, (_, context) => VerifyAsync(context)));

    private static async Task<int> StatusAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        await using var model = context.Folder.FindReadModels(journal.Info, context.Time).Model;
        var rows = await journal.ReadShardRowsAsync(context.Stop.Token);
        var status = await model.ReadStatusAsync(context.Stop.Token);
        var heads = rows.Sum(row => row.State.Position);
        context.Output.Result(new JsonObject
        {
            ["layout"] = status.RowVersion,
            ["journalEvents"] = heads,
            ["appliedEvents"] = status.Events,
            ["behindEvents"] = heads - status.Events,
            ["newestEvent"] = Nodes.Time(status.LatestAt),
            ["written"] = Nodes.Time(status.UpdatedAt),
            ["shards"] = Nodes.List(rows, row => new JsonObject
            {
                ["shard"] = row.Shard, ["journal"] = row.State.Position,
                ["applied"] = row.Shard < status.Positions.Length ? status.Positions[row.Shard] : 0,
            }),
        });
        return ExitCode.Success;
    }

    private static async Task<int> RebuildAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var (place, model) = context.Folder.FindReadModels(journal.Info, context.Time);
        await using var closing = model;
        var progress = new Latest();
        var started = context.Time.GetTimestamp();
        var work = ProjectionRebuild.RunAsync(journal, place, context.Time, progress, context.Stop.Token);
        await ShowAsync(context, "rebuild", progress, work);
        await work;
        var seconds = context.Time.GetElapsedTime(started).TotalSeconds;
        context.Output.Result(new JsonObject
        {
            ["rebuilt"] = progress.Value.Events, ["seconds"] = Math.Round((decimal)seconds, 1),
        });
        return ExitCode.Success;
    }

    private static async Task<int> VerifyAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var (place, model) = context.Folder.FindReadModels(journal.Info, context.Time);
        await using var closing = model;
        var before = await model.ReadStatusAsync(context.Stop.Token);
        var rows = await journal.ReadShardRowsAsync(context.Stop.Token);
        if (before.Events != rows.Sum(row => row.State.Position))
        {
            throw new UserFailureException(
                $"The read models hold {before.Events:N0} of {rows.Sum(row => row.State.Position):N0} events: only "
                + "what has caught up can be compared. Run `o2c drain`, which lets them catch up.");
        }

        var progress = new Latest();
        var work = ProjectionRebuild.VerifyAsync(journal, place, context.Time, progress, context.Stop.Token);
        await ShowAsync(context, "verify", progress, work);
        var differences = await work;
        context.Output.Result(new JsonObject
        {
            ["equal"] = differences.IsEmpty, ["events"] = progress.Value.Events,
            ["differences"] = Nodes.List(differences, difference => new JsonObject
            {
                ["table"] = difference.Table, ["onlyInUse"] = difference.OnlyInUse,
                ["onlyRebuilt"] = difference.OnlyBuilt,
            }),
        });
        return differences.IsEmpty ? ExitCode.Success : ExitCode.Findings;
    }

    private static Task ShowAsync(VerbContext context, string title, Latest progress, Task work) =>
        ProgressDisplay.RunAsync(
            context.Output, context.Time, title, "events",
            () => (
                progress.Value.Events,
                progress.Value.TotalEvents > 0
                    ? Math.Min(1m, (decimal)progress.Value.Events / progress.Value.TotalEvents)
                    : null),
            work);

    private sealed class Latest : IProgress<RebuildProgress>
    {
        private readonly Lock _gate = new();
        private RebuildProgress _value;

        public RebuildProgress Value
        {
            get
            {
                lock (_gate)
                    return _value;
            }
        }

        public void Report(RebuildProgress value)
        {
            lock (_gate)
                _value = value;
        }
    }
}
