using System.Text;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>Who may do what, and what holds those who send too much.</summary>
public sealed class HttpKeysTests
{
    [Fact]
    public async Task Roles_say_what_a_key_may_do_and_a_revoked_one_ends()
    {
        await using var served = await ServedFolder.StartAsync();
        await served.PostAsync("/v1/stock", Inputs.Stock("A-1", 10));
        var (ingest, _) = await served.WithKeyAsync("shop", "ingest");
        var (read, _) = await served.WithKeyAsync("reader", "read");
        var (all, _) = await served.WithKeyAsync("boss", "read,operate,ingest");
        using var forged = new HttpClient { BaseAddress = served.Address };
        forged.DefaultRequestHeaders.Authorization = new("Bearer", "o2c_0123456789ab_" + new string('0', 64));
        // The server looks at the file once a second.
        await UntilAsync(async () => await StatusAsync(served.Client, "GET", "/v1/stock/A-1") == 401);

        foreach (var (client, statuses) in ((HttpClient, int[])[])
            [(ingest, [201, 403, 403]), (read, [403, 200, 403]), (all, [200, 200, 200]),
                (served.Client, [401, 401, 401]), (forged, [401, 401, 401])])
        {
            Assert.Equal(statuses[0], await StatusAsync(client, "POST", "/v1/orders", Inputs.Order("1")));
            Assert.Equal(statuses[1], await StatusAsync(client, "GET", "/v1/orders/shop:1"));
            Assert.Equal(statuses[2], await StatusAsync(client, "GET", "/v1/audit"));
            Assert.Equal(200, await StatusAsync(client, "GET", "/health/ready"));
            Assert.Equal(200, await StatusAsync(client, "GET", "/openapi/v1.json"));
        }

        (await served.Folder.RunAsync("keys", "revoke", "shop")).Ends(0);
        await UntilAsync(async () => await StatusAsync(ingest, "POST", "/v1/orders", Inputs.Order("1")) == 401);
        var events = await (await all.GetAsync("/v1/orders/shop:1/events")).Content.ReadAsStringAsync();
        Assert.Contains("\"who\":\"key:shop\"", events, StringComparison.Ordinal);
        var listed = (await served.Folder.RunAsync("keys", "list")).Ends(0);
        Assert.Equal(3, listed.Document()["keys"]!.AsArray().Count);
        Assert.DoesNotContain("o2c_", string.Concat(listed.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_it_listens_to_this_machine_alone()
    {
        using var folder = new O2cFolder();

        var open = await folder.RunAsync("serve", "--listen", "http://0.0.0.0:0");

        Assert.Contains("no API key", open.Ends(2).Error, StringComparison.Ordinal);
        await using var served = await ServedFolder.StartAsync("--listen", "http://0.0.0.0:0", "--no-auth");
        Assert.Equal(200, await StatusAsync(served.Client, "GET", "/health/ready"));
    }

    [Fact]
    public async Task A_key_that_sends_too_fast_is_told_when_to_come_again()
    {
        await using var served = await ServedFolder.StartAsync("--rate", "5");
        HttpResponseMessage? refused = null;
        for (var sent = 0; sent < 1000 && refused is null; sent++)
        {
            var response = await served.Client.GetAsync("/v1/dead-letters");
            refused = (int)response.StatusCode == 429 ? response : null;
        }

        Assert.NotNull(refused);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task More_streams_than_there_are_places_are_told_to_come_again()
    {
        await using var served = await ServedFolder.StartAsync("--max-streams", "1");
        await using var first = await served.UploadAsync();
        await first.WriteAsync(Encoding.UTF8.GetBytes(Inputs.Order("1") + "\n"), CancellationToken.None);
        Assert.Equal(200, await first.ReadStatusAsync(CancellationToken.None));

        await using var second = await served.UploadAsync();
        await second.CompleteAsync(CancellationToken.None);

        Assert.Equal(503, await second.ReadStatusAsync(CancellationToken.None));
        Assert.Equal("busy", (string?)O2cResult.Parse((await second.ReadLineAsync(CancellationToken.None))!)["reason"]);
        Assert.Equal(201, await StatusAsync(served.Client, "POST", "/v1/orders", Inputs.Order("2")));
    }

    private static async Task<int> StatusAsync(HttpClient client, string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>Asks until it is so; each question takes a round trip, so nothing is slept.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
            patience.Token.ThrowIfCancellationRequested();
    }
}
