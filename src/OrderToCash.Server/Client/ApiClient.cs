using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Client;

/// <summary>Asks a server of this API.</summary>
/// <remarks>Any thread.</remarks>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string? _key;

    /// <summary>A client of a server.</summary>
    /// <param name="key">The API key; null where none is asked for.</param>
    public ApiClient(Uri address, string? key)
    {
        (_address, _key) = (address, key);
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Reads; null where the server has nothing of this id.</summary>
    /// <exception cref="ApiFailureException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Reads a list to its end, page by page.</summary>
    /// <param name="name">The member of the answer that holds the list.</param>
    public async Task<JsonArray> GetAllAsync(string path, string name, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        var page = path;
        while (true)
        {
            var answer = await GetAsync(page, cancellationToken)
                ?? throw new ApiFailureException(404, "not-found", $"The server has no {path}.", null);
            foreach (var item in answer[name] as JsonArray ?? [])
                all.Add(item?.DeepClone());
            if ((string?)answer["next"] is not { } next)
                return all;
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            page = $"{path}{separator}after={Uri.EscapeDataString(next)}";
        }
    }

    /// <summary>Sends a small body of JSON.</summary>
    /// <exception cref="ApiFailureException">The server refused.</exception>
    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        PostAsync(
            path, new StringContent(body.ToJsonString(), Encoding.UTF8, JsonAnswer.ContentType), cancellationToken);

    /// <summary>Sends a body. It is sent whole before the answer is read.</summary>
    /// <exception cref="ApiFailureException">The server refused.</exception>
    public async Task<JsonObject> PostAsync(string path, HttpContent body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(path, body, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Begins a stream.</summary>
    /// <exception cref="IOException">The server can't be reached.</exception>
    public Task<UploadConnection> UploadAsync(
        string path, string contentType, CancellationToken cancellationToken) =>
        UploadConnection.OpenAsync(new Uri(_address, path), _key, contentType, cancellationToken);

    /// <summary>What a problem says.</summary>
    public static ApiFailureException FailureOf(int status, string text)
    {
        JsonObject? problem = null;
        try
        {
            problem = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // Not of this server: a proxy's page, perhaps.
        }

        return new ApiFailureException(
            status, (string?)problem?["reason"] ?? "http-" + status,
            (string?)problem?["detail"] ?? $"The server answered {status}.", problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode && JsonNode.Parse(text) is JsonObject answer
            ? answer
            : throw FailureOf((int)response.StatusCode, text);
    }
}

/// <summary>A server refused a request; the message is what it said.</summary>
public sealed class ApiFailureException(int status, string reason, string message, JsonObject? problem)
    : Exception(message)
{
    /// <summary>The status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>The problem's code.</summary>
    public string Reason { get; } = reason;

    /// <summary>The whole problem; null where the answer was none.</summary>
    public JsonObject? Problem { get; } = problem;
}
