using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Server.Hooks;

/// <summary>Knows the shops that deliver.</summary>
/// <remarks>
/// Any thread. The file is looked at again at most once a second, so that a new shop or secret counts without a
/// restart. Where it can't be read the shops stay as they were.
/// </remarks>
public sealed class ChannelBook
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Checked where a shop is not known, so that this takes as long: nobody has its secret.</summary>
    private static readonly HookChannel Nobody = new(
        "auto", "nobody", null, HookProof.Shopify,
        [new HookSecret(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), default)], [], null, null);

    private readonly ChannelFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile FrozenDictionary<(string Platform, string Shop), HookChannel> _channels =
        FrozenDictionary<(string, string), HookChannel>.Empty;
    private DateTime _changedAt;
    private long _lookedAt;

    /// <summary>The shops of a file.</summary>
    /// <exception cref="InvalidDataException">It is not a file of channels.</exception>
    public ChannelBook(ChannelFile file, TimeProvider time, ILogger logger)
    {
        (_file, _time, _logger) = (file, time, logger);
        _lookedAt = time.GetTimestamp();
        Load();
    }

    /// <summary>The shop; where there is none, one whose proof nobody can give.</summary>
    public HookChannel Find(string platform, string shop)
    {
        LookAgain();
        return _channels.GetValueOrDefault((platform, shop), Nobody);
    }

    /// <summary>How to read what a shop delivered.</summary>
    public MarketplaceFormat FormatOf(string platform, string shop)
    {
        LookAgain();
        var rate = _channels.GetValueOrDefault((platform, shop))?.TaxRate;
        return MarketplaceFormat.Of(platform, shop, rate) ?? new MarketplaceFormat(Platform.Auto, shop, rate);
    }

    /// <summary>All shops, by name.</summary>
    public IReadOnlyCollection<HookChannel> All()
    {
        LookAgain();
        return [.. _channels.Values.OrderBy(static channel => channel.Shop, StringComparer.Ordinal)];
    }

    private void LookAgain()
    {
        var last = Interlocked.Read(ref _lookedAt);
        if (_time.GetElapsedTime(last) < LookEvery
            || Interlocked.CompareExchange(ref _lookedAt, _time.GetTimestamp(), last) != last)
        {
            return;
        }

        try
        {
            if (_file.ChangedAt != _changedAt)
                Load();
        }
        catch (Exception exception) when (
            exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LogMessages.ChannelsUnreadable(_logger, _file.Path, exception.Message);
        }
    }

    private void Load()
    {
        // The time first: a change in between is seen the next time.
        _changedAt = _file.ChangedAt;
        _channels = _file.Read().ToFrozenDictionary(channel => (channel.Platform, channel.Shop));
    }
}
