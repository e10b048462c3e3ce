namespace OrderToCash.Domain.Values;

/// <summary>Spreads an amount over shares in proportion to weights, to the last minor unit.</summary>
public static class LargestRemainder
{
    private const int MaxOnStack = 16;

    /// <summary>
    /// Afterwards the shares sum to the amount, each within one unit of its exact proportion; units left over by
    /// rounding down go to the largest remainders, the first of equals first.
    /// </summary>
    /// <param name="amount">Not negative.</param>
    /// <param name="weights">Not negative; where their sum is 0, nothing is spread and all shares are 0.</param>
    /// <returns>What was spread: the amount, or 0 where all weights are 0.</returns>
    /// <remarks>A share exceeds its weight only where the amount exceeds the sum of the weights.</remarks>
    public static long Spread(long amount, ReadOnlySpan<long> weights, Span<long> shares)
    {
        shares.Clear();
        Int128 sum = 0;
        foreach (var weight in weights) sum += weight;
        if (sum == 0 || amount == 0) return 0;

        var left = amount;
        Span<(Int128 Remainder, int Index)> remainders = weights.Length <= MaxOnStack
            ? stackalloc (Int128, int)[weights.Length]
            : new (Int128, int)[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = (Int128)amount * weights[i];
            var share = (long)(exact / sum);
            shares[i] = share;
            left -= share;
            remainders[i] = (exact % sum, i);
        }

        if (left == 0) return amount;
        remainders.Sort(static (a, b) =>
        {
            var byRemainder = b.Remainder.CompareTo(a.Remainder);
            return byRemainder != 0 ? byRemainder : a.Index.CompareTo(b.Index);
        });
        // Fewer units are left than there are remainders above zero, so a weight of zero never gets one.
        for (var i = 0; i < left; i++) shares[remainders[i].Index]++;
        return amount;
    }
}
