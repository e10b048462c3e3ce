using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Folders;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Server.Completeness;
using OrderToCash.Server.Folders;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c channels report</c>: whether all that was delivered is accounted for.</summary>
internal static class ChannelReportVerb
{
    /// <summary>The command.</summary>
    public static Command Create() => Verb.Of(
        "report",
        "By channel: delivered = accepted + duplicate + quarantined + ignored + waiting; the oldest that is not "
        + "reconciled; missing numbers.",
        writes: false, RunAsync, ChannelsVerbs.File, InboxVerbs.File, FoldersVerbs.File);

    private static async Task<int> RunAsync(ParseResult parsed, VerbContext context)
    {
        using var server = context.OpenServer();
        var report = server is null
            ? await ReadAsync(parsed, context)
            : await server.GetAsync("/v1/channels", context.Stop.Token) ?? [];
        var addsUp = (bool?)report["addsUp"] == true;
        if (context.Output.IsJson)
        {
            context.Output.Document(report);
        }
        else if (report["channels"] is JsonArray { Count: 0 })
        {
            context.Output.Line("Nothing delivers: there are no channels and no watched folders.");
        }
        else
        {
            if (report["gaps"] is JsonArray { Count: 0 })
                report.Remove("gaps");
            report.Remove("addsUp");
            context.Output.Result(report);
        }

        if (!addsUp)
        {
            context.Output.Note(
                "o2c: something that was delivered is in no state (addsUp: false). That is a bug, or somebody changed "
                + "inbox.db or folders.db: keep both files.");
        }

        return addsUp ? ExitCode.Success : ExitCode.Findings;
    }

    private static async Task<JsonObject> ReadAsync(ParseResult parsed, VerbContext context)
    {
        var stop = context.Stop.Token;
        await using var journal = await context.Folder.OpenToReadAsync(stop);
        await using var model = context.Folder.FindReadModels(journal.Info, context.Time).Model;
        await using var intake = await context.Folder.OpenIntakeToReadAsync(stop);
        var path = InboxVerbs.PathOf(parsed, context);
        await using var inbox = File.Exists(path) ? SqliteInbox.OpenBeside(path) : null;
        using var ledger = FolderLedger.Open(FoldersVerbs.LedgerOf(context));
        return await new ChannelReport(
            ChannelsVerbs.FileOf(parsed, context).Read(), inbox,
            new ServedFolders(FoldersVerbs.FileOf(parsed, context), ledger), intake, model, context.Time)
            .ToJsonAsync(stop);
    }
}
