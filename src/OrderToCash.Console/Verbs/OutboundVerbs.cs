using System.CommandLine;
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
    private const int MaxRetried = 1_000_000;
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
                (parsed, context) => ListAsync(context, PathOf(parsed, context), new OutboundQuestion(
                    parsed.GetValue(shop), StateOf(parsed.GetValue(state)), MaxEntries: parsed.GetValue(limit))),
                state, shop, limit, File),
            Verb.Of(
                "dead", "List what shops refused, with the reasons.", writes: false,
                (parsed, context) => ListAsync(context, PathOf(parsed, context), new OutboundQuestion(
                    parsed.GetValue(shop), OutboundState.Dead, MaxEntries: parsed.GetValue(limit))),
                shop, limit, File),
            Verb.Of(
                "show", "Show what a shop is told of a SKU or an order.", writes: false,
                (parsed, context) => ShowAsync(
                    context, PathOf(parsed, context), parsed.GetRequiredValue(channel), parsed.GetRequiredValue(id)),
                channel, id, File),
            Verb.Of(
                "stats", "How far behind each shop is, and how much waits.", writes: false,
                (parsed, context) => StatsAsync(
                    context, PathOf(parsed, context), ChannelsVerbs.FileOf(parsed, context)),
                File, ChannelsVerbs.File),
            Verb.Of(
                "retry", "Send again at once what was refused, or waits for its next attempt.", writes: false,
                (parsed, context) => RetryAsync(
                    context, PathOf(parsed, context), parsed.GetRequiredValue(channel),
                    parsed.GetRequiredValue(which)),
                channel, which, File),
            Verb.Of(
                "run", "Tell shops what is due, where no server runs.", writes: false,
                (parsed, context) => RunAsync(
                    context, PathOf(parsed, context), ChannelsVerbs.FileOf(parsed, context), parsed.GetValue(once)),
                once, File, ChannelsVerbs.File));
    }

    /// <summary>The file that was named, or the store's.</summary>
    public static string PathOf(ParseResult parsed, VerbContext context) =>
        parsed.GetValue(File) ?? Path.Combine(context.Folder.Folder, "outbound.db");

    private static OutboundState? StateOf(string? word)
    {
        if (word is null)
            return null;
        var index = Array.IndexOf(States, word);
        return index >= 0
            ? Enum.GetValues<OutboundState>()[index]
            : throw new UserFailureException($"--state '{word}': expected one of {string.Join(", ", States)}.");
    }

    private static Task<int> ListAsync(VerbContext context, string path, OutboundQuestion question)
    {
        using var queue = SqliteOutbound.OpenBeside(path);
        var entries = queue.List(question);
        if (entries.Count == 0 && !context.Output.IsJson)
            context.Output.Line("There is nothing of that kind.");
        else
            context.Output.Result(new JsonObject { ["entries"] = Nodes.List(entries, OutboundViews.Row) });
        return Task.FromResult(ExitCode.Success);
    }

    private static Task<int> ShowAsync(VerbContext context, string path, string channel, string id)
    {
        using var queue = SqliteOutbound.OpenBeside(path);
        var found = queue.List(new OutboundQuestion(channel, Id: id));
        if (found.Count == 0)
        {
            context.Output.Note($"o2c: {channel} is not told of {id}. See `o2c outbound list --shop {channel}`.");
            return Task.FromResult(ExitCode.Findings);
        }

        foreach (var entry in found)
            context.Output.Result(OutboundViews.Whole(entry));
        return Task.FromResult(ExitCode.Success);
    }

    private static Task<int> StatsAsync(VerbContext context, string path, ChannelFile file)
    {
        using var queue = SqliteOutbound.OpenBeside(path);
        var told = file.Read().Where(static channel => channel is { Publish: not null, Api: not null })
            .Select(static channel => channel.Shop).ToHashSet(StringComparer.Ordinal);
        context.Output.Result(OutboundViews.Stats(queue.Stats(), queue.TakenEvents, told, context.Time.GetUtcNow()));
        return Task.FromResult(ExitCode.Success);
    }

    private static Task<int> RetryAsync(VerbContext context, string path, string channel, string which)
    {
        using var queue = SqliteOutbound.OpenBeside(path);
        var retried = queue.Retry(
            which == AllDead
                ? new OutboundQuestion(channel, OutboundState.Dead, MaxEntries: MaxRetried)
                : new OutboundQuestion(channel, Id: which),
            context.Time.GetUtcNow());
        if (context.Output.IsJson)
            context.Output.Document(new JsonObject { ["retried"] = retried });
        else
            context.Output.Line($"{retried} are sent again.");
        if (retried == 0)
            return Task.FromResult(ExitCode.Findings);
        context.Output.Note("o2c: a running `o2c serve` sends them within a second; without one, `o2c outbound run`.");
        return Task.FromResult(ExitCode.Success);
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
        var told = channels.All().Select(static channel => channel.Shop).ToHashSet(StringComparer.Ordinal);
        context.Output.Result(OutboundViews.Stats(counts, queue.TakenEvents, told, context.Time.GetUtcNow()));
        return counts.Any(count => told.Contains(count.Channel)
            && (count.State == OutboundState.Dead || count.OldestChange is not null))
            ? ExitCode.Findings
            : ExitCode.Success;
    }
}
