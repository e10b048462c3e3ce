using OrderToCash.Adapters.Files;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Files;

public sealed class OrderReaderTests
{
    [Fact]
    public async Task Every_field_of_an_order_is_read()
    {
        var place = await Inputs.CommandAsync<OrderCommand.Place>(Inputs.OrderLine);

        var content = place.Content;
        Assert.Equal(new Actor("feed:shopify"), place.Actor);
        Assert.Equal("shopify:1001", content.Id.Value);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 23, 0, 1, 123, TimeSpan.Zero), content.PlacedAt);
        Assert.Equal(content.PlacedAt, content.UpdatedAt);
        Assert.Equal((Currency.Eur, true), (content.Currency, content.PricesIncludeTax));
        Assert.Equal(new Customer("c-17", "a@example.org", "Ada Muster"), content.Customer);
        var billTo = new Address("Ada Muster", "Hauptstr. 5", "10115", "Berlin", "DE");
        Assert.Equal(billTo, content.BillTo);
        Assert.Equal(billTo with { Company = "M GmbH", Line2 = "2. OG", Region = "BE" }, content.ShipTo);
        Assert.Equal(new OrderLine("1", new Sku("A-1"), "Teekanne", 2, 19.99m, 19m), Assert.Single(content.Lines));
        Assert.Equal(new Shipping("standard", 490, 19m), content.Shipping);
        Assert.Equal(new OrderDiscount("BF10", 400), Assert.Single(content.Discounts));
        Assert.Equal(4088, content.StatedTotalMinor);
        Assert.Equal(
            (PaymentMethod.Psp, 14, "paypal", "8XJ", PspStatus.Captured, 4088L),
            (content.Payment.Method, content.Payment.TermsDays, content.Payment.Provider, content.Payment.Reference,
                content.Payment.Status, content.Payment.AmountMinor));
        Assert.Equal(new Skonto(7, 2m), Assert.Single(content.Payment.Skonto));
        Assert.Equal(new OrderPolicy(false, false), content.Policy);
        Assert.Null(content.ExtraJson);
    }

    [Fact]
    public async Task What_may_be_left_out_has_its_default()
    {
        var place = await Inputs.CommandAsync<OrderCommand.Place>(
            """
            {"channel":"c","orderNumber":"1","placedAt":"2026-01-01T00:00:00Z","currency":"JPY","pricesIncludeTax":false,"customer":{},
            "shipTo":{"country":"DE"},"lines":[{"lineId":"1","sku":"S","quantity":1,"unitPrice":100,"taxRate":7}],
            "payment":{"method":"prepayment"}}
            """.ReplaceLineEndings(" "));

        var content = place.Content;
        Assert.Null(content.BillTo);
        Assert.Null(content.Shipping);
        Assert.Null(content.StatedTotalMinor);
        Assert.Null(content.UpdatedAt);
        Assert.Empty(content.Discounts);
        Assert.Empty(content.Payment.Skonto);
        Assert.Equal(OrderPolicy.Default, content.Policy);
        Assert.Equal(new Customer(null, null, null), content.Customer);
    }

    [Theory]
    [InlineData("\"0.10\"", 10L)]
    [InlineData("0.1", 10L)]
    [InlineData("0.30000000000000000", 30L)]
    [InlineData("\"4.900\"", 490L)]
    [InlineData("9007199254740993.00", null)]
    [InlineData("\"90071992547409.93\"", 9007199254740993L)]
    public async Task Amounts_are_exact_as_text_and_as_number(string total, long? minor)
    {
        var item = await Inputs.ReadOneAsync(
            Inputs.OrderLine.Replace("\"total\":\"40.88\"", "\"total\":" + total, StringComparison.Ordinal));

        Assert.Equal(
            minor, item.Commands.Length == 0 ? null
            : ((OrderCommand.Place)item.Commands[0].Command).Content.StatedTotalMinor);
    }

    [Fact]
    public async Task A_time_may_have_its_plus_sign_escaped()
    {
        var plain = await Inputs.CommandAsync<OrderCommand.Place>(Inputs.OrderLine);
        var escaped = await Inputs.CommandAsync<OrderCommand.Place>(
            Inputs.OrderLine.Replace("+01:00", "\\u002B01:00", StringComparison.Ordinal));

        Assert.Equal(plain.Content.PlacedAt, escaped.Content.PlacedAt);
    }

    [Fact]
    public async Task Unknown_fields_are_kept_by_their_paths()
    {
        var place = await Inputs.CommandAsync<OrderCommand.Place>(Inputs.OrderLine
            .Replace("\"currency\"", "\"note\":\"Bitte klingeln\",\"currency\"", StringComparison.Ordinal)
            .Replace("\"sku\"", "\"gift\":{\"wrap\": true},\"sku\"", StringComparison.Ordinal)
            .Replace("\"email\"", "\"tier\":[1, 2],\"email\"", StringComparison.Ordinal));

        Assert.Equal(
            """{"note":"Bitte klingeln","customer.tier":[1, 2],"lines[0].gift":{"wrap": true}}""",
            place.Content.ExtraJson);
    }

    [Fact]
    public async Task Unknown_fields_of_cancellations_movements_and_shipments_are_kept_too()
    {
        var cancel = await Inputs.CommandAsync<OrderCommand.Cancel>(
            Inputs.Cancel.Replace("\"reason\"", "\"ticket\":77,\"reason\"", StringComparison.Ordinal));
        var movement = await Inputs.CommandAsync<StockCommand.Move>(
            Inputs.Movement.Replace("\"sku\"", "\"shelf\":\"R-7\",\"sku\"", StringComparison.Ordinal),
            RecordKind.Stock);
        var shipment = await Inputs.CommandAsync<OrderCommand.Ship>(
            Inputs.Shipment.Replace("\"lineId\"", "\"serial\":[\"T-1\"],\"lineId\"", StringComparison.Ordinal),
            RecordKind.Shipments);

        Assert.Equal("""{"cancel.ticket":77}""", cancel.ExtraJson);
        Assert.Equal("""{"shelf":"R-7"}""", movement.ExtraJson);
        Assert.Equal("""{"lines[0].serial":["T-1"]}""", shipment.ExtraJson);
        Assert.Null((await Inputs.CommandAsync<StockCommand.Move>(Inputs.Movement, RecordKind.Stock)).ExtraJson);
    }

    [Fact]
    public async Task Extra_fields_of_one_order_do_not_reach_the_next()
    {
        var items = await Inputs.Of(
            Inputs.OrderLine.Replace("\"currency\"", "\"note\":1,\"currency\"", StringComparison.Ordinal)
            + "\n" + Inputs.OrderLine).ReadAsync();

        Assert.Equal(
            [true, false], items.Select(item =>
            ((OrderCommand.Place)item.Commands[0].Command).Content.ExtraJson is not null));
    }

    [Fact]
    public async Task Escaped_names_and_texts_are_read_as_what_they_mean()
    {
        var place = await Inputs.CommandAsync<OrderCommand.Place>(Inputs.OrderLine
            .Replace("\"sku\":\"A-1\"", "\"s\\u006bu\":\"T\\u00fcr\"", StringComparison.Ordinal)
            .Replace("\"captured\"", "\"\\u0063aptured\"", StringComparison.Ordinal));

        Assert.Equal("Tür", place.Content.Lines[0].Sku.Value);
        Assert.Equal(PspStatus.Captured, place.Content.Payment.Status);
    }

    [Fact]
    public async Task A_cancellation_names_its_lines()
    {
        var item = await Inputs.ReadOneAsync(Inputs.Cancel);

        var cancel = Assert.IsType<OrderCommand.Cancel>(item.Commands[0].Command);
        Assert.Equal(new EntityAddress(Kinds.Order, "shopify:1001"), item.Commands[0].To);
        Assert.Equal("changed my mind", cancel.Reason);
        Assert.Equal(new CancelLine("1", 1), Assert.Single(cancel.Lines));
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 10, 0, 0, TimeSpan.Zero), cancel.RequestedAt);
    }

    [Fact]
    public async Task A_cancellation_without_lines_is_of_the_whole_order()
    {
        var cancel = await Inputs.CommandAsync<OrderCommand.Cancel>(
            """{"channel":"c","orderNumber":"1","cancel":{"reason":"r","at":"2026-11-27T10:00:00Z"}}""");

        Assert.Empty(cancel.Lines);
    }

    [Fact]
    public async Task A_list_of_no_lines_to_cancel_is_refused_for_it_could_mean_all_or_nothing()
    {
        var rejection = await Inputs.RejectionAsync(
            """{"channel":"c","orderNumber":"1","cancel":{"reason":"r","at":"2026-11-27T10:00:00Z","lines":[]}}""");

        Assert.Equal(("invalid-lines", "cancel.lines"), (rejection.Reason, rejection.Place));
    }
}
