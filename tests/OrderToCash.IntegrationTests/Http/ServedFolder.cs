using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.Server.Client;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>A store that <c>o2c serve</c> serves, as a process of its own on a free port, and a client of it.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    private ServedFolder(O2cFolder folder) => Folder = folder;

    /// <summary>The store.</summary>
    public O2cFolder Folder { get; }

    /// <summary>The process that serves now.</summary>
    public O2cProcess Process { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Sends requests without a key.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Serves a new store.</summary>
    public static Task<ServedFolder> StartAsync(params string[] options) => StartAsync(new O2cFolder(), options);

    /// <summary>Starts the server on this folder's store; the folder is its own from now on.</summary>
    public static async Task<ServedFolder> StartAsync(O2cFolder folder, params string[] options)
    {
        var served = new ServedFolder(folder);
        await served.StartAgainAsync(options);
        return served;
    }

    /// <summary>Serves the same store again, after the process has ended.</summary>
    public async Task StartAgainAsync(params string[] options)
    {
        Client?.Dispose();
        Process = Folder.Start(["serve", "--listen", "http://127.0.0.1:0", .. options]);
        if (!await Process.WaitForLinesAsync(1))
            (await Process.WaitAsync()).Ends(0);
        var listening = (JsonArray)O2cResult.Parse(Process.Output()[0])["listening"]!;
        Address = new Uri((string)listening[0]!);
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>A client with a new key of these roles.</summary>
    public async Task<(HttpClient Client, string Key)> WithKeyAsync(string name, string roles)
    {
        var key = (string)(await Folder.RunAsync("keys", "add", name, "--roles", roles)).Ends(0).Document()["key"]!;
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (client, key);
    }

    /// <summary>Sends one input.</summary>
    public Task<(int Status, JsonObject Body)> PostAsync(string path, string json, params string[] headers) =>
        PostAsync(Client, path, Encoding.UTF8.GetBytes(json), "application/json", headers);

    /// <summary>Sends a body.</summary>
    /// <param name="headers">Names and values in turn.</param>
    public static async Task<(int Status, JsonObject Body)> PostAsync(
        HttpClient client, string path, byte[] body, string? contentType, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        for (var i = 0; i < headers.Length; i += 2)
            request.Headers.Add(headers[i], headers[i + 1]);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, O2cResult.Parse(text));
    }

    /// <summary>Reads.</summary>
    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return O2cResult.Parse(text);
    }

    /// <summary>Waits until an order is in a status: what an order causes elsewhere comes behind the answer.</summary>
    public async Task UntilOrderIsAsync(string status, string order = "shop:1")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!Is(await GetAsync($"/v1/orders/{order}"), status))
            patience.Token.ThrowIfCancellationRequested();
    }

    // The goods of a released order are set aside a moment later: only then it can be shipped.
    private static bool Is(JsonObject order, string status) => (string?)order["status"] == status
        && (status != "released" || order["lines"]!.AsArray().All(line => (int?)line!["allocated"] > 0));

    /// <summary>Begins a stream of orders.</summary>
    public Task<UploadConnection> UploadAsync(string path = "/v1/orders") => UploadConnection.OpenAsync(
        new Uri(Address, path), null, "application/x-ndjson", CancellationToken.None);

    /// <summary>Ends the process as a supervisor does.</summary>
    public async Task<O2cResult> StopAsync()
    {
        Process.Terminate();
        return (await Process.WaitAsync()).Ends(0);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await Process.DisposeAsync();
        Folder.Dispose();
    }
}
