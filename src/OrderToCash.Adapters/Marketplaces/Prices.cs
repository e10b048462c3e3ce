using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Prices for several pieces at once.</summary>
internal static class Prices
{
    /// <summary>Sets the price of a piece where it is exact, otherwise that of the line.</summary>
    /// <param name="basis">For so many pieces is the amount; null means one.</param>
    public static void Set(ForeignLine line, decimal amount, decimal? basis)
    {
        if (basis is not { } pieces || pieces <= 0 || pieces == 1)
        {
            line.UnitPrice = amount;
            return;
        }

        var unit = amount / pieces;
        if (decimal.Round(unit, OrderLimits.MaxPriceDecimals) == unit)
            line.UnitPrice = unit;
        else
            line.LineTotal = amount * line.Quantity / pieces;
    }

    /// <summary>Takes an allowance or charge into the line.</summary>
    public static void Adjust(ForeignLine line, decimal amount, bool isCharge)
    {
        if (!isCharge)
        {
            line.Discount += amount;
            return;
        }

        line.LineTotal = Total(line) + amount;
        line.UnitPrice = null;
    }

    /// <summary>Of all pieces, before discounts.</summary>
    public static decimal Total(ForeignLine line) => line.LineTotal ?? (line.UnitPrice ?? 0) * line.Quantity;
}
