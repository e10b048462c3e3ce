using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What an order is worth when some of its pieces are cancelled.</summary>
public static class OrderValue
{
    /// <summary>Gross of every piece that is not cancelled, shipped or not, and of shipping, minor units.</summary>
    public static long OfRest(OrderState state)
    {
        long value = state.ShippingAmount.GrossMinor;
        for (var i = 0; i < state.Lines.Length; i++)
            value += OfPieces(state, i, state.Lines[i].Ordered - state.Lines[i].Cancelled);
        return value;
    }

    /// <summary>The same by rate, ascending; the entries sum to it.</summary>
    public static ImmutableArray<TaxAmount> TaxesOfRest(OrderState state)
    {
        var content = state.Taken;
        var byRate = new SortedDictionary<decimal, (long Amount, long Tax)>();
        void Add(decimal rate, long amount, long tax)
        {
            var sum = byRate.GetValueOrDefault(rate);
            byRate[rate] = (sum.Amount + amount, sum.Tax + tax);
        }

        for (var i = 0; i < state.Lines.Length; i++)
        {
            var (pieces, ordered) = (state.Lines[i].Ordered - state.Lines[i].Cancelled, state.Lines[i].Ordered);
            var tax = content.PricesIncludeTax ? 0 : Rounding.Share(state.Amounts[i].TaxMinor, pieces, ordered);
            Add(content.Lines[i].TaxRate, OfPieces(state, i, pieces), tax);
        }

        if (content.Shipping is { } shipping)
            Add(shipping.TaxRate, state.ShippingAmount.GrossMinor, state.ShippingAmount.TaxMinor);
        var taxes = ImmutableArray.CreateBuilder<TaxAmount>(byRate.Count);
        foreach (var (rate, (amount, taxOfLines)) in byRate)
        {
            var tax = content.PricesIncludeTax ? Rounding.TaxInGross(amount, rate) : taxOfLines;
            taxes.Add(new TaxAmount(rate, amount - tax, tax));
        }

        return taxes.DrainToImmutable();
    }

    /// <summary>Gross of so many pieces of a line, minor units.</summary>
    /// <remarks>
    /// Of a net-price order it's the line's share of tax; its invoices compute tax on their sums, so both can differ by
    /// a cent.
    /// </remarks>
    public static long OfPieces(OrderState state, int lineIndex, int pieces)
    {
        var amount = state.Amounts[lineIndex];
        var ordered = state.Lines[lineIndex].Ordered;
        return state.Taken.PricesIncludeTax
            ? Rounding.Share(amount.GrossMinor, pieces, ordered)
            : Rounding.Share(amount.NetMinor, pieces, ordered) + Rounding.Share(amount.TaxMinor, pieces, ordered);
    }
}
