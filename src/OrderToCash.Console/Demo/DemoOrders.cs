using System.Collections.Immutable;
using OrderToCash.Console.Demo.Formats;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Demo;

/// <summary>What one channel sends: orders in its own format, with the faults of real feeds among them.</summary>
internal sealed class DemoOrders
{
    private const string ErrorPage = "<html><body>502 Bad Gateway</body></html>";

    private readonly DemoWorld _world;
    private readonly int _channelIndex;
    private readonly DemoChannel _channel;
    private readonly Random _random;
    private readonly List<DemoOrder> _orders = [];

    /// <summary>The feed of a channel.</summary>
    public DemoOrders(DemoWorld world, int channel)
    {
        _world = world;
        _channelIndex = channel;
        _channel = DemoWorld.Channels[channel];
        _random = new Random(unchecked((world.Seed * 31) + channel));
    }

    /// <summary>What the customers of all its orders owe, in cents, by the order's id here.</summary>
    public IEnumerable<(string Order, long TotalCents)> Totals =>
        _orders.Select(order => ($"{_channel.Name}:{order.Number}", order.TotalCents));

    /// <summary>The documents of a wave with so many new orders, in the order they are sent.</summary>
    public List<string> Next(int wave, int orders)
    {
        var documents = new List<string>();
        for (var i = 0; i < orders; i++)
        {
            var placedAt = DemoWorld.At(wave) + (TimeSpan.FromMinutes(9) * i / Math.Max(orders, 1));
            var order = Order(placedAt);
            var text = _channel.Format.Write(order);
            documents.Add(text);
            switch (_random.Next(100))
            {
                case < 2:
                    // The feed's retry after a timeout that was none.
                    documents.Add(text);
                    break;
                case < 3:
                    documents.Add(Faulty(placedAt));
                    break;
                case < 6:
                    documents.Add(Cancellation(placedAt));
                    break;
                case < 8:
                    order = order with { IsMended = true, ChangedAt = placedAt.AddSeconds(45) };
                    documents.Add(_channel.Format.Write(order));
                    break;
                case < 9 when _channel.Format.HasTests:
                    documents.Add(_channel.Format.Write(Draft(placedAt) with { IsTest = true }));
                    break;
            }

            _orders.Add(order);
        }

        return documents;
    }

    /// <summary>The next order; its number is taken once it is in the list.</summary>
    private DemoOrder Order(DateTimeOffset placedAt) => Draft(placedAt) with
    {
        // A channel whose discount never made it into the export.
        SurplusCents = _random.Next(150) == 0 ? 500 : 0,
        Policy = _random.Next(5) == 0 ? (_random.Next(2) == 0, _random.Next(2) == 0) : null,
    };

    private DemoOrder Draft(DateTimeOffset placedAt)
    {
        var format = _channel.Format;
        var lines = Lines();
        var sum = lines.Sum(static line => line.SumCents);
        var discount = sum > 3000 && _random.Next(5) == 0 ? 400 : 0;
        var customer = new DemoCustomer(_channelIndex, _random.Next(_world.CustomersOf(_channelIndex)));
        return new DemoOrder(_orders.Count, format.NumberOf(_orders.Count), placedAt, customer, format.IsNet)
        {
            Channel = _channel.Name, Lines = WithShares(lines, discount), DiscountCents = discount,
            ShippingCents = sum < 6000 ? 490 : 0, Payment = Payment(),
        };
    }

    private ImmutableArray<DemoLine> Lines()
    {
        var lines = ImmutableArray.CreateBuilder<DemoLine>();
        var seen = new HashSet<int>();
        var count = 1 + (_random.Next(10) < 6 ? 0 : _random.Next(3));
        // A company that orders for all its staff needs credit.
        var pieces = _random.Next(120) == 0 ? 15 : 2;
        for (var i = 0; i < count; i++)
        {
            var sku = DemoWorld.PickSku(_random);
            if (!seen.Add(sku))
                continue;
            lines.Add(new DemoLine(
                lines.Count + 1, _random.Next(400) == 0 ? "NEU-" + sku : DemoWorld.Sku(sku), DemoWorld.NameOf(sku),
                1 + _random.Next(pieces), DemoWorld.PriceOf(sku), 0));
        }

        return lines.DrainToImmutable();
    }

    /// <summary>Spreads the discount to the cent, the cents left over to the largest remainders.</summary>
    private static ImmutableArray<DemoLine> WithShares(ImmutableArray<DemoLine> lines, long discount)
    {
        if (discount == 0)
            return lines;
        var shares = new long[lines.Length];
        LargestRemainder.Spread(discount, [.. lines.Select(static line => line.SumCents)], shares);
        return [.. lines.Select((line, index) => line with { DiscountCents = shares[index] })];
    }

    private DemoPayment Payment() => _random.Next(100) switch
    {
        _ when _channel.Format.IsInvoiceOnly => DemoPayment.Invoice,
        < 40 => DemoPayment.Invoice,
        < 60 => DemoPayment.Advance,
        _ => DemoPayment.Provider,
    };

    /// <summary>What no system should have sent; the order's number is then used by the next one.</summary>
    private string Faulty(DateTimeOffset placedAt)
    {
        var format = _channel.Format;
        var text = format.Write(Draft(placedAt));
        return _random.Next(4) switch
        {
            0 => text[..(text.Length / 2)].TrimEnd(),
            1 => ErrorPage,
            2 => text.Replace("EUR", "EUX", StringComparison.Ordinal),
            _ => text.Replace(format.Slip.Value, format.Slip.Fault, StringComparison.Ordinal),
        };
    }

    /// <summary>Of any order so far, also of one that was shipped or cancelled before.</summary>
    private string Cancellation(DateTimeOffset at)
    {
        if (_orders.Count == 0)
            return ErrorPage;
        return _channel.Format.Write(_orders[_random.Next(_orders.Count)] with
        {
            IsCancelled = true,
            ChangedAt = at.AddMinutes(1),
        });
    }
}
