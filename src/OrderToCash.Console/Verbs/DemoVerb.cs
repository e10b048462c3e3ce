using System.CommandLine;
using OrderToCash.Console.Demo;
using OrderToCash.Console.Running;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c demo</c>: a Black Friday hour, from the first order to the audit.</summary>
internal static class DemoVerb
{
    private const int DefaultOrders = 20_000;
    private const int DefaultSeed = 2025;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var orders = new Option<int>("--orders")
        {
            Description = "How many orders.", DefaultValueFactory = _ => DefaultOrders, HelpName = "N",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same input.", DefaultValueFactory = _ => DefaultSeed, HelpName = "S",
        };
        var keep = new Option<bool>("--keep") { Description = "Keep the store and the inputs, to look into them." };
        return Verb.Of(
            "demo", "Play a Black Friday hour on a store of its own, and audit it.", writes: false,
            (parsed, context) => RunAsync(
                context, new DemoWorld(parsed.GetValue(seed), parsed.GetValue(orders)), parsed.GetValue(keep),
                parsed.GetResult(GlobalOptions.Store) is { Implicit: false }),
            orders, seed, keep);
    }

    private static async Task<int> RunAsync(VerbContext context, DemoWorld world, bool keep, bool hasStore)
    {
        if (world.Orders < 1)
            throw new UserFailureException($"--orders {world.Orders}: expected at least 1.");
        // Never on the store of a server: the demo would play beside it.
        var given = context.Folder;
        var folder = hasStore
            ? given
            : StoreFolder.At(Path.Combine(Path.GetTempPath(), "o2c-demo-" + Path.GetRandomFileName()));
        var inputs = Path.Combine(folder.Folder, "inputs");
        if (Directory.Exists(inputs))
        {
            throw new UserFailureException(
                $"{folder.Name} holds a demo already: name another --store, or delete the folder.");
        }

        Directory.CreateDirectory(inputs);
        context.Output.Note(
            $"{world.Orders:N0} orders with seed {world.Seed}, on {folder.Name}");
        try
        {
            return await PlayAsync(context, world, folder, inputs);
        }
        finally
        {
            if (keep || hasStore)
                context.Output.Note($"Look into it with: o2c --store {folder.Name} audit");
            else
                Directory.Delete(folder.Folder, recursive: true);
        }
    }

    private static async Task<int> PlayAsync(
        VerbContext context, DemoWorld world, StoreFolder folder, string inputs)
    {
        using var mirror = new DemoMirror(context.Time);
        await using var store = await RunningStore.StartAsync(
            folder, StoreLimits.OfServer, context.Time, context.Logger, mirror, context.HasProjections,
            context.Stop.Token);
        var run = new DemoRun(context, store, world, mirror, inputs);
        var playing = PlayAsync(run, store, context.Stop.Token);
        await ProgressDisplay.RunAsync(
            context.Output, context.Time, "demo", "orders",
            () => (mirror.Placed, Math.Min(1m, (decimal)mirror.Placed / world.Orders)), playing);
        await playing;
        var audit = await Auditing.RunAsync(context, store.Journal);
        var summary = await DemoSummary.ReadAsync(store.Journal, audit, run, context.Stop.Token);
        var result = summary.ToJson(run, mirror);
        if (context.Output.IsJson)
            context.Output.Document(result);
        else
            DemoTable.Write(result);
        if (!summary.Holds)
        {
            foreach (var line in summary.Mistakes.Concat(audit.ToLines()))
                context.Output.Note(line);
        }

        return summary.Holds ? ExitCode.Success : ExitCode.Findings;
    }

    private static async Task PlayAsync(DemoRun run, RunningStore store, CancellationToken cancellationToken)
    {
        await run.RunAsync(cancellationToken);
        await store.StopAsync(cancellationToken);
    }
}
