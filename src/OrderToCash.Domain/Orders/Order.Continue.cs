using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>
/// Requests to stock of large orders, a batch a command. What is still owed is marked on the SKUs, so a batch that
/// comes late or twice asks for what is owed then, and never for what was cancelled meanwhile.
/// </content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> ContinueStock(OrderState state, OrderCommand.ContinueStock go)
    {
        var content = state.Taken;
        var shipment = go.Step == StockStep.Ship ? UntoldShipment(state) : null;
        if (go.Step == StockStep.Ship && shipment is null) return Unchanged();
        var owed = shipment is null ? OwedBy(state, go.Step) : SkuPieces.Of(shipment.Lines)[shipment.Told..];
        if (owed.IsEmpty) return Unchanged();
        var batch = owed.Length > OrderLimits.StockBatch ? owed[..OrderLimits.StockBatch] : owed;
        // More shipments may wait for their turn: the next batch finds out.
        var hasMore = owed.Length > batch.Length || shipment is not null;
        return Accept(new OrderEvent.StockContinued(
            go.Step, batch, state.Revision, content.PlacedAt, content.Policy.AllowBackorder, shipment?.Shipment,
            shipment?.Warehouse, shipment?.ShippedAt, hasMore ? go.From + batch.Length : null));
    }

    private static ImmutableArray<SkuQuantity> OwedBy(OrderState state, StockStep step)
    {
        var owed = ImmutableArray.CreateBuilder<SkuQuantity>();
        if (step == StockStep.Reduce)
            foreach (var dropped in state.OwedDrops) owed.Add(new SkuQuantity(dropped, 0));
        foreach (ref readonly var sku in state.Skus.AsSpan())
        {
            var pieces = 0;
            var isOwed = step switch
            {
                StockStep.Reserve => sku.OwesReserve,
                StockStep.Allocate => sku.OwesAllocate > 0,
                StockStep.Reduce => sku.OwesReduce,
                _ => throw new UnreachableException("Shipments keep what they owe themselves."),
            };
            if (!isOwed) continue;
            for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
                pieces += step == StockStep.Reserve ? state.Lines[i].Asked : state.Lines[i].Open;
            // What stock is about to name can't be given back yet, unless everything is.
            if (step == StockStep.Reduce && sku.Underway > 0 && pieces > 0) continue;
            if (step == StockStep.Allocate) pieces = sku.OwesAllocate;
            if (step == StockStep.Reduce) pieces += sku.OwesShip;
            if (pieces > 0 || step == StockStep.Reduce) owed.Add(new SkuQuantity(sku.Sku, pieces));
        }

        return owed.DrainToImmutable();
    }

    private static OrderShipmentState? UntoldShipment(OrderState state)
    {
        foreach (var shipment in state.Shipments)
        {
            if (shipment.Told < shipment.Lines.Length && shipment.Told < SkuPieces.Of(shipment.Lines).Length)
                return shipment;
        }

        return null;
    }

    private static void EvolveContinued(OrderState state, OrderEvent.StockContinued continued)
    {
        if (continued.Step == StockStep.Ship) TellShipment(state, continued);
        foreach (var (name, quantity) in continued.Asks)
        {
            var index = state.FindSku(name);
            if (continued.Step == StockStep.Reduce) state.OwedDrops = state.OwedDrops.Remove(name);
            if (index < 0) continue;
            ref var sku = ref state.Skus[index];
            switch (continued.Step)
            {
                case StockStep.Reserve: sku.OwesReserve = false; break;
                case StockStep.Allocate:
                    sku.OwesAllocate -= quantity;
                    sku.Underway += quantity;
                    break;
                case StockStep.Reduce: EvolveGivenBack(state, index); break;
                default: sku.OwesShip -= quantity; break;
            }
        }
    }

    private static void TellShipment(OrderState state, OrderEvent.StockContinued continued)
    {
        for (var i = 0; i < state.Shipments.Length; i++)
        {
            var shipment = state.Shipments[i];
            if (shipment.Shipment != continued.Shipment) continue;
            var told = shipment.Told + continued.Asks.Length;
            state.Shipments = state.Shipments.SetItem(i, shipment with { Told = told });
            return;
        }
    }
}
