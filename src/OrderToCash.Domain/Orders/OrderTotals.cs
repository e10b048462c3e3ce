using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What an order costs, computed once at intake.</summary>
/// <param name="Amounts">One entry a line, order discounts spread.</param>
/// <param name="TotalMinor">Gross: the lines and shipping.</param>
public readonly record struct OrderTotals(
    ImmutableArray<LineAmount> Amounts, LineAmount ShippingAmount, long TotalMinor)
{
    private static readonly decimal[] MinorPerMajor = [1m, 10m, 100m, 1_000m];

    /// <summary>The line id of shipping cost, in amounts and on invoices.</summary>
    public const string ShippingLineId = "shipping";

    /// <summary>
    /// A line costs quantity × unit price, rounded once, less its discount. Order discounts are spread over the lines
    /// by largest remainder in proportion to that; what exceeds the lines reduces shipping. Tax is split off or added
    /// per line.
    /// </summary>
    /// <param name="content">Without errors by <see cref="OrderIntake.Check"/>; others may overflow.</param>
    public static OrderTotals Compute(OrderContent content)
    {
        var lines = content.Lines;
        var totals = new long[lines.Length];
        long sum = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            totals[i] = LineTotal(lines[i], content.Currency) - lines[i].DiscountMinor;
            sum += totals[i];
        }

        var shipping = content.Shipping?.PriceMinor ?? 0;
        long discount = 0;
        if (!content.Discounts.IsDefaultOrEmpty)
            foreach (var one in content.Discounts) discount += one.AmountMinor;
        if (discount > 0)
        {
            var onLines = Math.Min(discount, sum);
            var shares = new long[totals.Length];
            LargestRemainder.Spread(onLines, totals, shares);
            for (var i = 0; i < totals.Length; i++) totals[i] -= shares[i];
            shipping -= discount - onLines;
        }

        var amounts = new LineAmount[lines.Length];
        long total = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            amounts[i] = Split(lines[i].LineId, totals[i], lines[i].TaxRate, content.PricesIncludeTax);
            total += amounts[i].GrossMinor;
        }

        var shippingAmount = Split(ShippingLineId, shipping, content.Shipping?.TaxRate ?? 0, content.PricesIncludeTax);
        return new OrderTotals(
            ImmutableCollectionsMarshal.AsImmutableArray(amounts), shippingAmount, total + shippingAmount.GrossMinor);
    }

    /// <summary>Quantity × unit price in minor units, before discounts.</summary>
    public static long LineTotal(OrderLine line, Currency currency)
        => Rounding.ToMinor(line.Quantity * line.UnitPrice * MinorPerMajor[currency.Exponent]);

    /// <summary>Minor units of so many major units.</summary>
    public static long ToMinor(int major, Currency currency) => major * (long)MinorPerMajor[currency.Exponent];

    private static LineAmount Split(string lineId, long amount, decimal rate, bool includesTax)
    {
        if (!includesTax) return new LineAmount(lineId, amount, Rounding.TaxOnNet(amount, rate));
        var tax = Rounding.TaxInGross(amount, rate);
        return new LineAmount(lineId, amount - tax, tax);
    }
}
