using System.CommandLine;
using OrderToCash.Console.Running;

namespace OrderToCash.Console;

/// <summary>The options that every verb has.</summary>
internal static class GlobalOptions
{
    /// <summary>Where the data is.</summary>
    public static Option<string> Store { get; } = new("--store")
    {
        Description = "Where the data is: sqlite:FOLDER, or postgres:CONNECTION (postgres://user@host/database).",
        Recursive = true,
        DefaultValueFactory = _ => StoreFolder.Default,
        HelpName = "STORE",
    };

    /// <summary>For programs.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON to standard output, and nothing else.",
        Recursive = true,
    };
}
