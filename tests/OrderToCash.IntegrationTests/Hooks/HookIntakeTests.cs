using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OrderToCash.Adapters.Inbox;
using OrderToCash.IntegrationTests.Http;
using OrderToCash.Server;
using OrderToCash.Tests.Marketplaces;
using static OrderToCash.IntegrationTests.Hooks.HookClient;

namespace OrderToCash.IntegrationTests.Hooks;

/// <summary>What becomes of deliveries, good and bad: nothing is lost, nothing blocks what comes after.</summary>
public sealed class HookIntakeTests
{
    [Fact]
    public async Task An_order_is_acknowledged_then_decided_and_a_repeat_changes_nothing()
    {
        await using var hosted = await StartAsync();
        var body = ShopifyBodies.Order();
        var first = await ShopifyAsync(hosted.Client, body);
        Assert.Equal(InboxState.Accepted, (await UntilDecidedAsync(hosted.Inbox, first)).State);
        Assert.Equal(200, (int)(await hosted.Client.GetAsync("/v1/orders/shop:1001")).StatusCode);
        var repeat = await ShopifyAsync(hosted.Client, body);
        Assert.Equal((first, InboxState.Duplicate), (
            (await UntilDecidedAsync(hosted.Inbox, repeat)).RepeatOf, hosted.Inbox.Read(repeat)!.State));
    }

    [Fact]
    public async Task While_the_store_is_away_deliveries_are_acknowledged_and_decided_once_it_is_back()
    {
        await using var hosted = await StartAsync();
        hosted.IsAway = true;
        var numbers = new List<long>();
        for (var number = 1; number <= 200; number++)
            numbers.Add(await ShopifyAsync(hosted.Client, Order(number)));
        Assert.Equal(503, await PostDirectAsync(hosted));
        using (var ready = await hosted.Client.GetAsync(new Uri("/health/inbox", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        numbers.Add(await ShopifyAsync(hosted.Client, Order(100_000)));
        Assert.All(numbers, number => Assert.Equal(InboxState.Waiting, hosted.Inbox.Read(number)!.State));
        hosted.IsAway = false;
        foreach (var number in numbers)
            Assert.Equal(InboxState.Accepted, (await UntilDecidedAsync(hosted.Inbox, number)).State);
    }

    [Fact]
    public async Task A_replayed_old_delivery_does_not_undo_a_newer_one()
    {
        await using var hosted = await StartAsync();
        var old = ShopifyBodies.Order();
        var newer = ShopifyBodies.Order(lines: ShopifyBodies.Line(1, "A-1", quantity: 2))
            .Replace("00:00:05", "00:00:09", StringComparison.Ordinal);
        await ShopifyAsync(hosted.Client, old);
        var last = await ShopifyAsync(hosted.Client, newer);
        await UntilDecidedAsync(hosted.Inbox, last);

        // The same signature again, and the same delivery by hand: an attacker who recorded it gets no further.
        await ShopifyAsync(hosted.Client, old);
        await hosted.Inbox.ReplayAsync(1);
        await UntilAttemptAsync(hosted.Inbox, 1, 2);
        Assert.Equal(InboxState.Duplicate, hosted.Inbox.Read(1)!.State);
        var order = O2cResult.Parse(
            await hosted.Client.GetStringAsync(new Uri("/v1/orders/shop:1001", UriKind.Relative)));
        Assert.Equal(2, (int)Assert.Single(order["lines"]!.AsArray())!["ordered"]!);
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { "auto", "{\"id\": 1, \"name\": \"#1", "malformed-json" },
        { "auto", "<Order><ID>1</Order>", "malformed-xml" },
        { "auto", "{\"name\": \"M\u0000ller\"}", "malformed-json" },
        { "auto", new string('[', 5000), "malformed-json" },
        { "auto", string.Concat(Enumerable.Repeat("<a>", 5000)), "malformed-xml" },
        {
            "auto", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Order>&b;</Order>",
            "forbidden-xml"
        },
        { "auto", "<?xml version=\"1.0\"?><!DOCTYPE o SYSTEM \"file:///etc/passwd\"><Order/>", "forbidden-xml" },
        { "auto", "", "empty" },
        { "auto", "hello", "unknown-format" },
        { "auto", "{\"hello\": 1}", "unknown-format" },
        {
            "auto", "UNB+UNOC:3+S+R+261127:0900+1'UNH+1+ORDERS:D:96A:UN'BGM+220+4711+9'UNT+99+1'UNZ+1+1'",
            "wrong-count"
        },
        { "auto", "ISA*00*          *00*", "unsupported-format" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Bad_input_is_kept_refused_with_its_reason_and_blocks_nothing(
        string platform, string body, string reason)
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), Channel(platform, "partner", Secret), Channel("shopify", "shop", Secret));
        var (status, answer) = await PostAsync(
            hosted.Client, $"/hooks/{platform}/partner", body, "Authorization", "Bearer " + Secret);
        Assert.Equal(200, status);
        var after = await ShopifyAsync(hosted.Client, ShopifyBodies.Order());
        Assert.Equal(InboxState.Accepted, (await UntilDecidedAsync(hosted.Inbox, after)).State);
        var entry = hosted.Inbox.Read((long)answer["delivery"]!)!;
        Assert.Equal((InboxState.Refused, reason), (entry.State, entry.Reason));
        Assert.NotEmpty(entry.Detail!);
        Assert.Equal(Encoding.UTF8.GetBytes(body), entry.Delivery.Body.ToArray());
        var refused = Assert.Single(await hosted.Quarantine.ListQuarantineAsync(false, 0, 10, default));
        Assert.Equal(reason, refused.Input.Rejection.Reason);
    }

    [Fact]
    public async Task A_body_in_another_charset_is_refused_and_kept_to_the_byte()
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions(), Channel("auto", "partner", Secret));
        var bytes = Encoding.Latin1.GetBytes("{\"name\": \"Müller\"}");
        var (status, _) = await ServedFolder.PostAsync(
            hosted.Client, "/hooks/auto/partner", bytes, null, "Authorization", "Bearer " + Secret);
        var entry = await UntilDecidedAsync(hosted.Inbox, 1);
        Assert.Equal((200, "invalid-utf-8"), (status, entry.Reason));
        Assert.Equal(bytes, entry.Delivery.Body.ToArray());
    }

    [Fact]
    public async Task An_order_of_1112_lines_and_a_quantity_of_80995_are_taken_in_and_held()
    {
        await using var hosted = await StartAsync();
        var lines = string.Join(',', Enumerable.Range(1, 1112).Select(
            line => ShopifyBodies.Line(line, $"SKU-{line}", quantity: line == 1 ? 80_995 : 1)));
        var total = (10m * (80_995 + 1111)) + 4.90m;
        var body = ShopifyBodies.Order(lines: lines, total: total.ToString(CultureInfo.InvariantCulture));
        var entry = await UntilDecidedAsync(hosted.Inbox, await ShopifyAsync(hosted.Client, body));
        Assert.Equal((InboxState.Accepted, "shop:1001"), (entry.State, entry.Orders));
        var order = O2cResult.Parse(
            await hosted.Client.GetStringAsync(new Uri("/v1/orders/shop:1001", UriKind.Relative)));
        Assert.Equal(1112, order["lines"]!.AsArray().Count);
        var held = Assert.Single(order["holds"]!.AsArray())!;
        Assert.Equal(("review", "implausible-quantity"), ((string?)held["reason"], (string?)held["rule"]));
        Assert.Equal("80995", (string?)Assert.Single(held["evidence"]!.AsArray())!["found"]);
    }

    [Fact]
    public async Task A_body_of_100_MB_is_told_so_before_it_is_read_and_nothing_is_kept()
    {
        await using var hosted = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, hosted.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /hooks/shopify/shop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104857600\r\n\r\n"));
        var answer = new byte[12];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal("HTTP/1.1 413", Encoding.ASCII.GetString(answer));
        Assert.Empty(hosted.Inbox.List(new InboxQuestion()));
    }

    [Fact]
    public async Task A_body_without_a_length_is_read_no_further_than_the_limit()
    {
        await using var hosted = await HostedServer.StartAsync(
            new ApiServerOptions { MaxBodyBytes = 100_000 }, Channel("shopify", "shop", Secret));
        var body = new string('x', 150_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/shopify/shop")
        {
            Content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(body))),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Shopify-Hmac-Sha256", Sign(body));
        using var answer = await hosted.Client.SendAsync(request);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Empty(hosted.Inbox.List(new InboxQuestion()));
    }

    [Fact]
    public async Task Topics_that_are_no_orders_are_acknowledged_and_kept_as_ignored()
    {
        await using var hosted = await StartAsync();
        const string Product = "{\"id\":1,\"title\":\"Tea\"}";
        var (status, answer) = await PostAsync(
            hosted.Client, "/hooks/shopify/shop", Product, "X-Shopify-Hmac-Sha256", Sign(Product), "X-Shopify-Topic",
            "products/update", "X-Shopify-Webhook-Id", "w-1");
        var entry = await UntilDecidedAsync(hosted.Inbox, (long)answer["delivery"]!);
        Assert.Equal(
            (200, InboxState.Ignored, "topic products/update", "w-1"),
            (status, entry.State, entry.Reason, entry.Delivery.DeliveryId));
    }

    private static Task<HostedServer> StartAsync() =>
        HostedServer.StartAsync(new ApiServerOptions(), Channel("shopify", "shop", Secret));

    private static string Order(int number) => ShopifyBodies.Order()
        .Replace("#1001", "#" + number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static async Task<int> PostDirectAsync(HostedServer hosted)
    {
        using var body = new StringContent(Inputs.Order("direct"), Encoding.UTF8, "application/json");
        using var answer = await hosted.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), body);
        return (int)answer.StatusCode;
    }

    private static async Task UntilAttemptAsync(SqliteInbox inbox, long number, long attempts)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (inbox.Read(number)!.Attempts < attempts)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
