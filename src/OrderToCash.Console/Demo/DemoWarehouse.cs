using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Console.Demo;

/// <summary>The warehouses: ship what is allocated to them, now and then a piece less.</summary>
internal sealed class DemoWarehouse(DemoWorld world, DemoMirror mirror)
{
    private int _round;

    /// <summary>What leaves a warehouse now, as NDJSON; empty where there is nothing to ship.</summary>
    public string Ship(string warehouse, DateTimeOffset at)
    {
        _round++;
        var lines = new StringBuilder();
        foreach (var order in mirror.Orders)
        {
            var picks = OrderScan.PicksOf(order, warehouse);
            if (picks.IsEmpty)
                continue;
            var shipment = $"S{_round}-{warehouse}";
            var isPartial = picks.Sum(pick => pick.Quantity) > 1 && world.Dice(order.Id.Value + shipment) < 8;
            if (isPartial)
            {
                var last = picks[^1];
                picks = last.Quantity == 1
                    ? picks.RemoveAt(picks.Length - 1)
                    : picks.SetItem(picks.Length - 1, new ShipLine(last.LineId, last.Quantity - 1));
            }

            lines.Append(new JsonObject
            {
                ["order"] = order.Id.Value, ["shipment"] = shipment, ["warehouse"] = warehouse,
                ["at"] = DemoWorld.Text(at), ["carrier"] = "DHL",
                ["tracking"] = $"0034{world.Dice(order.Id.Value):D2}{_round:D3}",
                ["lines"] = new JsonArray([.. picks.Select(pick => new JsonObject
                {
                    ["lineId"] = pick.LineId, ["quantity"] = pick.Quantity,
                })]),
            }.ToJsonString(Output.OneLine)).Append('\n');
        }

        return lines.ToString();
    }
}
