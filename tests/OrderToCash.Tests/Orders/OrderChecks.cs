using OrderToCash.Domain.Orders;
using Xunit;

namespace OrderToCash.Tests.Orders;

/// <summary>What holds for an order after every event.</summary>
internal static class OrderChecks
{
    public static void Check(OrderState state)
    {
        if (state.Content is null) return;
        var sums = new OrderPieces();
        for (var i = 0; i < state.Lines.Length; i++)
        {
            var line = state.Lines[i];
            Assert.True(
                line is
                {
                    Asked: >= 0, Refused: >= 0, Backordered: >= 0, Reserved: >= 0, Allocated: >= 0, Shipped: >= 0,
                    Cancelled: >= 0
                },
                $"A count of line {i} is negative: {line}");
            Assert.Equal(
                line.Ordered,
                line.Asked + line.Refused + line.Backordered + line.Reserved + line.Allocated + line.Shipped
                    + line.Cancelled);
            sums.Asked += line.Asked;
            sums.Refused += line.Refused;
            sums.Backordered += line.Backordered;
            sums.Reserved += line.Reserved;
            sums.Allocated += line.Allocated;
            sums.Shipped += line.Shipped;
            sums.Cancelled += line.Cancelled;
        }

        Assert.Equal(sums, state.Pieces);
        foreach (var sku in state.Skus) CheckSku(state, sku);
        foreach (var invoice in state.Invoices) Assert.InRange(invoice.OpenMinor, 0, invoice.GrossMinor);
    }

    private static void CheckSku(OrderState state, OrderSkuState sku)
    {
        var (reserved, allocated) = (0, 0);
        for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
        {
            reserved += state.Lines[i].Reserved;
            allocated += state.Lines[i].Allocated;
        }

        Assert.InRange(
            WarehouseParts.Sum(sku.Warehouses), allocated, sku.OwesReduce ? int.MaxValue : allocated);
        Assert.All(sku.Warehouses, part => Assert.True(part.Quantity > 0));
        Assert.InRange(sku.Requested, 0, reserved);
        Assert.InRange(sku.OwesAllocate, 0, sku.Requested);
        Assert.InRange(sku.Requested - sku.OwesAllocate, 0, sku.Underway);
    }

    /// <summary>What holds after every decision: the order waits for something that has a name.</summary>
    public static void CheckWaits(OrderState state)
    {
        if (state.Content is null) return;
        var waits = state.WaitsFor();
        Assert.NotEmpty(waits);
        Assert.Equal(state.IsOver, waits.Any(wait => wait.Kind == WaitKind.Nothing));
        Assert.All(waits, wait => Assert.NotEmpty(wait.ToString()));
        Assert.False(!state.Holds.IsEmpty && state.Pieces.Allocated > 0, "Held and with a warehouse.");
        Assert.Equal(state.Shipments.Select(s => s.Shipment), state.Invoices.Select(i => i.RequestId));
        if (state.IsOver) Assert.Equal(0, state.Pieces.Open);
        if (state.IsClosed) Assert.All(state.Invoices, invoice => Assert.True(invoice.IsSettled, "Not paid."));
    }
}
