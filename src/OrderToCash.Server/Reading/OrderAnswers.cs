using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>Orders as answers: those that are held, and what warehouses are to ship.</summary>
public static class OrderAnswers
{
    /// <summary>The holds of orders, a row each.</summary>
    public static JsonArray Held(IEnumerable<OrderState> orders)
    {
        var rows = new JsonArray();
        foreach (var order in orders)
        {
            foreach (var hold in order.Holds)
            {
                var row = new JsonObject { ["order"] = order.Id.Value };
                foreach (var (name, value) in OrderView.Hold(hold))
                    row[name] = value?.DeepClone();
                row["total"] = order.Content is { } content ? Nodes.Money(order.TotalMinor, content.Currency) : null;
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>What a warehouse is to ship of an order, as the shipment that it answers with; null: nothing.</summary>
    public static JsonObject? Pick(OrderState order, string warehouse, DateTimeOffset at)
    {
        var lines = OrderScan.PicksOf(order, warehouse);
        return lines.IsEmpty || order.Content is not { } content ? null : new JsonObject
        {
            ["order"] = order.Id.Value,
            // The same until it is answered: a list that is fetched and answered twice ships nothing twice.
            ["shipment"] = $"{warehouse}-{order.Shipments.Length + 1}",
            ["warehouse"] = warehouse,
            ["at"] = Nodes.Time(at),
            ["lines"] = Nodes.List(lines, line => Line(order, content, line)),
            ["shipTo"] = content.ShipTo is { } address ? Address(address) : null,
        };
    }

    private static JsonObject Line(OrderState order, OrderContent content, ShipLine pick)
    {
        var line = content.Lines[order.FindLine(pick.LineId)];
        return new JsonObject
        {
            ["lineId"] = pick.LineId, ["quantity"] = pick.Quantity, ["sku"] = line.Sku.Value, ["name"] = line.Name,
        };
    }

    private static JsonObject Address(Address address) => new()
    {
        ["name"] = address.Name, ["company"] = address.Company, ["street"] = address.Street,
        ["line2"] = address.Line2, ["postalCode"] = address.PostalCode, ["city"] = address.City,
        ["region"] = address.Region, ["country"] = address.Country,
    };
}
