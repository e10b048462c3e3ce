using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>Sums over items: all of them, with or without discounts, and the one subset that fits.</summary>
internal sealed class SubsetSearch(MatchIndex index, MatchPolicy policy, Amounts amounts)
{
    private readonly List<Share> _shares = [];
    private readonly List<int> _items = [];
    private readonly byte[] _first = new byte[NumberShape.MaxLength];
    private readonly byte[] _last = new byte[NumberShape.MaxLength];
    private readonly byte[] _other = new byte[NumberShape.MaxLength];

    /// <summary>All of the items together make the amount: as they are open, each less its discount, or some
    /// so.</summary>
    public bool TrySum(List<int> pool, out List<Share> shares, out bool isRounded)
    {
        shares = _shares;
        isRounded = false;
        long open = 0, skonto = 0;
        foreach (var item in pool)
        {
            open += index.Items[item].OpenMinor;
            skonto += amounts.SkontoOf(item);
        }

        if (open == amounts.Minor)
            return Take(pool, static (_, _) => false);
        if (skonto == 0)
            return TryRounded(pool, open, 0, ref isRounded);
        if (open - skonto == amounts.Minor)
            return Take(pool, static (_, _) => true);
        return TrySomeSkonto(pool, open - amounts.Minor) || TryRounded(pool, open, skonto, ref isRounded);
    }

    /// <summary>The only subset of some items, beside some that are in it for sure, that makes the amount.</summary>
    public bool TryOnlySubset(List<int> pool, List<int> certain, out List<Share> shares)
    {
        shares = _shares;
        var sum = amounts.Minor;
        foreach (var item in certain)
            sum -= index.Items[item].OpenMinor;
        if (pool.Count == 0 || pool.Count > policy.MaxSubsetItems)
            return false;
        pool.Sort((one, other) => index.Items[other].OpenMinor.CompareTo(index.Items[one].OpenMinor));
        Span<long> values = stackalloc long[pool.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = index.Items[pool[i]].OpenMinor;
        var subset = SubsetSums.FindOnly(values, sum, policy.MaxSubsetSteps);
        if (subset == 0)
            return false;
        _shares.Clear();
        foreach (var item in certain)
            _shares.Add(new Share(item, index.Items[item].OpenMinor));
        for (var i = 0; i < values.Length; i++)
        {
            if ((subset & (1UL << i)) != 0)
                _shares.Add(new Share(pool[i], values[i]));
        }

        return true;
    }

    /// <summary>The only subset of a customer's open items, two at least, where chance would hardly find one.</summary>
    public bool TryOnlySubset(int customer, out List<Share> shares)
    {
        shares = _shares;
        if (!Collect(customer, []) || _items.Count < 2 || !IsSpread(_items))
            return false;
        return TryOnlySubset(_items, [], out shares) && shares.Count >= 2;
    }

    /// <summary>The named items, and the only rest of the customer's items that makes the amount.</summary>
    public bool TryComplete(int customer, List<int> named, out List<Share> shares)
    {
        shares = _shares;
        return Collect(customer, named) && _items.Count > 0 && IsSpread(_items)
            && TryOnlySubset(_items, named, out shares);
    }

    /// <summary>
    /// The customer's open documents of one series from one number to another; false where the two are of different
    /// series.
    /// </summary>
    public bool TryCollectRange(int customer, int first, int last, List<int> pool)
    {
        pool.Clear();
        var from = NumberShape.Read(index.Items.Document(first), _first);
        var to = NumberShape.Read(index.Items.Document(last), _last);
        if (!IsOfSeries(from, to) || index.Customers[customer].OpenCount > SubsetSums.MaxAmounts)
            return false;
        var (low, high) = (from.Value(from.Counter), to.Value(to.Counter));
        for (var item = index.Customers[customer].FirstItem; item >= 0; item = index.Items[item].NextOfCustomer)
        {
            var shape = NumberShape.Read(index.Items.Document(item), _other);
            if (index.Items[item].Currency == amounts.Currency && IsOfSeries(from, shape)
                && shape.Value(shape.Counter) is var value && value >= low && value <= high)
                pool.Add(item);
        }

        return pool.Count >= 2;
    }

    private static bool IsOfSeries(in NumberShape one, in NumberShape other) =>
        one.HasCounter && other.HasCounter && one.Counter.Equals(other.Counter)
        && one.Squeezed.Length == other.Squeezed.Length
        && one.Squeezed[..one.Counter.Start].SequenceEqual(other.Squeezed[..other.Counter.Start]);

    // With as many subsets as there are cents, some subset makes any amount.
    private bool IsSpread(List<int> pool)
    {
        long total = 0;
        foreach (var item in pool)
            total += Math.Abs(index.Items[item].OpenMinor);
        return pool.Count <= policy.MaxSubsetItems && (1L << pool.Count) <= total / policy.MinSubsetSpread;
    }

    private bool Collect(int customer, List<int> without)
    {
        _items.Clear();
        if (index.Customers[customer].OpenCount > policy.MaxSubsetItems + without.Count)
            return false;
        for (var item = index.Customers[customer].FirstItem; item >= 0; item = index.Items[item].NextOfCustomer)
        {
            if (index.Items[item].Currency == amounts.Currency && !without.Contains(item))
                _items.Add(item);
        }

        return true;
    }

    private bool Take(List<int> pool, Func<int, int, bool> isLessSkonto)
    {
        _shares.Clear();
        for (var i = 0; i < pool.Count; i++)
        {
            var skonto = isLessSkonto(i, pool[i]) ? amounts.SkontoOf(pool[i]) : 0;
            _shares.Add(new Share(pool[i], index.Items[pool[i]].OpenMinor - skonto, skonto));
        }

        return true;
    }

    // Discount on some of them only: the one choice that explains what is missing.
    private bool TrySomeSkonto(List<int> pool, long missing)
    {
        if (missing <= 0 || pool.Count > policy.MaxSubsetItems)
            return false;
        Span<long> values = stackalloc long[pool.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = amounts.SkontoOf(pool[i]);
        // Zeros would make each solution a double one; they take no part.
        Span<long> granted = stackalloc long[pool.Count];
        Span<int> places = stackalloc int[pool.Count];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
                continue;
            places[count] = i;
            granted[count++] = values[i];
        }

        var subset = SubsetSums.FindOnly(granted[..count], missing, policy.MaxSubsetSteps);
        if (subset == 0)
            return false;
        var chosen = 0UL;
        for (var i = 0; i < count; i++)
        {
            if ((subset & (1UL << i)) != 0)
                chosen |= 1UL << places[i];
        }

        return Take(pool, (place, _) => (chosen & (1UL << place)) != 0);
    }

    private bool TryRounded(List<int> pool, long open, long skonto, ref bool isRounded)
    {
        if (Math.Abs(open - amounts.Minor) <= amounts.RoundingMinor)
            Take(pool, static (_, _) => false);
        else if (skonto > 0 && Math.Abs(open - skonto - amounts.Minor) <= amounts.RoundingMinor)
            Take(pool, static (_, _) => true);
        else
            return false;
        isRounded = true;
        var difference = -amounts.Minor;
        foreach (var share in _shares)
            difference += share.PaidMinor;
        // The cents are the largest item's, which they can't turn around.
        var largest = 0;
        for (var i = 1; i < _shares.Count; i++)
        {
            if (_shares[i].PaidMinor > _shares[largest].PaidMinor)
                largest = i;
        }

        var of = _shares[largest];
        _shares[largest] = of with { PaidMinor = of.PaidMinor - difference, WriteOffMinor = difference };
        return true;
    }
}
