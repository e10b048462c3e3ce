using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>Amounts that persons write, as minor units.</summary>
public static class CreditAmount
{
    /// <summary>False where the amount has more decimals than the currency, or can't be counted in it.</summary>
    /// <param name="amount">Whole units with decimals; null stays null.</param>
    public static bool TryParse(decimal? amount, Currency currency, out long? minor)
    {
        minor = null;
        if (amount is not { } whole)
            return true;
        for (var i = 0; i < currency.Exponent && whole < long.MaxValue; i++)
            whole *= 10;
        if (decimal.Truncate(whole) != whole || whole is < 0 or > long.MaxValue)
            return false;
        minor = (long)whole;
        return true;
    }
}
