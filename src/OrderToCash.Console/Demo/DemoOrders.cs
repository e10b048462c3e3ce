using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OrderToCash.Console.Demo;

/// <summary>What one channel sends: orders as NDJSON, with the faults of real feeds among them.</summary>
internal sealed class DemoOrders
{
    private static readonly string[] Broken =
    [
        "{\"channel\":\"shopify\",\"orderNumber\":\"S9",
        "<html><body>502 Bad Gateway</body></html>",
        "[]",
    ];

    private static readonly string[] Cities = ["Berlin", "Hamburg", "München", "Köln", "Leipzig", "Wien", "Graz"];

    private readonly DemoWorld _world;
    private readonly int _channelIndex;
    private readonly string _channel;
    private readonly int _customers;
    private readonly Random _random;
    private readonly List<string> _numbers = [];
    private string? _last;

    /// <summary>The feed of a channel.</summary>
    public DemoOrders(DemoWorld world, int channel)
    {
        _world = world;
        _channelIndex = channel;
        _channel = DemoWorld.Channels[channel].Name;
        _customers = world.CustomersOf(channel);
        _random = new Random(unchecked((world.Seed * 31) + channel));
    }

    /// <summary>The lines of a wave with so many new orders.</summary>
    public string Next(int wave, int orders)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < orders; i++)
        {
            var placedAt = DemoWorld.At(wave) + (TimeSpan.FromMinutes(10) * i / Math.Max(orders, 1));
            _last = Order(placedAt).ToJsonString(Output.OneLine);
            lines.Append(_last).Append('\n');
            switch (_random.Next(100))
            {
                case < 2:
                    // The feed's retry after a timeout that was none.
                    lines.Append(_last).Append('\n');
                    break;
                case < 3:
                    lines.Append(Faulty(placedAt)).Append('\n');
                    break;
                case < 6:
                    lines.Append(Cancellation(placedAt)).Append('\n');
                    break;
            }
        }

        return lines.ToString();
    }

    private JsonObject Order(DateTimeOffset placedAt)
    {
        var number = Number(_numbers.Count);
        _numbers.Add(number);
        var index = _random.Next(_customers);
        var customer = new DemoCustomer(_channelIndex, index);
        var (lines, sum) = Lines();
        var discount = sum > 3000 && _random.Next(5) == 0 ? 400 : 0;
        var shipping = sum < 6000 ? 490 : 0;
        var total = sum - discount + shipping;
        // A channel whose discount never made it into the export.
        var stated = _random.Next(150) == 0 ? total + 500 : total;
        var order = new JsonObject
        {
            ["channel"] = _channel, ["orderNumber"] = number, ["placedAt"] = DemoWorld.Text(placedAt),
            ["currency"] = "EUR", ["pricesIncludeTax"] = true,
            ["customer"] = new JsonObject
            {
                ["id"] = customer.Id, ["email"] = $"kunde{index}@example.org", ["name"] = customer.Name,
            },
            ["shipTo"] = new JsonObject
            {
                ["name"] = customer.Name, ["street"] = $"Hauptstr. {index % 200 + 1}",
                ["postalCode"] = index % 7 > 4 ? "1010" : $"{10115 + (index % 80)}",
                ["city"] = Cities[index % 7], ["country"] = index % 7 > 4 ? "AT" : "DE",
            },
            ["lines"] = lines, ["total"] = Cents(stated), ["payment"] = Payment(total, number, customer),
        };
        if (shipping > 0)
            order["shipping"] = new JsonObject { ["method"] = "standard", ["price"] = "4.90", ["taxRate"] = "19" };
        if (discount > 0)
            order["discounts"] = new JsonArray(new JsonObject { ["code"] = "BF25", ["amount"] = Cents(discount) });
        if (_random.Next(5) == 0)
        {
            order["policy"] = new JsonObject
            {
                ["backorder"] = _random.Next(2) == 0 ? "reject" : "allow",
                ["partial"] = _random.Next(2) == 0 ? "ship-complete" : "ship-partial",
            };
        }

        return order;
    }

    private (JsonArray Lines, int Sum) Lines()
    {
        var lines = new JsonArray();
        var sum = 0;
        var seen = new HashSet<int>();
        var count = 1 + (_random.Next(10) < 6 ? 0 : _random.Next(3));
        // A company that orders for all its staff needs credit.
        var pieces = _random.Next(120) == 0 ? 15 : 2;
        for (var i = 0; i < count; i++)
        {
            var sku = DemoWorld.PickSku(_random);
            if (!seen.Add(sku))
                continue;
            var quantity = 1 + _random.Next(pieces);
            sum += quantity * DemoWorld.PriceOf(sku);
            lines.Add(new JsonObject
            {
                ["lineId"] = (lines.Count + 1).ToString(CultureInfo.InvariantCulture),
                ["sku"] = _random.Next(400) == 0 ? "NEU-" + sku : DemoWorld.Sku(sku), ["name"] = DemoWorld.NameOf(sku),
                ["quantity"] = quantity, ["unitPrice"] = Cents(DemoWorld.PriceOf(sku)), ["taxRate"] = "19",
            });
        }

        return (lines, sum);
    }

    private JsonObject Payment(int total, string number, DemoCustomer customer) => _random.Next(100) switch
    {
        < 40 when customer.IsFirm => new JsonObject
        {
            ["method"] = "invoice", ["termsDays"] = 30,
            ["skonto"] = new JsonArray(new JsonObject { ["days"] = 3, ["percent"] = "2" }),
        },
        < 40 => new JsonObject { ["method"] = "invoice", ["termsDays"] = 14 },
        < 60 => new JsonObject { ["method"] = "prepayment" },
        _ => new JsonObject
        {
            ["method"] = "psp", ["provider"] = "paypal", ["reference"] = "PP" + number, ["status"] = "captured",
            ["amount"] = Cents(total),
        },
    };

    private string Faulty(DateTimeOffset placedAt)
    {
        var kind = _random.Next(6);
        if (kind < Broken.Length)
            return Broken[kind];
        var order = JsonNode.Parse(_last ?? "{}") as JsonObject ?? [];
        order["orderNumber"] = Number(_numbers.Count) + "X";
        order["placedAt"] = DemoWorld.Text(placedAt);
        switch (kind)
        {
            case 3:
                order["currency"] = "EUX";
                break;
            case 4 when order["lines"] is JsonArray lines && lines[0] is JsonObject line:
                line["quantity"] = -2;
                break;
            default:
                order["pricesIncludeTax"] = "ja";
                break;
        }

        return order.ToJsonString(Output.OneLine);
    }

    private string Cancellation(DateTimeOffset at) => new JsonObject
    {
        ["channel"] = _channel, ["orderNumber"] = _numbers[_random.Next(_numbers.Count)],
        ["cancel"] = new JsonObject { ["reason"] = "customer changed their mind", ["at"] = DemoWorld.Text(at) },
    }.ToJsonString(Output.OneLine);

    private string Number(int index) => _channel switch
    {
        "amazon" => string.Create(
            CultureInfo.InvariantCulture, $"302-{_world.Seed % 1000:D3}{index / 1000:D4}-{index:D7}"),
        "ebay" => string.Create(CultureInfo.InvariantCulture, $"{_world.Seed % 90 + 10}-E{index:D6}"),
        "shopify" => string.Create(CultureInfo.InvariantCulture, $"S{100000 + index}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"W{500000 + index}"),
    };

    private static string Cents(int cents) => (cents / 100m).ToString("F2", CultureInfo.InvariantCulture);
}
