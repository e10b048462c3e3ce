using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Finding lines and SKUs by name.</content>
public sealed partial class OrderState
{
    /// <summary>Up to this many entries a scan is faster than a dictionary, and needs no memory.</summary>
    internal const int MaxScanned = 16;

    // Built when a large order is taken in or edited and replaced, never changed: copies share them.
    private Dictionary<string, int>? _lineIndexes;
    private Dictionary<string, int>? _skuIndexes;

    /// <summary>Index of the line with this id; -1 where there is none.</summary>
    public int FindLine(string lineId)
    {
        if (_lineIndexes is not null) return _lineIndexes.TryGetValue(lineId, out var found) ? found : -1;
        if (Content is null) return -1;
        var lines = Content.Lines;
        for (var i = 0; i < lines.Length; i++)
            if (string.Equals(lines[i].LineId, lineId, StringComparison.Ordinal)) return i;
        return -1;
    }

    /// <summary>Index of this SKU; -1 where no line has it.</summary>
    public int FindSku(Sku sku)
    {
        if (_skuIndexes is not null) return _skuIndexes.TryGetValue(sku.Value, out var found) ? found : -1;
        for (var i = 0; i < Skus.Length; i++)
            if (string.Equals(Skus[i].Sku.Value, sku.Value, StringComparison.Ordinal)) return i;
        return -1;
    }

    /// <summary>Makes the indexes fit the content and the SKUs; to be called by whoever sets them, last.</summary>
    internal void Reindex()
    {
        _lineIndexes = null;
        _skuIndexes = null;
        if (Content is null) return;
        if (Content.Lines.Length > MaxScanned)
        {
            _lineIndexes = new Dictionary<string, int>(Content.Lines.Length, StringComparer.Ordinal);
            for (var i = 0; i < Content.Lines.Length; i++) _lineIndexes.Add(Content.Lines[i].LineId, i);
        }

        if (Skus.Length > MaxScanned)
        {
            _skuIndexes = new Dictionary<string, int>(Skus.Length, StringComparer.Ordinal);
            for (var i = 0; i < Skus.Length; i++) _skuIndexes.Add(Skus[i].Sku.Value, i);
        }
    }

    /// <summary>Lays out lines and SKUs of a content, all pieces asked of stock.</summary>
    internal void LayOut(OrderContent content)
    {
        var count = content.Lines.Length;
        var lines = new OrderLineState[count];
        var skus = new OrderSkuState[count];
        var lastLines = count > 1 ? new int[count] : [];
        var seen = count > MaxScanned ? new Dictionary<string, int>(count, StringComparer.Ordinal) : null;
        var skuCount = 0;
        _pieces = default;
        for (var i = 0; i < count; i++)
        {
            var line = content.Lines[i];
            var skuIndex = IndexIn(skus, skuCount, seen, line.Sku);
            if (skuIndex < 0)
            {
                skuIndex = skuCount++;
                skus[skuIndex] = new OrderSkuState { Sku = line.Sku, FirstLine = i, Warehouses = [] };
                seen?.Add(line.Sku.Value, skuIndex);
            }
            else
            {
                lines[lastLines[skuIndex]].NextOfSku = i;
            }

            if (count > 1) lastLines[skuIndex] = i;
            lines[i] = new OrderLineState
            {
                Ordered = line.Quantity, Asked = line.Quantity, SkuIndex = skuIndex, NextOfSku = -1,
            };
            _pieces.Asked += line.Quantity;
        }

        Content = content;
        Lines = lines;
        Skus = skuCount == count ? skus : skus[..skuCount];
        Reindex();
    }

    private static int IndexIn(OrderSkuState[] skus, int count, Dictionary<string, int>? seen, Sku sku)
    {
        if (seen is not null) return seen.TryGetValue(sku.Value, out var found) ? found : -1;
        for (var i = 0; i < count; i++)
            if (string.Equals(skus[i].Sku.Value, sku.Value, StringComparison.Ordinal)) return i;
        return -1;
    }
}
