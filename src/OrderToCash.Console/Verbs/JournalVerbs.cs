using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application;
using OrderToCash.Console.Running;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c journal</c>: the stored events as such.</summary>
internal static class JournalVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var to = new Option<string>("--to")
        {
            Description = "The new store.", Required = true, HelpName = "STORE",
        };
        var shards = new Option<int?>("--shards")
        {
            Description = "Its number of shards; as before unless given.", HelpName = "N",
        };
        return Verb.Group(
            "journal", "Check, count and copy the journal.",
            Verb.Of(
                "verify", "Prove that no event was changed, removed or added, and that the store is sound.",
                writes: false, (_, context) => VerifyAsync(context)),
            Verb.Of("stats", "Count what is in it.", writes: false, (_, context) => StatsAsync(context)),
            Verb.Of(
                "copy", "Copy a drained journal into a new store.", writes: false,
                (parsed, context) => CopyAsync(context, parsed.GetRequiredValue(to), parsed.GetValue(shards)),
                to, shards));
    }

    private static async Task<int> VerifyAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var progress = new EventCount();
        var work = JournalVerify.RunAsync(journal, progress, context.Stop.Token).AsTask();
        await ProgressDisplay.RunAsync(
            context.Output, context.Time, "verify", "events", () => (progress.Count, null), work);
        var report = await work;
        var problems = await journal.CheckStoreAsync(context.Stop.Token);
        var isWhole = report.IsWhole && problems.IsEmpty;
        context.Output.Result(new JsonObject
        {
            ["whole"] = isWhole, ["events"] = report.Events,
            ["breaks"] = Nodes.List(report.Breaks, found => new JsonObject
            {
                ["shard"] = found.Shard, ["position"] = found.Position, ["what"] = found.What,
            }),
            ["fileProblems"] = Nodes.List(problems, problem => JsonValue.Create(problem)),
        });
        return isWhole ? ExitCode.Success : ExitCode.Findings;
    }

    private static async Task<int> StatsAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var stats = await journal.ReadStatsAsync(context.Stop.Token);
        context.Output.Result(new JsonObject
        {
            ["store"] = context.Folder.Name,
            ["journal"] = stats.Info.Id.ToString(),
            ["format"] = stats.Info.FormatVersion,
            ["created"] = Nodes.Time(stats.Info.CreatedAt),
            ["fileBytes"] = stats.StoreBytes,
            ["logBytes"] = stats.LogBytes,
            ["events"] = stats.Events,
            ["entities"] = stats.Entities,
            ["snapshots"] = stats.Snapshots,
            ["deadLetters"] = stats.DeadLetters,
            ["inFlight"] = stats.Shards.Sum(shard => shard.Events - shard.Watermark),
            ["shards"] = Nodes.List(stats.Shards, shard => new JsonObject
            {
                ["shard"] = shard.Shard, ["epoch"] = shard.Epoch, ["events"] = shard.Events,
                ["watermark"] = shard.Watermark, ["reminders"] = shard.Reminders,
            }),
            ["names"] = Nodes.List(stats.Names, name => new JsonObject
            {
                ["name"] = name.Name, ["version"] = name.Version, ["events"] = name.Events,
                ["payloadBytes"] = name.PayloadBytes,
            }),
        });
        return ExitCode.Success;
    }

    private static async Task<int> CopyAsync(VerbContext context, string to, int? shards)
    {
        var folder = StoreFolder.Parse(to);
        if (folder.IsSameAs(context.Folder))
            throw new UserFailureException($"--to {to} is the store itself: name another one.");
        if (shards is < 1 or > Engine.Shards.ShardMap.MaxShardCount)
            throw new UserFailureException($"--shards {shards}: expected 1 to {Engine.Shards.ShardMap.MaxShardCount}.");

        // Opened to write, so that nobody writes meanwhile.
        await using var source = await context.Folder.OpenExistingAsync(context.Stop.Token);
        await using var target = await folder.OpenToWriteAsync(
            new SqliteJournalOptions { ShardCount = shards ?? source.Info.ShardCount }, context.Stop.Token);
        var progress = new EventCount();
        var work = JournalCopy.RunAsync(source, target, EntityKinds.All, progress, context.Stop.Token).AsTask();
        await ProgressDisplay.RunAsync(
            context.Output, context.Time, "copy", "events", () => (progress.Count, null), work);
        var events = await work;
        context.Output.Result(new JsonObject
        {
            ["copied"] = events, ["to"] = folder.Name, ["shards"] = target.Info.ShardCount,
        });
        return ExitCode.Success;
    }

    private sealed class EventCount : IProgress<long>
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public void Report(long value) => Interlocked.Exchange(ref _count, value);
    }
}
