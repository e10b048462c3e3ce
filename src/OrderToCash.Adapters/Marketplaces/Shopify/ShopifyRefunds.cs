using System.Globalization;
using OrderToCash.Adapters.Marketplaces.Json;

namespace OrderToCash.Adapters.Marketplaces.Shopify;

/// <summary>
/// The refunds inside an order: which pieces are no longer ordered, and which came back after delivery.
/// </summary>
/// <remarks>
/// Pieces that left before they were shipped lower the order. Pieces that were shipped stay ordered, whether they came
/// back or not; the money that was paid back for them is kept with the order, since it is no part of what was sold.
/// </remarks>
internal sealed class ShopifyRefunds
{
    private readonly JsonPart _body;
    private readonly List<Entry> _entries = [];
    private bool _isAllOrdered;

    public ShopifyRefunds(JsonPart body)
    {
        _body = body;
        foreach (var refund in body.Items("refunds"u8))
        {
            foreach (var entry in refund.Items("refund_line_items"u8))
            {
                _entries.Add(new Entry(
                    entry.Text("line_item_id"u8) ?? "", entry["quantity"u8].Pieces() ?? 0,
                    entry.Text("restock_type"u8) ?? "", entry.Decimal("subtotal"u8) ?? 0,
                    entry.Decimal("total_tax"u8) ?? 0));
            }
        }
    }

    /// <summary>True where a line was lowered.</summary>
    public bool HasTakenOut { get; private set; }

    /// <summary>From now on every piece counts as ordered.</summary>
    public void TakeAllAsOrdered() => (_isAllOrdered, HasTakenOut) = (true, false);

    /// <summary>
    /// The pieces that are still ordered: those there are now, and those that were shipped and came back.
    /// </summary>
    public int Kept(string lineId, JsonPart line, int ordered)
    {
        if (_isAllOrdered || ordered <= 0 || line["current_quantity"u8].Pieces() is not { } current)
            return ordered;
        var wasShipped = line.Text("fulfillment_status"u8) is "fulfilled" or "partial";
        var kept = (long)current;
        foreach (var entry in _entries)
        {
            if (entry.LineId == lineId && IsReturn(entry, wasShipped))
                kept += entry.Quantity;
        }

        return (int)long.Clamp(kept, 0, ordered);
    }

    /// <summary>Lowers discount and tax by those of the pieces that were taken out.</summary>
    public void TakeOut(ForeignLine line, int ordered)
    {
        HasTakenOut = true;
        var removed = ordered - line.Quantity;
        var (pieces, subtotal, tax) = (0L, 0m, 0m);
        foreach (var entry in _entries)
        {
            if (entry.LineId == line.LineId && entry.Restock != "return")
            {
                pieces += entry.Quantity;
                subtotal += entry.Subtotal;
                tax += entry.Tax;
            }
        }

        if (pieces == removed)
        {
            line.Discount = decimal.Max(0, line.Discount - ((line.UnitPrice.GetValueOrDefault() * removed) - subtotal));
            line.Tax -= tax;
            return;
        }

        // An edit without a refund: their share, to be rounded with the currency's decimals later.
        var share = ordered == 0 ? 0 : (decimal)line.Quantity / ordered;
        line.Discount = decimal.Round(line.Discount * share, 2, MidpointRounding.AwayFromZero);
        line.Tax *= share;
    }

    /// <summary>What was paid back for pieces that came back: the current total lacks it, the order does not.</summary>
    public decimal Returned(bool pricesIncludeTax) =>
        _entries.Where(static entry => entry.Restock == "return")
            .Sum(entry => entry.Subtotal + (pricesIncludeTax ? 0 : entry.Tax));

    /// <summary>Keeps each refund's money, pieces and reason.</summary>
    public void Keep(ForeignOrder order)
    {
        var index = 0;
        foreach (var refund in _body.Items("refunds"u8))
        {
            var money = 0m;
            foreach (var transaction in refund.Items("transactions"u8))
                money += transaction.Text("status"u8) == "success" ? transaction.Decimal("amount"u8) ?? 0 : 0;
            order.Keep($"refunds[{index}].id", refund.Text("id"u8));
            order.Keep($"refunds[{index}].created_at", refund.Text("created_at"u8));
            order.Keep($"refunds[{index}].amount", money.ToString(CultureInfo.InvariantCulture));
            order.Keep($"refunds[{index}].note", refund.Text("note"u8));
            var line = 0;
            foreach (var entry in refund.Items("refund_line_items"u8))
            {
                order.Keep(
                    $"refunds[{index}].lines[{line++}]",
                    $"{entry.Text("quantity"u8)} of {entry.Text("line_item_id"u8)}, {entry.Text("restock_type"u8)}");
            }

            index++;
        }
    }

    private static bool IsReturn(Entry entry, bool wasShipped) =>
        entry.Restock == "return" || (wasShipped && entry.Restock == "no_restock");

    private readonly record struct Entry(string LineId, int Quantity, string Restock, decimal Subtotal, decimal Tax);
}
