using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace OrderToCash.Adapters.Shops;

/// <summary>Asks one shop's API, no more often than it allows, whoever asks and for what.</summary>
/// <remarks>
/// Any thread. One for each shop: what is read and what is told share its limit. Requests are spread evenly; who is
/// told to stay away (429, <c>Retry-After</c>) holds back everybody.
/// </remarks>
/// <param name="http">From <see cref="NewClient"/>; serves all shops.</param>
/// <param name="claim">The right to ask this shop; null where nobody else could.</param>
public sealed class ShopCalls(
    ShopAccess access, int requestsPerSecond, HttpClient http, TimeProvider time, ShopClaim? claim = null)
{
    private const int MaxAttempts = 5;
    private const long MaxAnswerBytes = 64 * 1024 * 1024;

    /// <summary>The shop's bucket of requests, <c>39/40</c>. Source: Shopify, REST Admin API rate limits.</summary>
    private const string ShopifyBucket = "X-Shopify-Shop-Api-Call-Limit";

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAnswering = TimeSpan.FromSeconds(60);

    /// <summary>Guards the next field; held for a few instructions.</summary>
    private readonly Lock _gate = new();
    private DateTimeOffset _nextAt = DateTimeOffset.MinValue;

    /// <summary>A client to ask shops with: it follows nobody elsewhere, and waits a minute at most.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, AutomaticDecompression = System.Net.DecompressionMethods.All, UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = MaxAnswering, MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Asks once, when its turn has come.</summary>
    /// <param name="path">Below the shop's address, with its query and without a slash before it.</param>
    /// <param name="json">The body; null for none.</param>
    /// <exception cref="ShopUnavailableException">There was no answer; it says whether it may be done.</exception>
    public async Task<ShopAnswer> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? json, CancellationToken cancellationToken)
    {
        if (claim?.Take() is { } holder)
        {
            throw new ShopUnavailableException(
                $"{access.Url.Host} is asked and told by another process of this machine, and by one alone: {holder}. "
                + "It is this one's turn when that one ends.", false);
        }

        await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
        using var request = RequestOf(method, path, json);
        var started = time.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var answer = new ShopAnswer(
                (int)response.StatusCode, body, response.Headers.Date - time.GetElapsedTime(started),
                RetryAfterOf(response.Headers), TextOf(response.Headers, "Link"),
                response.Headers.Location?.ToString());
            NoteLimits(answer, TextOf(response.Headers, ShopifyBucket));
            return answer;
        }
        catch (HttpRequestException exception)
        {
            var isSent = exception.HttpRequestError is not (HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError);
            throw new ShopUnavailableException(
                $"{access.Url.Host} gave no answer: {exception.Message}", isSent, exception)
            {
                IsTooLong = exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded,
            };
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShopUnavailableException(
                $"{access.Url.Host} gave no answer within {http.Timeout.TotalSeconds:0} seconds.", true, exception);
        }
    }

    /// <summary>Reads, again and again where that may help, with more and more time between.</summary>
    /// <exception cref="ShopUnavailableException">It didn't help, or the shop refuses.</exception>
    public async Task<ShopAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            ShopUnavailableException failure;
            try
            {
                var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
                if (answer.IsSuccess)
                    return answer;
                failure = new ShopUnavailableException(Explain(answer), false);
                if (!answer.IsPassing)
                    throw failure;
            }
            catch (ShopUnavailableException exception) when (
                exception is { InnerException: not null, IsTooLong: false })
            {
                failure = exception;
            }

            if (attempt == MaxAttempts)
                throw failure;
            Hold(FirstWait * Math.Pow(2, attempt - 1));
        }
    }

    /// <summary>Nobody asks before this time has passed.</summary>
    internal void Hold(TimeSpan wait)
    {
        var until = time.GetUtcNow() + (wait < MaxWait ? wait : MaxWait);
        lock (_gate)
            _nextAt = _nextAt > until ? _nextAt : until;
    }

    private static string? TextOf(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private async Task WaitForTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                var now = time.GetUtcNow();
                wait = _nextAt - now;
                if (wait <= TimeSpan.Zero)
                {
                    _nextAt = now + (TimeSpan.FromSeconds(1) / requestsPerSecond);
                    return;
                }
            }

            // Somebody may be told to stay away meanwhile: then it waits on.
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage RequestOf(HttpMethod method, string path, ReadOnlyMemory<byte>? json)
    {
        // Below the shop's address, also where that has a path of its own.
        var address = access.Url.AbsoluteUri.TrimEnd('/') + "/" + path;
        var request = new HttpRequestMessage(method, address);
        if (json is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("OrderToCash", null));
        if (access.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{access.Secret}")));
        }
        else
        {
            request.Headers.Add("X-Shopify-Access-Token", access.Secret);
        }

        return request;
    }

    private void NoteLimits(ShopAnswer answer, string? bucket)
    {
        if (answer.RetryAfter is { } wait && answer.IsPassing)
            Hold(wait);
        else if (answer.Status == 429)
            Hold(FirstWait * 2);
        // Others may be pouring into the same bucket: one drop before it is full, we stop for a second.
        if (bucket?.Split('/') is [var used, var size]
            && int.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var full) && level + 1 >= full)
            Hold(FirstWait);
    }

    /// <summary>Shopify writes seconds with a fraction, which is no Retry-After to most readers.</summary>
    private TimeSpan? RetryAfterOf(HttpResponseHeaders headers)
    {
        if (TextOf(headers, "Retry-After") is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds < (decimal)MaxWait.TotalSeconds ? TimeSpan.FromSeconds((double)seconds) : MaxWait;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at))
            return null;
        var wait = at - (headers.Date ?? time.GetUtcNow());
        return wait <= TimeSpan.Zero ? null : wait < MaxWait ? wait : MaxWait;
    }

    private string Explain(ShopAnswer answer)
    {
        const int MaxShown = 200;
        var text = Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(answer.Body.Length, MaxShown)])
            .ReplaceLineEndings(" ");
        return $"{access.Url.Host} answered {answer.Status}" + (answer.Status switch
        {
            401 or 403 => ": it doesn't let us in, or not to orders. Check the credentials and their rights "
                + "(`o2c channels api --credentials-file`).",
            404 => ": there is no such API. Check the address (`o2c channels api --url`).",
            >= 300 and < 400 => $": it is elsewhere, at {answer.Location}. Say so with `o2c channels api --url`.",
            429 => ": too many requests, also after waiting. Lower `o2c channels api --requests`.",
            _ => $": {text}",
        });
    }
}
