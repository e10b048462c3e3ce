using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Projections;

/// <summary>An order's state as readers see it.</summary>
internal static class OrderDetails
{
    /// <summary>The whole order.</summary>
    public static OrderDetail Of(OrderEntry entry, OrderContent content)
    {
        var state = entry.State;
        return new OrderDetail
        {
            OrderId = state.Id.Value,
            Channel = content.Channel,
            OrderNumber = content.OrderNumber,
            Status = state.Status,
            PlacedAt = content.PlacedAt,
            UpdatedAt = new DateTimeOffset(entry.UpdatedTicks, TimeSpan.Zero),
            Currency = content.Currency.Code,
            TotalMinor = state.TotalMinor,
            AccountId = state.Account.Value,
            Revision = state.Revision,
            Customer = content.Customer,
            BillTo = content.BillTo,
            ShipTo = content.ShipTo,
            PaymentMethod = content.Payment.Method,
            PaymentProvider = content.Payment.Provider,
            ShippingNetMinor = state.ShippingAmount.NetMinor,
            ShippingTaxMinor = state.ShippingAmount.TaxMinor,
            Lines = Lines(state, content),
            Shipments = Shipments(state),
            Invoices = Invoices(state),
            Holds = state.Holds,
            WaitsFor = state.WaitsFor(),
            PrepaymentMinor = state.PrepaymentMinor,
            PrepaidMinor = state.PrepaidMinor,
            EndReason = state.EndReason,
            Conflicts = state.Conflicts,
            ExtraJson = content.ExtraJson,
            Version = new RowVersion(entry.Shard, entry.Position),
        };
    }

    private static ImmutableArray<OrderDetailLine> Lines(OrderState state, OrderContent content)
    {
        var lines = new OrderDetailLine[content.Lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = content.Lines[i];
            ref readonly var pieces = ref state.Lines[i];
            var amount = state.Amounts[i];
            lines[i] = new OrderDetailLine(
                line.LineId, line.Sku.Value, line.Name, line.Quantity, line.UnitPrice, line.TaxRate,
                line.DiscountMinor, amount.NetMinor, amount.TaxMinor, pieces.Asked, pieces.Refused,
                pieces.Backordered, pieces.Reserved, pieces.Allocated, pieces.Shipped, pieces.Cancelled);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(lines);
    }

    private static ImmutableArray<OrderDetailShipment> Shipments(OrderState state)
    {
        if (state.Shipments.IsEmpty) return [];
        var shipments = ImmutableArray.CreateBuilder<OrderDetailShipment>(state.Shipments.Length);
        foreach (var shipment in state.Shipments)
        {
            var lines = ImmutableArray.CreateBuilder<OrderDetailPieces>(shipment.Lines.Length);
            foreach (var (lineId, sku, quantity) in shipment.Lines)
                lines.Add(new OrderDetailPieces(lineId, sku.Value, quantity));
            shipments.Add(new OrderDetailShipment(
                shipment.Shipment, shipment.Warehouse, shipment.ShippedAt, shipment.Carrier, shipment.Tracking,
                lines.MoveToImmutable()));
        }

        return shipments.MoveToImmutable();
    }

    private static ImmutableArray<OrderDetailInvoice> Invoices(OrderState state)
    {
        if (state.Invoices.IsEmpty) return [];
        var invoices = ImmutableArray.CreateBuilder<OrderDetailInvoice>(state.Invoices.Length);
        foreach (var invoice in state.Invoices)
        {
            invoices.Add(new OrderDetailInvoice(
                invoice.RequestId, invoice.Number, invoice.GrossMinor, invoice.OpenMinor, invoice.DueDate));
        }

        return invoices.MoveToImmutable();
    }
}
