using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Queries;

/// <summary>Questions about all orders of a journal.</summary>
public static class OrderScan
{
    /// <summary>What <paramref name="select"/> makes of each order; null leaves it out. It runs on several
    /// threads.</summary>
    public static Task<ImmutableArray<TResult>> RunAsync<TResult>(
        IJournal journal, int readers, Func<OrderState, TResult?> select, CancellationToken cancellationToken)
        where TResult : class =>
        EntityScan.RunAsync(
            journal, EntityKinds.Order, readers, static state => state.IsOver, select, cancellationToken);

    /// <summary>The orders that are held, oldest first.</summary>
    public static async Task<ImmutableArray<OrderState>> HeldAsync(
        IJournal journal, int readers, CancellationToken cancellationToken)
    {
        var held = await RunAsync(
            journal, readers, static state => state.Holds.IsEmpty ? null : state, cancellationToken)
            .ConfigureAwait(false);
        return held.Sort(OldestFirst);
    }

    /// <summary>The orders with pieces in a warehouse that it has not shipped, oldest first.</summary>
    public static async Task<ImmutableArray<OrderState>> ToPickAsync(
        IJournal journal, int readers, string warehouse, CancellationToken cancellationToken)
    {
        var orders = await RunAsync(
            journal, readers,
            state => state.Skus.Any(sku => sku.Warehouses.Any(part => part.Warehouse == warehouse)) ? state : null,
            cancellationToken).ConfigureAwait(false);
        return orders.Sort(OldestFirst);
    }

    /// <summary>Which pieces of which lines a warehouse is to ship for an order.</summary>
    /// <remarks>Stock ties pieces to a SKU; lines of the same SKU take them in the order of the lines.</remarks>
    public static ImmutableArray<ShipLine> PicksOf(OrderState order, string warehouse)
    {
        var lines = ImmutableArray.CreateBuilder<ShipLine>();
        foreach (var sku in order.Skus)
        {
            var before = 0;
            var here = 0;
            foreach (var part in sku.Warehouses)
            {
                if (part.Warehouse == warehouse)
                {
                    here = part.Quantity;
                    break;
                }

                before += part.Quantity;
            }

            // The pieces of earlier warehouses are those of the earlier lines, so that two lists never share a piece.
            for (var i = sku.FirstLine; i >= 0 && here > 0; i = order.Lines[i].NextOfSku)
            {
                var skipped = Math.Min(before, order.Lines[i].Allocated);
                before -= skipped;
                var taken = Math.Min(here, order.Lines[i].Allocated - skipped);
                here -= taken;
                if (taken > 0 && order.Content is { } content)
                {
                    lines.Add(new ShipLine(content.Lines[i].LineId, taken));
                }
            }
        }

        return lines.ToImmutable();
    }

    private static int OldestFirst(OrderState one, OrderState other)
    {
        var byTime = Nullable.Compare(one.Content?.PlacedAt, other.Content?.PlacedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.Id.Value, other.Id.Value);
    }
}
