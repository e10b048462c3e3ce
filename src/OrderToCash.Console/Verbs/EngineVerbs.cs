using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Console.Running;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c drain</c> and <c>o2c deadletters</c>.</summary>
internal static class EngineVerbs
{
    /// <summary>Finishes what is under way.</summary>
    public static Command CreateDrain() => Verb.Of(
        "drain", "Finish every reaction that is under way, match open payments, and stop.", writes: true,
        async (_, context) =>
        {
            await context.Folder.CheckExistsAsync(context.Stop.Token);
            await using var store = await context.StartEngineAsync(StoreLimits.OfVerb);
            await store.StopAsync(context.Stop.Token);
            var rows = await store.Journal.ReadShardRowsAsync(context.Stop.Token);
            context.Output.Result(new JsonObject
            {
                ["drained"] = Array.TrueForAll(rows, row => row.State.Position == row.State.Watermark),
                ["events"] = rows.Sum(row => row.State.Position),
            });
            return ExitCode.Success;
        });

    /// <summary>Lists commands that could not be decided.</summary>
    public static Command CreateDeadLetters() => Verb.Of(
        "deadletters", "List commands that could not be decided: each is a bug, kept with what went wrong.",
        writes: false, async (_, context) =>
        {
            await using var access = context.OpenAccess();
            var letters = await access.DeadLettersAsync();
            var count = letters.Count;
            if (count == 0 && !context.Output.IsJson)
                context.Output.Line("There are no dead letters.");
            else
                context.Output.Result(new JsonObject { ["deadLetters"] = letters });
            return count == 0 ? ExitCode.Success : ExitCode.Findings;
        });
}
