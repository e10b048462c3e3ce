using System.CommandLine;
using OrderToCash.Adapters.Shops;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c channels api</c>: how we ask a shop ourselves, and tell it something.</summary>
internal static class ChannelApiVerb
{
    private const int MaxSeconds = 7 * 24 * 3600;

    private static readonly Option<string?> Url = new("--url")
    {
        Description = "The shop's own address: https://my-shop.myshopify.com, https://shop.example.", HelpName = "URL",
    };

    private static readonly Option<string?> Credentials = new("--credentials-file")
    {
        Description = "The file with what lets us in. Shopify: the access token on its first line; WooCommerce: the "
            + "consumer key on its first line, the consumer secret on its second.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Location = new("--location")
    {
        Description = "The shop's id of the location whose stock we tell; '' for none.", HelpName = "ID",
    };

    private static readonly Option<DateTimeOffset?> Since = new("--since")
    {
        Description = "Orders that were changed before are the shop's past, and are not asked for: 2026-11-27T00:00Z. "
            + "The time at which this is first said, unless given.",
        HelpName = "TIME",
    };

    private static readonly Option<int?> Every = new("--every")
    {
        Description = "Orders are asked for so often while a server runs; 0 for never. 900 unless given.",
        HelpName = "SECONDS",
    };

    private static readonly Option<int?> Overlap = new("--overlap")
    {
        Description = "How far before the last order each run looks again. 120 unless given, and at least.",
        HelpName = "SECONDS",
    };

    private static readonly Option<int?> Requests = new("--requests")
    {
        Description = "What we ask the shop for at most a second. 2 unless given.", HelpName = "N",
    };

    private static readonly Option<bool> Remove = new("--remove")
    {
        Description = "Forget the API and its credentials: the shop only delivers from now on.",
    };

    /// <summary>The command.</summary>
    public static Command Create(Argument<string> platform, Argument<string> shop) => Verb.Of(
        "api", "Say how a shop is asked for its orders, or change it: what isn't given stays.", writes: false,
        (parsed, context) => ChannelChanges.ChangeAsync(
            context, ChannelsVerbs.FileOf(parsed, context), parsed.GetRequiredValue(platform),
            parsed.GetRequiredValue(shop), null, channel => channel with
            {
                Api = Change(parsed, channel, context.Time.GetUtcNow()),
            }),
        platform, shop, Url, Credentials, Location, Since, Every, Overlap, Requests, Remove, ChannelsVerbs.File);

    private static ChannelApi? Change(ParseResult parsed, HookChannel channel, DateTimeOffset now)
    {
        if (parsed.GetValue(Remove))
            return null;
        var api = channel.Api is { } known
            ? known with { Access = AccessOf(parsed, channel, known.Access) }
            : new ChannelApi(AccessOf(parsed, channel, null)) { Since = now };
        if (parsed.GetValue(Location) is { } location)
            api = api with { Location = location.Length == 0 ? null : location };
        if (parsed.GetValue(Since) is { } since)
            api = api with { Since = since.ToUniversalTime() };
        if (Within(parsed, Every, 0, MaxSeconds) is { } every)
            api = api with { Every = every == 0 ? null : TimeSpan.FromSeconds(every) };
        if (Within(parsed, Overlap, (int)ChannelApi.MinOverlap.TotalSeconds, MaxSeconds) is { } overlap)
            api = api with { Overlap = TimeSpan.FromSeconds(overlap) };
        return Within(parsed, Requests, 1, ChannelApi.MaxRequestsPerSecond) is { } requests
            ? api with { RequestsPerSecond = requests }
            : api;
    }

    private static ShopAccess AccessOf(ParseResult parsed, HookChannel channel, ShopAccess? known)
    {
        if (channel.Platform is not ("shopify" or "woocommerce"))
        {
            throw new UserFailureException(
                $"There is no client for {channel.Platform}: its orders come by webhook and as files. Shops that are "
                + "asked are of shopify or woocommerce.");
        }

        if (known is null && (parsed.GetValue(Url) is null || parsed.GetValue(Credentials) is null))
        {
            throw new UserFailureException(
                $"{channel.Platform}/{channel.Shop} has no API yet: say --url and --credentials-file.");
        }

        var url = parsed.GetValue(Url) is { } text ? UrlOf(text) : known?.Url;
        if (known is not null && url?.Authority != known.Url.Authority && parsed.GetValue(Credentials) is null)
        {
            throw new UserFailureException(
                $"--url: {url?.Authority} is another server than {known.Url.Authority}, which must not be sent the old "
                + "one's credentials: say --credentials-file too.");
        }

        if (parsed.GetValue(Credentials) is not { } file)
            return (known ?? throw new System.Diagnostics.UnreachableException()) with { Url = url ?? known.Url };
        var lines = System.IO.File.ReadLines(file).Take(2).Select(line => line.Trim()).ToArray();
        var expected = channel.Platform == "woocommerce" ? 2 : 1;
        if (lines.Length < expected || lines.Take(expected).Any(line => line.Length == 0 || line.Any(char.IsControl)))
        {
            throw new UserFailureException(
                $"--credentials-file {file}: expected "
                + (expected == 2
                    ? "WooCommerce's consumer key on the first line and its secret on the second."
                    : "Shopify's access token on the first line."));
        }

        return new ShopAccess(
            url ?? throw new System.Diagnostics.UnreachableException(), expected == 2 ? lines[0] : null,
            lines[expected - 1]);
    }

    /// <summary>Credentials go over the network: in the clear on this machine alone.</summary>
    private static Uri UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw new UserFailureException(
                $"--url '{text}': expected the shop's address, https://HOST, without user, query or fragment (http:// "
                + "for this machine alone, since credentials would go in the clear).");

    private static int? Within(ParseResult parsed, Option<int?> option, int min, int max) =>
        parsed.GetValue(option) is not { } value
            ? null
            : value >= min && value <= max
                ? value
                : throw new UserFailureException($"{option.Name} {value}: expected {min} to {max}.");
}
