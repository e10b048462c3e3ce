using System.Text.RegularExpressions;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>eBay: line costs, converted amounts, tax that eBay remits, payouts that are no payments.</summary>
public sealed partial class EbayTests
{
    private static string Money(string value, string? converted = null) => converted is null
        ? $$"""{"value":"{{value}}","currency":"EUR"}"""
        : $$"""
            {"value":"{{value}}","currency":"USD","convertedFromValue":"{{converted}}","convertedFromCurrency":"EUR"}
            """;

    private static string Order(string total, string line, string rest = "", string delivery = "0.0") => $$"""
        {"orders":[{"orderId":"12-12345-12345","legacyOrderId":"1-2","creationDate":"2026-11-27T00:00:00.000Z",
        "lastModifiedDate":"2026-11-27T01:00:00.000Z","orderPaymentStatus":"PAID","buyer":{"username":"ada"},
        "pricingSummary":{"deliveryCost":{{Money(delivery)}},"total":{{total}} },
        "paymentSummary":{"payments":[{"paymentReferenceId":"P-1","amount":{{Money("7.31")}} }]},
        "fulfillmentStartInstructions":[{"shippingStep":{"shipTo":{"fullName":"Ada Muster","contactAddress":
        {"addressLine1":"Hauptstr. 5","city":"Berlin","postalCode":"10115","countryCode":"DE"} } } }],
        "lineItems":[{{line}}]{{rest}} }]}
        """;

    private static string Line(string cost, int quantity = 1, string rest = "") => $$"""
        {"lineItemId":"10042355857307","legacyItemId":"55","sku":"S","title":"Tea","quantity":{{quantity}},
        "lineItemCost":{{cost}}{{rest}} }
        """;

    [Fact]
    public void The_cost_of_a_line_is_that_of_all_its_pieces()
    {
        var order = Deliveries.Order(Order(Money("12.0"), Line(Money("10.0"), 4), delivery: "2.0"), taxRate: 19);

        Assert.Equal(new OrderLine("10042355857307", new Sku("S"), "Tea", 4, 2.5m, 19m), Assert.Single(order.Lines));
        Assert.Equal(new Shipping("shipping", 200, 19m), order.Shipping);
        Assert.Equal(("ebay", "P-1", PspStatus.Captured, null), (
            order.Payment.Provider, order.Payment.Reference, order.Payment.Status, order.Payment.AmountMinor));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void The_sellers_currency_counts_where_eBay_converted()
    {
        var order = Deliveries.Order(Order(Money("10.63", "8.9"), Line(Money("10.63", "8.9"))));

        Assert.Equal((Currency.Eur, 890L), (order.Currency, order.StatedTotalMinor));
        Assert.Contains("10.63", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Tax_that_eBay_remits_lies_on_top_and_is_no_part_of_the_order()
    {
        var line = Line(Money("2.2"), rest: $",\"ebayCollectAndRemitTaxes\":[{{\"amount\":{Money("0.27")}}}]");
        var order = Deliveries.Order(Order(Money("2.2"), line));

        Assert.Equal((220L, 220L), Deliveries.Totals(order));
        Assert.Contains("0.27", order.ExtraJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_which_nothing_says_a_tax_says_so() => Assert.Contains(
        "\"lines[0].taxRate\":\"not stated\"", Deliveries.Order(Order(Money("2.2"), Line(Money("2.2")))).ExtraJson,
        StringComparison.Ordinal);

    [Fact]
    public void A_discount_is_the_difference_of_the_costs()
    {
        var line = Line(Money("10.0"), 2, $",\"discountedLineItemCost\":{Money("8.5")}");
        var order = Deliveries.Order(Order(Money("8.5"), line));

        Assert.Equal(150, order.Lines[0].DiscountMinor);
        Deliveries.AddsUp(order);
    }

    [Theory]
    [InlineData("CANCELED", 2)]
    [InlineData("IN_PROGRESS", 1)]
    [InlineData("NONE_REQUESTED", 1)]
    public void Only_a_cancellation_that_happened_cancels(string state, int commands)
    {
        var body = Order(
            Money("2.2"), Line(Money("2.2")),
            $",\"cancelStatus\":{{\"cancelState\":\"{state}\",\"cancelledDate\":\"2026-12-01T00:00:00Z\","
            + "\"cancelRequests\":[{\"cancelRequestState\":\"COMPLETED\",\"cancelReason\":\"BUYER_ASKED_CANCEL\"}]}");

        Assert.Equal(commands, Deliveries.Steps(Assert.Single(Deliveries.Translate(body))).Count);
        if (commands == 2)
            Assert.Equal("eBay: BUYER_ASKED_CANCEL", Deliveries.Cancel(body).Reason);
    }

    [Fact]
    public void A_line_without_sku_is_known_by_its_listing() => Assert.Equal(
        "item-55",
            Deliveries.Order(
                Order(Money("2.2"), Line(Money("2.2")).Replace("\"sku\":\"S\",", "", StringComparison.Ordinal)))
            .Lines[0].Sku.Value);

    [Fact]
    public void The_old_xml_is_read()
    {
        var order = Deliveries.Order(Trading());

        Assert.Equal("shop:110136274391-0", order.Id.Value);
        Assert.Equal(new OrderLine("L-1", new Sku("S"), "Jeans", 2, 1.5m, 0m), Assert.Single(order.Lines));
        Assert.Equal(new Address("Ada", "street 1", "10115", "Berlin", "DE"), order.ShipTo);
        Assert.Equal(PspStatus.Pending, order.Payment.Status);
        Assert.Contains("SalesTaxAmount", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void An_order_of_many_in_xml_can_be_translated_again_alone()
    {
        var one = Trading();
        var at = one.IndexOf("<Order>", StringComparison.Ordinal);
        var end = one.IndexOf("</Order>", StringComparison.Ordinal) + "</Order>".Length;
        var results = Deliveries.Translate(one[..end] + one[at..end] + one[end..]);

        Assert.Equal(2, results.Count);
        Assert.Equal(
            Deliveries.Placed(results[0]).ExtraJson,
                Deliveries.Placed(Deliveries.Translate(results[1].Raw.ToArray())[0]).ExtraJson);
    }

    [Theory]
    [InlineData("NOT_STARTED", "NOT_STARTED", null)]
    [InlineData(
        "FULFILLED", "FULFILLED", "all: orderFulfillmentStatus FULFILLED; lineItems[0] 4 of 4 pieces of S shipped")]
    [InlineData("FULFILLED", "NOT_STARTED", "all: orderFulfillmentStatus FULFILLED")]
    [InlineData("NOT_STARTED", "FULFILLED", "all: lineItems[0] 4 of 4 pieces of S shipped")]
    [InlineData("IN_PROGRESS", "NOT_STARTED", "part: orderFulfillmentStatus IN_PROGRESS")]
    [InlineData("NOT_STARTED", "IN_PROGRESS", "part: lineItems[0] some of 4 pieces of S shipped")]
    public void What_was_shipped_is_told(string order, string line, string? expected) => Assert.Equal(
        expected, Deliveries.Shipped(Order(
            Money("10.0"), Line(Money("10.0"), 4, $",\"lineItemFulfillmentStatus\":\"{line}\""),
            $",\"orderFulfillmentStatus\":\"{order}\"")));

    [Theory]
    [InlineData("</Total>", "all: ShippedTime 2026-11-28T00:00:00.000Z")]
    [InlineData("</QuantityPurchased>", "all: Transaction 2 of 2 pieces of S shipped")]
    public void So_is_it_in_the_old_xml(string before, string expected)
    {
        var shipped = Deliveries.Shipped(Trading().Replace(
            before, before + "<ShippedTime>2026-11-28T00:00:00.000Z</ShippedTime>", StringComparison.Ordinal));

        Assert.Equal(expected, ShippedPlace().Replace(shipped ?? "", "Transaction"));
        Assert.Null(Deliveries.Shipped(Trading()));
    }

    [GeneratedRegex(@"\S*Transaction \(line \d+\)")]
    private static partial Regex ShippedPlace();

    private static string Trading() => """
        <?xml version="1.0" encoding="UTF-8"?>
        <GetOrdersResponse xmlns="urn:ebay:apis:eBLBaseComponents"><OrderArray><Order>
        <OrderID>110136274391-0</OrderID>
        <OrderStatus>Active</OrderStatus><CheckoutStatus><Status>Incomplete</Status></CheckoutStatus>
        <CreatedTime>2026-11-27T00:00:00.000Z</CreatedTime>
        <ShippingDetails><SalesTax><SalesTaxAmount currencyID="EUR">1.23</SalesTaxAmount></SalesTax></ShippingDetails>
        <ShippingAddress><Name> Ada </Name><Country>DE</Country><Street1>street 1</Street1><CityName>Berlin</CityName>
        <PostalCode>10115</PostalCode></ShippingAddress>
        <ShippingServiceSelected><ShippingServiceCost currencyID="EUR">1.0</ShippingServiceCost>
        </ShippingServiceSelected>
        <Total currencyID="EUR">4.0</Total><TransactionArray><Transaction><Item><ItemID>1</ItemID><SKU>S</SKU>
        <Title>Jeans</Title></Item>
        <QuantityPurchased>2</QuantityPurchased><TransactionPrice currencyID="EUR">1.5</TransactionPrice>
        <OrderLineItemID>L-1</OrderLineItemID></Transaction></TransactionArray></Order></OrderArray>
        </GetOrdersResponse>
        """;
}
