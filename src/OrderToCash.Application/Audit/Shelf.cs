namespace OrderToCash.Application.Audit;

/// <summary>A SKU in a warehouse, with what moved since its last count.</summary>
internal sealed class Shelf(ulong warehouse)
{
    /// <summary>
    /// A count dated before the oldest movement that is kept can't be recomputed. The rules refuse such counts after
    /// 4,096 movements, so twice as many reach.
    /// </summary>
    private const int MaxMovements = 16_384;

    private readonly List<(long Ticks, int Delta)> _movements = [];
    private long _forgottenUntilTicks = long.MinValue;

    public ulong Warehouse { get; } = warehouse;

    public long OnHand { get; set; }

    public int SafetyStock { get; set; }

    public long CountedAtTicks { get; private set; } = long.MinValue;

    /// <summary>What a count of this time changes; null where the movements after it are no longer known.</summary>
    public long? DeltaOfCount(long ticks, int quantity)
    {
        if (ticks < CountedAtTicks)
            return 0;
        if (ticks < _forgottenUntilTicks)
            return null;
        long after = 0;
        for (var i = _movements.Count - 1; i >= 0 && _movements[i].Ticks > ticks; i--)
            after += _movements[i].Delta;
        return quantity + after - OnHand;
    }

    /// <summary>A count of this time holds from now on.</summary>
    public void Count(long ticks)
    {
        if (ticks < CountedAtTicks)
            return;
        CountedAtTicks = ticks;
        _movements.RemoveAll(movement => movement.Ticks <= ticks);
    }

    /// <summary>Keeps what moved, by its own time.</summary>
    public void Remember(long ticks, int delta)
    {
        if (delta == 0)
            return;
        if (_movements.Count == MaxMovements)
        {
            _forgottenUntilTicks = _movements[(MaxMovements / 2) - 1].Ticks;
            _movements.RemoveRange(0, MaxMovements / 2);
        }

        var index = _movements.Count;
        while (index > 0 && _movements[index - 1].Ticks > ticks)
            index--;
        _movements.Insert(index, (ticks, delta));
    }
}
