using System.Net;
using System.Text.Json.Nodes;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>Reading over HTTP: entities with their tags, changes as they happen, the description of it all.</summary>
public sealed class HttpReadingTests : IAsyncLifetime
{
    private ServedFolder _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedFolder.StartAsync();
        await _served.PostAsync("/v1/stock", Inputs.Stock("A/1 %2F", 10));
        await _served.PostAsync("/v1/stock", Inputs.Stock("A-1", 10));
        await _served.PostAsync("/v1/orders", Inputs.Order("1"));
        await _served.UntilOrderIsAsync("released");
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task An_entity_that_has_not_changed_is_not_sent_again()
    {
        using var first = await _served.Client.GetAsync("/v1/stock/A-1");
        var tag = first.Headers.ETag!;

        Assert.Equal(HttpStatusCode.NotModified, await AskAsync(tag.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync("\"other\", W/" + tag));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("\"other\""));
        await _served.PostAsync("/v1/stock", Inputs.Stock("A-1", 11, "INV-2"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(tag.ToString()));

        async Task<HttpStatusCode> AskAsync(string tags)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stock/A-1");
            request.Headers.TryAddWithoutValidation("If-None-Match", tags);
            using var response = await _served.Client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal(response.StatusCode == HttpStatusCode.OK, body.Length > 0);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Ids_are_what_they_are_also_with_slashes_and_percents()
    {
        Assert.Equal("A/1 %2F", (string?)(await _served.GetAsync("/v1/stock/A%2F1%20%252F"))["sku"]);
        Assert.Equal(HttpStatusCode.NotFound, (await _served.Client.GetAsync("/v1/stock/A%2F1%20%2F")).StatusCode);
    }

    [Fact]
    public async Task An_order_is_shown_as_the_console_shows_it()
    {
        var shown = await _served.Folder.RunAsync("show", "order", "shop:1", "--events", "--why");

        var read = await _served.GetAsync("/v1/orders/shop:1?events=true&why");

        Assert.True(JsonNode.DeepEquals(shown.Document(), read));
        var page = await _served.GetAsync("/v1/orders/shop:1/events?limit=2");
        Assert.Equal(2, (int?)page["next"]);
        var rest = await _served.GetAsync("/v1/orders/shop:1/events?after=2");
        Assert.Equal(
            (int?)read["events"], page["events"]!.AsArray().Count + rest["events"]!.AsArray().Count);
        foreach (var (path, field) in ((string, string)[])
            [("?at=yesterday", "at"), ("?events=maybe", "events"), ("/events?limit=0", "limit")])
        {
            using var refused = await _served.Client.GetAsync("/v1/orders/shop:1" + path);
            var problem = O2cResult.Parse(await refused.Content.ReadAsStringAsync());
            Assert.Equal((400, field), ((int)refused.StatusCode, (string?)problem["field"]));
        }
    }

    [Fact]
    public async Task Changes_come_as_they_are_committed_and_go_on_where_a_reader_left_off()
    {
        var all = await ReadChangesAsync(
            "?from=start&data=true", null, (int)(await _served.GetAsync("/v1/orders/shop:1"))["events"]!);
        Assert.Contains(all, change => change.Entity == "sku/A-1");
        var orders = all.Where(change => change.Entity == "order/shop:1").ToList();
        Assert.Equal(Enumerable.Range(1, orders.Count).Select(x => (long)x), orders.Select(change => change.Sequence));
        Assert.All(all, change => Assert.NotNull(change.Data));

        // Behind the first event of the order comes its second, exactly.
        var rest = await ReadChangesAsync("?kinds=order", orders[0].Id, orders.Count - 1);
        Assert.Equal(orders.Skip(1).Select(change => change.Id), rest.Select(change => change.Id));

        using var live = await _served.Client.GetStreamAsync("/v1/changes?kinds=order");
        using var reader = new StreamReader(live);
        Assert.StartsWith(": positions", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await _served.PostAsync("/v1/orders", Inputs.Order("2"));
        var placed = await NextAsync(reader);
        Assert.Equal(("order/shop:2", 1, "order.placed"), (placed.Entity, placed.Sequence, placed.Name));

        using var bad = new HttpRequestMessage(HttpMethod.Get, "/v1/changes");
        bad.Headers.Add("Last-Event-ID", "1.2");
        Assert.Equal(HttpStatusCode.BadRequest, (await _served.Client.SendAsync(bad)).StatusCode);
    }

    [Fact]
    public async Task Lists_are_read_page_by_page_and_found_by_words()
    {
        for (var number = 2; number <= 5; number++)
            await _served.PostAsync("/v1/orders", Inputs.Order($"{number}", pieces: number));
        // The lists follow the journal.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        // Released is an order as soon as warehouses are asked for, which then pick.
        while (Count(await _served.GetAsync("/v1/orders?status=released"), "orders") < 3
            || Count(await _served.GetAsync("/v1/picks?warehouse=BER1"), "picks") < 3)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        var found = new List<string>();
        for (var page = "/v1/orders?limit=2"; page.Length > 0;)
        {
            var answer = await _served.GetAsync(page);
            found.AddRange(answer["orders"]!.AsArray().Select(order => (string)order!["order"]!));
            page = (string?)answer["next"] is { } next ? "/v1/orders?limit=2&after=" + Uri.EscapeDataString(next) : "";
        }

        Assert.Equal(["shop:1", "shop:2", "shop:3", "shop:4", "shop:5"], found.Order());
        Assert.Equal(5, Count(await _served.GetAsync("/v1/orders?search=A-1"), "orders"));
        Assert.Equal(0, Count(await _served.GetAsync("/v1/orders?channel=other"), "orders"));
        Assert.InRange(Count(await _served.GetAsync("/v1/picks?warehouse=BER1"), "picks"), 3, 5);
        foreach (var path in (string[])["/v1/stock", "/v1/open-items", "/v1/payments", "/v1/ledger", "/v1/queues",
            "/v1/queues/backordered", "/v1/holds", "/v1/trial-balance", "/v1/accounts/shop:c-1/balances",
            "/v1/daily-figures?from=2026-11-01&to=2026-12-31", "/v1/read-models", "/v1/bank-accounts"])
        {
            await _served.GetAsync(path);
        }

        foreach (var (path, status, field) in ((string, int, string?)[])
            [("/v1/orders?status=lost", 400, "status"), ("/v1/orders?after=nonsense", 400, "after"),
                ("/v1/orders?limit=501", 400, "limit"),
                ("/v1/orders?stauts=on-hold", 400, "stauts"), ("/v1/holds?limit=2&order=x", 400, "order"),
                ("/v1/orders?search=A-1&status=released", 400, "status"),
                ("/v1/orders?search=A-1&after=x", 400, "after"), ("/v1/picks", 400, "warehouse"),
                ("/v1/open-items?dueBefore=soon", 400, "dueBefore"), ("/v1/queues/nothing", 404, null)])
        {
            using var refused = await _served.Client.GetAsync(path);
            var problem = O2cResult.Parse(await refused.Content.ReadAsStringAsync());
            Assert.Equal((status, field), ((int)refused.StatusCode, (string?)problem["field"]));
        }
    }

    [Fact]
    public async Task The_description_names_every_path_with_its_schemas()
    {
        var document = await _served.GetAsync("/openapi/v1.json");

        Assert.Equal("3.1.1", (string?)document["openapi"]);
        foreach (var path in (string[])["/v1/orders", "/v1/changes", "/v1/orders/{id}/cancel", "/health/ready"])
            Assert.NotNull(document["paths"]![path]);
        var schemas = document["components"]!["schemas"]!;
        Assert.NotNull(schemas["orders"]!["properties"]!["lines"]);
        foreach (var reference in References(document))
            Assert.NotNull(schemas[reference.Split('/')[^1]]);
    }

    private static int Count(JsonObject page, string name) => page[name]!.AsArray().Count;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field.Key == "$ref"
            ? [(string)field.Value!]
            : References(field.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    /// <summary>Reads until so many events of orders came.</summary>
    private async Task<List<Change>> ReadChangesAsync(string query, string? lastId, int orderEvents)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/changes" + query);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        using var response = await _served.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var changes = new List<Change>();
        while (changes.Count(change => change.Entity.StartsWith("order/", StringComparison.Ordinal)) < orderEvents)
            changes.Add(await NextAsync(reader));
        return changes;
    }

    private static async Task<Change> NextAsync(StreamReader reader)
    {
        var (id, name) = ("", "");
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var data = O2cResult.Parse(line[6..]);
                return new Change(id, name, (string)data["entity"]!, (long)data["sequence"]!, data["data"]);
            }
        }

        throw new EndOfStreamException();
    }

    private sealed record Change(string Id, string Name, string Entity, long Sequence, JsonNode? Data);
}
