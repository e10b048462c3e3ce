using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Marketplaces.ShopifyBodies;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Each trap of Shopify's orders is a test of its name.</summary>
public sealed class ShopifyTests
{
    [Fact]
    public void Every_field_of_an_order_is_read()
    {
        var order = Deliveries.Order(Order());

        Assert.Equal("shop:1001", order.Id.Value);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 23, 0, 1, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(order.PlacedAt.AddSeconds(4), order.UpdatedAt);
        Assert.Equal((Currency.Eur, true), (order.Currency, order.PricesIncludeTax));
        Assert.Equal(new Customer("9007199254740993", "ada@example.org", "Ada Muster"), order.Customer);
        Assert.Equal(new Address("Ada Muster", "Hauptstr. 5", "10115", "Berlin", "DE"), order.ShipTo);
        Assert.Equal(order.ShipTo, order.BillTo);
        Assert.Equal(new OrderLine("1", new Sku("A-1"), "Tea 1", 1, 10.00m, 19m, 334), order.Lines[0]);
        Assert.Equal(new Shipping("Standard", 490, 19m), order.Shipping);
        Assert.Equal(
            (PaymentMethod.Psp, "paypal", "t-1", PspStatus.Captured),
            (order.Payment.Method, order.Payment.Provider, order.Payment.Reference, order.Payment.Status));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Ids_above_2_to_the_53_are_kept_to_the_last_digit()
    {
        var order = Deliveries.Order(Order());

        Assert.Contains("\"id\":\"820982911946154508\"", order.ExtraJson, StringComparison.Ordinal);
        Assert.Equal("9007199254740993", order.Customer.Id);
    }

    [Fact]
    public void Rest_cents_of_an_orders_discount_stay_where_the_shop_put_them()
    {
        var order = Deliveries.Order(Order());

        Assert.Equal([334L, 333L, 333L], order.Lines.Select(line => line.DiscountMinor));
        Assert.Equal(1000, order.Lines.Sum(line => line.DiscountMinor));
    }

    [Fact]
    public void A_discount_that_the_shop_did_not_spread_is_spread_by_largest_remainder()
    {
        var lines = string.Join(',', Line(1, "A"), Line(2, "B"), Line(3, "C"));
        var order = Deliveries.Order(Order(
            ",\"total_discounts\":\"10.00\",\"discount_codes\":[{\"code\":\"TEN\",\"amount\":\"10.00\"}]", lines));

        Assert.Equal(new OrderDiscount("TEN", 1000), Assert.Single(order.Discounts));
        var gross = OrderTotals.Compute(order).Amounts.Select(amount => amount.GrossMinor).ToList();
        Assert.Equal([666L, 667L, 667L], gross.Order());
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Prices_without_tax_add_up_with_the_tax_on_top()
    {
        var lines = Line(1, "A", quantity: 3, price: "19.99", tax: "11.39");
        var order = Deliveries.Order(Order(
            "", lines, "77.04").Replace("\"taxes_included\":true", "\"taxes_included\":false", StringComparison.Ordinal)
            .Replace("\"0.78\"", "\"0.93\"", StringComparison.Ordinal).Replace(
                "77.04", "77.19", StringComparison.Ordinal));

        Assert.False(order.PricesIncludeTax);
        Assert.Equal(19m, order.Lines[0].TaxRate);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Tax_that_the_channel_owes_is_no_revenue_in_gross_prices()
    {
        var line = Line(1, "A", price: "12.00", rest:
            ",\"tax_lines\":[{\"price\":\"2.00\",\"rate\":0.20,\"channel_liable\":true}]");
        var order = Deliveries.Order(Order("", line, "16.90"));

        Assert.Equal((1490L, 1490L), Deliveries.Totals(order));
        Assert.Equal((0m, 200L), (order.Lines[0].TaxRate, order.Lines[0].DiscountMinor));
        Assert.Contains("\"channel_liable_tax\":\"2.00\"", order.ExtraJson, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shops_currency_counts_and_what_the_customer_saw_is_kept()
    {
        var order = Deliveries.Order(Order(
            ",\"presentment_currency\":\"USD\",\"total_price_set\":{\"shop_money\":{\"amount\":\"24.90\","
            + "\"currency_code\":\"EUR\"},\"presentment_money\":{\"amount\":\"29.88\",\"currency_code\":\"USD\"}}"));

        Assert.Equal((Currency.Eur, 2490L), (order.Currency, order.StatedTotalMinor));
        Assert.Contains("29.88", order.ExtraJson, StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_that_an_edit_took_out_are_no_longer_ordered()
    {
        var line = Line(1, "A", quantity: 3, rest: ",\"current_quantity\":2");
        var order = Deliveries.Order(Order(",\"current_total_price\":\"24.90\"", line, "34.90"));

        Assert.Equal(2, Assert.Single(order.Lines).Quantity);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Pieces_that_came_back_after_delivery_stay_ordered()
    {
        var line = Line(
            1, "A", quantity: 3, rest: ",\"current_quantity\":2,\"fulfillment_status\":\"fulfilled\"");
        var order = Deliveries.Order(Order(
            ",\"current_total_price\":\"24.90\",\"refunds\":[{\"id\":5,\"created_at\":\"2026-12-01T10:00:00Z\","
            + "\"note\":\"broken\",\"refund_line_items\":[{\"line_item_id\":1,\"quantity\":1,"
            + "\"restock_type\":\"return\",\"subtotal\":10.00,\"total_tax\":1.60}],"
            + "\"transactions\":[{\"kind\":\"refund\",\"status\":\"success\",\"amount\":\"10.00\"}]}]",
            line, "34.90"));

        Assert.Equal(3, Assert.Single(order.Lines).Quantity);
        Assert.Contains("\"refunds[0].amount\":\"10.00\"", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Theory]
    [InlineData("[]", "0")]
    [InlineData("[{\"kind\":\"refund\",\"status\":\"success\",\"amount\":\"7.77\"}]", "7.77")]
    public void Refunds_with_lines_without_money_and_with_other_money_change_no_order(
        string transactions, string amount)
    {
        var order = Deliveries.Order(Order(
            ",\"refunds\":[{\"id\":5,\"refund_line_items\":[{\"line_item_id\":1,\"quantity\":99,"
            + $"\"restock_type\":\"no_restock\"}}],\"transactions\":{transactions}}}]"));

        Assert.Equal(3, order.Lines.Length);
        Assert.Contains($"\"refunds[0].amount\":\"{amount}\"", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_cancelled_order_is_taken_in_and_cancelled()
    {
        var body = Order(",\"cancelled_at\":\"2026-11-27T10:00:00+01:00\",\"cancel_reason\":\"customer\"");
        var translated = Assert.Single(Deliveries.Translate(body));

        Assert.Equal(2, Deliveries.Steps(translated).Count);
        var cancel = Deliveries.Cancel(body);
        Assert.Equal(("customer", "cancelled 820982911946154508"), (cancel.Reason, cancel.RequestId));
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero), cancel.RequestedAt);
        Assert.Empty(cancel.Lines);
    }

    [Fact]
    public void An_order_whose_pieces_were_all_taken_out_is_cancelled()
    {
        var lines = Line(1, "A", quantity: 2, rest: ",\"current_quantity\":0");

        Assert.Equal("every piece was removed", Deliveries.Cancel(Order("", lines)).Reason);
        Assert.Equal(2, Assert.Single(Deliveries.Order(Order("", lines)).Lines).Quantity);
    }

    [Fact]
    public void A_test_order_reserves_no_stock() => Assert.Equal(
        "test-order", Deliveries.Nothing(Order().Replace("\"test\":false", "\"test\":true", StringComparison.Ordinal)));

    [Fact]
    public void A_draft_is_nothing_to_do() => Assert.Equal(
        "draft", Deliveries.Nothing("{\"id\":1,\"line_items\":[],\"invoice_sent_at\":\"2026-01-01T00:00:00Z\"}"));

    [Fact]
    public void A_gift_card_that_is_sold_is_a_line_and_says_so()
    {
        var order = Deliveries.Order(Order("", Line(1, "GIFT", price: "20.00", rest: ",\"gift_card\":true")));

        Assert.Contains("\"lines[0].giftCard\":\"1\"", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Lines_without_sku_are_known_by_variant_product_or_line_and_repeated_skus_stay_apart()
    {
        var lines = string.Join(
            ',', Line(1, "", rest: ",\"variant_id\":7"), Line(2, "", rest: ",\"variant_id\":null,\"product_id\":8"),
            Line(3, " "), Line(4, "A"), Line(5, "A"), Line(6, "a"));
        var order = Deliveries.Order(Order("", lines, "64.90"));

        Assert.Equal(
            ["variant-7", "product-8", "line-3", "A", "A", "a"], order.Lines.Select(line => line.Sku.Value));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_tip_is_part_of_the_shipping_cost()
    {
        var order = Deliveries.Order(Order(",\"total_tip_received\":\"2.00\"", null, "26.90"));

        Assert.Equal(("Standard + tip", 690L), (order.Shipping?.Method, order.Shipping?.PriceMinor));
        Assert.Contains("\"charges[1].name\":\"tip\"", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_guest_has_no_id_and_a_digital_order_goes_to_the_billing_address()
    {
        var body = Order()
            .Replace("\"id\":9007199254740993", "\"id\":null", StringComparison.Ordinal)
            .Replace("\"shipping_address\":" + AddressJson, "\"shipping_address\":null", StringComparison.Ordinal);
        var order = Deliveries.Order(body);

        Assert.Null(order.Customer.Id);
        Assert.Equal(order.BillTo, order.ShipTo);
    }

    [Theory]
    [InlineData("pending", "Bank Deposit", PaymentMethod.Prepayment, null)]
    [InlineData("pending", "klarna", PaymentMethod.Psp, PspStatus.Pending)]
    [InlineData("authorized", "klarna", PaymentMethod.Psp, PspStatus.Authorized)]
    [InlineData("refunded", "klarna", PaymentMethod.Psp, PspStatus.Captured)]
    [InlineData("voided", "klarna", PaymentMethod.Psp, PspStatus.Pending)]
    public void The_payment_says_what_is_promised(string status, string gateway, PaymentMethod method, PspStatus? psp)
    {
        var order = Deliveries.Order(Order()
            .Replace("\"paid\"", $"\"{status}\"", StringComparison.Ordinal)
            .Replace("\"paypal\"", $"\"{gateway}\"", StringComparison.Ordinal));

        Assert.Equal((method, psp), (order.Payment.Method, order.Payment.Status));
    }

    [Fact]
    public void Terms_of_payment_make_an_invoice()
    {
        var order = Deliveries.Order(
            Order(",\"payment_terms\":{\"due_in_days\":14}").Replace(
                "\"paid\"", "\"pending\"", StringComparison.Ordinal));

        Assert.Equal((PaymentMethod.Invoice, 14), (order.Payment.Method, order.Payment.TermsDays));
    }

    [Fact]
    public void Totals_that_do_not_add_up_are_a_doubt_with_the_difference()
    {
        var order = Deliveries.Order(Order("", null, "23.90"));

        var finding = Assert.Single(OrderIntake.Check(order));
        Assert.Equal(("total-differs", "23.90"), (finding.Rule, finding.Found));
        Assert.Contains("difference -1.00", finding.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"10.00\"", "\"ten\"", "invalid-number", "line_items[0].price")]
    [InlineData("\"10.00\"", "{}", "wrong-type", "line_items[0].price")]
    [InlineData("\"quantity\":1", "\"quantity\":\"1.5\"", "invalid-quantity", "line_items[0].quantity")]
    [InlineData("\"currency\":\"EUR\"", "\"currency\":\"XXX\"", "unknown-currency", "currency")]
    [InlineData(
        "\"processed_at\":\"2026-11-27T00:00:01+01:00\"", "\"processed_at\":\"yesterday\"", "invalid-time",
            "processed_at")]
    [InlineData("\"id\":1,", "", "missing-field", "line_items[0].id")]
    public void What_is_wrong_is_refused_with_its_place(string known, string wrong, string reason, string place)
    {
        var body = Order();
        var at = body.IndexOf(known, StringComparison.Ordinal);
        var rejection = Deliveries.Refused(body[..at] + wrong + body[(at + known.Length)..]);

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }

    [Fact]
    public void A_list_of_orders_is_translated_order_by_order_and_one_that_is_wrong_spoils_no_other()
    {
        var results = Deliveries.Translate(
            $"{{\"orders\":[{Order()},{{\"name\":\"#2\",\"line_items\":[{{}}]}},{Order()}]}}");

        Assert.Equal([true, false, true], results.Select(result => result.Rejection is null));
        Assert.Equal(
            ("missing-field", "orders[1].created_at"), (results[1].Rejection?.Reason, results[1].Rejection?.Place));
        Deliveries.AddsUp(Deliveries.Placed(new MarketplaceTranslator(new MarketplaceFormat(Platform.Shopify, "shop"))
            .Translate(results[2].Raw)[0]));
    }

    [Theory]
    [InlineData("{\"refund\":{\"order_id\":1,\"refund_line_items\":[]}}")]
    [InlineData("{\"transactions\":[{\"order_id\":1,\"gateway\":\"x\"}]}")]
    public void What_is_no_order_is_refused(string body) => Assert.Equal("no-order", Deliveries.Refused(body).Reason);
}
