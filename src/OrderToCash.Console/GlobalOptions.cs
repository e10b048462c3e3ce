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

    /// <summary>The server that has the store.</summary>
    public static Option<string?> Server { get; } = new("--server")
    {
        Description = "Work with the store behind this server (`o2c serve`) instead of opening one.",
        Recursive = true,
        HelpName = "URL",
    };

    /// <summary>The server's API key. In the environment it is not seen in the list of processes.</summary>
    public static Option<string?> Key { get; } = new("--key")
    {
        Description = "The API key for --server; the environment's O2C_KEY unless given.",
        Recursive = true,
        HelpName = "KEY",
    };

    /// <summary>For machines that are to do nothing else.</summary>
    public static Option<bool> NoProjections { get; } = new("--no-projections")
    {
        Description = "Don't keep the read models up to date; another o2c, or a later run, does.",
        Recursive = true,
    };

    /// <summary>For programs.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON to standard output, and nothing else.",
        Recursive = true,
    };
}
