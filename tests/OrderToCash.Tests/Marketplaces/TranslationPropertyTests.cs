using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>What holds of every translation: nothing throws, totals meet to the cent, shares sum.</summary>
public sealed class TranslationPropertyTests(ITestOutputHelper output)
{
    private static readonly string[] Documents =
    [
        ShopifyBodies.Order(
            ",\"refunds\":[{\"refund_line_items\":[{\"line_item_id\":1,\"quantity\":1,\"subtotal\":1.5}]}]"),
        BusinessDocumentTests.OpenTrans, BusinessDocumentTests.Ubl, BusinessDocumentTests.Cxml,
        """
            {"id":1,"order_key":"k","number":"7","status":"x","currency":"JPY","date_created":"2026-01-01T00:00:00",
            "total":"5","line_items":[{"id":1,"name":"\ud83d\ude00","quantity":2,"subtotal":"5","total":"4.9",
            "bundled_items":[1],"bundled_by":1,"taxes":[]}],"fee_lines":[{"total":"-1"}],"gift_cards":[{"amount":1}]}
            """,
        """
            {"payload":{"AmazonOrderId":"1","PurchaseDate":"2026-01-01T00:00:00Z","OrderStatus":"Shipped",
            "OrderTotal":{"CurrencyCode":"EUR","Amount":"5"},"OrderItems":[{"OrderItemId":"1","QuantityOrdered":2,
            "ItemPrice":{"CurrencyCode":"EUR","Amount":"5"},"ItemTax":{"CurrencyCode":"EUR","Amount":"1"}}]}}
            """,
        "UNA:+.? 'UNB+UNOC:3+1:14+2:14+261127:0134+1'UNH+1+ORDERS:D:96A:UN'BGM+220+4711+9'"
            + "CUX+2:EUR:9'LIN+1++4:EN'QTY+21:1'PRI+AAA:1.5::::7'ALC+A'MOA+204:1'UNS+S'UNT+10+1'UNZ+1+1'",
    ];

    [Fact]
    public void No_change_of_a_document_makes_translation_throw()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        foreach (var document in Documents)
        {
            for (var i = 0; i < 1_500; i++)
            {
                var bytes = Mutated(Encoding.UTF8.GetBytes(document), random);
                var results = Deliveries.Translate(bytes);

                Assert.NotEmpty(results);
                Assert.All(results, result => Assert.True(
                    result.Rejection is not null || result.NothingToDo is not null || result.Commands.Length > 0));
            }
        }
    }

    /// <summary>Each value of each document: a time, a flag, a number, wherever texts are read without being asked for.
    /// </summary>
    [Fact]
    public void Half_a_character_in_any_value_makes_nothing_throw()
    {
        foreach (var document in Documents.Append(ShopifyBodies.Order()).Where(one => one.Contains('{')))
        {
            const string Value = "(?<=:\\s*)(\"[^\"]*\"|true|false|null|[0-9.]+)(?=[,}\\]])";
            foreach (Match value in Regex.Matches(document, Value))
            {
                var broken = string.Concat(
                    document.AsSpan(0, value.Index), "\"\\ud83d\"", document.AsSpan(value.Index + value.Length));

                Assert.NotEmpty(Deliveries.Translate(broken));
            }
        }
    }

    [Fact]
    public void Huge_and_deep_values_are_refused()
    {
        foreach (
            var number in new[] { "9999999999999999999999999999", "1e400", "-99999999999999",
                "0.0000000000000000000000000001" })
        {
            foreach (var field in new[] { "\"10.00\"", "\"4.90\"", "\"0.78\"", "\"24.90\"", "0.19", "1,\"price\"" })
            {
                var body = ShopifyBodies.Order().Replace(
                    field, field.StartsWith('1') ? number + ",\"price\"" : number, StringComparison.Ordinal);

                Assert.NotEmpty(Deliveries.Translate(body));
            }
        }

        var deep = new string('[', 100_000);
        Assert.Equal("malformed-json", Deliveries.Refused("{\"line_items\":" + deep).Reason);
    }

    [Theory]
    [InlineData("{\"\\ud83d\":1}")]
    [InlineData("{\"a\":1,\"a\":1,\"\\ud83d\":1}")]
    [InlineData("{\"line_items\":[{\"\\ude00name\":1}]}")]
    public void A_name_with_half_a_character_is_refused(string document) =>
        Assert.Equal("malformed-json", Deliveries.Refused(document).Reason);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_line_costs_exactly_what_the_platform_says(int decimals)
    {
        var currency = decimals == 0 ? "JPY" : decimals == 3 ? "KWD" : "EUR";
        Assert.True(Currency.TryParse(currency, out var known));
        var random = new Random(4711);
        var factor = (decimal)Math.Pow(10, decimals);
        for (var i = 0; i < 5_000; i++)
        {
            var (minor, quantity) = (random.NextInt64(0, 100_000_000), random.Next(1, 100_000));
            var (unit, rest) = UnitPrices.Of(minor / factor, quantity, known);
            var line = new OrderLine("1", new Sku("S"), null, quantity, unit, 0, rest);

            Assert.Equal(minor, OrderTotals.LineTotal(line, known) - rest);
            Assert.True(rest >= 0 && unit == decimal.Round(unit, 6), $"{minor}/{quantity}: {unit}, {rest}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_rate_that_is_found_makes_the_tax(bool includesTax)
    {
        var random = new Random(42);
        for (var i = 0; i < 5_000; i++)
        {
            var rate = new[] { 19m, 7m, 5.5m, 20m, 8.25m, 8.875m }[random.Next(6)];
            var amount = random.NextInt64(500, 10_000_000);
            var tax = includesTax ? Rounding.TaxInGross(amount, rate) : Rounding.TaxOnNet(amount, rate);
            var found = new TaxRates(includesTax).Of(amount, tax, null);

            Assert.Equal(tax, includesTax ? Rounding.TaxInGross(amount, found) : Rounding.TaxOnNet(amount, found));
            Assert.Equal(rate, new TaxRates(includesTax).Of(amount, tax, rate));
        }
    }

    [Fact]
    public void Orders_with_random_lines_and_discounts_add_up_to_the_cent()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var (total, lines) = (490L, new List<string>());
            for (var line = 1; line <= random.Next(1, 20); line++)
            {
                var (quantity, price) = (random.Next(1, 50), random.NextInt64(1, 100_000));
                var discount = random.NextInt64(0, quantity * price);
                total += (quantity * price) - discount;
                lines.Add(
                    ShopifyBodies.Line(line, "S", quantity, Text(price), discount == 0 ? "0.00" : Text(discount)));
            }

            Deliveries.AddsUp(Deliveries.Order(ShopifyBodies.Order("", string.Join(',', lines), Text(total))));
        }
    }

    [Fact]
    public void An_order_of_1112_lines_and_a_quantity_of_80995_are_taken()
    {
        var lines = string.Join(',', Enumerable.Range(1, 1112).Select(id => ShopifyBodies.Line(id, $"S-{id}")));

        Assert.Equal(1112, Deliveries.Order(ShopifyBodies.Order("", lines, "11124.90")).Lines.Length);
        Assert.Equal(80_995, Deliveries.Order(ShopifyBodies.Order(
            "", ShopifyBodies.Line(1, "S", 80_995, "1.00"), "80999.90")).Lines[0].Quantity);
    }

    private static string Text(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var times = random.Next(1, 4); times > 0 && changed.Count > 0; times--)
        {
            var at = random.Next(changed.Count);
            var length = Math.Min(random.Next(1, 30), changed.Count - at);
            switch (random.Next(5))
            {
                case 0: changed[at] = (byte)random.Next(256); break;
                case 1: changed.RemoveRange(at, length); break;
                case 2: changed.InsertRange(random.Next(changed.Count), changed.GetRange(at, length)); break;
                case 3: changed.InsertRange(at, "\"\\ud800\""u8.ToArray()); break;
                default: changed.InsertRange(at, "99999999999"u8.ToArray()); break;
            }
        }

        return [.. changed];
    }
}
