using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace OrderToCash.Console;

/// <summary>What is wrong with a command line, on standard error: standard output is for results.</summary>
internal static partial class UsageErrors
{
    /// <summary>Says what is wrong, and where help is; for a group of commands, which there are.</summary>
    /// <param name="parsed">With errors.</param>
    public static async Task<int> WriteAsync(ParseResult parsed, ParseErrorAction action)
    {
        var error = System.Console.Error;
        foreach (var message in parsed.Errors.Select(one => Plain(one.Message)).Distinct())
            await error.WriteLineAsync("o2c: " + Printable.Of(message));

        // The library's own words for the errors go nowhere; its guesses at what was meant, and its help, are kept.
        action.ShowTypoCorrections = parsed.UnmatchedTokens.All(
            static token => token.StartsWith("--", StringComparison.Ordinal));
        action.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
        await parsed.InvokeAsync(new InvocationConfiguration { Output = error, Error = TextWriter.Null });
        if (!action.ShowHelp)
            await error.WriteLineAsync($"See `{PathOf(parsed.CommandResult)} --help`.");
        return ExitCode.Failure;
    }

    /// <summary>A misspelt option must not pass for a file's name.</summary>
    public static void RefuseUnknownOptions(CommandResult result)
    {
        foreach (var token in result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens))
        {
            if (token.Value.StartsWith("--", StringComparison.Ordinal))
                result.AddError($"Unrecognized option '{token.Value}'. A file of that name is ./{token.Value}.");
        }
    }

    private static string Plain(string message)
    {
        if (OfType().Match(message) is { Success: true } typed)
            return $"'{typed.Groups[1].Value}' for {typed.Groups[2].Value}: expected {WordFor(typed.Groups[3].Value)}.";
        return OfChoice().Match(message) is { Success: true } choice
            ? $"'{choice.Groups[1].Value}' is none of {string.Join(", ", Words().Matches(choice.Groups[2].Value))}."
            : message;
    }

    private static string WordFor(string type) =>
        type.Contains(nameof(Int32), StringComparison.Ordinal) ? $"a whole number of at most {int.MaxValue:N0}"
        : type.Contains(nameof(Int64), StringComparison.Ordinal) ? "a whole number"
        : type.Contains(nameof(Decimal), StringComparison.Ordinal) ? "a number, as 19 or 5.5"
        : "something else";

    private static string PathOf(CommandResult result)
    {
        var path = result.Command.Name;
        for (var parent = result.Parent; parent is CommandResult command; parent = command.Parent)
            path = $"{command.Command.Name} {path}";
        return path;
    }

    [GeneratedRegex("^Cannot parse argument '(.*)' for (?:option|command) '(.*)' as expected type '(.*)'",
        RegexOptions.Singleline)]
    private static partial Regex OfType();

    [GeneratedRegex("^Argument '(.*)' not recognized. Must be one of:(.*)", RegexOptions.Singleline)]
    private static partial Regex OfChoice();

    [GeneratedRegex("(?<=')[^'\\s]+(?=')")]
    private static partial Regex Words();
}
