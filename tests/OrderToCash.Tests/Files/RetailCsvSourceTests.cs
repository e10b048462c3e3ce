using System.Text;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Files;

public sealed class RetailCsvSourceTests
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    [Fact]
    public async Task The_lines_of_an_invoice_are_one_order_with_carriage_as_shipping()
    {
        var item = Assert.Single(await ReadAsync(
            "536370,22728,ALARM CLOCK,24,2010-12-01 08:45:00,3.75,12583,France\n"
            + "536370,85114a,\"CLOCK, GREEN\",12,2010-12-01 08:45:00,2.1,12583,France\n"
            + "536370,POST,POSTAGE,3,2010-12-01 08:45:00,18,12583,France\n"));

        var content = Assert.IsType<OrderCommand.Place>(Assert.Single(item.Commands).Command).Content;
        Assert.Equal(4, item.Position);
        Assert.Equal("retail:536370", content.Id.Value);
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 45, 0, TimeSpan.Zero), content.PlacedAt);
        Assert.Equal<OrderLine>(
            [
                new OrderLine("1", new Sku("22728"), "ALARM CLOCK", 24, 3.75m, 0),
                new OrderLine("2", new Sku("85114A"), "CLOCK, GREEN", 12, 2.1m, 0),
            ],
            content.Lines);
        Assert.Equal(new Shipping("POSTAGE", 5400, 0), content.Shipping);
        Assert.Equal((PaymentMethod.Invoice, 30), (content.Payment.Method, content.Payment.TermsDays));
        Assert.Equal(("12583", null, false), (content.Customer.Id, content.ShipTo, content.PricesIncludeTax));
        Assert.Equal("""{"country":"France","countryCode":"FR"}""", content.ExtraJson);
    }

    [Theory]
    [InlineData("2011-01-03 23:59:00", "United Kingdom", 17.5)]
    [InlineData("2011-01-04 00:00:00", "United Kingdom", 20)]
    [InlineData("2011-01-04 00:00:00", "Channel Islands", 0)]
    [InlineData("2011-01-04 00:00:00", "Unspecified", 0)]
    public async Task Tax_follows_country_and_day(string at, string country, double rate)
    {
        var content = await PlacedAsync($"1,A,a,1,{at},1.00,7,{country}\n");

        Assert.Equal((decimal)rate, content.Lines[0].TaxRate);
    }

    [Fact]
    public async Task Times_are_of_the_time_zone_with_its_summer_time()
    {
        var content = await PlacedAsync("1,A,a,1,2011-07-01 08:00:00,1.00,7,EIRE\n");

        Assert.Equal(new DateTimeOffset(2011, 7, 1, 7, 0, 0, TimeSpan.Zero), content.PlacedAt);
    }

    [Fact]
    public async Task An_invoice_between_whose_lines_others_stand_is_one_order()
    {
        var items = await ReadAsync(
            "1,A,a,1,2011-02-01 11:19:00,1.00,7,EIRE\n2,BB,b,1,2011-02-01 11:19:00,1.00,8,EIRE\n"
            + "1,CC,c,1,2011-02-01 11:20:00,1.00,7,EIRE\n");

        Assert.Equal([3L, 4L], items.Select(item => item.Position));
        Assert.Equal([1, 2], items.Select(item => ((OrderCommand.Place)item.Commands[0].Command).Content.Lines.Length));
    }

    [Fact]
    public async Task An_invoice_that_goes_on_too_late_is_refused_line_by_line()
    {
        var others = string.Concat(Enumerable.Range(100, RetailCsvSource.MaxGapLines + 1).Select(
            i => $"{i},A,a,1,2011-02-01 11:19:00,1.00,7,EIRE\n"));

        var items = await ReadAsync("1,A,a,1,2011-02-01 11:19:00,1.00,7,EIRE\n" + others
            + "1,BB,b,1,2011-02-01 11:19:00,1.00,7,EIRE\n");

        Assert.Equal("invoice-continued", items[^1].Rejection?.Reason);
        Assert.Equal(items.Select(item => item.Position).Order(), items.Select(item => item.Position));
    }

    [Fact]
    public async Task A_return_cancels_pieces_of_the_customers_latest_order_that_has_as_many()
    {
        var items = await ReadAsync(
            "1,A,a,10,2011-02-01 10:00:00,1.00,7,EIRE\n"
            + "2,A,a,3,2011-02-02 10:00:00,1.00,7,EIRE\n2,A,a,4,2011-02-02 10:00:00,1.00,7,EIRE\n"
            + "C3,a,a,-5,2011-02-03 10:00:00,1.00,7,EIRE\nC3,A,a,-9,2011-02-03 10:00:00,1.00,7,EIRE\n"
            + "C4,A,a,-3,2011-02-04 10:00:00,1.00,7,EIRE\nC4,A,a,-1,2011-02-04 10:00:00,1.00,8,EIRE\n"
            + "C5,A,a,-1,2011-02-04 10:00:00,1.00,,EIRE\n");

        var cancels = items.Where(item => item.Commands is [{ Command: OrderCommand.Cancel }])
            .Select(item => (item.Commands[0].To.Id, Cancel: (OrderCommand.Cancel)item.Commands[0].Command)).ToList();
        Assert.Equal(["retail:2", "retail:1"], cancels.Select(cancel => cancel.Id));
        Assert.Equal(["C3:1", "C3:2"], cancels.Select(cancel => cancel.Cancel.RequestId));
        Assert.Equal<CancelLine>([new CancelLine("2", 4), new CancelLine("1", 1)], cancels[0].Cancel.Lines);
        Assert.Equal<CancelLine>([new CancelLine("1", 9)], cancels[1].Cancel.Lines);
        Assert.Equal(
            ["return-without-order", "return-without-order", "return-without-order"],
            items.Skip(4).Select(item => item.Rejection?.Reason));
    }

    [Theory]
    [InlineData("A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom", "bad-debt-adjustment")]
    [InlineData("1,M,Manual,1,2011-08-12 14:50:00,5.00,7,United Kingdom", "no-goods")]
    [InlineData("1,bank charges,Bank,1,2011-08-12 14:50:00,5.00,7,United Kingdom", "no-goods")]
    [InlineData("C1,POST,Postage,-1,2011-08-12 14:50:00,5.00,7,United Kingdom", "no-goods")]
    [InlineData("1,POST,Postage,1,2011-08-12 14:50:00,5.00,7,United Kingdom", "no-goods")]
    [InlineData("1,A,damaged,-5,2011-08-12 14:50:00,0,,United Kingdom", "stock-adjustment")]
    [InlineData("1,A,a,5,2011-08-12 14:50:00,-1.00,,United Kingdom", "negative-price")]
    [InlineData("C1,A,a,5,2011-08-12 14:50:00,1.00,,United Kingdom", "positive-return")]
    [InlineData("1,A,a,five,2011-08-12 14:50:00,1.00,,United Kingdom", "wrong-type")]
    [InlineData("1,A,a,5,12.08.2011,1.00,,United Kingdom", "wrong-type")]
    [InlineData("1,A,a,5,2011-08-12 14:50:00,,,United Kingdom", "missing-field")]
    [InlineData("1,,a,5,2011-08-12 14:50:00,1.00,,United Kingdom", "missing-field")]
    [InlineData("1,A", "missing-field")]
    [InlineData("1,A,a,5000000,2011-08-12 14:50:00,1.00,,United Kingdom", "invalid-quantity")]
    public async Task What_is_neither_order_nor_return_is_refused(string row, string reason)
    {
        var item = Assert.Single(await ReadAsync(row + "\n"));

        Assert.Equal(reason, item.Rejection?.Reason);
        Assert.Equal(Header + row + "\n", Encoding.UTF8.GetString(item.Raw.Span));
        var again = Assert.Single(await RetailCsvSource.OfStream(
            new MemoryStream(item.Raw.ToArray()), "retry", new RetailCsvMapping()).ReadAsync());
        Assert.Equal(reason, again.Rejection?.Reason);
    }

    [Fact]
    public async Task Goods_without_a_price_and_orders_without_a_customer_are_taken()
    {
        var content = await PlacedAsync("1,A,,5,2011-08-12 14:50:00,0,,United Kingdom\n");

        Assert.Equal((null, null, 0m), (content.Customer.Id, content.Lines[0].Name, content.Lines[0].UnitPrice));
    }

    [Fact]
    public async Task Other_columns_and_rules_come_from_a_mapping_file()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            path,
            """{"skuColumn":"Artikel","currency":"EUR","channel":"laden","carriagePattern":"VERSAND"}""");
        var mapping = await RetailCsvMapping.LoadAsync(path, default);
        await File.WriteAllTextAsync(path, """{"skuColum":"Artikel"}""");
        await Assert.ThrowsAsync<SourceUnreadableException>(() => RetailCsvMapping.LoadAsync(path, default));
        File.Delete(path);

        var items = await RetailCsvSource.OfStream(
            new MemoryStream(Encoding.UTF8.GetBytes(
                "InvoiceNo;Artikel;Quantity;InvoiceDate;UnitPrice\n"
                + "1;X;1;2011-08-12 14:50;1.00\n1;Versand;1;2011-08-12 14:50;4.90\n")),
            "mapped", mapping).ReadAsync();

        var content = ((OrderCommand.Place)Assert.Single(items).Commands[0].Command).Content;
        Assert.Equal(
            ("laden:1", Currency.Eur, 490L), (content.Id.Value, content.Currency, content.Shipping?.PriceMinor));
    }

    [Theory]
    [InlineData("""{"skuColum":"x"}""", "the field 'skuColum' is not known; expected are invoiceColumn, skuColumn,")]
    [InlineData("""{"termsDays":"x"}""", "line 1, termsDays, holds something else; expected is a whole number.")]
    [InlineData("""{"taxRates":[{"from":"x"}]}""", "line 1, taxRates[0].from, holds something else; expected is ")]
    [InlineData("""{"taxRates":[{"land":"DE"}]}""", "the field 'land' is not known where it stands.")]
    [InlineData("[1]", "line 1, the file, holds something else; expected is one JSON object")]
    [InlineData("""{"termsDays":-5}""", "termsDays is -5; expected is 0 to 365.")]
    [InlineData("""{"channel":"a:b"}""", "channel is 'a:b'; expected is no colon")]
    [InlineData("""{"channel":null}""", "channel is empty; expected is a text.")]
    [InlineData("""{"carriagePattern":"("}""", "carriagePattern is no regular expression: Invalid pattern '('")]
    public async Task What_is_wrong_with_a_mapping_is_told_in_its_own_words(string json, string expected)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, json);

        var exception = await Assert.ThrowsAsync<SourceUnreadableException>(
            () => RetailCsvMapping.LoadAsync(path, default));

        File.Delete(path);
        Assert.StartsWith($"The mapping {path} can't be read: {expected}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goods_are_received_before_the_first_order_of_a_sku()
    {
        var source = new AutoStockSource(
            Source("1,A,a,1,2011-02-01 10:00:00,1.00,7,EIRE\n1,BB,b,1,2011-02-01 10:00:00,1.00,7,EIRE\n"
                + "2,BB,b,1,2011-02-01 10:00:00,1.00,7,EIRE\n"),
            500);

        var items = await source.ReadAsync();

        Assert.Equal(["A", "BB", "retail:1"], items[0].Commands.Select(message => message.To.Id));
        var move = Assert.IsType<StockCommand.Move>(items[0].Commands[0].Command);
        Assert.Equal((MovementKind.Receipt, "MAIN", 500), (move.Kind, move.Warehouse, move.Quantity));
        Assert.Single(items[1].Commands);
    }

    [Fact]
    public async Task Behind_a_checkpoint_returns_still_find_earlier_orders()
    {
        const string Rows = "1,A,a,10,2011-02-01 10:00:00,1.00,7,EIRE\nC2,A,a,-5,2011-02-03 10:00:00,1.00,7,EIRE\n";

        var item = Assert.Single(await Source(Rows).ReadAsync(afterPosition: 2));

        Assert.IsType<OrderCommand.Cancel>(item.Commands[0].Command);
    }

    private static RetailCsvSource Source(string rows) => RetailCsvSource.OfStream(
        new MemoryStream(Encoding.UTF8.GetBytes(Header + rows)), "test", new RetailCsvMapping());

    private static Task<List<SourceItem>> ReadAsync(string rows) => Source(rows).ReadAsync();

    private static async Task<OrderContent> PlacedAsync(string rows) =>
        ((OrderCommand.Place)Assert.Single(await ReadAsync(rows)).Commands[0].Command).Content;
}
