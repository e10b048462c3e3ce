using OrderToCash.Domain.Orders;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>WooCommerce: line totals beside net tax, bundles, gift cards, local times.</summary>
public sealed class WooTests
{
    private const string Person =
        "{\"first_name\":\"Ada\",\"last_name\":\"Muster\",\"address_1\":\"Hauptstr. 5\",\"city\":\"Berlin\","
        + "\"postcode\":\"10115\",\"country\":\"DE\",\"email\":\"ada@example.org\"}";

    private static string Order(
        string lines, string total, string rest = "", bool isGross = false, string created =
            "\"date_created\":\"2026-11-27T01:00:00\",\"date_created_gmt\":\"2026-11-27T00:00:00\"") => $$"""
        {"id":727,"number":"727-A","order_key":"wc_1","status":"processing","currency":"EUR",{{created}},
        "date_modified_gmt":"2026-11-27T00:00:09","prices_include_tax":{{Word(isGross)}},"total":"{{total}}",
        "customer_id":0,"payment_method":"paypal","transaction_id":"T-1","date_paid_gmt":"2026-11-27T00:00:02",
        "billing":{{Person}},"shipping":{"first_name":"","country":""},
        "tax_lines":[{"rate_id":75,"rate_percent":19,"tax_total":"1.00"}],
        "line_items":[{{lines}}],"shipping_lines":[],"fee_lines":[]{{rest}} }
        """;

    private static string Word(bool value) => value ? "true" : "false";

    private static string Line(
        int id, string quantity, string subtotal, string total, string tax, string rest = "") => $$"""
        {"id":{{id}},"name":"Tea &amp; pot","product_id":9{{id}},"variation_id":0,"quantity":{{quantity}},
        "sku":"S-{{id}}","price":3,
        "subtotal":"{{subtotal}}","subtotal_tax":"{{tax}}","total":"{{total}}","total_tax":"{{tax}}",
        "taxes":[{"id":75,"total":"{{tax}}"}]{{rest}} }
        """;

    [Fact]
    public void Every_field_of_an_order_is_read()
    {
        var order = Deliveries.Order(Order(Line(1, "2", "10.00", "10.00", "1.90"), "11.90"));

        Assert.Equal("shop:727-A", order.Id.Value);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(new Customer(null, "ada@example.org", "Ada Muster"), order.Customer);
        Assert.Equal(new Address("Ada Muster", "Hauptstr. 5", "10115", "Berlin", "DE"), order.ShipTo);
        Assert.Equal(new OrderLine("1", new("S-1"), "Tea & pot", 2, 5m, 19m), Assert.Single(order.Lines));
        Assert.Equal(("paypal", "T-1", PspStatus.Captured), (
            order.Payment.Provider, order.Payment.Reference, order.Payment.Status));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Gross_prices_are_put_together_again_to_the_cent()
    {
        var order = Deliveries.Order(Order(Line(1, "3", "50.39", "50.39", "9.58"), "59.97", isGross: true));

        Assert.Equal((true, 19.99m, 19m), (order.PricesIncludeTax, order.Lines[0].UnitPrice, order.Lines[0].TaxRate));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_line_price_that_no_piece_price_makes_is_met_by_a_discount_of_the_line()
    {
        var order = Deliveries.Order(Order(Line(1, "7", "10.00", "10.00", "1.90"), "11.90"));

        var line = Assert.Single(order.Lines);
        Assert.Equal(1000, OrderTotals.LineTotal(line, order.Currency) - line.DiscountMinor);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_coupon_is_the_difference_of_subtotal_and_total()
    {
        var line = Line(1, "2", "10.00", "8.00", "1.52", ",\"subtotal_tax\":\"1.90\"")
            .Replace("\"subtotal_tax\":\"1.52\",", "", StringComparison.Ordinal);
        var order = Deliveries.Order(
            Order(line, "9.52", ",\"coupon_lines\":[{\"code\":\"BF\",\"discount\":\"2.00\"}]"));

        Assert.Equal(200, order.Lines[0].DiscountMinor);
        Assert.Contains("\"coupon_lines\"", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Gift_cards_are_payment_and_the_rest_is_what_the_provider_took()
    {
        var order = Deliveries.Order(Order(
            Line(1, "1", "28.00", "28.00", "0.00"), "4.00",
            ",\"gift_cards\":[{\"code\":\"A\",\"amount\":20},{\"code\":\"B\",\"amount\":4}]"));

        Assert.Equal((2800L, 400L), (order.StatedTotalMinor, order.Payment.AmountMinor));
        Assert.Equal("psp-amount", Assert.Single(OrderIntake.Check(order)).Rule);
    }

    [Fact]
    public void A_bundles_children_carry_stock_and_price_and_the_parent_none()
    {
        var lines = string.Join(
            ',', Line(1, "1", "10.00", "10.00", "1.90", ",\"bundled_items\":[2,3]"),
            Line(2, "1", "1.00", "1.00", "0.19", ",\"bundled_by\":1"),
                Line(3, "2", "2.00", "2.00", "0.38", ",\"bundled_by\":\"1\""));
        var order = Deliveries.Order(Order(lines, "15.47"));

        Assert.Equal(["S-2", "S-3"], order.Lines.Select(line => line.Sku.Value));
        Assert.Equal(1300, order.Lines.Sum(line => OrderTotals.LineTotal(line, order.Currency) - line.DiscountMinor));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Fees_are_shipping_cost_and_fees_below_zero_are_discounts()
    {
        var order = Deliveries.Order(Order(Line(1, "1", "10.00", "10.00", "1.90"), "11.90").Replace(
            "\"fee_lines\":[]",
            "\"fee_lines\":[{\"name\":\"Express\",\"total\":\"5.00\",\"total_tax\":\"0.95\","
            + "\"taxes\":[{\"id\":75,\"total\":\"0.95\"}]},"
            + "{\"name\":\"Loyal\",\"total\":\"-1.00\",\"total_tax\":\"-0.19\"}]", StringComparison.Ordinal));

        Assert.Equal(new Shipping("Express", 500, 19m), order.Shipping);
        Assert.Equal(new OrderDiscount("Loyal", 100), Assert.Single(order.Discounts));
    }

    [Theory]
    [InlineData("2026-07-01T12:00:00", "2026-07-01T10:00:00Z")]
    [InlineData("2026-12-01T12:00:00", "2026-12-01T11:00:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
    public void A_local_time_is_the_sellers_and_of_the_hour_that_comes_twice_the_first(string local, string utc)
    {
        var order = Deliveries.Order(Order(
            Line(1, "1", "1.00", "1.00", "0.19"), "1.19", created: $"\"date_created\":\"{local}\""));

        Assert.Equal(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), order.PlacedAt);
    }

    [Theory]
    [InlineData("draft", "draft")]
    [InlineData("auto-draft", "draft")]
    [InlineData("trash", "deleted")]
    public void Drafts_and_deleted_orders_are_nothing_to_do(string status, string reason) => Assert.Equal(
        reason, Deliveries.Nothing(Order("", "0.00").Replace("processing", status, StringComparison.Ordinal)));

    [Fact]
    public void A_cancelled_order_is_taken_in_and_cancelled()
    {
        var body = Order(Line(1, "1", "1.00", "1.00", "0.19"), "1.19")
            .Replace("processing", "cancelled", StringComparison.Ordinal);

        Assert.Equal("cancelled 727", Deliveries.Cancel(body).RequestId);
    }

    [Fact]
    public void Numbers_may_be_texts_and_texts_numbers()
    {
        var line = Line(1, "\"2\"", "10.00", "10.00", "1.90").Replace("\"S-1\"", "123", StringComparison.Ordinal)
            .Replace("\"10.00\"", "10.00", StringComparison.Ordinal);
        var order = Deliveries.Order(Order(line, "11.90"));

        Assert.Equal(("123", 2), (order.Lines[0].Sku.Value, order.Lines[0].Quantity));
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void An_order_whose_money_went_back_in_full_is_cancelled_as_far_as_it_is_open()
    {
        var cancel = Deliveries.Cancel(Order(Line(1, "2", "10.00", "10.00", "1.90"), "11.90").Replace(
            "\"processing\"", "\"refunded\"", StringComparison.Ordinal));

        Assert.Equal(
            ("refunded in full at WooCommerce", "refunded 727", true),
            (cancel.Reason, cancel.RequestId, cancel.MayBeLate));
    }

    [Fact]
    public void Parts_of_a_piece_are_refused() => Assert.Equal(
        ("invalid-quantity", "line_items[0].quantity"),
        (Deliveries.Refused(Order(Line(1, "1.5", "1.00", "1.00", "0.00"), "1.00")) is var rejection
            ? (rejection.Reason, rejection.Place) : default));

    [Fact]
    public void A_field_twice_with_another_value_is_refused_and_with_the_same_is_not()
    {
        var body = Order(Line(1, "1", "1.00", "1.00", "0.19"), "1.19");

        Assert.Equal("duplicate-field", Deliveries.Refused(body.TrimEnd()[..^1] + ",\"total\":\"9.99\"}").Reason);
        Deliveries.AddsUp(Deliveries.Order(body.TrimEnd()[..^1] + ",\"total\":\"1.19\"}"));
    }

    [Theory]
    [InlineData("processing", null)]
    [InlineData("on-hold", null)]
    [InlineData("completed", "all: status completed")]
    [InlineData("shipped", "all: status shipped")]
    [InlineData("delivered", "all: status delivered")]
    [InlineData("partial-shipped", "part: status partial-shipped")]
    public void What_was_shipped_is_told(string status, string? expected) => Assert.Equal(
        expected, Deliveries.Shipped(Order(Line(1, "2", "10.00", "10.00", "1.90"), "11.90").Replace(
            "\"processing\"", $"\"{status}\"", StringComparison.Ordinal)));
}
