using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Folders;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Console.Running;
using OrderToCash.Server.Folders;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c folders</c>: folders whose files are taken in as they come.</summary>
internal static class FoldersVerbs
{
    private static readonly Argument<string> Name = new("NAME") { Description = "What the folder is called here." };

    private static readonly (string Word, string Format)[] Kinds =
    [
        (FileSources.Orders, FileSources.Orders), (FileSources.Stock, FileSources.Stock),
        (FileSources.Shipments, FileSources.Shipments), ("items", FileSources.OpenItems),
        ("debits", FileSources.Debits), (WatchedFolder.Bank, WatchedFolder.Bank), ("settlements", WatchedFolder.Bank),
    ];

    /// <summary>Where the folders are.</summary>
    public static Option<string?> File { get; } = new("--folders")
    {
        Description = "The file with the watched folders; folders.json in the store's folder unless given.",
        HelpName = "FILE",
    };

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "The folder. Folders in it are not looked into." };
        var takes = new Option<string>("--takes")
        {
            Description = "What its files are: " + string.Join(", ", Kinds.Select(static kind => kind.Word)) + ".",
            DefaultValueFactory = _ => FileSources.Orders,
        };
        takes.AcceptOnlyFromAmong([.. Kinds.Select(static kind => kind.Word)]);
        var format = new Option<string?>("--format")
        {
            Description = "Orders of a shop, marketplace or partner: " + string.Join(", ", MarketplaceFormat.Names)
                + "; our own format unless given.",
        };
        format.AcceptOnlyFromAmong([.. MarketplaceFormat.Names]);
        var shop = new Option<string?>("--shop")
        {
            Description = "The sales channel of a marketplace's orders; the format's name unless given.",
            HelpName = "NAME",
        };
        var taxRate = new Option<decimal?>("--tax-rate")
        {
            Description = "Percent, for a marketplace's lines of which nothing says a tax.", HelpName = "PERCENT",
        };
        var every = new Option<int>("--every")
        {
            Description = "Look so often, seconds.",
            DefaultValueFactory = _ => (int)WatchedFolder.DefaultEvery.TotalSeconds, HelpName = "S",
        };
        var unchanged = new Option<int>("--unchanged")
        {
            Description = "Take a file once it has not changed for so long, seconds; 0 where all writers rename.",
            DefaultValueFactory = _ => (int)WatchedFolder.DefaultUnchanged.TotalSeconds, HelpName = "S",
        };
        var once = new Option<bool>("--once") { Description = "Take what is there, and end." };
        return Verb.Group(
            "folders", "Folders whose files are taken in as they come, by `o2c serve` or `o2c folders run`.",
            Verb.Of(
                "add", "Watch a folder.", writes: false,
                (parsed, context) => FolderChanges.AddAsync(context, FileOf(parsed, context), new WatchedFolder(
                    parsed.GetRequiredValue(Name), Path.GetFullPath(parsed.GetRequiredValue(path)),
                    FormatOf(
                        parsed.GetRequiredValue(takes), parsed.GetValue(format), parsed.GetValue(shop),
                        parsed.GetValue(taxRate)))
                {
                    Every = TimeSpan.FromSeconds(parsed.GetValue(every)),
                    Unchanged = TimeSpan.FromSeconds(parsed.GetValue(unchanged)),
                }),
                Name, path, takes, format, shop, taxRate, every, unchanged, File),
            Verb.Of(
                "list", "List the folders: what was taken, what waits, and what is in the way.", writes: false,
                ListAsync, File),
            Verb.Of(
                "remove", "End watching a folder. Its files stay where they are.", writes: false,
                (parsed, context) => FolderChanges.RemoveAsync(
                    context, FileOf(parsed, context), parsed.GetRequiredValue(Name)),
                Name, File),
            Verb.Of(
                "run", "Take files without a server, until stopped.", writes: true,
                (parsed, context) => RunAsync(context, FileOf(parsed, context), parsed.GetValue(once)), once, File));
    }

    /// <summary>The file that was named, or the store's.</summary>
    public static FolderFile FileOf(ParseResult parsed, VerbContext context)
    {
        var folder = context.FolderHere("folders are paths of the server's machine, and watched by it").Folder;
        return new FolderFile(parsed.GetValue(File) ?? Path.Combine(folder, "folders.json"));
    }

    /// <summary>Where this node remembers what was taken.</summary>
    public static string LedgerOf(VerbContext context) => Path.Combine(context.Folder.Folder, "folders.db");

    private static string FormatOf(string takes, string? platform, string? shop, decimal? taxRate)
    {
        if (platform is null)
        {
            return shop is null && taxRate is null
                ? Array.Find(Kinds, kind => kind.Word == takes).Format
                : throw new UserFailureException("--shop and --tax-rate go with --format.");
        }

        if (takes != FileSources.Orders)
            throw new UserFailureException($"--format {platform} is of orders, not of {takes}.");
        try
        {
            return MarketplaceFormat.Of(platform, shop, taxRate)?.Name ?? FileSources.Orders;
        }
        catch (ArgumentException exception)
        {
            throw new UserFailureException(exception.Message);
        }
    }

    private static async Task<int> ListAsync(ParseResult parsed, VerbContext context)
    {
        using var server = context.OpenServer();
        var answer = server is null
            ? Read(parsed, context)
            : await server.GetAsync("/v1/folders", context.Stop.Token) ?? [];
        if (answer["folders"] is not JsonArray { Count: > 0 } && !context.Output.IsJson)
            context.Output.Line("No folders are watched.");
        else
            context.Output.Result(answer);
        return ExitCode.Success;
    }

    private static JsonObject Read(ParseResult parsed, VerbContext context)
    {
        var file = FileOf(parsed, context);
        if (file.Read().IsEmpty)
            return new JsonObject { ["folders"] = new JsonArray() };
        using var ledger = FolderLedger.Open(LedgerOf(context));
        return FolderViews.List(new ServedFolders(file, ledger), context.Time.GetUtcNow());
    }

    private static async Task<int> RunAsync(VerbContext context, FolderFile file, bool once)
    {
        var folders = file.Read();
        if (folders.IsEmpty)
            throw new UserFailureException($"No folders are watched ({file.Path}). Add one with `o2c folders add`.");
        using var ledger = FolderLedger.Open(LedgerOf(context));
        await using var store = await context.StartEngineAsync(StoreLimits.OfServer);
        if (once)
        {
            await FolderRun.RunOnceAsync(
                file, ledger, store.Host, store.Journal, store.Intake, context.Time, context.Logger,
                context.Stop.Token);
        }
        else
        {
            await using var run = FolderRun.Start(
                file, ledger, store.Host, store.Journal, store.Intake, context.Time, context.Logger);
            context.Output.Note($"Watching {folders.Length} folders. Press Ctrl-C to stop.");
            await Task.WhenAny(context.Stop.Requested, store.Host.Completion);
        }

        await store.StopAsync(CancellationToken.None);
        var now = context.Time.GetUtcNow();
        context.Output.Result(new JsonObject
        {
            ["folders"] = Nodes.List(folders, folder => FolderViews.Of(folder, ledger.Stand(folder.Name), now)),
        });
        return folders.Any(folder => ledger.Stand(folder.Name) is { Look.Trouble: not null })
            ? ExitCode.Findings
            : ExitCode.Success;
    }
}
