namespace OrderToCash.Domain.Inventory;

/// <summary>
/// The promised pieces by age while there is a shortfall: how many pieces older promises claim, in O(log n).
/// </summary>
/// <remarks>
/// A Fenwick tree over the promises as they were when the shortfall began. No promise is made during a shortfall, so
/// none is added. Built only then, because without a shortfall every promise finds its pieces and age doesn't matter.
/// </remarks>
internal sealed class PromisesByAge
{
    private readonly long[] _sums;

    private PromisesByAge(int count) => _sums = new long[count + 1];

    /// <summary>Indexes these reservations; O(n log n), once a shortfall.</summary>
    public static PromisesByAge Of(Dictionary<string, Reservation> reservations)
    {
        var promised = new List<Reservation>(reservations.Count);
        foreach (var reservation in reservations.Values)
        {
            reservation.AgeIndex = -1;
            if (reservation.Promised > 0)
                promised.Add(reservation);
        }

        promised.Sort(Reservation.OldestFirst.Instance);
        var index = new PromisesByAge(promised.Count);
        for (var position = 0; position < promised.Count; position++)
        {
            promised[position].AgeIndex = position;
            index.Add(position, promised[position].Promised);
        }

        return index;
    }

    /// <summary>Changes the promised pieces of a reservation.</summary>
    public void Add(int ageIndex, int pieces)
    {
        for (var node = ageIndex + 1; node < _sums.Length; node += node & -node)
            _sums[node] += pieces;
    }

    /// <summary>Pieces that older promises claim.</summary>
    public long Before(int ageIndex)
    {
        long sum = 0;
        for (var node = ageIndex; node > 0; node -= node & -node)
            sum += _sums[node];
        return sum;
    }
}
