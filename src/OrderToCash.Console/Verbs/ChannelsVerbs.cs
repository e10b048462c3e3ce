using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c channels</c>: the shops that deliver to webhooks, with what proves them.</summary>
internal static class ChannelsVerbs
{
    private const string FromInput = "-";

    private static readonly Argument<string> Platform = new("PLATFORM")
    {
        Description = "What delivers: " + string.Join(", ", MarketplaceFormat.Names) + ".",
    };

    private static readonly Argument<string> Shop = new("SHOP")
    {
        Description = "The sales channel of its orders, as they are called: my-shop.",
    };

    private static readonly Option<string?> SecretFile = new("--secret-file")
    {
        Description = "The file that holds the secret on its first line; - reads it from standard input. Without it "
            + "one is made, and shown once.",
        HelpName = "FILE",
    };

    /// <summary>Where the channels are.</summary>
    public static Option<string?> File { get; } = new("--channels")
    {
        Description = "The file with the channels and their secrets; channels.json in the store's folder unless given.",
        HelpName = "FILE",
    };

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var proof = new Option<string?>("--proof")
        {
            Description = $"How a delivery proves itself: {HookProofs.Choices}. The platform's own unless given; a "
                + "bearer token where it has none.",
            HelpName = "PROOF",
        };
        var taxRate = new Option<decimal?>("--tax-rate")
        {
            Description = "Percent, for lines of which nothing says a tax.", HelpName = "PERCENT",
        };
        var token = new Option<string?>("--verification-token")
        {
            Description = "eBay: the token that eBay was told, 32 to 80 characters.", HelpName = "TOKEN",
        };
        var endpoint = new Option<string?>("--endpoint")
        {
            Description = "eBay: the URL that eBay was told, to the letter.", HelpName = "URL",
        };
        var keyId = new Argument<string>("KID") { Description = "The key's id, as signatures and the log name it." };
        var keyFile = new Argument<string>("FILE") { Description = "The key as getPublicKey gives it, PEM." };
        return Verb.Group(
            "channels", "The shops that deliver to `o2c serve`: /hooks/PLATFORM/SHOP.",
            Verb.Of(
                "add", "Add a shop.", writes: false,
                (parsed, context) => ChannelChanges.AddAsync(context, FileOf(parsed, context), new HookChannel(
                    parsed.GetRequiredValue(Platform), parsed.GetRequiredValue(Shop), parsed.GetValue(taxRate),
                    ProofOf(parsed.GetValue(proof), parsed.GetRequiredValue(Platform)), [], [],
                    parsed.GetValue(token), parsed.GetValue(endpoint)), SecretOf(parsed)),
                Platform, Shop, SecretFile, proof, taxRate, token, endpoint, File),
            Verb.Of(
                "list", "List the shops. Secrets are not shown.", writes: false,
                ListAsync, File, InboxVerbs.File),
            Verb.Of(
                "rotate", "Add a shop's next secret; the one before goes on counting until it is retired.",
                writes: false,
                (parsed, context) => ChannelChanges.RotateAsync(
                    context, FileOf(parsed, context), parsed.GetRequiredValue(Platform), parsed.GetRequiredValue(Shop),
                    SecretOf(parsed)),
                Platform, Shop, SecretFile, File),
            Verb.Of(
                "retire", "End a shop's older secret.", writes: false,
                (parsed, context) => ChannelChanges.RetireAsync(
                    context, FileOf(parsed, context), parsed.GetRequiredValue(Platform),
                    parsed.GetRequiredValue(Shop)),
                Platform, Shop, File),
            ChannelApiVerb.Create(Platform, Shop),
            ChannelPollVerb.Create(Platform, Shop),
            ChannelReportVerb.Create(),
            ChannelPublishVerb.Create(Platform, Shop),
            ChannelSeriesVerb.Create(Platform, Shop),
            Verb.Of(
                "key", "Add a public key of eBay's to a shop, or replace it.", writes: false,
                async (parsed, context) => await ChannelChanges.AddKeyAsync(
                    context, FileOf(parsed, context), parsed.GetRequiredValue(Platform), parsed.GetRequiredValue(Shop),
                    new HookKey(
                        parsed.GetRequiredValue(keyId),
                        (await System.IO.File.ReadAllTextAsync(parsed.GetRequiredValue(keyFile))).Trim())),
                Platform, Shop, keyId, keyFile, File),
            Verb.Of(
                "remove", "End a shop: its deliveries are answered 401.", writes: false,
                (parsed, context) => ChannelChanges.RemoveAsync(
                    context, FileOf(parsed, context), parsed.GetRequiredValue(Platform),
                    parsed.GetRequiredValue(Shop)),
                Platform, Shop, File));
    }

    /// <summary>The file that was named, or the store's.</summary>
    public static ChannelFile FileOf(ParseResult parsed, VerbContext context)
    {
        // Asked for also where a file is named: that one would be this machine's, and not the server's.
        var folder = context.FolderHere("shops' secrets are in a file there, and never go over the network").Folder;
        return new ChannelFile(parsed.GetValue(File) ?? Path.Combine(folder, "channels.json"));
    }

    private static async Task<int> ListAsync(ParseResult parsed, VerbContext context)
    {
        using var server = context.OpenServer();
        var answer = server is null
            ? await ReadAsync(parsed, context)
            : await server.GetAsync("/v1/shops", context.Stop.Token) ?? [];
        if (answer["channels"] is not JsonArray { Count: > 0 } && !context.Output.IsJson)
            context.Output.Line("There are no channels.");
        else
            context.Output.Result(answer);
        return ExitCode.Success;
    }

    private static async Task<JsonObject> ReadAsync(ParseResult parsed, VerbContext context)
    {
        var path = InboxVerbs.PathOf(parsed, context);
        await using var inbox = System.IO.File.Exists(path) ? SqliteInbox.OpenBeside(path) : null;
        return ChannelViews.List(FileOf(parsed, context).Read(), inbox?.Cursors() ?? [], context.Time.GetUtcNow());
    }

    private static HookProof ProofOf(string? word, string platform) => word is null
        ? HookProofs.OfPlatform(platform)
        : HookProofs.Parse(word)
            ?? throw new UserFailureException($"--proof '{word}': expected one of {HookProofs.Choices}.");

    /// <summary>
    /// The secret that was given, or a new one. It is never an argument: those can be seen by everybody.
    /// </summary>
    private static (string Value, bool IsNew) SecretOf(ParseResult parsed)
    {
        const int SecretBytes = 32;
        if (parsed.GetValue(SecretFile) is not { } file)
            return (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)), true);
        var line = file == FromInput ? System.Console.In.ReadLine() : System.IO.File.ReadLines(file).FirstOrDefault();
        return string.IsNullOrWhiteSpace(line)
            ? throw new UserFailureException($"--secret-file {file}: its first line is empty, expected the secret.")
            : (line.Trim(), false);
    }
}
