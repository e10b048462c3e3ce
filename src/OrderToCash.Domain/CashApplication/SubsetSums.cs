namespace OrderToCash.Domain.CashApplication;

/// <summary>Finds the one subset of amounts that makes a sum.</summary>
public static class SubsetSums
{
    /// <summary>More amounts are not looked at.</summary>
    public const int MaxAmounts = 62;

    /// <summary>
    /// The only subset that makes the sum, as bits by index; 0 where there is none, where there are several, and where
    /// the steps were not enough to tell. Amounts may be negative.
    /// </summary>
    public static ulong FindOnly(ReadOnlySpan<long> amounts, long sum, int maxSteps)
    {
        if (amounts.Length > MaxAmounts || amounts.IsEmpty)
            return 0;
        // What can still be added and taken away behind an index, so that a branch that can't reach the sum ends.
        Span<long> most = stackalloc long[amounts.Length + 1];
        Span<long> least = stackalloc long[amounts.Length + 1];
        for (var i = amounts.Length - 1; i >= 0; i--)
        {
            most[i] = most[i + 1] + Math.Max(amounts[i], 0);
            least[i] = least[i + 1] + Math.Min(amounts[i], 0);
        }

        var search = new Search(maxSteps);
        search.Go(amounts, most, least, 0, sum, 0);
        return search.StepsLeft > 0 && search.Solutions == 1 ? search.Solution : 0;
    }

    private struct Search(int maxSteps)
    {
        public int StepsLeft { get; private set; } = maxSteps;

        public int Solutions { get; private set; }

        public ulong Solution { get; private set; }

        public void Go(
            ReadOnlySpan<long> amounts, ReadOnlySpan<long> most, ReadOnlySpan<long> least, int index, long rest,
            ulong taken)
        {
            if (StepsLeft == 0 || Solutions > 1 || rest > most[index] || rest < least[index])
                return;
            StepsLeft--;
            if (index == amounts.Length)
            {
                // Bounds let only an exact rest come this far.
                if (taken == 0)
                    return;
                Solutions++;
                Solution = taken;
                return;
            }

            Go(amounts, most, least, index + 1, rest - amounts[index], taken | (1UL << index));
            Go(amounts, most, least, index + 1, rest, taken);
        }
    }
}
