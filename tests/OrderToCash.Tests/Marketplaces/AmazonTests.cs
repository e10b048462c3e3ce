using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Amazon: line prices, tax inside or on top, tax of the marketplace, requests that are no facts.</summary>
public sealed class AmazonTests
{
    private static string V0(string items, string total, string currency = "EUR", string rest = "") => $$"""
        {"payload":{"AmazonOrderId":"902-3159896-1390916","PurchaseDate":"2026-11-27T00:00:00Z",
        "LastUpdateDate":"2026-11-27T00:00:09Z","OrderStatus":"Unshipped","FulfillmentChannel":"MFN",
        "OrderTotal":{"CurrencyCode":"{{currency}}","Amount":"{{total}}"},
        "ShippingAddress":{"Name":"Ada","AddressLine1":"Hauptstr. 5","City":"Berlin","PostalCode":"10115",
        "CountryCode":"DE"},
        "BuyerInfo":{"BuyerEmail":"x@marketplace.example"}{{rest}},"OrderItems":[{{items}}]} }
        """;

    private static string Item(
        int id, int quantity, string price, string? tax = null, string rest = "", string currency = "EUR")
    {
        var taxes = tax is null ? "" : $$""","ItemTax":{"CurrencyCode":"{{currency}}","Amount":"{{tax}}"}""";
        return $$"""
            {"OrderItemId":"{{id}}","ASIN":"B0","SellerSKU":"S-{{id}}","Title":"Tea","QuantityOrdered":{{quantity}},
            "ItemPrice":{"CurrencyCode":"{{currency}}","Amount":"{{price}}"}{{taxes}}{{rest}} }
            """;
    }

    [Fact]
    public void The_price_of_an_item_is_that_of_the_line()
    {
        var order = Deliveries.Order(V0(Item(1, 3, "30.00", "4.79"), "30.00"));

        Assert.Equal(new OrderLine("1", new Sku("S-1"), "Tea", 3, 10m, 19m), Assert.Single(order.Lines));
        Assert.Equal((true, "shop:902-3159896-1390916"), (order.PricesIncludeTax, order.Id.Value));
        Assert.Equal(("amazon", PspStatus.Captured), (order.Payment.Provider, order.Payment.Status));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Tax_is_on_top_where_the_sums_say_so()
    {
        var order = Deliveries.Order(V0(Item(1, 2, "20.00", "1.65", currency: "USD"), "21.65", "USD"));

        Assert.False(order.PricesIncludeTax);
        Deliveries.AddsUp(order);
    }

    [Theory]
    [InlineData("USD", "21.65", 2000L)]
    [InlineData("GBP", "20.00", 1835L)]
    public void Tax_that_the_marketplace_collects_is_no_revenue(string currency, string total, long expected)
    {
        var item = Item(1, 2, "20.00", "1.65", ",\"TaxCollection\":{\"Model\":\"MarketplaceFacilitator\"}", currency);
        var order = Deliveries.Order(V0(item, total, currency));

        Assert.Equal((expected, expected), Deliveries.Totals(order));
        Assert.Equal(0m, order.Lines[0].TaxRate);
        Assert.Contains("marketplaceTax", order.ExtraJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_currency_without_decimals_takes_zeros_and_refuses_others()
    {
        var order = Deliveries.Order(V0(Item(1, 1, "2599.00", currency: "JPY"), "2599.00", "JPY"));
        var rejection = Deliveries.Refused(V0(Item(1, 1, "10.00", currency: "JPY"), "25.99", "JPY"));

        Assert.Equal(2599, order.StatedTotalMinor);
        Assert.Equal(("too-many-decimals", "total", "25.99"), (rejection.Reason, rejection.Place, rejection.Found));
    }

    [Fact]
    public void Gift_wrap_in_another_currency_is_refused()
    {
        var item = Item(
            1, 1, "10.00", rest: ",\"BuyerInfo\":{\"GiftWrapPrice\":{\"CurrencyCode\":\"GBP\",\"Amount\":\"1.00\"}}");

        Assert.Equal(
            ("other-currency", "payload.OrderItems[0].BuyerInfo.GiftWrapPrice"),
            Deliveries.Refused(V0(item, "11.00")) is var rejection ? (rejection.Reason, rejection.Place) : default);
    }

    [Fact]
    public void Shipping_promotions_and_wrapping_are_read()
    {
        var item = Item(
            1, 1, "10.00", rest:
            ",\"ShippingPrice\":{\"CurrencyCode\":\"EUR\",\"Amount\":\"4.90\"},"
            + "\"ShippingDiscount\":{\"CurrencyCode\":\"EUR\",\"Amount\":\"1.90\"},"
            + "\"PromotionDiscount\":{\"CurrencyCode\":\"EUR\",\"Amount\":\"2.00\"},\"PromotionIds\":[\"P\"],"
            + "\"BuyerInfo\":{\"GiftWrapPrice\":{\"CurrencyCode\":\"EUR\",\"Amount\":\"1.00\"}}");
        var order = Deliveries.Order(V0(item, "12.00"));

        Assert.Equal(("shipping + gift wrap", 400L), (order.Shipping?.Method, order.Shipping?.PriceMinor));
        Assert.Equal(200, order.Lines[0].DiscountMinor);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Pending_orders_have_no_price_and_wait() => Assert.Equal(
        "pending", Deliveries.Nothing(V0("", "1.00").Replace("Unshipped", "Pending", StringComparison.Ordinal)));

    [Fact]
    public void Amazon_ships_its_own_orders_itself() => Assert.Equal(
        "shipped-by-amazon", Deliveries.Nothing(V0("", "1.00").Replace("MFN", "AFN", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("true")]
    public void That_a_buyer_wants_to_cancel_is_no_cancellation(string requested)
    {
        var item = Item(1, 1, "10.00", rest: $",\"BuyerRequestedCancel\":{{\"IsBuyerRequestedCancel\":{requested}}}");
        var translated = Assert.Single(Deliveries.Translate(V0(item, "10.00")));

        Assert.Single(translated.Commands);
        Assert.Contains("buyerRequestedCancel", Deliveries.Placed(translated).ExtraJson, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_order_without_amounts_is_a_cancellation()
    {
        var cancel = Deliveries.Cancel(
            """
                {"payload":{"AmazonOrderId":"1-2-3","PurchaseDate":"2026-11-27T00:00:00Z",
                "LastUpdateDate":"2026-11-28T00:00:00Z","OrderStatus":"Canceled"}}
                """);

        Assert.Equal("cancelled 1-2-3", cancel.RequestId);
        Assert.Equal(28, cancel.RequestedAt.Day);
    }

    [Fact]
    public void A_replacement_may_cost_nothing()
    {
        var item = """{"OrderItemId":"1","SellerSKU":"S","QuantityOrdered":1}""";
        var order = Deliveries.Order(
            V0(item, "0.00", rest: ",\"IsReplacementOrder\":true,\"ReplacedOrderId\":\"9-9-9\""));

        Assert.Equal((0L, 0L), Deliveries.Totals(order));
        Assert.Contains("9-9-9", order.ExtraJson, StringComparison.Ordinal);
        Assert.Equal(
            "missing-field", Deliveries.Refused(V0(item, "0.00")).Reason);
    }

    [Fact]
    public void Order_and_items_have_to_come_together()
    {
        var alone =
            """{"payload":{"AmazonOrderId":"1-2-3","PurchaseDate":"2026-11-27T00:00:00Z","OrderStatus":"Unshipped"}}""";
        var items = $$"""{"payload":{"AmazonOrderId":"1-2-3","OrderItems":[{{Item(1, 1, "1.00")}}]} }""";

        Assert.Equal(("missing-field", "OrderItems"), PlaceOf(alone));
        Assert.Equal(("missing-field", "PurchaseDate"), PlaceOf(items));
    }

    [Theory]
    [InlineData("1970-01-19T03:58:30Z", "invalid-date")]
    [InlineData("1.569521782042E9", "invalid-time")]
    public void Dates_that_are_none_are_refused(string date, string reason) => Assert.Equal(
        reason, Deliveries.Refused(
            V0(Item(1, 1, "1.00"), "1.00").Replace("2026-11-27T00:00:00Z", date, StringComparison.Ordinal)).Reason);

    [Theory]
    [InlineData("Canceled", false, null)]
    [InlineData("Unshipped", true, "cancellation-requested")]
    [InlineData("Unshipped", false, "fetch-the-order")]
    public void A_notification_cancels_or_says_what_to_fetch(string status, bool isRequested, string? nothing)
    {
        var body = $$"""
            {"NotificationType":"ORDER_CHANGE","EventTime":"2020-01-11T00:09:53Z",
            "Payload":{"OrderChangeNotification":{
            "AmazonOrderId":"903-8868176-2219830","OrderChangeType":"OrderStatusChange",
            "OrderChangeTrigger":{"TimeOfOrderChange":"2026-11-29T19:42:04Z"},"Summary":{"OrderStatus":"{{status}}",
            "OrderItems":[{"OrderItemId":"1","IsBuyerRequestedCancel":{{(isRequested ? "true" : "false")}} }]} } } }
            """;

        Assert.Equal(nothing, Deliveries.Nothing(body));
        if (nothing is null)
            Assert.Equal(2026, Deliveries.Cancel(body).RequestedAt.Year);
    }

    [Fact]
    public void The_new_api_tells_proceeds_by_kind()
    {
        var order = Deliveries.Order(
            New(",\"proceeds\":{\"grandTotal\":{\"amount\":\"54.40\",\"currencyCode\":\"EUR\"},"
            + "\"breakdowns\":[{\"type\":\"DELIVERY_TIP\",\"subtotal\":{\"amount\":\"3.00\","
            + "\"currencyCode\":\"EUR\"}}]}"));

        Assert.Equal(new OrderLine("7", new Sku("S"), "Tea", 2, 20m, 19m), Assert.Single(order.Lines));
        Assert.Equal(600, order.Shipping?.PriceMinor);
        Assert.Equal(5360, Deliveries.Totals(order).Computed);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 1)]
    public void An_items_cancellation_counts_unless_it_was_shipped(int shipped, int commands)
    {
        var body = New().Replace(
            "\"fulfillment\":{\"quantityFulfilled\":0}",
            $"\"fulfillment\":{{\"quantityFulfilled\":{shipped}}},"
            + $"\"cancellation\":{{\"cancellationExecution\":{{\"cancelReason\":\"none left\"}}}}",
            StringComparison.Ordinal);

        Assert.Equal(commands, Deliveries.Steps(Assert.Single(Deliveries.Translate(body))).Count);
        if (commands == 2)
            Assert.Equal(new CancelLine("7", 2), Assert.Single(Deliveries.Cancel(body).Lines));
    }

    [Theory]
    [InlineData("Unshipped", 0, 0, null)]
    [InlineData("Shipped", 0, 0, "all: OrderStatus Shipped")]
    [InlineData(
        "Unshipped", 3, 5,
        "all: OrderItems[0] 3 of 3 pieces of S-1 shipped; OrderItems[1] 5 of 5 pieces of S-2 shipped")]
    [InlineData(
        "PartiallyShipped", 0, 2, "part: OrderStatus PartiallyShipped; OrderItems[1] 2 of 5 pieces of S-2 shipped")]
    public void What_was_shipped_is_told(string status, int first, int second, string? expected)
    {
        var items = Item(1, 3, "30.00", rest: $",\"QuantityShipped\":{first}") + ","
            + Item(2, 5, "50.00", rest: $",\"QuantityShipped\":{second}");

        Assert.Equal(
            expected, Deliveries.Shipped(
                V0(items, "80.00").Replace("Unshipped", status, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UNSHIPPED", 0, null)]
    [InlineData("SHIPPED", 0, "all: fulfillmentStatus SHIPPED")]
    [InlineData("UNSHIPPED", 2, "all: orderItems[0] 2 of 2 pieces of S shipped")]
    [InlineData(
        "PARTIALLY_SHIPPED", 1, "part: fulfillmentStatus PARTIALLY_SHIPPED; orderItems[0] 1 of 2 pieces of S shipped")]
    public void So_is_it_by_the_new_interface(string status, int pieces, string? expected) => Assert.Equal(
        expected, Deliveries.Shipped(
            New($",\"fulfillment\":{{\"fulfilledBy\":\"MERCHANT\",\"fulfillmentStatus\":\"{status}\"}}").Replace(
                "\"quantityFulfilled\":0", $"\"quantityFulfilled\":{pieces}", StringComparison.Ordinal)));

    [Theory]
    [InlineData("SHIPPED")]
    [InlineData("UNSHIPPED")]
    public void What_Amazon_ships_itself_is_not_taken_in_by_the_new_interface(string status) => Assert.Equal(
        "shipped-by-amazon", Deliveries.Nothing(
            New($",\"fulfillment\":{{\"fulfilledBy\":\"AMAZON\",\"fulfillmentStatus\":\"{status}\"}}")));

    private static string New(string proceeds = "") => $$"""
        {"order":{"orderId":"1-2-3","createdTime":"2026-11-27T00:00:00Z","lastUpdatedTime":"2026-11-27T00:00:00Z",
        "salesChannel":{"channelName":"AMAZON"},"buyer":{"buyerName":"Ada"}{{proceeds}},
        "orderItems":[{"orderItemId":"7","quantityOrdered":2,"product":{"sellerSku":"S","title":"Tea",
        "price":{"unitPrice":{"amount":"20.00","currencyCode":"EUR"} } },"proceeds":{"breakdowns":[
        {"type":"ITEM","subtotal":{"amount":"40.00","currencyCode":"EUR"} },
        {"type":"TAX","subtotal":{"amount":"7.60","currencyCode":"EUR"} },
        {"type":"SHIPPING","subtotal":{"amount":"3.00","currencyCode":"EUR"} }]},
        "fulfillment":{"quantityFulfilled":0} }]} }
        """;

    private static (string Reason, string Place) PlaceOf(string body)
    {
        var rejection = Deliveries.Refused(body);
        return (rejection.Reason, rejection.Place);
    }
}
