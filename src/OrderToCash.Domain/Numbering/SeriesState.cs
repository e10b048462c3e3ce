using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Numbering;

/// <summary>A number that was given, and to which request of which order.</summary>
public readonly record struct AssignedNumber(long Number, OrderId Order, string RequestId);

/// <summary>The last number of a series, and who got the recent ones.</summary>
/// <remarks>
/// Mutable, and private to the shard that owns the series: only <see cref="NumberSeries.Evolve"/> changes it.
/// </remarks>
public sealed class SeriesState
{
    /// <summary>So many requests are remembered, so that a repeat gets the same number.</summary>
    public const int MaxKept = 1_024;

    private readonly Dictionary<RequestKey, long> _numbers = [];
    private readonly Queue<AssignedNumber> _oldestFirst = new();

    internal SeriesState(string id)
    {
        Id = new SeriesId(id);
        Prefix = NumberSeries.PrefixOf(id);
    }

    /// <summary>The series.</summary>
    public SeriesId Id { get; }

    /// <summary>The last number that was given; 0 where none was.</summary>
    public long Last { get; internal set; }

    /// <summary>The last <see cref="MaxKept"/> numbers, oldest first.</summary>
    public IReadOnlyCollection<AssignedNumber> Recent => _oldestFirst;

    /// <summary>What stands before the digits of a printed number, <c>RE-2026-</c>.</summary>
    internal string Prefix { get; }

    internal bool TryFind(OrderId order, string requestId, out long number) =>
        _numbers.TryGetValue(new RequestKey(order.Value, requestId), out number);

    internal void Add(AssignedNumber assigned)
    {
        Last = assigned.Number;
        _numbers[new RequestKey(assigned.Order.Value, assigned.RequestId)] = assigned.Number;
        _oldestFirst.Enqueue(assigned);
        if (_oldestFirst.Count <= MaxKept)
            return;
        var oldest = _oldestFirst.Dequeue();
        _numbers.Remove(new RequestKey(oldest.Order.Value, oldest.RequestId));
    }

    private readonly record struct RequestKey(string Order, string RequestId);
}
