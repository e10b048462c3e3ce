using System.Text;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Tests.Files;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>Files of documents: how they are cut, resumed and kept.</summary>
public sealed class MarketplaceSourceTests
{
    private static readonly MarketplaceFormat Format = new(Platform.Auto, "shop");

    private static string Line => ShopifyBodies.Order().ReplaceLineEndings("");

    [Fact]
    public async Task Documents_come_one_a_line_as_a_list_over_several_lines_and_packed()
    {
        foreach (var text in new[]
        {
            $"{Line}\n{Line}\n", $"[{ShopifyBodies.Order()},{Line}]",
                ShopifyBodies.Order() + "\n" + ShopifyBodies.Order(),
            $"{{\"orders\":[{ShopifyBodies.Order()},{Line}]}}", "\n " + Line + "\r\n" + Line,
        })
        {
            foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Inputs.Gzip(Encoding.UTF8.GetBytes(text)) })
            {
                var items = await Of(bytes).ReadAsync();

                Assert.Equal([1L, 2L], items.Select(item => item.Position));
                Assert.All(items, item => Assert.Single(item.Commands));
            }
        }
    }

    [Fact]
    public async Task Xml_and_edifact_are_one_document_a_file() => Assert.Single(
        (await Of(Encoding.UTF8.GetBytes(BusinessDocumentTests.Cxml)).ReadAsync())[0].Commands);

    [Fact]
    public async Task A_broken_line_is_refused_with_its_bytes_and_the_rest_goes_on()
    {
        var items = await Of(Encoding.UTF8.GetBytes($"{Line}\n{{\"name\":\n{Line}\n")).ReadAsync();

        Assert.Equal([null, "malformed-json", null], items.Select(item => item.Rejection?.Reason));
        Assert.Equal("{\"name\":", Encoding.UTF8.GetString(items[1].Raw.Span));
    }

    [Fact]
    public async Task Reading_goes_on_behind_a_checkpoint_unless_what_was_before_it_changed()
    {
        var text = $"{{\"orders\":[{Line},{Line},{Line}]}}";
        var source = Of(Encoding.UTF8.GetBytes(text));
        var items = await source.ReadAsync();
        var checkpoint = new Checkpoint(2, items[1].Fingerprint);

        Assert.Equal(
            [3L], (await Of(Encoding.UTF8.GetBytes(text)).ReadAsync(afterPosition: 2)).Select(item => item.Position));
        Assert.True(await Of(Encoding.UTF8.GetBytes(text)).MatchesAsync(checkpoint, CancellationToken.None));
        Assert.False(await Of(Encoding.UTF8.GetBytes(text.Replace("#1001", "#1002", StringComparison.Ordinal)))
            .MatchesAsync(checkpoint, CancellationToken.None));
        Assert.False(await Of(Encoding.UTF8.GetBytes(Line)).MatchesAsync(checkpoint, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_too_long_is_refused()
    {
        var xml = "<ORDER>" + new string(' ', MarketplaceTranslator.MaxBytes) + "</ORDER>";
        var item = Assert.Single(await Of(Encoding.UTF8.GetBytes(xml)).ReadAsync());

        Assert.Equal("too-long", item.Rejection?.Reason);
        Assert.Equal(64 * 1024, item.Raw.Length);
    }

    [Fact]
    public void A_document_of_another_platform_than_named_is_refused() => Assert.Equal(
        ("other-format", "Shopify"),
        Deliveries.Refused(ShopifyBodies.Order(), "woocommerce") is var rejection
            ? (rejection.Reason, rejection.Found) : default);

    [Theory]
    [InlineData("shopify", "my shop", null, "orders/shopify/my shop")]
    [InlineData("ebay", null, 19, "orders/ebay/ebay/19")]
    [InlineData("auto", "x", 7, "orders/auto/x/7")]
    public void The_formats_name_is_read_back(string platform, string? shop, int? rate, string name)
    {
        var format = MarketplaceFormat.Of(platform, shop, rate);

        Assert.Equal(name, format?.Name);
        Assert.Equal(format, MarketplaceFormat.Parse(name));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("orders/retail-csv")]
    [InlineData("stock")]
    [InlineData("orders/amiga/x")]
    public void Names_of_other_formats_are_none(string name) => Assert.Null(MarketplaceFormat.Parse(name));

    [Theory]
    [InlineData("a:b")]
    [InlineData("a/b")]
    public void A_shop_is_named_so_that_it_can_be_a_channel(string shop) =>
        Assert.Throws<ArgumentException>(() => MarketplaceFormat.Of("shopify", shop));

    [Fact]
    public void A_checkpoint_is_the_shops_own()
    {
        var first = MarketplaceSource.OfFile("/tmp/orders.json", Format);
        var second = MarketplaceSource.OfFile("/tmp/orders.json", Format with { Shop = "other" });

        Assert.NotEqual(first.Identity, second.Identity);
        Assert.IsType<MarketplaceSource>(FileSources.OfFile("/tmp/orders.json", Format.Name));
    }

    private static MarketplaceSource Of(byte[] bytes) =>
        MarketplaceSource.OfStream(new MemoryStream(bytes), "test", Format);
}
