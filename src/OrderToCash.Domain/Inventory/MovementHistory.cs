using System.Collections.Immutable;

namespace OrderToCash.Domain.Inventory;

/// <summary>What a movement changed on hand, and when it took place.</summary>
/// <param name="UtcTicks">Ticks of the UTC time.</param>
public readonly record struct MovementDelta(long UtcTicks, int Delta);

/// <summary>
/// A warehouse's recent movements in the order of their own times, which a count needs: it holds for its time, and
/// what moved later applies on top of it.
/// </summary>
internal sealed class MovementHistory
{
    /// <summary>So many movements are remembered at least.</summary>
    public const int MinKept = 4_096;

    // Dropping half at a time makes an insertion O(1) on average, where dropping the first each time moved 64 KiB.
    private const int MaxKept = 2 * MinKept;

    private readonly List<MovementDelta> _movements = [];

    /// <summary>Movements up to this time may be forgotten; a count before it can't be placed.</summary>
    public long ForgottenUntilUtcTicks { get; private set; } = long.MinValue;

    /// <summary>Remembers a movement; one that comes late goes to where it belongs.</summary>
    public void Add(long utcTicks, int delta)
    {
        if (_movements.Count == MaxKept)
        {
            ForgottenUntilUtcTicks = _movements[MinKept - 1].UtcTicks;
            _movements.RemoveRange(0, MinKept);
        }

        var index = _movements.Count;
        while (index > 0 && _movements[index - 1].UtcTicks > utcTicks)
            index--;
        _movements.Insert(index, new MovementDelta(utcTicks, delta));
    }

    /// <summary>What moved after this time.</summary>
    public long SumAfter(long utcTicks)
    {
        long sum = 0;
        for (var index = _movements.Count - 1; index >= 0 && _movements[index].UtcTicks > utcTicks; index--)
            sum += _movements[index].Delta;
        return sum;
    }

    /// <summary>Forgets what a count of this time has seen; nothing asks for it again.</summary>
    public void DropUntil(long utcTicks)
    {
        var seen = 0;
        while (seen < _movements.Count && _movements[seen].UtcTicks <= utcTicks)
            seen++;
        _movements.RemoveRange(0, seen);
    }

    public ImmutableArray<MovementDelta> ToImmutableArray() => [.. _movements];

    public static MovementHistory From(ImmutableArray<MovementDelta> movements, long forgottenUntilUtcTicks)
    {
        var history = new MovementHistory { ForgottenUntilUtcTicks = forgottenUntilUtcTicks };
        history._movements.AddRange(movements);
        return history;
    }
}
