using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using Xunit.Abstractions;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>Totals and invoices: examples worked by hand, and sums that hold for any order and any shipments.</summary>
public sealed class OrderArithmeticTests(ITestOutputHelper output)
{
    private static readonly decimal[] Rates = [0, 7, 19, 8.1m];

    [Fact]
    public void The_formats_example_adds_up()
    {
        // 2 × 19.99 − 4.00 + 4.90 shipping.
        var totals = OrderTotals.Compute(Content() with
        {
            Discounts = [new OrderDiscount("BF10", 400)],
            Shipping = new Shipping("standard", 490, 19),
        });

        Assert.Equal(4088, totals.TotalMinor);
        Assert.Equal(new LineAmount("1", 3024, 574), totals.Amounts[0]);
        Assert.Equal(new LineAmount("shipping", 412, 78), totals.ShippingAmount);
    }

    [Fact]
    public void Rest_cents_of_an_order_discount_go_to_the_first_of_equals()
    {
        var totals = OrderTotals.Compute(
            Content(Line("1", "A", 1, 10), Line("2", "B", 1, 10), Line("3", "C", 1, 10)) with
            {
                Discounts = [new OrderDiscount(null, 1000)],
            });

        Assert.Equal([666, 667, 667], totals.Amounts.Select(amount => amount.GrossMinor));
    }

    [Fact]
    public void A_discount_beyond_the_lines_reduces_shipping()
    {
        var totals = OrderTotals.Compute(Content(Line("1", "A", 1, 10)) with
        {
            Discounts = [new OrderDiscount(null, 1200)],
            Shipping = new Shipping(null, 490, 19),
        });

        Assert.Equal((0, 290), (totals.Amounts[0].GrossMinor, totals.ShippingAmount.GrossMinor));
    }

    [Theory]
    [InlineData("EUR", 1.005, 101)]
    [InlineData("EUR", 1.004999, 100)]
    [InlineData("JPY", 100.5, 101)]
    [InlineData("KWD", 1.0005, 1001)]
    public void A_line_is_rounded_once_half_away_from_zero(string code, decimal price, long expected)
    {
        Assert.True(Currency.TryParse(code, out var currency));
        Assert.Equal(expected, OrderTotals.LineTotal(Line("1", "A", 1, price), currency));
    }

    [Fact]
    public void A_net_price_order_adds_tax_per_rate_on_the_invoice()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 1, 0.10m), Line("2", "B", 1, 0.10m), Line("3", "C", 1, 0.10m, 7)) with
            {
                PricesIncludeTax = false,
            }),
            Promised("A", 1), Promised("B", 1), Promised("C", 1),
            Allocated("A", 1), Allocated("B", 1), Allocated("C", 1),
            Ship("S-1", ("1", 1), ("2", 1), ("3", 1)));

        var invoice = order.Single<OrderEvent.InvoiceRequested>().Content;
        Assert.Equal([new TaxAmount(7, 10, 1), new TaxAmount(19, 20, 4)], invoice.Taxes.ToArray());
        Assert.Equal(35, invoice.GrossMinor);
    }

    [Fact]
    public void Seeded_orders_keep_every_cent()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var content = RandomContent(random);
            var totals = OrderTotals.Compute(content);
            var name = $"seed {seed}";
            var lines = content.Lines.Sum(line => OrderTotals.LineTotal(line, content.Currency) - line.DiscountMinor);
            var expected = lines + (content.Shipping?.PriceMinor ?? 0) - content.Discounts.Sum(one => one.AmountMinor);
            var actual = content.PricesIncludeTax
                ? totals.TotalMinor : totals.Amounts.Sum(amount => amount.NetMinor) + totals.ShippingAmount.NetMinor;
            Assert.True(expected == actual, $"{name}: discounts changed the sum: {expected}, {actual}");
            Assert.True(
                totals.Amounts.All(amount => amount is { NetMinor: >= 0, TaxMinor: >= 0 })
                    && totals.ShippingAmount is { NetMinor: >= 0, TaxMinor: >= 0 },
                $"{name}: an amount is negative");
            CheckInvoices(name, content, totals, random);
        }

        output.WriteLine("seeds 1 to 400");
    }

    [Fact]
    public void Spread_conserves_the_amount_and_never_exceeds_a_weight()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var weights = new long[random.Next(1, 12)];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = random.Next(4) == 0
                    ? 0 : random.NextInt64(random.Next(2) == 0 ? 100 : 1_000_000_000_000_000);
            var sum = weights.Sum();
            var amount = random.NextInt64(sum + 1);
            var shares = new long[weights.Length];

            var spread = LargestRemainder.Spread(amount, weights, shares);

            Assert.Equal(sum == 0 ? 0 : amount, spread);
            Assert.Equal(spread, shares.Sum());
            for (var i = 0; i < weights.Length; i++) Assert.InRange(shares[i], 0, weights[i]);
        }

        output.WriteLine("seeds 1 to 2000");
    }

    /// <summary>Ships the order in random pieces and adds the invoices up.</summary>
    private static void CheckInvoices(string name, OrderContent content, OrderTotals totals, Random random)
    {
        var order = new OrderScript().Given(Place(content with { StatedTotalMinor = null }));
        if (order.State.IsCreditAsked) order.Given(new OrderCommand.NoteCredit(1, true, 0, 1));
        foreach (var sku in order.State.Skus.ToArray())
        {
            var pieces = content.Lines.Where(line => line.Sku == sku.Sku).Sum(line => line.Quantity);
            order.Given(Promised(sku.Sku.Value, pieces));
        }

        foreach (var ask in order.Single<OrderEvent.Released>().Asks)
            order.Given(Allocated(ask.Sku.Value, ask.Quantity));
        var invoices = new List<InvoiceContent>();
        for (var shipment = 1; order.State.Pieces.Allocated > 0; shipment++)
        {
            var lines = new List<(string, int)>();
            for (var i = 0; i < order.State.Lines.Length; i++)
            {
                var quantity = random.Next(order.State.Lines[i].Allocated + 1);
                if (quantity > 0) lines.Add((content.Lines[i].LineId, quantity));
            }

            if (lines.Count == 0) continue;
            order.Given(Ship($"S-{shipment}", [.. lines]));
            invoices.Add(order.Single<OrderEvent.InvoiceRequested>().Content);
        }

        foreach (var invoice in invoices) CheckInvoice(name, invoice);
        var gross = invoices.Sum(invoice => invoice.GrossMinor);
        if (content.PricesIncludeTax) Assert.True(gross == totals.TotalMinor, $"{name}: {gross}, {totals.TotalMinor}");
        for (var i = 0; i < content.Lines.Length; i++)
        {
            var lineId = content.Lines[i].LineId;
            var ofLine = invoices.SelectMany(invoice => invoice.Lines).Where(line => line.LineId == lineId);
            var net = ofLine.Sum(line => line.NetMinor);
            var sum = content.PricesIncludeTax ? net + ofLine.Sum(line => line.TaxMinor) : net;
            var total = content.PricesIncludeTax ? totals.Amounts[i].GrossMinor : totals.Amounts[i].NetMinor;
            Assert.True(sum == total, $"{name}, line {i}: {sum}, {total}");
            Assert.Equal(content.Lines[i].Quantity, ofLine.Sum(line => line.Quantity));
        }
    }

    private static void CheckInvoice(string name, InvoiceContent invoice)
    {
        Assert.Equal(invoice.GrossMinor, invoice.Taxes.Sum(tax => tax.NetMinor + tax.TaxMinor));
        Assert.Equal(invoice.Taxes.OrderBy(tax => tax.Rate), invoice.Taxes);
        foreach (var tax in invoice.Taxes)
        {
            var lines = invoice.Lines.Where(line => line.TaxRate == tax.Rate).ToArray();
            Assert.Equal((tax.NetMinor, tax.TaxMinor),
                (lines.Sum(line => line.NetMinor), lines.Sum(line => line.TaxMinor)));
            var exact = tax.NetMinor * tax.Rate / 100;
            Assert.True(Math.Abs(exact - tax.TaxMinor) <= 1,
                $"{name}: tax {tax.TaxMinor} of {tax.NetMinor} at {tax.Rate}");
        }

        Assert.All(invoice.Lines, line => Assert.True(line is { NetMinor: >= 0, TaxMinor: >= 0 }, name));
    }

    private static OrderContent RandomContent(Random random)
    {
        var lines = new OrderLine[random.Next(1, 6)];
        for (var i = 0; i < lines.Length; i++)
        {
            var price = random.Next(6) == 0 ? 0 : random.Next(1, 3_000_000) / (random.Next(2) == 0 ? 100m : 10_000m);
            var line = Line($"{i}", $"S{random.Next(4)}", random.Next(1, 8), price, Rates[random.Next(Rates.Length)]);
            var total = OrderTotals.LineTotal(line, Currency.Eur);
            lines[i] = line with { DiscountMinor = random.Next(3) == 0 ? random.NextInt64(total + 1) : 0 };
        }

        var content = Content(lines) with
        {
            PricesIncludeTax = random.Next(2) == 0,
            Shipping = random.Next(2) == 0 ? new Shipping("standard", random.Next(2000), 19) : null,
        };
        var most = lines.Sum(line => OrderTotals.LineTotal(line, Currency.Eur) - line.DiscountMinor)
            + (content.Shipping?.PriceMinor ?? 0);
        ImmutableArray<OrderDiscount> discounts = random.Next(2) == 0
            ? []
            :
            [
                new OrderDiscount("A", random.NextInt64((most / 2) + 1)),
                new OrderDiscount("B", random.NextInt64((most / 2) + 1)),
            ];
        return content with { Discounts = discounts };
    }
}
