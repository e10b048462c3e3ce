using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Where the order is and what it waits for.</content>
public sealed partial class OrderState
{
    /// <summary>Where the order is in its life.</summary>
    public OrderStatus Status
    {
        get
        {
            if (Content is null) return OrderStatus.None;
            if (IsRejected) return OrderStatus.Rejected;
            if (IsCancelled) return OrderStatus.Cancelled;
            if (IsClosed) return OrderStatus.Closed;
            if (!Holds.IsEmpty) return OrderStatus.OnHold;
            if (Outcome is null) return OrderStatus.Received;
            if (_pieces.Open == 0) return HasUnnumberedInvoice() ? OrderStatus.Shipped : OrderStatus.Invoiced;
            if (_pieces.Shipped > 0) return OrderStatus.PartlyShipped;
            if (_pieces.Allocated > 0 || HasRequested()) return OrderStatus.Released;
            if (_pieces.Backordered == 0) return OrderStatus.Confirmed;
            return _pieces.Reserved > 0 ? OrderStatus.PartlyBackordered : OrderStatus.Backordered;
        }
    }

    /// <summary>
    /// Everything the order waits for now, what blocks it first; never empty for a known order, and
    /// <see cref="WaitKind.Nothing"/> only where it is over.
    /// </summary>
    public ImmutableArray<OrderWait> WaitsFor()
    {
        if (Content is null) return [];
        if (IsOver) return [new OrderWait(WaitKind.Nothing)];
        var waits = ImmutableArray.CreateBuilder<OrderWait>();
        foreach (var hold in Holds)
        {
            waits.Add(hold.Reason == HoldReason.Prepayment
                ? new OrderWait(WaitKind.Prepayment, hold.Rule, 0, hold.ExpiresAt)
                : new OrderWait(WaitKind.Person, hold.Rule, 0, hold.ExpiresAt));
        }

        if (IsCreditAsked && IsCreditGranted is null) waits.Add(new OrderWait(WaitKind.Credit, Account.Value));
        AddStockWaits(waits);
        foreach (var invoice in Invoices)
        {
            if (invoice.IsSettled) continue;
            waits.Add(invoice.Number is null
                ? new OrderWait(WaitKind.InvoiceNumber, invoice.RequestId)
                : new OrderWait(
                    WaitKind.InvoicePayment, invoice.Number, 0, SellerCalendar.StartOf(invoice.DueDate)));
        }

        return waits.DrainToImmutable();
    }

    private void AddStockWaits(ImmutableArray<OrderWait>.Builder waits)
    {
        var warehouses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var sku in Skus)
        {
            var asked = sku.Requested;
            var backordered = 0;
            for (var i = sku.FirstLine; i >= 0; i = Lines[i].NextOfSku)
            {
                asked += Lines[i].Asked;
                backordered += Lines[i].Backordered;
            }

            if (asked > 0) waits.Add(new OrderWait(WaitKind.StockAnswer, sku.Sku.Value, asked));
            if (backordered > 0) waits.Add(new OrderWait(WaitKind.Goods, sku.Sku.Value, backordered));
            foreach (var (warehouse, quantity) in sku.Warehouses)
                warehouses[warehouse] = warehouses.GetValueOrDefault(warehouse) + quantity;
        }

        foreach (var (warehouse, quantity) in warehouses)
            waits.Add(new OrderWait(WaitKind.Shipment, warehouse, quantity));
    }

    private bool HasUnnumberedInvoice()
    {
        foreach (var invoice in Invoices)
            if (invoice.Number is null) return true;
        return false;
    }

    private bool HasRequested()
    {
        foreach (ref readonly var sku in Skus.AsSpan())
            if (sku.Requested > 0) return true;
        return false;
    }
}
