using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.LoadTests.Http;
using OrderToCash.LoadTests.Peak;
using OrderToCash.LoadTests.Translate;

namespace OrderToCash.LoadTests.Webhooks;

/// <summary>Delivers orders of Shopify, signed, at a rate, whatever the answers take; a process of its own.</summary>
internal static class WebhookSender
{
    /// <summary>The secret of the shop.</summary>
    public const string Secret = "load-test";

    private const int FirstNumber = 1_000_000;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Sends in an open loop: latencies count from when a delivery was due.</summary>
    /// <param name="down">From when to when the store is down, in seconds; null: it is not.</param>
    public static async Task<SenderResult> RunAsync(
        Uri server, int deliveries, double rate, (int From, int To)? down, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        var (all, whileDown) = (new LatencyHistogram(), new LatencyHistogram());
        var (acknowledged, worst) = (0, 0L);
        var loop = new OpenLoop(deliveries, rate);
        await loop.RunAsync(DeliverAsync, cancellationToken);
        return new SenderResult(
            rate, deliveries, acknowledged, deliveries - acknowledged, Math.Round(loop.Seconds, 1),
            Percentiles.Of(all), down is null ? null : Percentiles.Of(whileDown),
            Math.Round(TimeSpan.FromTicks(worst).TotalMilliseconds, 1));

        async Task DeliverAsync(int number)
        {
            var body = Encoding.UTF8.GetBytes(ForeignBodies.Shopify(FirstNumber + number));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/shopify/load")
            {
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.ContentType = Json;
            request.Headers.Add("X-Shopify-Topic", "orders/create");
            request.Headers.Add("X-Shopify-Webhook-Id", $"d-{FirstNumber + number}");
            request.Headers.Add(
                "X-Shopify-Hmac-Sha256",
                Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
            using var response = await client.SendAsync(request, cancellationToken);
            if (number < 0)
                return;
            if (response.IsSuccessStatusCode)
                Interlocked.Increment(ref acknowledged);
            var due = number / rate;
            var latency = loop.LatencyOf(number);
            all.Record(latency);
            if (down is var (from, to) && due >= from && due < to)
                whileDown.Record(latency);
            InterlockedMax(ref worst, latency.Ticks);
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
