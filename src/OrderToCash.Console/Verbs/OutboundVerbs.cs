using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Application.Outbound;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Outbound;
using OrderToCash.Server.Polling;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c outbound</c>: what sales channels are to be told by this node.</summary>
internal static class OutboundVerbs
{
    private const int DefaultListed = 50;
    private const string AllDead = "dead";

    private static readonly string[] States =
        [.. Enum.GetValues<OutboundState>().Select(static state => Nodes.Word(state))];

    /// <summary>Where the queue is.</summary>
    public static Option<string?> File { get; } = new("--outbound")
    {
        Description = "The outbound queue's file; outbound.db in the store's folder unless given.", HelpName = "FILE",
    };

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var state = new Option<string?>("--state")
        {
            Description = "Only those: " + string.Join(", ", States) + ".", HelpName = "STATE",
        };
        var shop = new Option<string?>("--shop") { Description = "Only those of this shop.", HelpName = "SHOP" };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many.", DefaultValueFactory = _ => DefaultListed, HelpName = "N",
        };
        var channel = new Argument<string>("SHOP") { Description = "The sales channel." };
        var id = new Argument<string>("SKU|ORDER") { Description = "The SKU, or the order's id: my-shop:1001." };
        var which = new Argument<string>("SKU|ORDER|dead")
        {
            Description = "The SKU, or the order's id, or all that were refused.",
        };
        var once = new Option<bool>("--once") { Description = "Send what is due now, and end." };
        return Verb.Group(
            "outbound", "What shops are to be told: stock, shipments, cancellations.",
            Verb.Of(
                "list", "List what shops are told, by shop.", writes: false,
                (parsed, context) => ListAsync(parsed, context, new OutboundQuestion(
                    parsed.GetValue(shop), StateOf(parsed.GetValue(state)), MaxEntries: parsed.GetValue(limit))),
                state, shop, limit, File),
            Verb.Of(
                "dead", "List what shops refused, with the reasons.", writes: false,
                (parsed, context) => ListAsync(parsed, context, new OutboundQuestion(
                    parsed.GetValue(shop), OutboundState.Dead, MaxEntries: parsed.GetValue(limit))),
                shop, limit, File),
            Verb.Of(
                "show", "Show what a shop is told of a SKU or an order.", writes: false,
                (parsed, context) => ShowAsync(
                    parsed, context, parsed.GetRequiredValue(channel), parsed.GetRequiredValue(id)),
                channel, id, File),
            Verb.Of(
                "stats", "How far behind each shop is, and how much waits.", writes: false, StatsAsync,
                File, ChannelsVerbs.File),
            Verb.Of(
                "retry", "Send again at once what was refused, or waits for its next attempt.", writes: false,
                (parsed, context) => RetryAsync(
                    parsed, context, parsed.GetRequiredValue(channel),
                    parsed.GetRequiredValue(which)),
                channel, which, File),
            Verb.Of(
                "run", "Tell shops what is due, where no server runs.", writes: false,
                (parsed, context) => RunAsync(
                    context, PathOf(parsed, context), ChannelsVerbs.FileOf(parsed, context), parsed.GetValue(once)),
                once, File, ChannelsVerbs.File));
    }

    /// <summary>The file that was named, or the store's.</summary>
    public static string PathOf(ParseResult parsed, VerbContext context)
    {
        var folder = context.FolderHere("a running server tells shops by itself").Folder;
        return parsed.GetValue(File) ?? Path.Combine(folder, "outbound.db");
    }

    private static OutboundState? StateOf(string? word)
    {
        if (word is null)
            return null;
        var index = Array.IndexOf(States, word);
        return index >= 0
            ? Enum.GetValues<OutboundState>()[index]
            : throw new UserFailureException($"--state '{word}': expected one of {string.Join(", ", States)}.");
    }

    private static async Task<int> ListAsync(ParseResult parsed, VerbContext context, OutboundQuestion question)
    {
        var answer = await ReadAsync(parsed, context, question);
        if (answer["entries"] is not JsonArray { Count: > 0 } && !context.Output.IsJson)
            context.Output.Line("There is nothing of that kind.");
        else
            context.Output.Result(answer);
        return ExitCode.Success;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, VerbContext context, string channel, string id)
    {
        var answer = await ReadAsync(parsed, context, new OutboundQuestion(channel, Id: id));
        if (answer["entries"] is not JsonArray { Count: > 0 } found)
        {
            context.Output.Note($"o2c: {channel} is not told of {id}. See `o2c outbound list --shop {channel}`.");
            return ExitCode.Findings;
        }

        foreach (var entry in found.OfType<JsonObject>())
            context.Output.Result((JsonObject)entry.DeepClone());
        return ExitCode.Success;
    }

    /// <summary>Entries: whole where one is asked for, else as rows.</summary>
    private static async Task<JsonObject> ReadAsync(
        ParseResult parsed, VerbContext context, OutboundQuestion question)
    {
        using var server = context.OpenServer();
        if (server is not null)
            return await server.GetAsync("/v1/outbound?" + QueryOf(question), context.Stop.Token) ?? [];
        using var queue = SqliteOutbound.OpenBeside(PathOf(parsed, context));
        return OutboundViews.List(queue.List(question), isWhole: question.Id is not null);
    }

    private static string QueryOf(OutboundQuestion question) => string.Join('&', new[]
    {
        question.Channel is { } shop ? "shop=" + Uri.EscapeDataString(shop) : null,
        question.State is { } state ? "state=" + Nodes.Word(state) : null,
        question.Id is { } id ? "id=" + Uri.EscapeDataString(id) : null,
        string.Create(CultureInfo.InvariantCulture, $"limit={question.MaxEntries}"),
    }.Where(static part => part is not null));

    private static async Task<int> StatsAsync(ParseResult parsed, VerbContext context)
    {
        using var server = context.OpenServer();
        context.Output.Result(server is null
            ? ReadStats(parsed, context)
            : await server.GetAsync("/v1/outbound/stats", context.Stop.Token) ?? []);
        return ExitCode.Success;
    }

    private static JsonObject ReadStats(ParseResult parsed, VerbContext context)
    {
        using var queue = SqliteOutbound.OpenBeside(PathOf(parsed, context));
        return OutboundViews.Stats(
            queue.Stats(), queue.TakenEvents, OutboundChannels.ToldOf(ChannelsVerbs.FileOf(parsed, context).Read()),
            context.Time.GetUtcNow());
    }

    private static async Task<int> RetryAsync(ParseResult parsed, VerbContext context, string channel, string which)
    {
        using var server = context.OpenServer();
        var isAllDead = which == AllDead;
        int retried;
        if (server is not null)
        {
            var body = new JsonObject { ["shop"] = channel };
            body[isAllDead ? "dead" : "id"] = isAllDead ? true : which;
            retried = (int?)(await server.PostAsync("/v1/outbound/retry", body, context.Stop.Token))["retried"] ?? 0;
        }
        else
        {
            using var queue = SqliteOutbound.OpenBeside(PathOf(parsed, context));
            retried = queue.Retry(
                OutboundQuestion.ToRetry(channel, isAllDead ? null : which), context.Time.GetUtcNow());
        }

        if (context.Output.IsJson)
            context.Output.Document(new JsonObject { ["retried"] = retried });
        else
            context.Output.Line($"{retried} are sent again.");
        if (retried == 0)
            return ExitCode.Findings;
        context.Output.Note("o2c: a running `o2c serve` sends them within a second; without one, `o2c outbound run`.");
        return ExitCode.Success;
    }

    private static async Task<int> RunAsync(VerbContext context, string path, ChannelFile file, bool isOnce)
    {
        if (!isOnce)
            throw new UserFailureException("`o2c serve` tells shops all the time; say --once to do it now, once.");
        var book = new ChannelBook(file, context.Time, context.Logger);
        using var connections = new ShopConnections(context.Time);
        var channels = OutboundChannels.Of(book, connections);
        if (channels.All().IsEmpty)
        {
            throw new UserFailureException(
                "No shop is to be told anything: see `o2c channels api` and `o2c channels publish`.");
        }

        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        using var queue = SqliteOutbound.OpenToSend(path, context.Time);
        await OutboundRun.RunOnceAsync(journal, queue, channels, context.Time, context.Stop.Token);
        var counts = queue.Stats();
        var told = OutboundChannels.ToldOf(channels.All());
        context.Output.Result(OutboundViews.Stats(counts, queue.TakenEvents, told, context.Time.GetUtcNow()));
        return counts.Any(count => told.Contains(count.Channel)
            && (count.State == OutboundState.Dead || count.OldestChange is not null))
            ? ExitCode.Findings
            : ExitCode.Success;
    }
}
