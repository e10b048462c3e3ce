using System.Text.Json.Nodes;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Server.Views;

/// <summary>An order as a result.</summary>
public static class OrderView
{
    /// <summary>The order: where it is, what it waits for, its lines, shipments and invoices.</summary>
    public static JsonObject Of(OrderState order)
    {
        if (order.Content is not { } content)
        {
            return new JsonObject
            {
                ["order"] = order.Id.Value, ["status"] = Nodes.Word(order.Status),
                ["cancelledEarly"] = Nodes.List(order.EarlyCancellations, early => JsonValue.Create(early.Reason)),
            };
        }

        var currency = content.Currency;
        return new JsonObject
        {
            ["order"] = order.Id.Value,
            ["status"] = Nodes.Word(order.Status),
            ["waitsFor"] = Nodes.List(order.WaitsFor(), Wait),
            ["endReason"] = order.EndReason,
            ["placedAt"] = Nodes.Time(content.PlacedAt),
            ["account"] = order.Account.Value,
            ["currency"] = currency.Code,
            ["total"] = Nodes.Amount(order.TotalMinor, currency),
            ["statedTotal"] = content.StatedTotalMinor is { } stated ? Nodes.Amount(stated, currency) : null,
            ["payment"] = Nodes.Word(content.Payment.Method),
            ["revision"] = order.Revision,
            ["prepayment"] = order.PrepaymentMinor is { } asked ? Nodes.Amount(asked, currency) : null,
            ["prepaid"] = order.PrepaymentMinor is null ? null : Nodes.Amount(order.PrepaidMinor, currency),
            ["lines"] = Nodes.List(Enumerable.Range(0, order.Lines.Length), index => Line(order, content, index)),
            ["holds"] = Nodes.List(order.Holds, Hold),
            ["shipments"] = Nodes.List(order.Shipments, Shipment),
            ["invoices"] = Nodes.List(order.Invoices, invoice => new JsonObject
            {
                ["number"] = invoice.Number,
                ["shipment"] = invoice.RequestId,
                ["total"] = Nodes.Amount(invoice.GrossMinor, currency),
                ["open"] = Nodes.Amount(invoice.OpenMinor, currency),
                ["due"] = Nodes.Day(invoice.DueDate),
            }),
            ["conflicts"] = Nodes.List(order.Conflicts, difference => JsonValue.Create(difference)),
        };
    }

    /// <summary>A hold with its evidence.</summary>
    public static JsonObject Hold(OrderHold hold) => new()
    {
        ["reason"] = Nodes.Word(hold.Reason), ["rule"] = hold.Rule, ["until"] = Nodes.Time(hold.ExpiresAt),
        ["evidence"] = Nodes.Of(hold.Evidence),
    };

    private static JsonObject Wait(OrderWait wait) => new()
    {
        ["kind"] = Nodes.Word(wait.Kind), ["what"] = wait.What, ["pieces"] = wait.Pieces > 0 ? wait.Pieces : null,
        ["until"] = Nodes.Time(wait.Until), ["text"] = wait.ToString(),
    };

    private static JsonObject Line(OrderState order, OrderContent content, int index)
    {
        var state = order.Lines[index];
        var line = content.Lines[index];
        return new JsonObject
        {
            ["lineId"] = line.LineId, ["sku"] = line.Sku.Value, ["name"] = line.Name, ["ordered"] = state.Ordered,
            ["asked"] = Some(state.Asked), [order.IsDeferred ? "notAsked" : "refused"] = Some(state.Refused),
            ["backordered"] = Some(state.Backordered), ["reserved"] = Some(state.Reserved),
            ["allocated"] = Some(state.Allocated), ["shipped"] = Some(state.Shipped),
            ["cancelled"] = Some(state.Cancelled),
            ["gross"] = Nodes.Amount(order.Amounts[index].GrossMinor, content.Currency),
        };
    }

    private static JsonObject Shipment(OrderShipmentState shipment) => new()
    {
        ["shipment"] = shipment.Shipment, ["warehouse"] = shipment.Warehouse, ["at"] = Nodes.Time(shipment.ShippedAt),
        ["carrier"] = shipment.Carrier, ["tracking"] = shipment.Tracking,
        ["lines"] = Nodes.List(shipment.Lines, line => new JsonObject
        {
            ["lineId"] = line.LineId, ["quantity"] = line.Quantity,
        }),
    };

    private static int? Some(int pieces) => pieces == 0 ? null : pieces;
}
