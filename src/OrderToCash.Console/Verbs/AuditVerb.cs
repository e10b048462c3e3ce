using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Console.Running;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c audit</c>: the product's promise in one command.</summary>
internal static class AuditVerb
{
    /// <summary>The command.</summary>
    public static Command Create() => Verb.Of(
        "audit", "Prove from the journal that every invariant holds, or name the first events that break one.",
        writes: false, (_, context) => RunAsync(context));

    private static async Task<int> RunAsync(VerbContext context)
    {
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var report = await Auditing.RunAsync(context, journal);
        if (context.Output.IsJson)
        {
            context.Output.Document(JsonNode.Parse(report.ToJson()) ?? new JsonObject());
        }
        else
        {
            foreach (var line in report.ToLines())
                context.Output.Line(line);
        }

        return report.Holds ? ExitCode.Success : ExitCode.Findings;
    }
}
