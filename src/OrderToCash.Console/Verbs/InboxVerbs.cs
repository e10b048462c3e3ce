using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Console.Running;
using OrderToCash.Server.Client;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c inbox</c>: what was delivered to the webhooks of this node.</summary>
internal static class InboxVerbs
{
    private const int DefaultListed = 50;

    /// <summary>Where the inbox is.</summary>
    public static Option<string?> File { get; } = new("--inbox")
    {
        Description = "The inbox's file; inbox.db in the store's folder unless given.", HelpName = "FILE",
    };

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var state = new Option<string?>("--state")
        {
            Description = "Only those: " + string.Join(", ", InboxStates.All) + ".", HelpName = "STATE",
        };
        var shop = new Option<string?>("--shop") { Description = "Only those of this shop.", HelpName = "SHOP" };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many, newest first.", DefaultValueFactory = _ => DefaultListed, HelpName = "N",
        };
        var after = new Option<long?>("--after")
        {
            Description = "The last number of the list before, for the one after it.", HelpName = "N",
        };
        var number = new Argument<long>("N") { Description = "The number of the delivery." };
        var which = new Argument<string>("N|refused")
        {
            Description = "The number of a delivery, or all that were refused.",
        };
        return Verb.Group(
            "inbox", "What shops delivered to this node: list it, look at it, decide it again.",
            Verb.Of(
                "list", "List deliveries, newest first.", writes: false,
                (parsed, context) => ListAsync(
                    parsed, context,
                    new InboxQuestion(
                        StateOf(parsed.GetValue(state)), null, parsed.GetValue(shop), parsed.GetValue(after),
                        parsed.GetValue(limit))),
                state, shop, limit, after, File),
            Verb.Of(
                "stats", "How much there is, by shop and state, and how large the file is.", writes: false,
                (parsed, context) => StatsAsync(parsed, context), File),
            Verb.Of(
                "show", "Show a delivery with its headers and its bytes as they came.", writes: false,
                (parsed, context) => ShowAsync(parsed, context, parsed.GetValue(number)), number, File),
            Verb.Of(
                "replay", "Translate and decide deliveries again. A running server does it within a second.",
                writes: false,
                (parsed, context) => ReplayAsync(parsed, context, parsed.GetRequiredValue(which)),
                which, File),
            Verb.Of(
                "apply", "Decide what waits, where no server runs.", writes: true,
                (parsed, context) => ApplyAsync(
                    context, PathOf(parsed, context), ChannelsVerbs.FileOf(parsed, context)), File,
                ChannelsVerbs.File));
    }

    /// <summary>The file that was named, or the store's.</summary>
    public static string PathOf(ParseResult parsed, VerbContext context)
    {
        var folder = context.FolderHere("a running server decides what waits by itself").Folder;
        return parsed.GetValue(File) ?? Path.Combine(folder, "inbox.db");
    }

    private static InboxState? StateOf(string? word) => word is null
        ? null
        : InboxStates.Parse(word) ?? throw new UserFailureException(
            $"--state '{word}': expected one of {string.Join(", ", InboxStates.All)}.");

    private static async Task<int> ListAsync(ParseResult parsed, VerbContext context, InboxQuestion question)
    {
        using var server = context.OpenServer();
        var answer = server is null
            ? await OfInboxAsync(parsed, context, inbox => new JsonObject
            {
                ["deliveries"] = Nodes.List(inbox.List(question), InboxViews.Row),
            })
            : await server.GetAsync("/v1/inbox?" + QueryOf(question), context.Stop.Token) ?? [];
        if (answer["deliveries"] is not JsonArray { Count: > 0 } && !context.Output.IsJson)
            context.Output.Line("There are no such deliveries.");
        else
            context.Output.Result(new JsonObject { ["deliveries"] = answer["deliveries"]?.DeepClone() });
        return ExitCode.Success;
    }

    private static string QueryOf(InboxQuestion question) => string.Join('&', new[]
    {
        question.State is { } state ? "state=" + InboxStates.WordOf(state) : null,
        question.Shop is { } shop ? "shop=" + Uri.EscapeDataString(shop) : null,
        question.AfterNumber is { } after ? string.Create(CultureInfo.InvariantCulture, $"after={after}") : null,
        string.Create(CultureInfo.InvariantCulture, $"limit={question.MaxEntries}"),
    }.Where(static part => part is not null));

    private static async Task<int> StatsAsync(ParseResult parsed, VerbContext context)
    {
        using var server = context.OpenServer();
        context.Output.Result(server is null
            ? await OfInboxAsync(
                parsed, context, inbox => InboxViews.Stats(inbox.Stats(), context.Time.GetUtcNow()))
            : await server.GetAsync("/v1/inbox/stats", context.Stop.Token) ?? []);
        return ExitCode.Success;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, VerbContext context, long number)
    {
        using var server = context.OpenServer();
        var entry = server is null
            ? await OfInboxAsync(
                parsed, context, inbox => inbox.Read(number) is { } known ? InboxViews.Whole(known) : null)
            : await server.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"/v1/inbox/{number}"), context.Stop.Token);
        if (entry is null)
        {
            context.Output.Note($"o2c: there is no delivery {number} in the inbox. See `o2c inbox list`.");
            return ExitCode.Findings;
        }

        context.Output.Result(entry);
        return ExitCode.Success;
    }

    private static async Task<int> ReplayAsync(ParseResult parsed, VerbContext context, string which)
    {
        long? number = which == InboxStates.WordOf(InboxState.Refused)
            ? null
            : long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var one)
                ? one
                : throw new UserFailureException(
                    $"'{which}': expected the number of a delivery, see `o2c inbox list`, or refused.");
        using var server = context.OpenServer();
        var replayed = server is null
            ? await OfInboxAsync(parsed, context, inbox => inbox.ReplayAsync(number))
            : await ReplayAsync(server, number, context.Stop.Token);
        if (context.Output.IsJson)
            context.Output.Document(new JsonObject { ["replayed"] = replayed });
        else
            context.Output.Line($"{replayed} deliveries wait to be decided again.");
        if (replayed == 0)
            return ExitCode.Findings;
        context.Output.Note("o2c: a running `o2c serve` takes them within a second; without one, `o2c inbox apply`.");
        return ExitCode.Success;
    }

    private static async Task<long> ReplayAsync(ApiClient server, long? number, CancellationToken cancellationToken)
    {
        var path = number is { } one
            ? string.Create(CultureInfo.InvariantCulture, $"/v1/inbox/{one}/replay")
            : "/v1/inbox/replay-refused";
        try
        {
            return (long?)(await server.PostAsync(path, [], cancellationToken))["replayed"] ?? 0;
        }
        catch (ApiFailureException exception) when (exception.Status == (int)System.Net.HttpStatusCode.NotFound)
        {
            return 0;
        }
    }

    private static Task<T> OfInboxAsync<T>(ParseResult parsed, VerbContext context, Func<SqliteInbox, T> ask) =>
        OfInboxAsync(parsed, context, inbox => Task.FromResult(ask(inbox)));

    private static async Task<T> OfInboxAsync<T>(
        ParseResult parsed, VerbContext context, Func<SqliteInbox, Task<T>> ask)
    {
        await using var inbox = SqliteInbox.OpenBeside(PathOf(parsed, context));
        return await ask(inbox);
    }

    private static async Task<int> ApplyAsync(VerbContext context, string path, ChannelFile file)
    {
        if (!System.IO.File.Exists(path))
            throw new UserFailureException($"There is no inbox at {path}. Check --inbox.");
        var channels = new ChannelBook(file, context.Time, context.Logger);
        await using var inbox = SqliteInbox.OpenToAppend(path, context.Time);
        await using var store = await context.StartEngineAsync(StoreLimits.OfVerb);
        var report = await InboxRun.RunOnceAsync(
            new ServedInbox(inbox, channels), store.Host, store.Intake, context.Time, context.Stop.Token);
        new IngestReport(context).Add(report);
        await store.StopAsync(context.Stop.Token);
        return report.Rejected > 0 ? ExitCode.Findings : ExitCode.Success;
    }
}
