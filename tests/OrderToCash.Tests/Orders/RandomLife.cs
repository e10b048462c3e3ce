using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Orders;

/// <summary>What channels, warehouses, customers and persons may do to a few orders, drawn at random.</summary>
internal sealed class RandomLife(SmallWorld world, Random random, string[] skus, string[] warehouses)
{
    private static readonly string[] Ids = ["shopify:1", "shopify:2", "ebay:3"];
    private int _shipments;
    private int _requests;
    private int _versions;

    public void Step()
    {
        world.Now = world.Now.AddMinutes(random.Next(30));
        var id = Ids[random.Next(Ids.Length)];
        var order = world.Orders.GetValueOrDefault(id);
        switch (random.Next(20))
        {
            case 0 or 1: TellTwice(id, new OrderCommand.Place(NewContent(id), SampleOrders.Feed)); break;
            case 2: Edit(id, order); break;
            case 3 or 4: Cancel(id, order); break;
            case 5 or 6: Ship(id, order); break;
            case 7: world.Receive(skus[random.Next(skus.Length - 1)], Warehouse(), random.Next(1, 6)); break;
            case 8: Pay(order, random.Next(3) == 0); break;
            case 9:
                TellTwice(id, new OrderCommand.ReleaseHold(SampleOrders.Ada, $"note {++_requests}", Reason()));
                break;
            case 10:
                if (random.Next(6) == 0) TellTwice(id, new OrderCommand.Reject("not this one", SampleOrders.Ada));
                break;
            case 11: TellTwice(id, new OrderCommand.Expire()); break;
            default: for (var i = random.Next(1, 5); i > 0; i--) world.DeliverOne(); break;
        }
    }

    /// <summary>Brings about what the order waits for.</summary>
    public void Give(OrderState order, OrderWait wait)
    {
        switch (wait.Kind)
        {
            case WaitKind.Goods: world.Receive(wait.What ?? "", Warehouse(), wait.Pieces); break;
            case WaitKind.Shipment: ShipFrom(order, wait.What ?? "", int.MaxValue); break;
            case WaitKind.Prepayment or WaitKind.InvoicePayment: Pay(order, false); break;
            case WaitKind.Person when order.Holds.Any(hold => hold.Rule.Contains("unknown-sku")):
                foreach (var sku in order.Skus) world.Receive(sku.Sku.Value, "BER1", 1);
                break;
            default: break;
        }

        if (wait.Kind == WaitKind.Person && random.Next(2) == 0)
            TellTwice(order.Id.Value, new OrderCommand.ReleaseHold(SampleOrders.Ada, $"note {++_requests}"));
    }

    /// <summary>A repeat of what was said from outside changes nothing, whatever the answer was.</summary>
    private void TellTwice(string id, OrderCommand command)
    {
        var first = world.Tell(id, command);
        var state = world.Orders[id];
        var (second, events) = Order.Decide(state, command, world.Now);
        Assert.True(events.IsEmpty, $"{command} again ({first}, then {second}): {string.Join(' ', events)}");
        if (first.Code == OrderReplyCode.Accepted && command is not OrderCommand.Expire)
            Assert.True(second.Code is OrderReplyCode.Duplicate, $"{command} again: {second}");
    }

    private OrderContent NewContent(string id)
    {
        var parts = id.Split(':');
        var lines = new OrderLine[random.Next(1, 5)];
        for (var i = 0; i < lines.Length; i++)
        {
            var sku = skus[random.Next(random.Next(8) == 0 ? skus.Length : skus.Length - 1)];
            var price = random.Next(5) == 0 ? 0 : random.Next(1, 20_000) / 100m;
            lines[i] = SampleOrders.Line($"{i + 1}", sku, random.Next(1, 6), price, random.Next(3) == 0 ? 7 : 19);
        }

        var method = (PaymentMethod)random.Next(1, 4);
        var content = SampleOrders.Content(lines) with
        {
            Channel = parts[0],
            OrderNumber = parts[1],
            UpdatedAt = world.Now.AddTicks(++_versions),
            PricesIncludeTax = random.Next(3) > 0,
            Shipping = random.Next(2) == 0 ? new Shipping("standard", 490, 19) : null,
            Policy = new OrderPolicy(random.Next(3) > 0, random.Next(3) > 0),
            Payment = new PaymentTerms(
                method, 14, [], "paypal", "8XJ", method == PaymentMethod.Psp ? (PspStatus)random.Next(1, 4) : null),
        };
        return random.Next(10) == 0 ? content with { StatedTotalMinor = 1 } : content;
    }

    private void Edit(string id, OrderState? order)
    {
        if (order?.Content is not { } known) return;
        var version = world.Now.AddTicks(++_versions);
        var content = random.Next(5) switch
        {
            0 => known with { UpdatedAt = version },
            1 => known with { UpdatedAt = version, Payment = known.Payment with { Status = PspStatus.Captured } },
            2 => known with
            {
                UpdatedAt = version,
                ShipTo = new Address("Ada", "Neue Str. 1", "20095", "Hamburg", "DE"),
            },
            3 => known with { UpdatedAt = version.AddYears(-1), StatedTotalMinor = 77 },
            _ => known with
            {
                UpdatedAt = version,
                StatedTotalMinor = null,
                Lines = [known.Lines[0] with { Quantity = random.Next(1, 7) }, .. known.Lines[1..]],
            },
        };
        TellTwice(id, new OrderCommand.Place(content, SampleOrders.Feed));
    }

    private void Cancel(string id, OrderState? order)
    {
        ImmutableArray<CancelLine> lines = [];
        if (order?.Content is { } content && random.Next(8) > 0)
        {
            var line = content.Lines[random.Next(content.Lines.Length)];
            lines = [new CancelLine(line.LineId, random.Next(1, line.Quantity + 2))];
        }

        var requestId = random.Next(2) == 0 ? $"r-{++_requests}" : null;
        TellTwice(id, new OrderCommand.Cancel("changed my mind", world.Now, lines, SampleOrders.Feed, requestId));
    }

    private void Ship(string id, OrderState? order)
    {
        if (order is null || order.Pieces.Allocated == 0 || random.Next(5) == 0)
        {
            TellTwice(id, new OrderCommand.Ship(
                $"S-{++_shipments}", Warehouse(), world.Now, null, null, [new ShipLine("1", random.Next(1, 4))],
                SampleOrders.Ada));
            return;
        }

        ShipFrom(order, order.Skus.First(sku => sku.Warehouses.Length > 0).Warehouses[0].Warehouse, random.Next(1, 5));
    }

    private void ShipFrom(OrderState order, string warehouse, int atMost)
    {
        if (order.IsOver || order.Content is null) return;
        var lines = ImmutableArray.CreateBuilder<ShipLine>();
        foreach (var sku in order.Skus)
        {
            var there = sku.Warehouses.Where(part => part.Warehouse == warehouse).Sum(part => part.Quantity);
            for (var i = sku.FirstLine; i >= 0 && there > 0; i = order.Lines[i].NextOfSku)
            {
                var quantity = Math.Min(atMost, Math.Min(there, order.Lines[i].Allocated));
                if (quantity == 0) continue;
                there -= quantity;
                lines.Add(new ShipLine(order.Content.Lines[i].LineId, quantity));
            }
        }

        if (lines.Count == 0) return;
        var ship = new OrderCommand.Ship(
            $"S-{++_shipments}", warehouse, world.Now, "DHL", null, lines.ToImmutable(), SampleOrders.Ada);
        Assert.Equal(OrderReplyCode.Accepted, world.Tell(order.Id.Value, ship).Code);
        Assert.Equal(OrderReplyCode.Duplicate, world.Tell(order.Id.Value, ship).Code);
    }

    private void Pay(OrderState? order, bool inPart)
    {
        if (order is null) return;
        var open = order.PrepaymentMinor is { } asked && !order.IsPrepaymentSettled ? asked - order.PrepaidMinor : 0;
        if (open > 0) world.Pay(order.Account, inPart ? Math.Max(1, open / 2) : open, order.Id.Value);
        foreach (var invoice in order.Invoices)
        {
            if (invoice.Number is { } number && invoice.OpenMinor > 0)
                world.Pay(order.Account, inPart ? Math.Max(1, invoice.OpenMinor / 2) : invoice.OpenMinor, number);
        }
    }

    private HoldReason? Reason() => random.Next(4) switch
    {
        0 => HoldReason.Prepayment,
        1 => HoldReason.Review,
        _ => null,
    };

    private string Warehouse() => warehouses[random.Next(warehouses.Length)];
}
