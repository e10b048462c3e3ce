using System.CommandLine;
using System.Globalization;
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
                (parsed, context) => ListAsync(
                    context, FileOf(parsed, context), InboxVerbs.PathOf(parsed, context)), File, InboxVerbs.File),
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
    public static ChannelFile FileOf(ParseResult parsed, VerbContext context) =>
        new(parsed.GetValue(File) ?? Path.Combine(context.Folder.Folder, "channels.json"));

    /// <summary>A shop as it is shown.</summary>
    public static JsonObject Node(HookChannel channel) => new()
    {
        ["platform"] = channel.Platform, ["shop"] = channel.Shop,
        ["path"] = $"/hooks/{channel.Platform}/{channel.Shop}",
        ["taxRate"] = channel.TaxRate?.ToString(CultureInfo.InvariantCulture),
        ["proof"] = HookProofs.WordOf(channel.Proof),
        ["secrets"] = Nodes.List(channel.Secrets, secret => JsonValue.Create(
            string.Create(CultureInfo.InvariantCulture, $"{secret.Fingerprint} of {secret.AddedAt:yyyy-MM-dd}"))),
        ["keys"] = Nodes.List(channel.Keys, key => JsonValue.Create(key.Id)),
        ["api"] = channel.Api is { } api ? ChannelApiVerb.Node(api) : null,
        ["publish"] = channel.Publish is { } publish ? ChannelPublishVerb.Node(publish) : null,
    };

    private static async Task<int> ListAsync(VerbContext context, ChannelFile file, string inboxPath)
    {
        var channels = file.Read();
        if (channels.IsEmpty && !context.Output.IsJson)
        {
            context.Output.Line("There are no channels.");
            return ExitCode.Success;
        }

        await using var inbox = System.IO.File.Exists(inboxPath) ? SqliteInbox.OpenBeside(inboxPath) : null;
        var cursors = inbox?.Cursors() ?? [];
        var now = context.Time.GetUtcNow();
        context.Output.Result(new JsonObject
        {
            ["channels"] = Nodes.List(channels, channel =>
            {
                var node = Node(channel);
                if (cursors.FirstOrDefault(
                    known => known.Platform == channel.Platform && known.Shop == channel.Shop) is { } cursor)
                    node["polled"] = ChannelPollVerb.Node(cursor, now);
                return node;
            }),
        });
        return ExitCode.Success;
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
