using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Polling;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c channels poll</c>: asks a shop for its orders once, where no server does.</summary>
internal static class ChannelPollVerb
{
    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "Read everything again that was changed since: 2026-11-27T00:00Z. From where the last run ended, "
            + "unless given.",
        HelpName = "TIME",
    };

    /// <summary>The command.</summary>
    public static Command Create(Argument<string> platform, Argument<string> shop) => Verb.Of(
        "poll", "Ask a shop once for what was changed, into the inbox. A running server does it by itself.",
        writes: true,
        (parsed, context) => RunAsync(
            context, ChannelsVerbs.FileOf(parsed, context), InboxVerbs.PathOf(parsed, context),
            parsed.GetRequiredValue(platform), parsed.GetRequiredValue(shop), parsed.GetValue(Since)),
        platform, shop, Since, ChannelsVerbs.File, InboxVerbs.File);

    private static async Task<int> RunAsync(
        VerbContext context, ChannelFile file, string inboxPath, string platform, string shop, DateTimeOffset? since)
    {
        var channel = ChannelChanges.Find(file.Read(), platform, shop);
        var api = channel.Api ?? throw new UserFailureException(
            $"{platform}/{shop} has no API: say how it is asked with `o2c channels api {platform} {shop}`.");
        using var connections = new ShopConnections(context.Time);
        await using var inbox = SqliteInbox.OpenToAppend(inboxPath, context.Time);
        var report = await new ShopPoll(inbox, connections, context.Time)
            .RunAsync(channel, api, since, context.Stop.Token);
        context.Output.Result(new JsonObject
        {
            ["platform"] = platform, ["shop"] = shop, ["read"] = report.Read, ["new"] = report.Kept,
        });
        if (report.Kept > 0)
            context.Output.Note("o2c: they wait in the inbox: `o2c serve` decides them, or `o2c inbox apply`.");
        return ExitCode.Success;
    }
}
