using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Finds the rate that makes the tax which a platform computed.</summary>
/// <remarks>
/// Orders have rates, platforms often amounts. A rate that was stated is taken where it makes the amount, or where none
/// makes it; otherwise the roundest one that does: 19 before 18.98. Where prices include tax, some cents of difference
/// change no total, and the stated rate is taken: platforms round by piece or by line.
/// </remarks>
public sealed class TaxRates(bool pricesIncludeTax)
{
    private const int MaxDecimals = 6;
    private const long MaxRoundedMinor = 5;

    /// <summary>
    /// Rates that were neither stated nor round; more are not made up, an order may have twenty in all.
    /// </summary>
    private const int MaxMadeUp = 8;

    private readonly List<decimal> _known = [];
    private int _madeUp;

    /// <summary>The rate of an amount.</summary>
    /// <param name="amountMinor">Net, or gross where prices include tax.</param>
    /// <param name="taxMinor">What the platform computed; null where it doesn't say.</param>
    /// <param name="stated">Percent; null where none is stated.</param>
    public decimal Of(long amountMinor, long? taxMinor, decimal? stated)
    {
        if (taxMinor is not { } tax || amountMinor <= 0)
            return stated ?? 0;
        if (tax == 0 && stated is null)
            return 0;
        if (stated is { } rate
            && (Makes(amountMinor, rate, tax) || (pricesIncludeTax && IsNear(amountMinor, rate, tax))))
            return Known(rate);
        foreach (var known in _known)
        {
            if (Makes(amountMinor, known, tax))
                return known;
        }

        return Roundest(amountMinor, tax, stated) is { } found ? Known(found) : stated ?? 0;
    }

    private decimal? Roundest(long amountMinor, long tax, decimal? stated)
    {
        var net = pricesIncludeTax ? amountMinor - tax : amountMinor;
        if (tax < 0 || net <= 0 || _madeUp >= MaxMadeUp)
            return null;
        var exact = tax * 100m / net;
        for (var decimals = 0; decimals <= MaxDecimals; decimals++)
        {
            var rate = decimal.Round(exact, decimals, MidpointRounding.AwayFromZero);
            if (rate > 100 || !Makes(amountMinor, rate, tax))
                continue;
            _madeUp += decimals > 1 || stated is not null ? 1 : 0;
            return rate;
        }

        return null;
    }

    private bool Makes(long amountMinor, decimal rate, long tax) => rate is >= 0 and <= 100 && tax == (pricesIncludeTax
        ? Rounding.TaxInGross(amountMinor, rate)
        : Rounding.TaxOnNet(amountMinor, rate));

    private static bool IsNear(long grossMinor, decimal rate, long tax) =>
        rate is >= 0 and <= 100 && long.Abs(Rounding.TaxInGross(grossMinor, rate) - tax) <= MaxRoundedMinor;

    private decimal Known(decimal rate)
    {
        // Without zeros at its end, so that 19 and 19.00 are the same text.
        rate = rate == 0 ? 0 : rate / 1.0000000000000000000000000000m;
        if (!_known.Contains(rate))
            _known.Add(rate);
        return rate;
    }
}
