using System.Diagnostics.CodeAnalysis;

namespace OrderToCash.Application.Projections;

/// <summary>Keeps what was used last, in two ages: when the young one is full, the old one is forgotten.</summary>
/// <remarks>Bounded without a list to keep in order: it holds at most twice the given number.</remarks>
internal sealed class TwoAgeCache<TKey, TValue>(int maxOfAnAge, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where TValue : class
{
    private Dictionary<TKey, TValue> _young = new(comparer);
    private Dictionary<TKey, TValue> _old = new(comparer);

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value)) return true;
        if (!_old.Remove(key, out value)) return false;
        Add(key, value);
        return true;
    }

    public void Add(TKey key, TValue value) => _young[key] = value;

    public void Remove(TKey key)
    {
        if (!_young.Remove(key)) _old.Remove(key);
    }

    /// <summary>To be called between batches: within one, what it touched must stay.</summary>
    public void Age()
    {
        if (_young.Count < maxOfAnAge) return;
        (_young, _old) = (_old, _young);
        _young.Clear();
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
