using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Audit;

/// <content>How pieces of SKUs move from one count to another.</content>
internal sealed partial class OrderFold
{
    private ulong _shipment;

    private void Place(OrderEvent.Placed placed, Findings findings)
    {
        findings.Count(Checked.Placed);
        if (_isPlaced)
            findings.Break(Invariant.CountedOnce, "an order that is placed again", "one order.placed");
        _isPlaced = true;
        TakeAmounts(placed.Content, placed.Amounts, placed.ShippingAmount, placed.TotalMinor, findings);
        foreach (var line in placed.Content.Lines)
        {
            // What waits for a person before stock is asked counts as refused, as with the order.
            ref var part = ref PartOf(Key.Of(line.Sku.Value));
            if (placed.IsDeferred)
                part.Refused += line.Quantity;
            else
                part.Asked += line.Quantity;
        }
    }

    private void Edit(OrderEvent.Edited edited, Findings findings)
    {
        TakeAmounts(edited.Content, edited.Amounts, edited.ShippingAmount, edited.TotalMinor, findings);
        if (edited.Asks.IsEmpty)
            return;
        // SKUs that are no longer wanted stay, with nothing wanted: stock may not know yet.
        foreach (ref var part in CollectionsMarshal.AsSpan(_parts))
            part = new OrderPart { Sku = part.Sku };
        foreach (var (sku, quantity) in edited.Asks)
        {
            ref var part = ref PartOf(Key.Of(sku.Value));
            (part.Asked, part.Refused) = edited.IsDeferred ? (0, quantity) : (quantity, 0);
        }

        _holds = 0;
        AnswerCredit(findings);
    }

    private void Answer(OrderEvent.StockAnswered answered)
    {
        ref var part = ref PartOf(Key.Of(answered.Sku.Value));
        part.Reserved += answered.Reserved;
        if (answered.FromBackorder)
        {
            part.Backordered -= answered.Reserved;
            return;
        }

        part.Asked -= answered.Reserved + answered.Backordered + answered.Refused;
        part.Backordered += answered.Backordered;
        part.Refused += answered.Refused;
    }

    private void Repeat(OrderEvent.ReservationRepeated repeated)
    {
        foreach (var (sku, _) in repeated.Asks)
        {
            ref var part = ref PartOf(Key.Of(sku.Value));
            part.Asked += part.Refused;
            part.Refused = 0;
        }
    }

    private void Release(OrderEvent.Released released)
    {
        foreach (var (sku, quantity) in released.Asks)
            PartOf(Key.Of(sku.Value)).Requested += quantity;
    }

    /// <summary>Pieces cancelled while stock's answer was on its way are not there any more to be tied.</summary>
    private void Allocate(OrderEvent.Allocated allocated)
    {
        ref var part = ref PartOf(Key.Of(allocated.Sku.Value));
        var named = 0;
        foreach (var (_, quantity) in allocated.Warehouses)
            named += quantity;
        var tied = Math.Min(named, part.Requested);
        var missing = Math.Min(allocated.Missing, part.Requested - tied);
        part.Requested = Math.Max(0, part.Requested - named - allocated.Missing);
        part.Reserved -= tied + missing;
        part.Allocated += tied;
        part.Backordered += missing;
        part.Shelves = WarehouseParts.Add(part.Parts, allocated.Warehouses);
    }

    private void Ship(OrderEvent.Shipped shipped, Findings findings)
    {
        var lines = 0UL;
        foreach (var (lineId, sku, quantity) in shipped.Lines)
        {
            ref var part = ref PartOf(Key.Of(sku.Value));
            if (quantity > part.Allocated)
            {
                findings.Break(
                    Invariant.NoGhosts, $"{quantity} pieces of {sku} shipped, {part.Allocated} allocated",
                    "at most what is allocated");
                part.Allocated = quantity;
            }

            part.Allocated -= quantity;
            part.Shelves = WarehouseParts.TakeFrom(part.Parts, shipped.Warehouse, quantity);
            _shipped += quantity;
            lines = unchecked(lines + Key.Mix(Key.Of(lineId), quantity));
        }

        _shipment = Key.Mix(Key.Of(shipped.Shipment), lines);
        var pieces = SkuPieces.Of(shipped.Lines);
        var told = Math.Min(pieces.Length, OrderLimits.StockBatch);
        _untold += pieces.Length - told;
        Tell(pieces[..told], shipped.Shipment, shipped.Warehouse, findings);
    }

    private void Continue(OrderEvent.StockContinued continued, Findings findings)
    {
        if (continued.Step == StockStep.Reduce)
            GiveBack(continued.Asks);
        if (continued.Step != StockStep.Ship)
            return;
        _untold -= continued.Asks.Length;
        Tell(continued.Asks, continued.Shipment, continued.Warehouse, findings);
    }

    private void Tell(ImmutableArray<SkuQuantity> pieces, string? shipment, string? warehouse, Findings findings)
    {
        var place = Key.Mix(Key.Of(shipment), Key.Of(warehouse));
        foreach (var (sku, quantity) in pieces)
            findings.Cause(Relation.Shipment, Links.Shipment(key, Key.Of(sku.Value), place, quantity));
    }

    private void Cancel(OrderEvent.Cancelled cancelled)
    {
        foreach (var line in cancelled.Lines)
            Cancel(Key.Of(line.Sku.Value), line.Quantity);
        // Stock is told of the first ones at once, and of the rest by what follows.
        GiveBack(cancelled.Keep[..Math.Min(cancelled.Keep.Length, OrderLimits.StockBatch)]);
    }

    /// <summary>Pieces go back from the smallest parts first, on both sides.</summary>
    private void GiveBack(ImmutableArray<SkuQuantity> keep)
    {
        foreach (var (sku, _) in keep)
        {
            ref var part = ref PartOf(Key.Of(sku.Value));
            part.Shelves = WarehouseParts.TakeSmallest(
                part.Parts, WarehouseParts.Sum(part.Parts) - part.Allocated);
        }
    }

    /// <summary>Takes the least certain pieces first, as stock does.</summary>
    private void Cancel(ulong sku, int quantity)
    {
        ref var part = ref PartOf(sku);
        quantity -= Take(ref part.Refused, quantity);
        quantity -= Take(ref part.Backordered, quantity);
        quantity -= Take(ref part.Asked, quantity);
        quantity -= Take(ref part.Reserved, quantity);
        part.Allocated -= quantity;
        part.Requested = Math.Min(part.Requested, part.Reserved);
    }

    private static int Take(ref int pieces, int wanted)
    {
        var taken = Math.Min(pieces, wanted);
        pieces -= taken;
        return taken;
    }

    /// <summary>Orders have few SKUs; the scan of one with 10,000 lines costs a tenth of a second in all.</summary>
    private ref OrderPart PartOf(ulong sku)
    {
        var parts = CollectionsMarshal.AsSpan(_parts);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Sku == sku)
                return ref parts[i];
        }

        _parts.Add(new OrderPart { Sku = sku });
        return ref CollectionsMarshal.AsSpan(_parts)[^1];
    }

    /// <summary>Pieces of one SKU by what became of them.</summary>
    private struct OrderPart
    {
        public ulong Sku;
        public int Asked;
        public int Refused;
        public int Backordered;
        public int Reserved;
        public int Allocated;

        /// <summary>Of the reserved ones: those for which a warehouse is asked.</summary>
        public int Requested;

        /// <summary>The allocated ones by warehouse; the default where none ever were.</summary>
        public ImmutableArray<WarehouseQuantity> Shelves;

        public readonly ImmutableArray<WarehouseQuantity> Parts => Shelves.IsDefault ? [] : Shelves;

        /// <summary>The warehouses as the SKU's side hashes them.</summary>
        public readonly ulong ShelvesHash
        {
            get
            {
                var hash = 0UL;
                foreach (var (warehouse, pieces) in Parts)
                    hash = unchecked(hash + Key.OfPart(Key.Of(warehouse), pieces));
                return hash;
            }
        }

        /// <summary>What stock must hold for the order once it has answered.</summary>
        public readonly int Wanted => Asked + Backordered + Reserved + Allocated;
    }
}
