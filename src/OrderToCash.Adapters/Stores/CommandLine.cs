using System.Text.RegularExpressions;

namespace OrderToCash.Adapters.Stores;

/// <summary>The command that started this process, fit for logs.</summary>
public static partial class CommandLine
{
    /// <summary>Its text without the passwords of connection strings and URIs.</summary>
    public static string Text => Redact(Environment.CommandLine);

    /// <summary>A command without its passwords.</summary>
    public static string Redact(string command) =>
        InUri().Replace(InConnectionString().Replace(command, "$1=***"), "$1:***@");

    [GeneratedRegex("(password|pwd)\\s*=\\s*(\"[^\"]*\"|'[^']*'|[^;\\s\"']*)", RegexOptions.IgnoreCase)]
    private static partial Regex InConnectionString();

    [GeneratedRegex("(postgres(?:ql)?://[^:/@\\s]*):[^@\\s]*@", RegexOptions.IgnoreCase)]
    private static partial Regex InUri();
}
