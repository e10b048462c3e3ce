using System.Text;
using System.Text.Json.Nodes;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>One input a request: taken in, known, or refused with what is wrong.</summary>
public sealed class HttpIntakeTests : IAsyncLifetime
{
    private ServedFolder _served = null!;

    public async Task InitializeAsync() => _served = await ServedFolder.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task An_order_goes_from_stock_to_cash_over_http()
    {
        var account = $"{{\"iban\":\"{Inputs.Account.Value}\"}}";
        Assert.Equal(201, (await _served.PostAsync("/v1/bank-accounts", account)).Status);
        Assert.Equal(201, (await _served.PostAsync("/v1/stock", Inputs.Stock("A-1", 10))).Status);
        var (status, body) = await _served.PostAsync("/v1/orders", Inputs.Order("100001", pieces: 2));
        Assert.Equal((201, "accepted", "shop:100001"), (status, (string?)body["result"], (string?)body["order"]));
        (status, body) = await _served.PostAsync("/v1/orders", Inputs.Order("100001", pieces: 2));
        Assert.Equal((200, "duplicate"), (status, (string?)body["result"]));
        await _served.UntilOrderIsAsync("released", "shop:100001");
        Assert.Equal(201, (await _served.PostAsync("/v1/shipments", Inputs.Shipment("100001", 2))).Status);
        Assert.Equal(200, (await _served.PostAsync("/v1/shipments", Inputs.Shipment("100001", 2))).Status);
        var statement = await File.ReadAllBytesAsync(_served.Folder.WriteStatements(
            "paid.xml", Inputs.Account, [Inputs.Transfer("T1", 2 * Inputs.PieceMinor, "Bestellung 100001")]));
        foreach (var result in (string[])["accepted", "duplicate"])
        {
            (status, body) = await ServedFolder.PostAsync(
                _served.Client, "/v1/bank-statements", statement, "application/xml");
            Assert.Equal((200, result), (status, (string?)body["results"]![0]!["result"]));
        }

        await _served.StopAsync();
        Assert.Equal("closed", (string?)(await _served.Folder.ShowAsync("order", "shop:100001"))["status"]);
        await _served.Folder.AuditAsync();
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Inputs.Order("1"))];

        var (status, _) = await ServedFolder.PostAsync(_served.Client, "/v1/orders", marked, "application/json");

        Assert.Equal(201, status);
    }

    [Theory]
    [InlineData("cut", 400, "malformed-json", "line 1, column 31", "the end")]
    [InlineData("two", 400, "malformed-json", "line 2, column 1", "{")]
    [InlineData("utf-8", 400, "invalid-utf-8", "line 1, byte", "0xFC")]
    [InlineData("empty", 400, "malformed-json", "line 1, column 1", "the end")]
    [InlineData("number", 422, "wrong-type", "the object", "5")]
    [InlineData("type", 422, "wrong-type", "lines[0].quantity", "\"two\"")]
    [InlineData("negative", 422, "invalid-quantity", "lines[0].quantity", "-1")]
    [InlineData("zero", 422, "invalid-quantity", "lines[0].quantity", "0")]
    [InlineData("currency", 422, "unknown-currency", "currency", "\"EUX\"")]
    [InlineData("missing", 422, "missing-field", "orderNumber", "nothing")]
    [InlineData("huge", 413, "too-long", "the body", "")]
    public async Task Bad_input_is_answered_with_a_problem_that_names_it(
        string name, int expectedStatus, string reason, string field, string found)
    {
        var good = Inputs.Order("1");
        byte[] body = name switch
        {
            "cut" => Encoding.UTF8.GetBytes(good)[..30],
            "two" => Encoding.UTF8.GetBytes(good + "\n" + good),
            "utf-8" => Encoding.Latin1.GetBytes(good.Replace("Ada", "Jürgen", StringComparison.Ordinal)),
            "empty" => [],
            "number" => "5"u8.ToArray(),
            "type" => Changed(good, "\"quantity\":1", "\"quantity\":\"two\""),
            "negative" => Changed(good, "\"quantity\":1", "\"quantity\":-1"),
            "zero" => Changed(good, "\"quantity\":1", "\"quantity\":0"),
            "currency" => Changed(good, "EUR", "EUX"),
            "missing" => Changed(good, "\"orderNumber\":\"1\",", ""),
            _ => Encoding.UTF8.GetBytes(good.Insert(1, $"\"pad\":\"{new string('x', 9_000_000)}\",")),
        };

        var (status, problem) = await ServedFolder.PostAsync(_served.Client, "/v1/orders", body, "application/json");

        Assert.Equal((expectedStatus, reason), (status, (string?)problem["reason"]));
        Assert.Equal(expectedStatus, (int?)problem["status"]);
        Assert.StartsWith(field, (string?)problem["field"], StringComparison.Ordinal);
        Assert.StartsWith(found, (string?)problem["found"], StringComparison.Ordinal);
        Assert.NotEmpty((string?)problem["expected"] ?? "");
        if (name == "huge")
            return;
        // What could be read is kept with its bytes, once, however often it is sent.
        await ServedFolder.PostAsync(_served.Client, "/v1/orders", body, "application/json");
        var kept = (await _served.GetAsync("/v1/quarantine"))["quarantine"]!.AsArray();
        Assert.Equal(reason, (string?)Assert.Single(kept)!["reason"]);
        Assert.Equal(body, (await _served.Folder.QuarantinedAsync("http:anonymous", 1)).Raw.ToArray());
    }

    [Fact]
    public async Task The_quarantine_is_listed_page_by_page()
    {
        foreach (var body in (string[])["{\"bad\":1", "{\"bad\":2", "{\"bad\":3"])
            Assert.Equal(400, (await ServedFolder.PostAsync(
                _served.Client, "/v1/orders", Encoding.UTF8.GetBytes(body), "application/json")).Status);

        var first = await _served.GetAsync("/v1/quarantine?limit=2");
        Assert.Equal(2, first["quarantine"]!.AsArray().Count);
        var rest = await _served.GetAsync($"/v1/quarantine?limit=2&after={first["next"]}");
        Assert.Single(rest["quarantine"]!.AsArray());
        Assert.Null(rest["next"]);
    }

    [Fact]
    public async Task What_contradicts_what_is_known_is_answered_404_or_409()
    {
        await _served.PostAsync("/v1/stock", Inputs.Stock("A-1", 10));
        await _served.PostAsync("/v1/orders", Inputs.Order("1"));
        await _served.UntilOrderIsAsync("released");

        Assert.Equal((404, "unknown-order"), Reason(await _served.PostAsync("/v1/shipments", Inputs.Shipment("404"))));
        Assert.Equal(
            (409, "exists-with-different-content"),
            Reason(await _served.PostAsync("/v1/orders", Inputs.Order("1", pieces: 3))));
        Assert.Equal(
            (422, "quantity-exceeded"), Reason(await _served.PostAsync("/v1/shipments", Inputs.Shipment("1", 7))));
        Assert.Equal((404, "unknown-order"), Reason(await _served.PostAsync(
            "/v1/orders/shop:404/cancel", "{\"reason\":\"x\"}")));
        Assert.Equal((422, "missing-field"), Reason(await _served.PostAsync("/v1/orders/shop:1/cancel", "{}")));
        Assert.Equal((200, null), Reason(await _served.PostAsync("/v1/orders/shop:1/cancel", "{\"reason\":\"x\"}")));
        Assert.Equal("cancelled", (string?)(await _served.GetAsync("/v1/orders/shop:1"))["status"]);
    }

    [Fact]
    public async Task What_is_no_request_of_the_api_is_refused_by_name()
    {
        var order = Encoding.UTF8.GetBytes(Inputs.Order("1"));

        Assert.Equal((415, "unsupported-media-type"), Reason(await ServedFolder.PostAsync(
            _served.Client, "/v1/orders", order, "application/x-www-form-urlencoded")));
        Assert.Equal((404, "not-found"), Reason(await _served.PostAsync("/v1/nothing", "{}")));
        Assert.Equal((405, "method-not-allowed"), Reason(await _served.PostAsync("/v1/changes", "{}")));
        Assert.Equal((422, "not-camt"), Reason(await ServedFolder.PostAsync(
            _served.Client, "/v1/bank-statements", "<x/>"u8.ToArray(), "application/xml")));
        Assert.Equal((400, "malformed-xml"), Reason(await ServedFolder.PostAsync(
            _served.Client, "/v1/bank-statements", "<x"u8.ToArray(), "application/xml")));
        Assert.Equal((400, "unreadable"), Reason(await ServedFolder.PostAsync(
            _served.Client, "/v1/orders", [0xFF, 0xFE, 0x20, 0x00], "application/x-ndjson")));
    }

    [Theory]
    [InlineData("{\"reason\":\"\u00FC\"}", "invalid-utf-8")]
    [InlineData("{\"reason\":\"\\ud800\"}", "malformed-text")]
    [InlineData("{\"\\ud800\":1}", "malformed-text")]
    [InlineData("{\"reason\":\"a\",\"reason\":\"b\"}", "duplicate-field")]
    [InlineData("{\"reason\":", "malformed-json")]
    public async Task A_decision_that_is_no_text_is_refused(string body, string reason)
    {
        var (status, problem) = await ServedFolder.PostAsync(
            _served.Client, "/v1/orders/shop:1/cancel", Encoding.Latin1.GetBytes(body), "application/json");

        Assert.InRange(status, 400, 422);
        Assert.Equal(reason, (string?)problem["reason"]);
    }

    [Fact]
    public async Task Fields_that_are_not_known_are_kept()
    {
        await _served.PostAsync(
            "/v1/orders", Inputs.Order("1").Insert(1, "\"giftWrap\":{\"paper\":\"red\"},"));

        var placed = (await _served.GetAsync("/v1/orders/shop:1/events"))["events"]![0]!;

        Assert.Contains("giftWrap", placed["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("red", placed["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_the_same_key_gets_the_same_answer_and_another_body_is_refused()
    {
        var first = await _served.PostAsync("/v1/orders", Inputs.Order("1"), "Idempotency-Key", "k-1");
        var again = await _served.PostAsync("/v1/orders", Inputs.Order("1"), "Idempotency-Key", "k-1");
        var other = await _served.PostAsync("/v1/orders", Inputs.Order("2"), "Idempotency-Key", "k-1");
        var refused = await _served.PostAsync(
            "/v1/orders", Inputs.Order("3").Replace("EUR", "EUX", StringComparison.Ordinal), "Idempotency-Key", "k-2");
        var repeated = await _served.PostAsync(
            "/v1/orders", Inputs.Order("3").Replace("EUR", "EUX", StringComparison.Ordinal), "Idempotency-Key", "k-2");

        Assert.Equal((201, "accepted"), (first.Status, (string?)first.Body["result"]));
        Assert.Equal((201, "accepted"), (again.Status, (string?)again.Body["result"]));
        Assert.Equal((422, "idempotency-key-reused"), Reason(other));
        Assert.Equal((422, "unknown-currency"), Reason(refused));
        Assert.Equal((422, "unknown-currency"), Reason(repeated));
        Assert.Equal(404, (int)(await _served.Client.GetAsync("/v1/orders/shop:2")).StatusCode);
    }

    private static byte[] Changed(string text, string old, string value) =>
        Encoding.UTF8.GetBytes(text.Replace(old, value, StringComparison.Ordinal));

    private static (int Status, string? Reason) Reason((int Status, JsonObject Body) answer) =>
        (answer.Status, (string?)answer.Body["reason"]);
}
