using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Folders;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Application.Hosting;
using OrderToCash.Console.Running;
using OrderToCash.Server;
using OrderToCash.Server.Folders;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Outbound;
using OrderToCash.Server.Polling;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c serve</c>: the store behind an HTTP API.</summary>
internal static class ServeVerb
{
    private static readonly ApiServerOptions Defaults = new();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var listen = new Option<string[]>("--listen")
        {
            Description = "Where to listen; may be given several times. https needs --certificate.",
            DefaultValueFactory = _ => [Defaults.Listen[0].OriginalString], HelpName = "URL",
        };
        var noAuth = new Option<bool>("--no-auth")
        {
            Description = "Ask nobody for a key, on every address: for networks that guard themselves.",
        };
        var certificate = new Option<string?>("--certificate")
        {
            Description = "The certificate for https: PEM, or PFX.", HelpName = "FILE",
        };
        var certificateKey = new Option<string?>("--certificate-key")
        {
            Description = "The PEM certificate's private key, where it is in a file of its own.", HelpName = "FILE",
        };
        var password = new Option<string?>("--certificate-password-file")
        {
            Description = "The file that holds the certificate's password.", HelpName = "FILE",
        };
        var rate = new Option<int>("--rate")
        {
            Description = "Requests of one key a second.", DefaultValueFactory = _ => Defaults.RequestsPerSecond,
            HelpName = "N",
        };
        var streams = new Option<int>("--max-streams")
        {
            Description = "Intake streams at a time.", DefaultValueFactory = _ => Defaults.MaxStreams, HelpName = "N",
        };
        var requests = new Option<int>("--max-requests")
        {
            Description = "Other requests at a time.", DefaultValueFactory = _ => Defaults.MaxRequests, HelpName = "N",
        };
        var retention = new Option<int>("--inbox-days")
        {
            Description = "Decided deliveries are forgotten after so many days.",
            DefaultValueFactory = _ => (int)InboxRun.DefaultRetention.TotalDays, HelpName = "N",
        };
        var maxLag = new Option<string>("--max-lag")
        {
            Description = "Intake waits while the lists are so many seconds behind, 0.2 to 3600; off for never.",
            DefaultValueFactory = _ => IntakeThrottle.DefaultMaxLag.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            HelpName = "S|off",
        };
        return Verb.Of(
            "serve", "Serve the store over HTTP until stopped.", writes: true,
            (parsed, context) => RunAsync(
                context,
                parsed,
                parsed.GetValue(noAuth),
                TimeSpan.FromDays(AtLeastOne(retention.Name, parsed.GetValue(retention))),
                LagOf(maxLag.Name, parsed.GetRequiredValue(maxLag)),
                Defaults with
                {
                    Listen = Addresses(parsed.GetRequiredValue(listen)),
                    Certificate = Certificates.Load(
                        parsed.GetValue(certificate), parsed.GetValue(certificateKey), parsed.GetValue(password)),
                    RequestsPerSecond = AtLeastOne(rate.Name, parsed.GetValue(rate)),
                    MaxStreams = AtLeastOne(streams.Name, parsed.GetValue(streams)),
                    MaxRequests = AtLeastOne(requests.Name, parsed.GetValue(requests)),
                }),
            listen, KeysVerbs.File, noAuth, certificate, certificateKey, password, rate, streams, requests,
            ChannelsVerbs.File, InboxVerbs.File, FoldersVerbs.File, OutboundVerbs.File, retention, maxLag);
    }

    private static async Task<int> RunAsync(
        VerbContext context, ParseResult parsed, bool noAuth, TimeSpan retention, TimeSpan? maxLag,
        ApiServerOptions options)
    {
        var file = KeysVerbs.FileOf(parsed, context);
        var keys = new KeyRing(noAuth ? null : file, options.RequestsPerSecond, context.Time, context.Logger);
        CheckSafe(options, keys.AsksForKeys || noAuth, context);
        CheckCertificate(options);
        var watch = new StoreWatch(Engine.Shards.ShardMap.MaxShardCount, context.Time);
        var channels = new ChannelBook(ChannelsVerbs.FileOf(parsed, context), context.Time, context.Logger);
        await using var inbox = SqliteInbox.OpenToAppend(InboxVerbs.PathOf(parsed, context), context.Time);
        using var outbound = SqliteOutbound.OpenToSend(OutboundVerbs.PathOf(parsed, context), context.Time);
        await using var store = await context.StartEngineAsync(StoreLimits.OfServer, watch);

        if (maxLag is { } lag)
            store.KeepLagBelow(lag, context.Logger);

        // Without projections here, another process may keep the read models up to date.
        var model = store.ReadModels?.Model
            ?? context.Folder.FindReadModels(store.Journal.Info, context.Time).Model;
        await using var closing = store.ReadModels is null ? model : null;
        using var ledger = FolderLedger.Open(FoldersVerbs.LedgerOf(context));
        var folders = new ServedFolders(FoldersVerbs.FileOf(parsed, context), ledger);
        var served = new ServedStore(
            context.Folder.Name, store.Host, store.Journal, store.Intake, model, watch, context.Time,
            context.Logger)
        {
            Hooks = new ServedInbox(inbox, channels),
            Folders = folders,
            Outbound = outbound,
        };
        using var connections = new ShopConnections(context.Time);
        await using var telling = OutboundRun.Start(
            store.Journal, outbound, OutboundChannels.Of(channels, connections), context.Time, context.Logger);
        store.AddObserver(telling.Observer);
        await using (InboxRun.Start(
            served.Hooks, store.Host, store.Intake, context.Time, context.Logger, retention))
        await using (PollRun.Start(served.Hooks, connections, context.Time, context.Logger))
        await using (FolderRun.Start(
            folders.File, ledger, store.Host, store.Journal, store.Intake, context.Time, context.Logger))
        await using (var server = await ApiServer.StartAsync(
            served, keys, options, context.Loggers, context.Stop.Token))
        {
            if (context.Output.IsJson)
                context.Output.JsonLine(new JsonObject { ["listening"] = ToArray(server.Addresses) });
            else
                context.Output.Line($"{context.Folder.Name} is served on {string.Join(", ", server.Addresses)}.");
            await Task.WhenAny(context.Stop.Requested, store.Host.Completion);
            await server.StopAsync(CancellationToken.None);
        }

        if (store.Host.Completion.IsFaulted)
            await store.Host.Completion;
        // Where the store is away this would wait for it; what was answered is durable anyway.
        if (!watch.IsAway)
            await store.StopAsync(CancellationToken.None);
        return ExitCode.Success;
    }

    private static JsonArray ToArray(ImmutableArray<string> texts) =>
        [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    /// <summary>Without keys everybody who reaches the server may do everything: that is this machine alone.</summary>
    private static void CheckSafe(ApiServerOptions options, bool isDecided, VerbContext context)
    {
        if (isDecided)
            return;
        if (options.Listen.FirstOrDefault(address => !IsLoopback(address)) is { } open)
        {
            throw new UserFailureException(
                $"There is no API key, so {open.OriginalString} would let everybody in: add one with `o2c keys add`, "
                + "or listen on http://127.0.0.1:8080 alone, or say --no-auth.");
        }

        context.Output.Note(
            "o2c: there is no API key: everybody on this machine may do everything. Add one with `o2c keys add`.");
    }

    private static void CheckCertificate(ApiServerOptions options)
    {
        if (options.Certificate is null
            && options.Listen.FirstOrDefault(address => address.Scheme == Uri.UriSchemeHttps) is { } secured)
        {
            throw new UserFailureException(
                $"--listen {secured.OriginalString} needs a certificate: name its file with --certificate.");
        }
    }

    private static bool IsLoopback(Uri address) =>
        address.Host == "localhost"
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static ImmutableArray<Uri> Addresses(string[] texts) => [.. texts.Select(text =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.AbsolutePath == "/"
            ? address
            : throw new UserFailureException(
                $"--listen '{text}' is no address: expected http://HOST:PORT or https://HOST:PORT."))];

    private static TimeSpan? LagOf(string option, string text) => text == "off"
        ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0.2 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new UserFailureException($"{option} '{text}': expected seconds from 0.2 to 3600, or off.");

    private static int AtLeastOne(string option, int value) => value >= 1
        ? value
        : throw new UserFailureException($"{option} {value}: expected at least 1.");
}
