namespace OrderToCash.ChannelSimulator.Goods;

/// <summary>What the shop sells, and how much of it it was told that it may.</summary>
/// <remarks>Any thread; one lock, under which nothing waits.</remarks>
public sealed class ShopGoods
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<string> _skus = [];
    private readonly Dictionary<string, long> _shown = new(StringComparer.Ordinal);
    private readonly List<(string Sku, long Quantity)> _told = [];

    /// <summary>Everything that it was told, in the order in which it came.</summary>
    public IReadOnlyList<(string Sku, long Quantity)> Told
    {
        get
        {
            lock (_gate)
                return [.. _told];
        }
    }

    /// <summary>Begins to sell a SKU; once more where another product of it shall have the same.</summary>
    public void Add(string sku)
    {
        lock (_gate)
        {
            if (_indexes.TryAdd(sku, _indexes.Count + 1))
                _skus.Add(sku);
        }
    }

    /// <summary>What it shows its customers; null where it was told nothing.</summary>
    public long? ShownOf(string sku)
    {
        lock (_gate)
            return _shown.TryGetValue(sku, out var shown) ? shown : null;
    }

    /// <summary>From 1; 0 where it doesn't sell it.</summary>
    internal int IndexOf(string sku)
    {
        lock (_gate)
            return _indexes.GetValueOrDefault(sku);
    }

    /// <summary>Takes what it may sell; false where it has no such product.</summary>
    internal bool Take(long index, long quantity)
    {
        lock (_gate)
        {
            if (index < 1 || index > _skus.Count)
                return false;
            var sku = _skus[(int)index - 1];
            _shown[sku] = quantity;
            _told.Add((sku, quantity));
            return true;
        }
    }
}
