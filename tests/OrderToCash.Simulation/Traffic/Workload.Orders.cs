using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.Traffic;

/// <content>Channels.</content>
internal sealed partial class Workload
{
    private static readonly Address Berlin = new("Ada Muster", "Hauptstr. 5", "10115", "Berlin", "DE");
    private static readonly Address Hamburg = new("Ada Muster", "Neue Str. 1", "20095", "Hamburg", "DE");

    /// <summary>By order: what its channel said last.</summary>
    private readonly Dictionary<string, OrderContent> _contents = new(StringComparer.Ordinal);

    /// <summary>Orders of which somebody was told that they are taken in.</summary>
    public SortedSet<string> AnsweredOrders { get; } = new(StringComparer.Ordinal);

    private void PlaceNew()
    {
        var content = NewContent();
        _placed.Add(content.Id.Value);
        Place(content);
        if (_random.Next(12) == 0)
            Place(content);
    }

    private void PlaceAgain()
    {
        if (AnyOrder() is { } id)
            Place(_contents[id]);
    }

    private void Place(OrderContent content)
    {
        var id = content.Id.Value;
        _contents[id] = content;
        var place = new OrderCommand.Place(content, Feed, Advice: Advice());
        _client.Send(new EntityId(Kinds.Order, id), place, reply =>
        {
            if (reply is OrderReply { IsDone: true })
                AnsweredOrders.Add(id);
        });
    }

    private void Edit()
    {
        if (AnyOrder() is not { } id)
            return;

        var known = _contents[id];
        var version = Version();
        Place(_random.Next(6) switch
        {
            0 => known with { UpdatedAt = version },
            1 => known with { UpdatedAt = version, Payment = known.Payment with { Status = PspStatus.Captured } },
            2 => known with { UpdatedAt = version, ShipTo = known.ShipTo == Berlin ? Hamburg : Berlin },
            3 => known with { UpdatedAt = version, Lines = Lines(), StatedTotalMinor = null },
            4 => known with { UpdatedAt = version, Payment = Payment() },
            _ => known with
            {
                UpdatedAt = version,
                StatedTotalMinor = null,
                Lines = [known.Lines[0] with { Quantity = _random.Next(1, 7) }, .. known.Lines[1..]],
            },
        });
    }

    private void Cancel()
    {
        if (AnyOrder() is not { } id)
            return;

        ImmutableArray<CancelLine> lines = [];
        if (_random.Next(4) > 0)
        {
            var line = _random.Next(8) == 0 ? null : _contents[id].Lines[_random.Next(_contents[id].Lines.Length)];
            lines = [new CancelLine(line?.LineId ?? "none", _random.Next(1, (line?.Quantity ?? 1) + 2))];
        }

        var cancel = new OrderCommand.Cancel("changed my mind", _time.Now, lines, Feed, "r-" + Text(++_serial));
        Tell(id, cancel);
        if (_random.Next(6) == 0)
            Tell(id, cancel);
    }

    /// <summary>What a node saw of other orders when this one came: mostly nothing.</summary>
    private OrderAdvice? Advice()
    {
        var rules = CheckRules.Default with { MaxQuantity = 9 };
        return _random.Next(11) switch
        {
            0 => new OrderAdvice(rules, "does not pay"),
            1 when AnyOrder() is { } other => new OrderAdvice(
                rules, Same: new SeenOrder(new OrderId(other), _time.Now), OfEmail: new SeenOrders(12, [])),
            2 or 3 => new OrderAdvice(rules),
            _ => null,
        };
    }

    private OrderContent NewContent()
    {
        var content = new OrderContent
        {
            Channel = Channels[_random.Next(Channels.Length)],
            OrderNumber = "A" + Text(1000 + _placed.Count),
            PlacedAt = _time.Now - TimeSpan.FromMinutes(_random.Next(300)),
            UpdatedAt = Version(),
            Currency = Currency.Eur,
            PricesIncludeTax = _random.Next(3) > 0,
            Customer = Customer(),
            ShipTo = Berlin,
            Lines = Lines(),
            Shipping = _random.Next(2) == 0 ? new Shipping("standard", 490, 19) : null,
            Discounts = _random.Next(8) == 0 ? [new OrderDiscount("TEN", _random.Next(1, 100))] : [],
            Policy = new OrderPolicy(_random.Next(3) > 0, _random.Next(3) > 0),
            Payment = Payment(),
        };
        return _random.Next(15) == 0 ? content with { StatedTotalMinor = 1 } : content;
    }

    private Customer Customer()
    {
        var number = Text(_random.Next(_customers));
        return _random.Next(5) switch
        {
            0 => new Customer(null, $"c{number}@example.org", "Ada Muster"),
            1 when _random.Next(3) == 0 => new Customer(null, null, "Ada Muster"),
            _ => new Customer("c-" + number, null, "Ada Muster"),
        };
    }

    private ImmutableArray<OrderLine> Lines()
    {
        var lines = new OrderLine[_random.Next(1, 6)];
        for (var i = 0; i < lines.Length; i++)
        {
            var sku = new Sku(_random.Next(40) == 0 ? "SKU-none" : _skus[_random.Next(_skus.Length)]);
            var price = _random.Next(12) == 0 ? 0 : _random.Next(1, 20_000) / 100m;
            var quantity = _random.Next(_random.Next(10) == 0 ? 12 : 4) + 1;
            lines[i] = new OrderLine(
                Text(i + 1), sku, "Thing", quantity, price, _random.Next(3) == 0 ? 7 : 19,
                _random.Next(10) == 0 ? (long)(price * 10) : 0);
        }

        return [.. lines];
    }

    private PaymentTerms Payment()
    {
        var method = (PaymentMethod)_random.Next(1, 4);
        return method == PaymentMethod.Psp
            ? new PaymentTerms(method, 14, [], "paypal", "8XJ", (PspStatus)_random.Next(1, 4))
            : new PaymentTerms(method, 14, []);
    }

    /// <summary>Versions of a channel are distinct, so that an acknowledged one can be told from others.</summary>
    private DateTimeOffset Version() => _time.Now.AddTicks(++_serial);
}
