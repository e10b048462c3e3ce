using OrderToCash.Domain.Orders;

namespace OrderToCash.Simulation.Audit;

/// <content>Orders, and the pieces that stock holds for them.</content>
internal sealed partial class QuietAudit
{
    private void Check(OrderModel order, DateTimeOffset now)
    {
        var state = StateOf(order.Id);
        var waits = state.WaitsFor();
        verdict.Require(!waits.IsEmpty, $"{order.Id} waits for nothing and is not over: it is stuck.");
        verdict.Require(order.IsOver == state.IsOver, $"{order.Id} is over: {order.IsOver}, and says {state.IsOver}.");
        foreach (var wait in waits)
            verdict.Require(IsReal(order, state, wait), $"{order.Id} waits for {wait}, and nothing says so: stuck.");

        foreach (var (reason, expiresAt) in order.Holds)
        {
            verdict.Require(
                expiresAt >= now - TimeSpan.FromMinutes(1),
                $"{order.Id} is held ({reason}) until {expiresAt:O}, it is {now:O}: its reminder never came.");
        }

        foreach (var shipment in order.Shipments.Keys)
        {
            verdict.Require(
                order.Invoices.TryGetValue(shipment, out var invoice) && invoice.Number is not null,
                $"{order.Id}: shipment {shipment} has no numbered invoice.");
        }

        CheckPieces(order, state);
        CheckTotal(order);
    }

    /// <summary>Whatever an order waits for is also known to whom it waits for.</summary>
    private bool IsReal(OrderModel order, OrderState state, in OrderWait wait)
    {
        var what = wait.What ?? "";
        var account = model.Accounts.GetValueOrDefault(order.Account);
        switch (wait.Kind)
        {
            case WaitKind.Nothing:
                return order.IsOver;
            case WaitKind.Goods:
                return model.Skus.GetValueOrDefault(what)?.Held.GetValueOrDefault(order.Id)?.Waiting == wait.Pieces;
            case WaitKind.Person:
                return order.Holds.Keys.Any(static reason => reason != HoldReason.Prepayment);
            case WaitKind.Prepayment:
                // A provider is awaited without a bill; money by bank transfer is asked of the account.
                return order.Holds.ContainsKey(HoldReason.Prepayment)
                    && (order.Content?.Payment.Method == PaymentMethod.Psp
                        || account?.Advances.GetValueOrDefault(order.Id) is { OpenMinor: > 0 });
            case WaitKind.Shipment:
                return wait.Pieces == model.Skus.Values.Sum(sku =>
                    sku.Held.GetValueOrDefault(order.Id)?.Warehouses.GetValueOrDefault(what) ?? 0);
            case WaitKind.InvoicePayment:
                return account?.Items.GetValueOrDefault(what) is { OpenMinor: > 0 };
            default:
                // An answer that is on its way; but nothing is on its way any more.
                return false;
        }
    }

    private void CheckPieces(OrderModel order, OrderState state)
    {
        foreach (var sku in state.Skus)
        {
            var (waiting, promised, allocated) = (0, 0, 0);
            for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
            {
                waiting += state.Lines[i].Backordered;
                promised += state.Lines[i].Reserved;
                allocated += state.Lines[i].Allocated;
            }

            var held = model.Skus.GetValueOrDefault(sku.Sku.Value)?.Held.GetValueOrDefault(order.Id);
            verdict.Require(
                waiting == (held?.Waiting ?? 0) && promised == (held?.Promised ?? 0)
                && allocated == (held?.Allocated ?? 0),
                $"{order.Id} counts {waiting} waiting, {promised} promised, {allocated} allocated of {sku.Sku}; "
                + $"stock holds {held?.ToString() ?? "nothing"}.");
            foreach (var (warehouse, pieces) in sku.Warehouses)
            {
                verdict.Same(
                    held?.Warehouses.GetValueOrDefault(warehouse) ?? 0, pieces,
                    $"{order.Id}: pieces of {sku.Sku} in {warehouse}, as stock and as the order has them");
            }
        }

        foreach (var (lineId, line) in order.Lines)
        {
            verdict.Same(
                line.Shipped, state.Lines[state.FindLine(lineId)].Shipped, $"{order.Id}: shipped of {lineId}");
            verdict.Same(
                line.Shipped,
                order.Invoices.Values.Sum(invoice =>
                    invoice.Content.Lines.Where(each => each.LineId == lineId && each.Sku is not null)
                        .Sum(static each => each.Quantity)),
                $"{order.Id}: invoiced pieces of {lineId}");
        }

        foreach (var shipment in order.Shipments.Values)
        {
            foreach (var pieces in shipment.Lines.GroupBy(static line => line.Sku.Value))
            {
                verdict.Same(
                    pieces.Sum(static line => line.Quantity),
                    model.Skus.GetValueOrDefault(pieces.Key)?.Shipped.GetValueOrDefault(
                        (order.Id, shipment.Shipment, shipment.Warehouse)) ?? 0,
                    $"{pieces.Key}: taken off the shelf for {order.Id} {shipment.Shipment}");
            }
        }
    }

    /// <summary>Gross prices: however it was shipped, the invoices of a whole order sum to its total.</summary>
    private void CheckTotal(OrderModel order)
    {
        if (order.Content is { PricesIncludeTax: true }
            && order.Lines.Values.All(static line => line.Shipped == line.Ordered))
        {
            verdict.Same(
                order.TotalMinor, order.Invoices.Values.Sum(static invoice => invoice.Content.GrossMinor),
                $"{order.Id}: all its invoices");
        }
    }

    private void Check(string id, SkuModel sku)
    {
        foreach (var (order, held) in sku.Held)
        {
            verdict.Require(
                model.Orders.GetValueOrDefault(order) is { IsOver: false },
                $"SKU {id} holds {held} for {order}, which is no open order: a ghost.");
        }

        foreach (var ((order, shipment, _), _) in sku.Shipped)
        {
            verdict.Require(
                model.Orders.GetValueOrDefault(order)?.Shipments.ContainsKey(shipment) == true,
                $"SKU {id} shipped {shipment} of {order}, which knows nothing of it.");
        }

        verdict.Require(
            sku.Waiting == 0 || sku.Available <= 0,
            $"SKU {id} has {sku.Available} available and {sku.Waiting} wait for them: stuck.");
    }
}
