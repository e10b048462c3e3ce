namespace OrderToCash.Adapters.Shops;

/// <summary>Orders of a page that were not on the pages before.</summary>
/// <param name="ReadUntil">Each change before this time is in this batch or in earlier ones.</param>
public sealed record OrderBatch(IReadOnlyList<PolledOrder> Orders, DateTimeOffset ReadUntil);

/// <summary>Reads a shop's changes from a time on, to the end, and misses none while the pages move.</summary>
/// <remarks>
/// One run, by one caller. It never reads on by the number of a page where it can help it: after each page it asks
/// anew for what was changed since the page's last change. An order that is changed meanwhile moves to the end, and
/// those behind it move up; asked for by their time they are all still there. Only where more orders than a page holds
/// were changed in one second it has to read on by page, and then reads that second again until there is no news in it.
/// What lists show late is found by beginning before the cursor.
/// </remarks>
/// <param name="keep">Makes a batch durable; the next page is asked for when it is.</param>
public sealed class OrderPoll(
    IOrderPages pages, Func<OrderBatch, Task> keep, int maxOrders, TimeProvider time)
{
    /// <summary>A shop that still has news in one second after so many readings is not listing it.</summary>
    private const int MaxReadings = 50;

    /// <summary>Times of changes and of answers are cut to it.</summary>
    private static readonly TimeSpan WholeSecond = TimeSpan.FromSeconds(1);

    /// <summary>Versions that were read already, with their times: those that can come again.</summary>
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private int _maxOrders = maxOrders;
    private DateTimeOffset? _askedAt;
    private DateTimeOffset _last;

    /// <summary>Runs.</summary>
    /// <exception cref="ShopUnavailableException">It could not be read to the end; what was read is kept.</exception>
    public async Task RunAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        // Shops know whole seconds: a fraction more, and what they list of that second would come too early.
        from = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds());
        _last = from;
        DateTimeOffset? place = from;
        while (place is { } since)
        {
            place = await ReadAsync(since, cancellationToken).ConfigureAwait(false);
            foreach (var (version, at) in _seen)
            {
                if (at < place)
                    _seen.Remove(version);
            }
        }

        // Whatever was changed before the first question was there to be listed, now or on a page since.
        await keep(new OrderBatch([], _askedAt ?? NotAfterNow(_last))).ConfigureAwait(false);
    }

    /// <summary>Reads until a page shows changes of a later second, with nothing left out in this one.</summary>
    /// <returns>That later second; null where the list has ended.</returns>
    private async Task<DateTimeOffset?> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var reading = 1; reading <= MaxReadings; reading++)
        {
            var (next, isFollowed, hasNews) = ((string?)null, false, false);
            while (await ReadPageAsync(since, next, cancellationToken).ConfigureAwait(false) is var page)
            {
                var last = LastOf(page, since);
                var fresh = page.Orders.Where(IsFresh).ToArray();
                hasNews |= fresh.Any(order => order.UpdatedAt <= since);
                await keep(new OrderBatch(fresh, NotAfterNow(since))).ConfigureAwait(false);
                if (page.Next is not null && last == since)
                {
                    (next, isFollowed) = (page.Next, true);
                    continue;
                }

                // While it read on by pages, orders may have moved from one that was to come to one that was read.
                if (isFollowed && hasNews)
                    break;
                return page.Next is null ? null : last;
            }
        }

        throw new ShopUnavailableException(
            $"The shop lists other orders of {since:O} each time: after {MaxReadings} readings there was still news.",
            false);
    }

    /// <summary>Where a page is too long to be read, it and those to come are cut in half.</summary>
    private async Task<OrderPage> ReadPageAsync(
        DateTimeOffset since, string? next, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var page = await pages.ReadAsync(since, _maxOrders, next, cancellationToken).ConfigureAwait(false);
                _askedAt ??= page.AskedAt;
                return page;
            }
            catch (ShopUnavailableException exception) when (exception.IsTooLong && _maxOrders > 1)
            {
                // Shorter pages have other numbers: from the first one on, whose orders are known.
                (_maxOrders, next) = (_maxOrders / 2, null);
            }
        }
    }

    /// <summary>How far a page reaches: its last change before it was asked for.</summary>
    /// <remarks>
    /// An order that is changed while a page is made stands at its old place with its new time: read on from there, and
    /// all between would be left out.
    /// </remarks>
    private DateTimeOffset LastOf(OrderPage page, DateTimeOffset since)
    {
        var last = since;
        foreach (var order in page.Orders)
        {
            if (order.UpdatedAt is not { } at || at > page.AskedAt - WholeSecond)
                continue;
            if (at < last)
            {
                throw new ShopUnavailableException(
                    $"The shop lists {order.Version} after a change of {last:O}, but was asked for the oldest first: "
                    + "then it can't be told what was read. Look for an extension that changes the order of lists.",
                    false);
            }

            last = at;
        }

        _last = last > _last ? last : _last;
        return last;
    }

    private bool IsFresh(PolledOrder order) =>
        order.Version is not { } version || _seen.TryAdd(version, order.UpdatedAt ?? default);

    /// <summary>An order may bear a time to come; what is changed until then must not be left out.</summary>
    private DateTimeOffset NotAfterNow(DateTimeOffset at)
    {
        var now = _askedAt ?? time.GetUtcNow();
        return at < now ? at : now;
    }
}
