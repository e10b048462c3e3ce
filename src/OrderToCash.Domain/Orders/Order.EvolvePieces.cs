using System.Collections.Immutable;

namespace OrderToCash.Domain.Orders;

/// <content>How pieces of lines move from one count to another.</content>
public static partial class Order
{
    private static int ReservedOf(OrderState state, int skuIndex)
    {
        var reserved = 0;
        for (var i = state.Skus[skuIndex].FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
            reserved += state.Lines[i].Reserved;
        return reserved;
    }

    /// <summary>Fills the lines of the SKU in their order: promised pieces first, then waiting, then refused.</summary>
    private static void EvolveStock(OrderState state, OrderEvent.StockAnswered answered)
    {
        var skuIndex = state.FindSku(answered.Sku);
        var (reserved, waiting, refused) = (answered.Reserved, answered.Backordered, answered.Refused);
        for (var i = state.Skus[skuIndex].FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
        {
            ref var line = ref state.Lines[i];
            if (answered.FromBackorder)
            {
                var arrived = Math.Min(reserved, line.Backordered);
                line.Backordered -= arrived;
                line.Reserved += arrived;
                reserved -= arrived;
                continue;
            }

            var promised = Math.Min(reserved, line.Asked);
            var waits = Math.Min(waiting, line.Asked - promised);
            var lost = Math.Min(refused, line.Asked - promised - waits);
            line.Asked -= promised + waits + lost;
            line.Reserved += promised;
            line.Backordered += waits;
            line.Refused += lost;
            (reserved, waiting, refused) = (reserved - promised, waiting - waits, refused - lost);
        }

        ref var sums = ref state.Sums;
        sums.Reserved += answered.Reserved;
        if (answered.FromBackorder)
        {
            sums.Backordered -= answered.Reserved;
            return;
        }

        sums.Asked -= answered.Reserved + answered.Backordered + answered.Refused;
        sums.Backordered += answered.Backordered;
        sums.Refused += answered.Refused;
        if (answered.Refused > 0) state.Skus[skuIndex].Refusal = answered.Reason;
    }

    private static void EvolveRepeated(OrderState state, OrderEvent.ReservationRepeated repeated)
    {
        state.IsDeferred = false;
        for (var a = 0; a < repeated.Asks.Length; a++)
        {
            ref var sku = ref state.Skus[state.FindSku(repeated.Asks[a].Sku)];
            sku.Refusal = null;
            sku.OwesReserve = a >= OrderLimits.StockBatch;
            for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
            {
                ref var line = ref state.Lines[i];
                state.Sums.Refused -= line.Refused;
                state.Sums.Asked += line.Refused;
                line.Asked += line.Refused;
                line.Refused = 0;
            }
        }
    }

    private static void EvolveReleased(OrderState state, OrderEvent.Released released)
    {
        state.IsReleased = true;
        for (var a = 0; a < released.Asks.Length; a++)
        {
            ref var sku = ref state.Skus[state.FindSku(released.Asks[a].Sku)];
            sku.Requested += released.Asks[a].Quantity;
            if (a >= OrderLimits.StockBatch) sku.OwesAllocate += released.Asks[a].Quantity;
            else sku.Underway += released.Asks[a].Quantity;
        }
    }

    /// <summary>
    /// Ties pieces of the lines, in their order, to what stock named; what was not there waits again. What was
    /// cancelled while the answer was on its way stays in the parts until it is given back.
    /// </summary>
    private static void EvolveAllocated(OrderState state, OrderEvent.Allocated allocated)
    {
        var skuIndex = state.FindSku(allocated.Sku);
        ref var sku = ref state.Skus[skuIndex];
        var named = 0;
        foreach (var part in allocated.Warehouses) named += part.Quantity;
        var requested = Math.Min(sku.Requested, ReservedOf(state, skuIndex));
        var tied = Math.Min(named, requested);
        var missing = Math.Min(allocated.Missing, requested - tied);
        sku.Requested = Math.Max(0, sku.Requested - named - allocated.Missing);
        sku.Underway = Math.Max(0, sku.Underway - named - allocated.Missing);
        sku.Warehouses = WarehouseParts.Add(sku.Warehouses, allocated.Warehouses);
        state.Sums.Reserved -= tied + missing;
        state.Sums.Allocated += tied;
        state.Sums.Backordered += missing;
        for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
        {
            ref var line = ref state.Lines[i];
            var here = Math.Min(tied, line.Reserved);
            var lost = Math.Min(missing, line.Reserved - here);
            line.Reserved -= here + lost;
            line.Allocated += here;
            line.Backordered += lost;
            (tied, missing) = (tied - here, missing - lost);
        }
    }

    private static void EvolveShipped(OrderState state, OrderEvent.Shipped shipped)
    {
        foreach (var (lineId, _, quantity) in shipped.Lines)
        {
            ref var line = ref state.Lines[state.FindLine(lineId)];
            ref var sku = ref state.Skus[line.SkuIndex];
            line.Allocated -= quantity;
            line.Shipped += quantity;
            state.Sums.Allocated -= quantity;
            state.Sums.Shipped += quantity;
            sku.Warehouses = WarehouseParts.TakeFrom(sku.Warehouses, shipped.Warehouse, quantity);
        }

        var told = shipped.Lines.Length;
        if (shipped.Lines.Length > OrderLimits.StockBatch)
        {
            var pieces = SkuPieces.Of(shipped.Lines);
            told = Math.Min(pieces.Length, OrderLimits.StockBatch);
            for (var a = told; a < pieces.Length; a++)
                state.Skus[state.FindSku(pieces[a].Sku)].OwesShip += pieces[a].Quantity;
        }

        state.Shipments = state.Shipments.Add(new OrderShipmentState(
            shipped.Shipment, shipped.Warehouse, shipped.ShippedAt, shipped.Carrier, shipped.Tracking, shipped.Lines,
            told));
        // Shipped whole although it was held (a provider took its word back): nothing is left to hold back.
        if (state.Pieces.Open == 0) state.Holds = [];
    }

    private static void EvolveCancelled(OrderState state, OrderEvent.Cancelled cancelled)
    {
        foreach (var (lineId, _, quantity) in cancelled.Lines)
        {
            var index = state.FindLine(lineId);
            CancelPieces(state, index, quantity);
            var skuIndex = state.Lines[index].SkuIndex;
            if (state.Skus[skuIndex] is { Underway: > 0, OwesReduce: false } && OpenOf(state, skuIndex) > 0)
                state.Skus[skuIndex].OwesReduce = true;
        }

        EvolveKept(state, cancelled.Keep);
        NoteCancellation(state, cancelled.RequestId, true);
        if (state.PrepaymentMinor is { } asked)
        {
            state.PrepaymentMinor = Math.Max(0, asked - cancelled.WithdrawMinor);
            state.IsPrepaymentSettled |= state.PrepaidMinor >= state.PrepaymentMinor;
        }

        // Where nothing is left to deliver there is nothing that a hold could keep back.
        if (state.Pieces.Open == 0) state.Holds = [];
        if (!cancelled.Whole) return;
        state.IsCancelled = true;
        state.EndReason = cancelled.Reason;
    }

    private static void EvolveRejected(OrderState state, OrderEvent.Rejected rejected)
    {
        for (var i = 0; i < state.Lines.Length; i++) CancelPieces(state, i, state.Lines[i].Open);
        EvolveKept(state, rejected.Keep);
        state.IsRejected = true;
        state.EndReason = rejected.Reason;
        state.Holds = [];
    }

    /// <summary>Stock is told at once of the first SKUs, and of the rest when the requests go on.</summary>
    private static void EvolveKept(OrderState state, ImmutableArray<SkuQuantity> keep)
    {
        for (var k = 0; k < keep.Length; k++)
        {
            var skuIndex = state.FindSku(keep[k].Sku);
            if (k < OrderLimits.StockBatch) EvolveGivenBack(state, skuIndex);
            else state.Skus[skuIndex].OwesReduce = true;
        }
    }

    /// <summary>Stock was told what to keep: the parts are again those of the lines.</summary>
    private static void EvolveGivenBack(OrderState state, int skuIndex)
    {
        ref var sku = ref state.Skus[skuIndex];
        sku.OwesReduce = false;
        var allocated = 0;
        for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku) allocated += state.Lines[i].Allocated;
        sku.Warehouses = WarehouseParts.TakeSmallest(sku.Warehouses, WarehouseParts.Sum(sku.Warehouses) - allocated);
    }

    private static void NoteCancellation(OrderState state, string? requestId, bool isDone)
    {
        if (requestId is not null) state.Cancellations = state.Cancellations.SetItem(requestId, isDone);
    }

    /// <summary>
    /// Takes pieces of a line out of the least certain counts first. Stock does the same over all lines of the SKU, so
    /// better pieces taken here go to other lines of the SKU that have worse ones.
    /// </summary>
    private static void CancelPieces(OrderState state, int index, int quantity)
    {
        ref var line = ref state.Lines[index];
        ref var sums = ref state.Sums;
        var refused = Math.Min(quantity, line.Refused);
        var waiting = Math.Min(quantity - refused, line.Backordered);
        var asked = Math.Min(quantity - refused - waiting, line.Asked);
        var reserved = Math.Min(quantity - refused - waiting - asked, line.Reserved);
        var allocated = quantity - refused - waiting - asked - reserved;
        line.Refused -= refused;
        line.Backordered -= waiting;
        line.Asked -= asked;
        line.Reserved -= reserved;
        line.Allocated -= allocated;
        line.Cancelled += quantity;
        sums.Refused -= refused;
        sums.Backordered -= waiting;
        sums.Asked -= asked;
        sums.Reserved -= reserved;
        sums.Allocated -= allocated;
        sums.Cancelled += quantity;
        HandOn(state, line.SkuIndex, reserved, allocated);
        TrimSku(state, line.SkuIndex);
    }

    private static void HandOn(OrderState state, int skuIndex, int reserved, int allocated)
    {
        for (var i = state.Skus[skuIndex].FirstLine; i >= 0 && allocated > 0; i = state.Lines[i].NextOfSku)
        {
            ref var line = ref state.Lines[i];
            var forWaiting = Math.Min(allocated, line.Backordered);
            line.Backordered -= forWaiting;
            line.Allocated += forWaiting;
            allocated -= forWaiting;
            state.Sums.Backordered -= forWaiting;
            state.Sums.Allocated += forWaiting;
        }

        for (var i = state.Skus[skuIndex].FirstLine; i >= 0 && allocated > 0; i = state.Lines[i].NextOfSku)
        {
            ref var line = ref state.Lines[i];
            var forReserved = Math.Min(allocated, line.Reserved);
            line.Reserved -= forReserved;
            line.Allocated += forReserved;
            allocated -= forReserved;
            state.Sums.Reserved -= forReserved;
            state.Sums.Allocated += forReserved;
        }

        for (var i = state.Skus[skuIndex].FirstLine; i >= 0 && reserved > 0; i = state.Lines[i].NextOfSku)
        {
            ref var line = ref state.Lines[i];
            var forWaiting = Math.Min(reserved, line.Backordered);
            line.Backordered -= forWaiting;
            line.Reserved += forWaiting;
            reserved -= forWaiting;
            state.Sums.Backordered -= forWaiting;
            state.Sums.Reserved += forWaiting;
        }
    }

    /// <summary>Makes what the SKU knows fit its lines again after pieces were cancelled.</summary>
    private static void TrimSku(OrderState state, int skuIndex)
    {
        ref var sku = ref state.Skus[skuIndex];
        var (reserved, refused) = (0, 0);
        for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
        {
            reserved += state.Lines[i].Reserved;
            refused += state.Lines[i].Refused;
        }

        if (refused == 0) sku.Refusal = null;
        sku.Requested = Math.Min(sku.Requested, reserved);
        sku.OwesAllocate = Math.Clamp(sku.Requested - sku.Underway, 0, sku.OwesAllocate);
    }
}
