using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>Sums pieces of lines by SKU, in the order of each SKU's first line.</summary>
public static class SkuPieces
{
    /// <summary>Ordered pieces by SKU.</summary>
    public static ImmutableArray<SkuQuantity> Of(ImmutableArray<OrderLine> lines)
    {
        if (lines.Length == 1) return ImmutableArray.Create(new SkuQuantity(lines[0].Sku, lines[0].Quantity));
        var sums = new SkuQuantity[lines.Length];
        var count = 0;
        var indexes = Indexes(lines.Length);
        foreach (var line in lines) count = Add(sums, count, indexes, line.Sku, line.Quantity);
        return Done(sums, count);
    }

    /// <summary>Pieces by SKU.</summary>
    public static ImmutableArray<SkuQuantity> Of(ImmutableArray<LineQuantity> lines)
    {
        if (lines.Length == 1) return ImmutableArray.Create(new SkuQuantity(lines[0].Sku, lines[0].Quantity));
        var sums = new SkuQuantity[lines.Length];
        var count = 0;
        var indexes = Indexes(lines.Length);
        foreach (var line in lines) count = Add(sums, count, indexes, line.Sku, line.Quantity);
        return Done(sums, count);
    }

    private static Dictionary<string, int>? Indexes(int lines)
        => lines > OrderState.MaxScanned ? new Dictionary<string, int>(lines, StringComparer.Ordinal) : null;

    private static int Add(SkuQuantity[] sums, int count, Dictionary<string, int>? indexes, Sku sku, int quantity)
    {
        var index = -1;
        if (indexes is not null)
        {
            if (!indexes.TryGetValue(sku.Value, out index))
            {
                indexes.Add(sku.Value, count);
                index = -1;
            }
        }
        else
        {
            for (var i = 0; i < count && index < 0; i++)
                if (string.Equals(sums[i].Sku.Value, sku.Value, StringComparison.Ordinal)) index = i;
        }

        if (index < 0)
        {
            sums[count] = new SkuQuantity(sku, quantity);
            return count + 1;
        }

        sums[index] = new SkuQuantity(sku, sums[index].Quantity + quantity);
        return count;
    }

    private static ImmutableArray<SkuQuantity> Done(SkuQuantity[] sums, int count)
        => ImmutableCollectionsMarshal.AsImmutableArray(count == sums.Length ? sums : sums[..count]);
}
