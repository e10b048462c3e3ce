using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Files;

/// <summary>Remembers what customers bought, so that a return finds the order it takes back. One thread.</summary>
/// <remarks>Bounded: of more lines the oldest are forgotten, and a return of what they sold is refused.</remarks>
internal sealed class PurchaseMemory
{
    /// <summary>Lines remembered: two years of a wholesaler of 400,000 lines a year, about 100 MB.</summary>
    public const int MaxLines = 1_000_000;

    private readonly Dictionary<(string Customer, string Sku), List<Purchase>> _purchases = [];
    private readonly Queue<(string Customer, string Sku)> _oldestFirst = new();

    /// <summary>Remembers a line of an order.</summary>
    public void Add(string customer, string order, OrderLine line)
    {
        var key = (customer, line.Sku.Value);
        if (!_purchases.TryGetValue(key, out var purchases))
        {
            _purchases.Add(key, purchases = []);
        }

        purchases.Add(new Purchase(order, line.LineId) { Left = line.Quantity });
        _oldestFirst.Enqueue(key);
        if (_oldestFirst.Count > MaxLines)
        {
            ForgetOldest();
        }
    }

    /// <summary>Takes pieces back from the customer's latest order that has as many of them left.</summary>
    /// <returns>The order and its lines; null where there is none.</returns>
    public (string Order, ImmutableArray<CancelLine> Lines)? TakeBack(string customer, string sku, int quantity)
    {
        if (!_purchases.TryGetValue((customer, sku), out var purchases))
        {
            return null;
        }

        // Lines of one order stand together: orders are remembered one after the other.
        for (var end = purchases.Count; end > 0;)
        {
            var order = purchases[end - 1].Order;
            var first = end - 1;
            long left = purchases[first].Left;
            while (first > 0 && purchases[first - 1].Order == order)
            {
                left += purchases[--first].Left;
            }

            if (left >= quantity)
            {
                return (order, TakeFrom(purchases, first, end, quantity));
            }

            end = first;
        }

        return null;
    }

    private static ImmutableArray<CancelLine> TakeFrom(List<Purchase> purchases, int first, int end, int quantity)
    {
        var lines = ImmutableArray.CreateBuilder<CancelLine>();
        for (var i = end - 1; i >= first && quantity > 0; i--)
        {
            var taken = Math.Min(quantity, purchases[i].Left);
            if (taken > 0)
            {
                purchases[i].Left -= taken;
                quantity -= taken;
                lines.Add(new CancelLine(purchases[i].LineId, taken));
            }
        }

        return lines.DrainToImmutable();
    }

    private void ForgetOldest()
    {
        var key = _oldestFirst.Dequeue();
        var purchases = _purchases[key];
        purchases.RemoveAt(0);
        if (purchases.Count == 0)
        {
            _purchases.Remove(key);
        }
    }

    private sealed record Purchase(string Order, string LineId)
    {
        public int Left { get; set; }
    }
}
