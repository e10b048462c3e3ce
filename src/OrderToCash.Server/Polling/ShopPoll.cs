using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Shops;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server.Polling;

/// <summary>What a run brought.</summary>
/// <param name="Read">Orders on pages, without those that came twice in the run.</param>
/// <param name="Kept">Those that were new to the inbox.</param>
public sealed record PollReport(long Read, long Kept);

/// <summary>Asks a shop for what was changed since its cursor, into the inbox.</summary>
public sealed class ShopPoll(SqliteInbox inbox, ShopConnections connections, TimeProvider time)
{
    /// <summary>As many as WooCommerce gives at a time.</summary>
    private const int MaxOrdersPerPage = 100;

    /// <summary>Runs once: what is read is durable, with the cursor, before the next page is asked for.</summary>
    /// <param name="from">
    /// Where to begin; null for the cursor less the overlap, or where the shop's past ends before there is one.
    /// </param>
    /// <exception cref="ShopUnavailableException">It could not be read to the end; that is noted.</exception>
    /// <exception cref="InboxUnavailableException">What was read could not be kept; it is read again.</exception>
    public async Task<PollReport> RunAsync(
        HookChannel channel, ChannelApi api, DateTimeOffset? from, CancellationToken cancellationToken)
    {
        var cursor = inbox.Cursors()
            .FirstOrDefault(known => known.Platform == channel.Platform && known.Shop == channel.Shop);
        var pages = PagesOf(channel, api);
        var report = new PollReport(0, 0);
        var poll = new OrderPoll(
            pages, async batch => report = await KeepAsync(channel, pages.Topic, batch, report), MaxOrdersPerPage,
            time);
        try
        {
            await poll.RunAsync(from ?? (cursor?.ReadUntil - api.Overlap) ?? api.Since, cancellationToken);
        }
        catch (ShopUnavailableException exception)
        {
            await inbox.NotePollAsync(channel.Platform, channel.Shop, time.GetUtcNow(), exception.Message);
            throw;
        }

        await inbox.NotePollAsync(channel.Platform, channel.Shop, time.GetUtcNow(), null);
        return report;
    }

    private IOrderPages PagesOf(HookChannel channel, ChannelApi api)
    {
        var calls = connections.Of(channel, api);
        return channel.Platform switch
        {
            "shopify" => new ShopifyPages(calls),
            "woocommerce" => new WooPages(calls),
            _ => throw new ShopUnavailableException(
                $"There is no client for {channel.Platform}: end it with `o2c channels api {channel.Platform} "
                + $"{channel.Shop} --remove`.", false),
        };
    }

    private async Task<PollReport> KeepAsync(HookChannel channel, string topic, OrderBatch batch, PollReport report)
    {
        var at = time.GetUtcNow();
        var deliveries = batch.Orders.Select(order => new Delivery(
            channel.Platform, channel.Shop, order.Version, topic, at, "{}", order.Raw)).ToArray();
        var kept = await inbox.AppendPolledAsync(channel.Platform, channel.Shop, deliveries, batch.ReadUntil);
        return new PollReport(report.Read + deliveries.Length, report.Kept + kept);
    }
}
