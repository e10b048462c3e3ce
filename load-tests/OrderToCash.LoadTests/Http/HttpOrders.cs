using System.Globalization;
using System.Text;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Http;

/// <summary>Orders as clients send them: those of <see cref="OrderGenerator"/>, in the own format.</summary>
internal sealed class HttpOrders(string prefix, int seed)
{
    private readonly OrderGenerator _orders = new(
        Profile.BlackFriday, seed, rejectBeyondStock: false, new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));

    /// <summary>An order, one line without its end.</summary>
    public byte[] Next(int number)
    {
        var order = _orders.Next(number);
        var lines = string.Join(',', order.Lines.Select(line =>
            $"{{\"lineId\":\"{line.LineId}\",\"sku\":\"{line.Sku.Value}\",\"name\":\"{line.Name}\","
            + $"\"quantity\":{line.Quantity},\"unitPrice\":\"{line.UnitPrice}\",\"taxRate\":\"{line.TaxRate}\"}}"));
        return Encoding.UTF8.GetBytes(
            $"{{\"channel\":\"{order.Channel}\",\"orderNumber\":\"{prefix}{order.OrderNumber}\","
            + $"\"placedAt\":\"{order.PlacedAt.ToString("O", CultureInfo.InvariantCulture)}\",\"currency\":\"EUR\","
            + "\"pricesIncludeTax\":true,"
            + $"\"customer\":{{\"id\":\"{order.Customer.Id}\",\"email\":\"{order.Customer.Email}\","
            + "\"name\":\"Kunde\"},"
            + $"\"shipTo\":{{\"name\":\"{order.ShipTo?.Name}\",\"street\":\"{order.ShipTo?.Street}\","
            + $"\"postalCode\":\"{order.ShipTo?.PostalCode}\",\"city\":\"Berlin\",\"country\":\"DE\"}},"
            + $"\"lines\":[{lines}],\"shipping\":{{\"method\":\"standard\",\"price\":\"4.90\",\"taxRate\":\"19\"}},"
            + "\"payment\":{\"method\":\"invoice\",\"termsDays\":14}}");
    }

    /// <summary>Stock of every SKU, a line each.</summary>
    public string Stock() => string.Concat(_orders.Skus.Select(sku =>
        $"{{\"sku\":\"{sku.Value}\",\"warehouse\":\"BER1\",\"kind\":\"count\",\"quantity\":100000000,"
        + "\"reference\":\"INV-1\",\"at\":\"2026-11-26T00:00:00Z\"}\n"));
}
