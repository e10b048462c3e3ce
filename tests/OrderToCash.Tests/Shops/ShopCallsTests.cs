using OrderToCash.Adapters.Shops;

namespace OrderToCash.Tests.Shops;

/// <summary>How often a shop is asked, and what becomes of an answer that is none.</summary>
public sealed class ShopCallsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly LeapingTime _time = new(Start);
    private readonly ScriptedAnswers _shop;

    public ShopCallsTests() => _shop = new ScriptedAnswers(_time);

    [Fact]
    public async Task Requests_are_spread_over_the_second_whoever_asks()
    {
        for (var i = 0; i < 9; i++)
            _shop.Answer(200);
        var calls = _shop.Calls(perSecond: 4);
        for (var i = 0; i < 9; i++)
            await calls.SendAsync(HttpMethod.Get, "x", null, default);
        Assert.Equal(
            Enumerable.Range(0, 9).Select(i => Start.AddMilliseconds(250 * i)), _shop.Asked.Select(one => one.At));
    }

    [Theory]
    [InlineData("2.0", 2)]
    [InlineData("7", 7)]
    [InlineData("Fri, 27 Nov 2026 09:00:30 GMT", 30)]
    [InlineData("999999", 900)]
    [InlineData("Sat, 27 Nov 2027 09:00:00 GMT", 900)]
    [InlineData("soon", 2)]
    public async Task Who_is_told_to_stay_away_does_and_so_do_all_others(string retryAfter, int seconds)
    {
        _shop.Answer(429, "{}", "Retry-After", retryAfter, "Date", Start.ToString("R")).Answer(200);
        var calls = _shop.Calls();
        var answer = await calls.SendAsync(HttpMethod.Put, "stock", "{}"u8.ToArray(), default);

        // Whoever tells the shop something rests as long: not for a year.
        TimeSpan? pause = retryAfter == "soon" ? null : TimeSpan.FromSeconds(seconds);
        Assert.Equal((429, pause), (answer.Status, answer.RetryAfter));
        await calls.GetAsync("orders", default);
        Assert.Equal(Start.AddSeconds(seconds), _shop.Asked[1].At);
    }

    [Fact]
    public async Task A_pause_that_the_shop_asks_for_is_not_cut_short_by_a_retry()
    {
        _shop.Answer(429, "{}", "Retry-After", "7").Answer(200);
        await _shop.Calls().GetAsync("orders", default);
        Assert.Equal([0, 7], _shop.Asked.Select(one => (one.At - Start).TotalSeconds));
    }

    [Fact]
    public async Task What_may_pass_is_asked_again_with_more_and_more_time_between()
    {
        _shop.Answer(503).Fail(HttpRequestError.ResponseEnded).Answer(502, "<html>").Answer(200, "[1]");
        var answer = await _shop.Calls().GetAsync("orders?page=1", default);
        Assert.Equal("[1]"u8.ToArray(), answer.Body.ToArray());
        Assert.Equal([0, 1, 3, 7], _shop.Asked.Select(one => (one.At - Start).TotalSeconds));
        Assert.All(_shop.Asked, one => Assert.Equal("/at/home/orders?page=1", one.Path));
    }

    [Theory]
    [InlineData(401, "Check the credentials")]
    [InlineData(403, "Check the credentials")]
    [InlineData(404, "Check the address")]
    [InlineData(301, "elsewhere, at https://www.shop.example/")]
    [InlineData(400, "answered 400: bad things")]
    public async Task What_will_not_pass_is_asked_once_and_says_what_to_do(int status, string advice)
    {
        _shop.Answer(status, "bad things", "Location", "https://www.shop.example/");
        var failure = await Assert.ThrowsAsync<ShopUnavailableException>(() => _shop.Calls().GetAsync("x", default));
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.False(failure.MayBeDone);
        Assert.Single(_shop.Asked);
    }

    [Fact]
    public async Task In_the_end_it_gives_up_and_says_why()
    {
        for (var i = 0; i < 5; i++)
            _shop.Answer(500, "out of memory");
        var failure = await Assert.ThrowsAsync<ShopUnavailableException>(() => _shop.Calls().GetAsync("x", default));
        Assert.Equal("shop.example answered 500: out of memory", failure.Message);
        Assert.Equal(5, _shop.Asked.Count);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    public async Task It_says_whether_it_may_have_been_done(HttpRequestError error, bool mayBeDone)
    {
        _shop.Fail(error);
        var failure = await Assert.ThrowsAsync<ShopUnavailableException>(
            () => _shop.Calls().SendAsync(HttpMethod.Post, "x", "{}"u8.ToArray(), default));
        Assert.Equal(mayBeDone, failure.MayBeDone);
    }

    [Fact]
    public async Task A_bucket_that_is_nearly_full_is_left_alone_for_a_second()
    {
        _shop.Answer(200, "{}", "X-Shopify-Shop-Api-Call-Limit", "38/40")
            .Answer(200, "{}", "X-Shopify-Shop-Api-Call-Limit", "39/40").Answer(200);
        var calls = _shop.Calls(perSecond: 100);
        for (var i = 0; i < 3; i++)
            await calls.GetAsync("x", default);
        Assert.Equal([0, 10, 1010], _shop.Asked.Select(one => (one.At - Start).TotalMilliseconds));
    }

    [Theory]
    [InlineData(null, "X-Shopify-Access-Token: cs_hush")]
    [InlineData("ck_1", "Authorization: Basic Y2tfMTpjc19odXNo")]
    public async Task Each_platform_gets_its_own_credentials(string? key, string header)
    {
        _shop.Answer(200);
        await _shop.Calls(key: key).GetAsync("x", default);
        Assert.Contains(header, _shop.Headers, StringComparison.Ordinal);
    }
}
