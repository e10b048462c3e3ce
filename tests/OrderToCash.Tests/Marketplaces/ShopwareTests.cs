using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Shopware 6: numbers as JSON numbers, promotions as lines, bundles, the newest transaction.</summary>
public sealed class ShopwareTests
{
    private static string Order(string lines, string total, string state = "open", string transactions = "") => $$"""
        {"data":[{"id":"o1","orderNumber":"10042","orderDateTime":"2026-11-27T00:00:00.000+00:00","taxStatus":"gross",
        "amountTotal":{{total}},"currency":{"isoCode":"EUR"},"stateMachineState":{"technicalName":"{{state}}"},
        "orderCustomer":{"customerNumber":"K-1","email":"ada@example.org","firstName":"Ada","lastName":"Muster",
        "vatIds":["DE1"]},
        "deliveries":[{"shippingOrderAddress":{"firstName":"Ada","lastName":"Muster","street":"Hauptstr. 5",
        "zipcode":"10115",
        "city":"Berlin","country":{"iso":"DE"} },"shippingMethod":{"name":"Standard"},
        "shippingCosts":{"totalPrice":4.9,"calculatedTaxes":[{"tax":0.78,"taxRate":19}]} }],
        "transactions":[{{transactions}}],"lineItems":[{{lines}}]}]}
        """;

    private static string Line(string id, string sku, int quantity, string unit, string total, string rest = "") =>
        $$"""
        {"id":"{{id}}","productId":"p","type":"product","label":"Tea","quantity":{{quantity}},"unitPrice":{{unit}},
        "totalPrice":{{total}},
        "payload":{"productNumber":"{{sku}}"},"price":{"calculatedTaxes":[{"tax":1.6,"taxRate":19}]}{{rest}} }
        """;

    [Fact]
    public void Every_field_of_an_order_is_read()
    {
        var order = Deliveries.Order(Order(Line("1", "A", 2, "5", "10"), "14.9"));

        Assert.Equal("shop:10042", order.Id.Value);
        Assert.Equal(new Customer("K-1", "ada@example.org", "Ada Muster", VatId: "DE1"), order.Customer);
        Assert.Equal(new Address("Ada Muster", "Hauptstr. 5", "10115", "Berlin", "DE"), order.ShipTo);
        Assert.Equal(new OrderLine("1", new Sku("A"), "Tea", 2, 5m, 19m), Assert.Single(order.Lines));
        Assert.Equal(new Shipping("Standard", 490, 19m), order.Shipping);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_promotion_is_a_discount()
    {
        var promotion =
            """{"id":"2","type":"promotion","label":"BF","quantity":1,"unitPrice":-2.5,"totalPrice":-2.5}""";
        var order = Deliveries.Order(Order(Line("1", "A", 2, "5", "10") + "," + promotion, "12.4"));

        Assert.Equal(new OrderDiscount("BF", 250), Assert.Single(order.Discounts));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_bundles_price_is_spread_over_its_children()
    {
        var lines = string.Join(
            ',', Line("b", "SET", 1, "10", "10", ",\"type\":\"container\"").Replace(
                "\"type\":\"product\",", "", StringComparison.Ordinal),
            Line("1", "A", 1, "7", "7", ",\"parentId\":\"b\""), Line("2", "B", 2, "3.5", "7", ",\"parentId\":\"b\""),
            Line("3", "C", 1, "7", "7", ",\"parentId\":\"b\""));
        var order = Deliveries.Order(Order(lines, "14.9"));

        Assert.Equal(["A", "B", "C"], order.Lines.Select(line => line.Sku.Value));
        Assert.Equal(1000, order.Lines.Sum(line => OrderTotals.LineTotal(line, order.Currency) - line.DiscountMinor));
        Deliveries.AddsUp(order);
    }

    [Theory]
    [InlineData("paid", "cancelled", PspStatus.Captured)]
    [InlineData("cancelled", "authorized", PspStatus.Authorized)]
    public void The_newest_transaction_that_was_not_given_up_counts(string first, string second, PspStatus expected)
    {
        var order = Deliveries.Order(Order(Line("1", "A", 2, "5", "10"), "14.9", transactions:
            Transaction("t1", first, "2026-11-27T00:00:00Z") + "," + Transaction(
                "t2", second, "2026-11-27T00:01:00Z")));

        Assert.Equal(expected, order.Payment.Status);
    }

    [Fact]
    public void States_are_known_or_refused()
    {
        var lines = Line("1", "A", 2, "5", "10");

        Assert.Equal("cancelled o1", Deliveries.Cancel(Order(lines, "14.9", "cancelled")).RequestId);
        Assert.Equal("unknown-value", Deliveries.Refused(Order(lines, "14.9", "anything_but_open")).Reason);
    }

    [Fact]
    public void Associations_that_were_not_loaded_are_asked_for()
    {
        var rejection = Deliveries.Refused("""{"data":[{"orderNumber":"1","orderCustomer":{}}]}""");

        Assert.Equal(("missing-field", "lineItems"), (rejection.Reason, rejection.Place));
        Assert.Contains("associations", rejection.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open", "open", null)]
    [InlineData("cancelled", "open", null)]
    [InlineData("shipped", "open", "all: deliveries[0].state shipped; lineItems[0] 2 of 2 pieces of A shipped")]
    [InlineData("returned", "open", "all: deliveries[0].state returned; lineItems[0] 2 of 2 pieces of A shipped")]
    [InlineData("shipped_partially", "open", "part: deliveries[0].state shipped_partially")]
    [InlineData("returned_partially", "open", "part: deliveries[0].state returned_partially")]
    [InlineData("open", "completed", "part: state completed")]
    public void What_was_shipped_is_told(string delivery, string order, string? expected) => Assert.Equal(
        expected, Deliveries.Shipped(
            WithDelivery(Order(Line("1", "A", 2, "5", "10"), "14.9", order), delivery, 2)));

    [Theory]
    [InlineData("4.9", "part: deliveries[0].state shipped; lineItems[0] 1 of 2 pieces of A shipped")]
    [InlineData("-4.9", "all: deliveries[0].state shipped; lineItems[0] 1 of 2 pieces of A shipped")]
    public void Of_two_deliveries_both_have_to_be_shipped_but_for_a_discount(string costs, string expected)
    {
        var second = $$"""
            ,{"stateMachineState":{"technicalName":"open"},"shippingCosts":{"totalPrice":{{costs}} } }
            """;
        var order = WithDelivery(Order(Line("1", "A", 2, "5", "10"), "14.9"), "shipped", 1);

        Assert.Equal(expected, Deliveries.Shipped(
            order.Replace("],\n\"transactions\"", second + "],\n\"transactions\"", StringComparison.Ordinal)));
    }

    private static string WithDelivery(string order, string state, int pieces) => order.Replace(
        "\"shippingMethod\"", $$"""
        "stateMachineState":{"technicalName":"{{state}}"},
        "positions":[{"orderLineItemId":"1","quantity":{{pieces}} }],"shippingMethod"
        """, StringComparison.Ordinal);

    private static string Transaction(string id, string state, string at) =>
        $$"""
            {"id":"{{id}}","createdAt":"{{at}}","stateMachineState":{"technicalName":"{{state}}"},
            "paymentMethod":{"name":"PayPal"} }
            """;
}
