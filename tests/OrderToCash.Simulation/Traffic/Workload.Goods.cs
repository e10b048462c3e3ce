using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;

namespace OrderToCash.Simulation.Traffic;

/// <content>Warehouses.</content>
internal sealed partial class Workload
{
    private void Receive(string sku, int quantity) =>
        Move(sku, MovementKind.Receipt, quantity, _random.Next(6) == 0 ? _random.Next(3) : null);

    private void MoveGoods()
    {
        var sku = _skus[_random.Next(_skus.Length)];
        switch (_random.Next(10))
        {
            case 0: Move(sku, MovementKind.Count, _random.Next(0, 30), null); break;
            case 1: Move(sku, MovementKind.Scrap, _random.Next(1, 5), null); break;
            case 2: Move(sku, MovementKind.Correction, _random.Next(2) == 0 ? -1 : 2, _random.Next(6)); break;
            default: Receive(sku, _random.Next(1, 15)); break;
        }
    }

    private void Move(string sku, MovementKind kind, int quantity, int? safetyStock)
    {
        // Some documents are dated before others that are known already.
        var at = _random.Next(5) == 0 ? _time.Now.AddMinutes(-_random.Next(200)) : _time.Now;
        var move = new StockCommand.Move(
            kind, Warehouses[_random.Next(Warehouses.Length)], quantity, safetyStock, "GR-" + Text(++_serial), at,
            null, Feed);
        var to = new EntityId(Kinds.Sku, sku);
        _client.Send(to, move);
        if (_random.Next(8) == 0)
            _client.Send(to, move);
    }

    private void Ship()
    {
        if (AnyKnownOrder() is { } order)
            ShipSome(order, _random.Next(1, 5));
    }

    private void ShipWhatIsThere(OrderModel order) => ShipSome(order, int.MaxValue);

    /// <summary>Ships from one warehouse what stock has tied to it, as the warehouse sees it just now.</summary>
    private void ShipSome(OrderModel order, int atMost)
    {
        var warehouse = _random.Next(Warehouses.Length);
        for (var i = 0; i < Warehouses.Length; i++, warehouse = (warehouse + 1) % Warehouses.Length)
        {
            var lines = AllocatedLines(order, Warehouses[warehouse], atMost);
            if (lines.Count == 0)
                continue;

            var ship = new OrderCommand.Ship(
                "S-" + Text(++_serial), Warehouses[warehouse], _time.Now, "DHL", null, [.. lines], Feed);
            Tell(order.Id, ship);
            if (_random.Next(6) == 0)
                Tell(order.Id, ship);

            return;
        }
    }

    private List<ShipLine> AllocatedLines(OrderModel order, string warehouse, int atMost)
    {
        var lines = new List<ShipLine>();
        foreach (var group in order.Lines.GroupBy(static line => line.Value.Sku))
        {
            if (!_journal.Skus.TryGetValue(group.Key, out var sku) || !sku.Held.TryGetValue(order.Id, out var held))
                continue;

            var left = Math.Min(atMost, held.Warehouses.GetValueOrDefault(warehouse));
            foreach (var (lineId, line) in group)
            {
                var quantity = Math.Min(left, line.Open);
                left -= quantity;
                if (quantity > 0)
                    lines.Add(new ShipLine(lineId, quantity));
            }
        }

        return lines;
    }

    private void ShipWrongly()
    {
        var id = _random.Next(6) == 0 ? "shopify:none-" + Text(++_serial) : AnyOrder();
        if (id is null)
            return;

        var known = _journal.Orders.GetValueOrDefault(id)?.Shipments.Values.FirstOrDefault();
        var shipment = known is not null && _random.Next(2) == 0 ? known.Shipment : "S-" + Text(++_serial);
        Tell(id, new OrderCommand.Ship(
            shipment, Warehouses[_random.Next(Warehouses.Length)], _time.Now, null, null,
            [new ShipLine(Text(_random.Next(1, 7)), _random.Next(1, 9))], Feed));
    }
}
