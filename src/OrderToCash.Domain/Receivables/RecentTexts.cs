using System.Collections.Immutable;

namespace OrderToCash.Domain.Receivables;

/// <summary>A bounded memory of texts: the newest ones are known, the oldest is forgotten when it is full.</summary>
/// <remarks>
/// Few accounts remember more than a handful, so a short memory is searched as a list and builds no hash table.
/// </remarks>
public sealed class RecentTexts(int capacity, StringComparer comparer)
{
    private const int MaxLinear = 12;

    private static readonly Queue<string> Nothing = new();

    private Queue<string>? _order;
    private HashSet<string>? _index;

    /// <summary>How many are remembered.</summary>
    public int Count => _order?.Count ?? 0;

    /// <summary>True where the text was added and is not forgotten yet.</summary>
    public bool Contains(string text)
    {
        if (_index is not null)
            return _index.Contains(text);
        foreach (var known in _order ?? Nothing)
        {
            if (comparer.Equals(known, text))
                return true;
        }

        return false;
    }

    /// <summary>All that are remembered, oldest first.</summary>
    public ImmutableArray<string> ToImmutableArray() => [.. _order ?? Nothing];

    /// <summary>Returns the text that is forgotten for it; null where none is.</summary>
    internal string? Add(string text)
    {
        if (Contains(text))
            return null;
        _order ??= new Queue<string>();
        _order.Enqueue(text);
        _index?.Add(text);
        if (_index is null && _order.Count > MaxLinear)
            _index = new HashSet<string>(_order, comparer);
        if (_order.Count <= capacity)
            return null;
        var oldest = _order.Dequeue();
        _index?.Remove(oldest);
        return oldest;
    }
}
