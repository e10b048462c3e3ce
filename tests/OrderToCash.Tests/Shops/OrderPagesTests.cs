using System.Text;
using OrderToCash.Adapters.Shops;

namespace OrderToCash.Tests.Shops;

/// <summary>Pages of Shopify and WooCommerce: what is asked, and orders cut out of the answer to the byte.</summary>
public sealed class OrderPagesTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly ScriptedAnswers _shop = new(new LeapingTime(From));

    [Fact]
    public async Task Shopify_is_asked_for_the_oldest_change_first_and_then_by_its_link_alone()
    {
        const string Link =
            "<https://shop.example/admin/api/2025-10/orders.json?limit=9&page_info=before>; rel=\"previous\", "
            + "<https://shop.example/admin/api/2025-10/orders.json?page_info=a%2Bb&limit=9>; rel=\"next\"";
        _shop.Answer(200, "{\"orders\":[]}", "Link", Link, "Date", "Fri, 27 Nov 2026 10:00:00 GMT")
            .Answer(200, "{\"orders\":[]}");
        var pages = new ShopifyPages(_shop.Calls());
        var first = await pages.ReadAsync(From, 9, null, default);
        var second = await pages.ReadAsync(From, 9, first.Next, default);
        Assert.Equal(("a+b", From.AddHours(1), null), (first.Next, first.AskedAt, second.Next));
        Assert.Equal(
            [
                "/at/home/admin/api/2025-10/orders.json?limit=9&status=any&order=updated_at%20asc"
                + "&updated_at_min=2026-11-27T09:00:00Z",
                "/at/home/admin/api/2025-10/orders.json?limit=9&page_info=a%2Bb",
            ],
            _shop.Asked.Select(one => one.Path));
    }

    [Fact]
    public async Task WooCommerce_is_asked_in_UTC_from_the_second_itself_on()
    {
        _shop.Answer(200, "[{\"id\":1},{\"id\":2}]").Answer(200, "[{\"id\":3}]");
        var pages = new WooPages(_shop.Calls(key: "ck"));
        var first = await pages.ReadAsync(From, 2, null, default);
        Assert.Equal(("2", null), (first.Next, (await pages.ReadAsync(From, 2, first.Next, default)).Next));
        Assert.Equal(
            "/at/home/wp-json/wc/v3/orders?per_page=2&page=1&orderby=modified&order=asc&dates_are_gmt=true"
            + "&modified_after=2026-11-27T08:59:59",
            _shop.Asked[0].Path);
    }

    [Fact]
    public async Task Orders_are_cut_out_to_the_byte()
    {
        const string One =
            "{ \"total\" : 10.10,\"id\":820982911946154508 , \"line\":{\"id\":7,\"updated_at\":\"2001-01-01\"},"
            + "\r\n\t\"updated_at\":\"2026-11-27T10:00:05+01:00\",\"x\":[{\"id\":\"}]\"}],\"n\":\"\\u00fc\\/ä\" }";
        const string Two = "{\"id\":2,\"updated_at\":null}";
        _shop.Answer(200, $"{{\"more\":{{\"orders\":[1]}}, \"orders\": [ {One} ,\n{Two}, 5, [1,{{}}]] , \"z\":0}}");
        var page = await new ShopifyPages(_shop.Calls()).ReadAsync(From, 9, null, default);
        Assert.Equal([One, Two, "5", "[1,{}]"], page.Orders.Select(order => Encoding.UTF8.GetString(order.Raw.Span)));
        Assert.Equal(
            ["820982911946154508@2026-11-27T09:00:05Z", null, null, null], page.Orders.Select(order => order.Version));
    }

    [Theory]
    [InlineData("<html>Briefly unavailable for scheduled maintenance.</html>")]
    [InlineData("[{\"id\":1},{\"id\":2")]
    [InlineData("[{\"id\":1}] and more")]
    [InlineData("{\"code\":\"rest_no_route\"}")]
    [InlineData("")]
    public async Task What_is_no_page_is_no_empty_page(string body)
    {
        _shop.Answer(200, body);
        var failure = await Assert.ThrowsAsync<ShopUnavailableException>(
            () => new WooPages(_shop.Calls()).ReadAsync(From, 9, null, default));
        Assert.Contains("is no page of orders", failure.Message, StringComparison.Ordinal);
    }
}
