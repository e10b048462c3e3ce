namespace OrderToCash.Application.Audit;

/// <summary>What breaks one invariant: how many, and the first of them.</summary>
internal sealed class BreakLog(int maxKept)
{
    private readonly List<Found> _first = [];

    public long Count { get; private set; }

    /// <summary>The kept ones, first place first.</summary>
    public IReadOnlyList<Found> First => _first;

    public void Add(EventPlace place, string found, string expected)
    {
        Count++;
        Keep(new Found(place, found, expected));
    }

    /// <summary>Adds what another log found.</summary>
    public void Add(BreakLog other)
    {
        Count += other.Count;
        foreach (var found in other._first)
            Keep(found);
    }

    private void Keep(in Found found)
    {
        var index = _first.Count;
        while (index > 0 && _first[index - 1].Place.CompareTo(found.Place) > 0)
            index--;
        if (index >= maxKept)
            return;
        _first.Insert(index, found);
        if (_first.Count > maxKept)
            _first.RemoveAt(maxKept);
    }

    /// <summary>A break before its event is read again for its name.</summary>
    internal readonly record struct Found(EventPlace Place, string What, string Expected);
}
