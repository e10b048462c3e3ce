using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>Bundles: what is sold as one line and shipped as several.</summary>
/// <remarks>
/// Either parent or children carry stock and price, never both: here it is the children, since they lie in the
/// warehouse. The parent's price is spread over them by largest remainder, and the parent is no line.
/// </remarks>
internal sealed class Bundles
{
    private readonly List<ForeignLine> _parents = [];
    private readonly List<(ForeignLine Line, string Parent)> _children = [];

    public void AddParent(ForeignLine line) => _parents.Add(line);

    public void AddChild(ForeignLine line, string parent) => _children.Add((line, parent));

    /// <summary>Takes the parents that have children out of the order's lines.</summary>
    /// <param name="addsToChildren">The children's own prices come on top; otherwise the parent's are the
    /// whole.</param>
    public void Spread(ForeignOrder order, Currency currency, bool addsToChildren)
    {
        foreach (var parent in _parents)
        {
            var children = _children.Where(child => child.Parent == parent.LineId).Select(child => child.Line).ToList();
            if (children.Count == 0 || children.Contains(parent) || !order.Lines.Remove(parent))
                continue;
            Spread(parent, children, currency, addsToChildren);
            order.Keep($"bundles.{parent.LineId}", parent.Name ?? parent.ItemId);
            foreach (var child in children)
                order.Keep($"bundledBy.{child.LineId}", parent.LineId);
        }
    }

    private static void Spread(ForeignLine parent, List<ForeignLine> children, Currency currency, bool adds)
    {
        var factor = 1m;
        for (var i = 0; i < currency.Exponent; i++)
            factor *= 10;
        var weights = children.ConvertAll(child => Minor(TotalOf(child), factor)).ToArray();
        if (weights.All(static weight => weight == 0))
            weights = children.ConvertAll(static child => (long)int.Max(child.Quantity, 0)).ToArray();
        var (total, discount, tax) = (Shares(TotalOf(parent)), Shares(parent.Discount), Shares(parent.Tax ?? 0));
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            child.LineTotal = (adds ? TotalOf(child) : 0) + (total[i] / factor);
            child.UnitPrice = null;
            child.Discount = (adds ? child.Discount : 0) + (discount[i] / factor);
            child.Tax = adds || parent.Tax is not null ? (adds ? child.Tax ?? 0 : 0) + (tax[i] / factor) : child.Tax;
            child.TaxRate = adds ? child.TaxRate : parent.TaxRate ?? child.TaxRate;
        }

        long[] Shares(decimal amount)
        {
            var shares = new long[weights.Length];
            LargestRemainder.Spread(Minor(amount, factor), weights, shares);
            return shares;
        }
    }

    private static decimal TotalOf(ForeignLine line) => line.LineTotal ?? (line.UnitPrice ?? 0) * line.Quantity;

    /// <summary>Out of bounds is 0 here: the check of the content refuses it.</summary>
    private static long Minor(decimal amount, decimal factor) =>
        amount is > 0 and < Domain.Orders.OrderLimits.MaxAmountMinor ? (long)decimal.Round(amount * factor) : 0;
}
