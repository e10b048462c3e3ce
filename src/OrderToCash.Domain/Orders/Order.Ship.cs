using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Shipments.</content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> Ship(OrderState state, OrderCommand.Ship ship, DateTimeOffset at)
    {
        if (CheckForm(ship) is { } invalid) return Reply(OrderReplyCode.InvalidContent, invalid);
        foreach (var known in state.Shipments)
        {
            if (!string.Equals(known.Shipment, ship.Shipment, StringComparison.Ordinal)) continue;
            return known.Warehouse == ship.Warehouse && SameLines(known.Lines, ship.Lines)
                ? Unchanged()
                : Reply(OrderReplyCode.ShipmentConflict, $"shipment {ship.Shipment} is known with other lines");
        }

        if (state.IsOver) return Reply(OrderReplyCode.TooLate, "the order is " + NameOfEnd(state));
        if (state.Pieces.Open == 0) return Reply(OrderReplyCode.TooLate, NothingOpen);
        foreach (var line in ship.Lines)
            if (state.FindLine(line.LineId) < 0) return Reply(OrderReplyCode.UnknownLine, $"no line '{line.LineId}'");
        var lines = MergeLines(state, ship.Lines);
        if (CheckAllocated(state, ship.Warehouse, lines) is { } exceeded)
            return Reply(OrderReplyCode.QuantityExceeded, exceeded);

        var shipped = new OrderEvent.Shipped(
            ship.Shipment, ship.Warehouse, ship.ShippedAt, ship.Carrier, ship.Tracking, lines, ship.Actor)
        {
            ExtraJson = ship.ExtraJson,
        };
        var invoice = OrderInvoices.Compute(state, ship.Shipment, lines, at);
        var requested = new OrderEvent.InvoiceRequested(invoice, OrderInvoices.SeriesOf(invoice.InvoiceDate));
        return new Decision<OrderReply, OrderEvent>(
            new OrderReply(OrderReplyCode.Accepted),
            OwesReduce(state, lines)
                ? WithGivenBack(state, shipped, requested)
                : ImmutableArray.Create<OrderEvent>(shipped, requested));
    }

    private static bool OwesReduce(OrderState state, ImmutableArray<LineQuantity> lines)
    {
        foreach (var line in lines)
            if (state.Skus[state.Lines[state.FindLine(line.LineId)].SkuIndex].OwesReduce) return true;
        return false;
    }

    /// <summary>
    /// Where the last open piece of a SKU leaves, everything else is given back with it: the order may be over before
    /// stock answers what is under way.
    /// </summary>
    private static ImmutableArray<OrderEvent> WithGivenBack(
        OrderState state, OrderEvent.Shipped shipped, OrderEvent.InvoiceRequested requested)
    {
        var draft = new OrderDraft(state);
        draft.Add(shipped);
        draft.Add(requested);
        for (var s = 0; s < state.Skus.Length; s++)
        {
            if (draft.State.Skus[s] is { OwesReduce: true, Underway: > 0 } && OpenOf(draft.State, s) == 0)
                draft.Add(GiveBack(draft.State, s));
        }

        return draft.Decided().Events;
    }

    private static string? CheckForm(OrderCommand.Ship ship)
    {
        if (string.IsNullOrWhiteSpace(ship.Shipment)) return "shipment: found nothing, expected an id";
        if (string.IsNullOrWhiteSpace(ship.Warehouse)) return "warehouse: found nothing, expected a name";
        if (ship.Lines.IsDefaultOrEmpty) return "lines: found none, expected at least one";
        for (var i = 0; i < ship.Lines.Length; i++)
        {
            if (ship.Lines[i].Quantity is < 1 or > OrderLimits.MaxQuantity)
                return $"lines[{i}].quantity: found {ship.Lines[i].Quantity}, expected 1 to 1,000,000";
        }

        return ship.Lines.Length > OrderLimits.MaxLines
            ? $"lines: found {ship.Lines.Length}, expected at most 10,000" : null;
    }

    /// <summary>One entry a line, in the order in which the shipment first names it.</summary>
    private static ImmutableArray<LineQuantity> MergeLines(OrderState state, ImmutableArray<ShipLine> lines)
    {
        var content = state.Taken;
        if (lines.Length == 1)
        {
            var only = content.Lines[state.FindLine(lines[0].LineId)];
            return ImmutableArray.Create(new LineQuantity(only.LineId, only.Sku, lines[0].Quantity));
        }

        var merged = ImmutableArray.CreateBuilder<LineQuantity>(lines.Length);
        var positions = new Dictionary<string, int>(lines.Length, StringComparer.Ordinal);
        foreach (var (lineId, quantity) in lines)
        {
            if (positions.TryGetValue(lineId, out var position))
            {
                merged[position] = merged[position] with { Quantity = merged[position].Quantity + quantity };
                continue;
            }

            positions.Add(lineId, merged.Count);
            merged.Add(new LineQuantity(lineId, content.Lines[state.FindLine(lineId)].Sku, quantity));
        }

        return merged.DrainToImmutable();
    }

    /// <summary>Which line has less allocated than asked, at all or in this warehouse; null where none has.</summary>
    private static string? CheckAllocated(OrderState state, string warehouse, ImmutableArray<LineQuantity> lines)
    {
        var bySku = lines.Length > 1 ? new int[state.Skus.Length] : [];
        foreach (var (lineId, sku, quantity) in lines)
        {
            ref readonly var line = ref state.Lines[state.FindLine(lineId)];
            var inWarehouse = QuantityIn(state.Skus[line.SkuIndex].Warehouses, warehouse);
            if (lines.Length > 1) inWarehouse -= bySku[line.SkuIndex];
            var allocated = Math.Min(line.Allocated, inWarehouse);
            if (quantity > allocated)
                return $"line {lineId} ({sku.Value}): asked {quantity}, allocated {allocated} in {warehouse}";
            if (lines.Length > 1) bySku[line.SkuIndex] += quantity;
        }

        return null;
    }

    private static int QuantityIn(ImmutableArray<WarehouseQuantity> warehouses, string warehouse)
    {
        foreach (var entry in warehouses)
            if (string.Equals(entry.Warehouse, warehouse, StringComparison.Ordinal)) return entry.Quantity;
        return 0;
    }

    private static bool SameLines(ImmutableArray<LineQuantity> known, ImmutableArray<ShipLine> asked)
    {
        if (known.Length == 1 && asked.Length == 1)
            return known[0].LineId == asked[0].LineId && known[0].Quantity == asked[0].Quantity;
        var left = new Dictionary<string, long>(known.Length, StringComparer.Ordinal);
        foreach (var line in known) left[line.LineId] = line.Quantity;
        foreach (var line in asked)
        {
            if (!left.TryGetValue(line.LineId, out var quantity)) return false;
            left[line.LineId] = quantity - line.Quantity;
        }

        foreach (var rest in left.Values)
            if (rest != 0) return false;
        return true;
    }
}
