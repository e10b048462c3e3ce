using System.Collections.Immutable;
using System.CommandLine;
using OrderToCash.Application.Outbound;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c channels publish</c>: what a shop is told.</summary>
internal static class ChannelPublishVerb
{
    private const int MaxNames = 10_000;

    private static readonly Option<int?> Buffer = new("--buffer")
    {
        Description = "Pieces of each SKU that are not offered there. 0 unless given.", HelpName = "N",
    };

    private static readonly Option<int?> MinChange = new("--min-change")
    {
        Description = "A change by fewer pieces is not told, unless it is from or to 0, or more was told than is "
            + "there. 1 unless given.",
        HelpName = "N",
    };

    private static readonly Option<string?> Skus = new("--skus")
    {
        Description = "The SKUs that are offered, with commas between: A-17,B-* ; '' for all, as unless given.",
        HelpName = "LIST",
    };

    private static readonly Option<string?> Warehouses = new("--warehouses")
    {
        Description = "The warehouses that are offered from, with commas between; '' for all, as unless given.",
        HelpName = "LIST",
    };

    private static readonly Option<string?> Stock = OnOff("--stock", "Whether the shop is told what it may sell.");

    private static readonly Option<string?> Orders = OnOff(
        "--orders", "Whether the shop is told of shipments and cancellations, from now on.");

    private static readonly Option<bool> Off = new("--off") { Description = "Tell the shop nothing any more." };

    /// <summary>The command.</summary>
    public static Command Create(Argument<string> platform, Argument<string> shop) => Verb.Of(
        "publish", "Tell a shop what it may sell and what became of its orders, or change how: what isn't given stays.",
        writes: false,
        (parsed, context) => ChannelChanges.ChangeAsync(
            context, ChannelsVerbs.FileOf(parsed, context), parsed.GetRequiredValue(platform),
            parsed.GetRequiredValue(shop), null,
            channel => channel with { Publish = Change(parsed, channel, context.Time.GetUtcNow()) }),
        platform, shop, Buffer, MinChange, Skus, Warehouses, Stock, Orders, Off, ChannelsVerbs.File);

    private static ChannelPublishing? Change(ParseResult parsed, HookChannel channel, DateTimeOffset now)
    {
        if (parsed.GetValue(Off))
            return null;
        if (channel.Api is null)
        {
            throw new UserFailureException(
                $"{channel.Platform}/{channel.Shop} has no API to be told over: say where it is first, with `o2c "
                + $"channels api {channel.Platform} {channel.Shop}`.");
        }

        var publish = channel.Publish ?? new ChannelPublishing(channel.Shop, now);
        if (Within(parsed, Buffer, 0) is { } buffer)
            publish = publish with { Buffer = buffer };
        if (Within(parsed, MinChange, 1) is { } minChange)
            publish = publish with { MinChange = minChange };
        if (parsed.GetValue(Skus) is { } skus)
            publish = publish with { Skus = ListOf(Skus.Name, skus) };
        if (parsed.GetValue(Warehouses) is { } warehouses)
            publish = publish with { Warehouses = ListOf(Warehouses.Name, warehouses) };
        if (IsOn(parsed, Stock) is { } tellsStock)
            publish = publish with { TellsStock = tellsStock };
        if (IsOn(parsed, Orders) is { } tellsOrders)
        {
            // What was shipped while the shop was not told is its past.
            var since = tellsOrders && !publish.TellsOrders ? now : publish.Since;
            publish = publish with { TellsOrders = tellsOrders, Since = since };
        }

        return publish;
    }

    private static Option<string?> OnOff(string name, string description) =>
        new(name) { Description = description + " on unless given.", HelpName = "on|off" };

    private static bool? IsOn(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        "on" => true,
        "off" => false,
        { } other => throw new UserFailureException($"{option.Name} '{other}': expected on or off."),
    };

    private static int? Within(ParseResult parsed, Option<int?> option, int min) =>
        parsed.GetValue(option) is not { } value
            ? null
            : value >= min && value <= ChannelPublishing.MaxPieces
                ? value
                : throw new UserFailureException(
                    $"{option.Name} {value}: expected {min} to {ChannelPublishing.MaxPieces} pieces.");

    private static ImmutableArray<string> ListOf(string option, string text)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length <= MaxNames
            ? [.. names.Distinct(StringComparer.Ordinal)]
            : throw new UserFailureException($"{option}: found {names.Length} names, expected at most {MaxNames}.");
    }
}
