using System.CommandLine;
using System.Reflection;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Shops;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Outbound;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Console.Running;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Client;

namespace OrderToCash.Console;

/// <summary>Runs a verb: its surroundings before, its failures after.</summary>
internal static class Verb
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } =
        typeof(Verb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    /// <summary>A command that runs this.</summary>
    /// <param name="writes">True where it changes the store: then a log is kept there.</param>
    public static Command Of(
        string name, string description, bool writes, Func<ParseResult, VerbContext, Task<int>> run,
        params ReadOnlySpan<Symbol> symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else if (symbol is Option option)
                command.Add(option);
        }

        command.Validators.Add(UsageErrors.RefuseUnknownOptions);
        command.SetAction((parsed, _) => RunAsync(parsed, writes, run));
        return command;
    }

    /// <summary>A command that only groups others.</summary>
    public static Command Group(string name, string description, params ReadOnlySpan<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Add(command);
        return group;
    }

    /// <summary>The one place where whatever went wrong becomes a line for the user and an exit code.</summary>
    private static async Task<int> RunAsync(
        ParseResult parsed, bool writes, Func<ParseResult, VerbContext, Task<int>> run)
    {
        using var output = new Output(parsed.GetValue(GlobalOptions.Json));
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        VerbContext? context = null;
        string? logs = null;
        var code = ExitCode.Failure;
        try
        {
            var folder = StoreFolder.Parse(parsed.GetValue(GlobalOptions.Store) ?? StoreFolder.Default);
            var server = ServerOf(parsed);
            context = new VerbContext(folder, server, output, time, writes && server is null)
            {
                HasProjections = !parsed.GetValue(GlobalOptions.NoProjections),
            };
            logs = writes && server is null ? folder.Logs : null;
            LogMessages.Started(context.Logger, Version, CommandLine.Text);
            code = await run(parsed, context);
        }
        catch (OperationCanceledException) when (context is { Stop.IsRequested: true })
        {
            output.Note("Stopped. Run the same command again to go on: what is known counts as duplicates.");
            code = ExitCode.Stopped;
        }
        catch (Exception exception) when (MessageOf(exception) is { } message)
        {
            output.Note("o2c: " + message);
        }
        catch (Exception exception)
        {
            if (context is not null)
                LogMessages.FailedByBug(context.Logger, exception);
            output.Note(
                $"o2c: failed by a bug: {exception.GetType().Name}: {exception.Message} What was answered is durable. "
                + (logs is null ? $"{exception.StackTrace}" : $"Details are in {logs}."));
        }
        finally
        {
            if (context is not null)
            {
                LogMessages.Ended(context.Logger, code, time.GetElapsedTime(started).TotalSeconds);
                context.Dispose();
            }
        }

        return code;
    }

    private static (Uri Address, string? Key)? ServerOf(ParseResult parsed)
    {
        if (parsed.GetValue(GlobalOptions.Server) is not { } text)
            return null;
        var key = parsed.GetValue(GlobalOptions.Key) ?? Environment.GetEnvironmentVariable("O2C_KEY");
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? (address, string.IsNullOrEmpty(key) ? null : key)
            : throw new UserFailureException(
                $"--server '{text}' is no address: expected a URL, for example http://127.0.0.1:8080.");
    }

    /// <summary>What to tell the user; null for a bug.</summary>
    private static string? MessageOf(Exception exception) => exception switch
    {
        UserFailureException or SourceUnreadableException or StoreLockedException or JournalFormatException
            or JournalUnavailableException or UnknownEventException or ReadModelUnavailableException
            or InvalidCursorException or ShopUnavailableException or InboxUnavailableException
            => exception.Message,
        IOException or UnauthorizedAccessException or ApiFailureException or InvalidDataException => exception.Message,
        OutboundUnavailableException => exception.Message,
        HttpRequestException =>
            $"The server can't be reached ({exception.Message}): is it running, and is --server right?",
        _ => null,
    };
}
