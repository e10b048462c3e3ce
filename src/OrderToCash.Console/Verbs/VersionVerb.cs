using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c version</c>.</summary>
internal static class VersionVerb
{
    /// <summary>The command.</summary>
    public static Command Create() => Verb.Of(
        "version", "Say which program, which journal format and which runtime this is.", writes: false,
        (_, context) =>
        {
            context.Output.Result(new JsonObject
            {
                ["version"] = Verb.Version,
                ["journalFormat"] = JournalInfo.CurrentFormatVersion,
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["system"] = RuntimeInformation.OSDescription,
            });
            return Task.FromResult(ExitCode.Success);
        });
}
