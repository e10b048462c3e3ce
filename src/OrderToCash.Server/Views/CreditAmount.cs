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
        if (whole < 0 || !currency.TryToMinor(whole, out var exact))
            return false;
        minor = exact;
        return true;
    }
}
