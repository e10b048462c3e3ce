using System.Collections.Immutable;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Application.Outbound;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Polling;

namespace OrderToCash.Server.Outbound;

/// <summary>The shops that are told something, and who tells them.</summary>
/// <remarks>Any thread. Changes of the file count within a second.</remarks>
/// <param name="tellerOf">Who tells a shop; null where nobody can.</param>
public sealed class OutboundChannels(ChannelBook book, Func<HookChannel, IChannelTeller?> tellerOf)
{
    /// <summary>The shops of a file, told over their APIs.</summary>
    public static OutboundChannels Of(ChannelBook book, ShopConnections connections) => new(
        book, channel => (channel.Platform, channel.Api) switch
        {
            ("shopify", { } api) => new ShopifyTeller(connections.Of(channel, api), api.Location),
            ("woocommerce", { } api) => new WooTeller(connections.Of(channel, api)),
            _ => null,
        });

    /// <summary>The shops that are to be told, and can be.</summary>
    public ImmutableArray<HookChannel> All() =>
        [.. book.All().Where(static channel => channel is { Publish: not null, Api: not null })];

    /// <summary>The names of those that are to be told, and can be.</summary>
    public static HashSet<string> ToldOf(IEnumerable<HookChannel> channels) => channels
        .Where(static channel => channel is { Publish: not null, Api: not null })
        .Select(static channel => channel.Shop).ToHashSet(StringComparer.Ordinal);

    /// <summary>What they are told.</summary>
    public ImmutableArray<ChannelPublishing> Terms() =>
        [.. book.All().Where(static channel => channel.Api is not null).Select(static channel => channel.Publish)
            .OfType<ChannelPublishing>()];

    /// <summary>Who tells a shop; null where nobody can.</summary>
    public IChannelTeller? TellerOf(HookChannel channel) => tellerOf(channel);
}
