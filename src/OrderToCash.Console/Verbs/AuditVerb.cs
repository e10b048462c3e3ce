using System.CommandLine;

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
        await using var access = context.OpenAccess();
        var (report, lines) = await access.AuditAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(report);
        }
        else
        {
            foreach (var line in lines)
                context.Output.Line(line);
        }

        return (bool?)report["holds"] == true ? ExitCode.Success : ExitCode.Findings;
    }
}
