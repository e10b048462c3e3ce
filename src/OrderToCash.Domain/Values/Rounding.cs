namespace OrderToCash.Domain.Values;

/// <summary>The one way amounts are rounded: half away from zero, once, to whole minor units.</summary>
public static class Rounding
{
    /// <summary>The nearest whole minor unit; a half goes away from zero.</summary>
    public static long ToMinor(decimal amount) => (long)decimal.Round(amount, 0, MidpointRounding.AwayFromZero);

    /// <summary>The tax contained in a gross amount.</summary>
    /// <param name="ratePercent">Percent, 0 to 100.</param>
    public static long TaxInGross(long grossMinor, decimal ratePercent)
        => ratePercent == 0 ? 0 : ToMinor(grossMinor * ratePercent / (100m + ratePercent));

    /// <summary>The tax on a net amount.</summary>
    /// <param name="ratePercent">Percent, 0 to 100.</param>
    public static long TaxOnNet(long netMinor, decimal ratePercent)
        => ratePercent == 0 ? 0 : ToMinor(netMinor * ratePercent / 100m);

    /// <summary>The part of an amount that falls on some of its pieces, rounded half up; all make all of it.</summary>
    /// <param name="amountMinor">Not negative.</param>
    /// <param name="pieces">0 to <paramref name="ofPieces"/>.</param>
    /// <remarks>Grows with the pieces, so the difference of two shares is never negative.</remarks>
    public static long Share(long amountMinor, int pieces, int ofPieces)
        => pieces == ofPieces ? amountMinor
            : (long)((((Int128)amountMinor * pieces * 2) + ofPieces) / ((Int128)ofPieces * 2));
}
