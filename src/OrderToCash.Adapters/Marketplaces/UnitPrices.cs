using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>The price of one piece, where a platform states that of the line.</summary>
public static class UnitPrices
{
    /// <summary>
    /// A unit price of at most six decimals, and what it makes too much of the line, minor units: a discount of the
    /// line, so that the line costs exactly what the platform says.
    /// </summary>
    /// <param name="total">Of all pieces, not negative; fractions of the minor unit are rounded once.</param>
    /// <param name="quantity">At least 1.</param>
    public static (decimal UnitPrice, long RestMinor) Of(decimal total, int quantity, Currency currency)
    {
        if (quantity == 1 || total <= 0 || total > OrderLimits.MaxUnitPrice * OrderLimits.MaxQuantity)
            return (decimal.Round(total, OrderLimits.MaxPriceDecimals), 0);
        var exact = total / quantity;
        var unit = decimal.Round(exact, OrderLimits.MaxPriceDecimals, MidpointRounding.AwayFromZero);
        var wanted = Cost(total, 1, currency);
        var cost = Cost(unit, quantity, currency);
        if (cost < wanted)
        {
            unit += 0.000001m;
            cost = Cost(unit, quantity, currency);
        }

        // Zeros at the end would make another text of the same price.
        return (unit / 1.0000000000000000000000000000m, cost - wanted);
    }

    private static long Cost(decimal unit, int quantity, Currency currency) =>
        OrderTotals.LineTotal(new OrderLine("", new Sku(""), null, quantity, unit, 0), currency);
}
