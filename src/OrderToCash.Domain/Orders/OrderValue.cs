using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What an order is worth when some of its pieces are cancelled.</summary>
public static class OrderValue
{
    /// <summary>Gross of every piece that is not cancelled, shipped ones included, and of shipping, minor units.</summary>
    public static long OfRest(OrderState state)
    {
        long value = state.ShippingAmount.GrossMinor;
        for (var i = 0; i < state.Lines.Length; i++)
            value += OfPieces(state, i, state.Lines[i].Ordered - state.Lines[i].Cancelled);
        return value;
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
