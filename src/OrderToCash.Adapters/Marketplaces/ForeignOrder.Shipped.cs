using System.Globalization;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces;

/// <content>What the platform says was shipped already.</content>
internal sealed partial class ForeignOrder
{
    private const int MaxShippedShown = 10;
    private const string NothingShipped = "nothing shipped";

    private readonly List<Evidence> _shipped = [];
    private bool _isShipped;

    /// <summary>Something, or everything, was shipped by the order's own state.</summary>
    public void ShippedOrder(string field, string state, bool isWhole)
    {
        _isShipped |= isWhole;
        _shipped.Insert(0, new Evidence(field, state, NothingShipped));
    }

    /// <summary>Notes the pieces of a line that were shipped; null: some, the platform doesn't say how many.</summary>
    public void ShippedLine(ForeignLine line, int? pieces)
    {
        if (pieces <= 0)
            return;
        line.IsShipped |= pieces >= line.Quantity;
        var count = pieces?.ToString(CultureInfo.InvariantCulture) ?? "some";
        var found = $"{count} of {line.Quantity} pieces of {line.Sku ?? line.ItemId} shipped";
        _shipped.Add(new Evidence(line.Place, found, NothingShipped));
    }

    /// <summary>Null where nothing was shipped, or the order is cancelled: of that nothing is released.</summary>
    private ShippedSoFar? Shipped()
    {
        if (_shipped.Count == 0 || Cancels.Exists(static cancel => cancel.Lines.IsEmpty))
            return null;
        var isWhole = _isShipped || Lines.TrueForAll(static line => line.IsShipped);
        var more = _shipped.Count - MaxShippedShown;
        return new ShippedSoFar(
            isWhole,
            more <= 0 ? [.. _shipped]
                : [.. _shipped.Take(MaxShippedShown), new Evidence("lines", $"{more} more shipped", NothingShipped)]);
    }
}
