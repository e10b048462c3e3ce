namespace OrderToCash.ChannelSimulator.Orders;

/// <summary>The orders of a shop: they come, are changed, paid, cancelled and listed.</summary>
/// <remarks>Any thread; one lock, under which nothing waits.</remarks>
public sealed class ShopOrders(SeededChoices choices, ShopFaults faults, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<ShopOrder> _orders = [];
    private long _changes;

    /// <summary>
    /// Told, under the lock, of each change: <c>create</c>, <c>updated</c> or <c>cancelled</c>, and the order.
    /// </summary>
    public event Action<string, ShopOrder>? Changed;

    /// <summary>All of them, as they are now, whether lists show them or not.</summary>
    public IReadOnlyList<ShopOrder> All
    {
        get
        {
            lock (_gate)
                return [.. _orders];
        }
    }

    /// <summary>Orders that came in the past, evenly over a time, some of them changed since.</summary>
    public void Begin(int count, TimeSpan past)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            for (var index = 1; index <= count; index++)
            {
                var created = Seconds(now - (past * (count - index + 1) / Math.Max(count, 1)));
                var late = choices.Of("past", index, 300) * (past / TimeSpan.FromHours(1));
                var updated = choices.Happens("changed before", index, 300) && created.AddSeconds(late) < now
                    ? Seconds(created.AddSeconds(late)) : created;
                _orders.Add(New(index, created) with { UpdatedAt = updated, ListedAt = updated });
            }
        }
    }

    /// <summary>A customer orders.</summary>
    public ShopOrder Create()
    {
        lock (_gate)
        {
            var order = New(_orders.Count + 1, Seconds(time.GetUtcNow()));
            _orders.Add(order with { ListedAt = Listed(order.UpdatedAt) });
            Changed?.Invoke("create", _orders[^1]);
            return _orders[^1];
        }
    }

    /// <summary>Changes an order: one piece more, or what the caller says.</summary>
    public ShopOrder Change(int index, Func<ShopOrder, ShopOrder>? change = null)
    {
        lock (_gate)
        {
            var order = _orders[index - 1];
            order = change is null ? order with { Quantity = order.Quantity + 1 } : change(order);
            var updated = Seconds(time.GetUtcNow());
            // A second change within a second would be the same version with another content.
            if (updated <= order.UpdatedAt)
                updated = order.UpdatedAt.AddSeconds(1);
            _orders[index - 1] = order with
            {
                Revision = order.Revision + 1,
                UpdatedAt = updated,
                ListedAt = Listed(updated),
            };
            Changed?.Invoke(order.IsCancelled ? "cancelled" : "updated", _orders[index - 1]);
            return _orders[index - 1];
        }
    }

    /// <summary>What a list shows, unsorted.</summary>
    public IReadOnlyList<ShopOrder> List(Func<ShopOrder, bool> isWanted)
    {
        var now = time.GetUtcNow();
        lock (_gate)
            return [.. _orders.Where(order => order.ListedAt <= now && isWanted(order))];
    }

    private static DateTimeOffset Seconds(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private DateTimeOffset Listed(DateTimeOffset updatedAt)
    {
        var change = ++_changes;
        return choices.Happens("lags", change, faults.Lags)
            ? updatedAt.AddSeconds(choices.Of("lag", change, (int)ShopFaults.MaxLag.TotalSeconds))
            : updatedAt;
    }

    private ShopOrder New(int index, DateTimeOffset at) => new(
        index, 1, at, at, at, 1 + choices.Of("quantity", index, 4), choices.Of("paid", index, 4) > 0, false);
}
