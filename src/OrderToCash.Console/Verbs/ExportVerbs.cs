using System.CommandLine;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c export</c>: what others are to do.</summary>
internal static class ExportVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var warehouse = new Option<string>("--warehouse") { Description = "The warehouse.", Required = true };
        return Verb.Group(
            "export", "Write what warehouses and others are to do.",
            Verb.Of(
                "picks",
                "What a warehouse is to ship, as NDJSON: it answers with the same lines, by `o2c ingest shipments`.",
                writes: false, (parsed, context) => PicksAsync(context, parsed.GetRequiredValue(warehouse)),
                warehouse));
    }

    private static async Task<int> PicksAsync(VerbContext context, string warehouse)
    {
        await using var access = context.OpenAccess();
        var picks = await access.PicksAsync(warehouse);
        foreach (var pick in picks)
        {
            if (pick is not null)
                context.Output.JsonLine(pick);
        }

        if (!context.Output.IsJson)
            context.Output.Note($"{picks.Count:N0} orders for {warehouse}.");
        return ExitCode.Success;
    }
}
