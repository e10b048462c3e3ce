using System.Net.Http.Headers;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Http;

/// <summary>Posts orders one by one at a rate, whatever the answers take; run as a process of its own.</summary>
internal static class HttpPostClient
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Sends the orders in an open loop: latencies count from when an order was due.</summary>
    public static async Task<HttpResult> RunAsync(
        Uri server, string prefix, int seed, int orders, double rate, CancellationToken cancellationToken)
    {
        var generator = new HttpOrders(prefix, seed);
        var loop = new OpenLoop(orders, rate);
        var bodies = Enumerable.Range(0, loop.WarmUp + orders).Select(generator.Next).ToArray();
        using var client = new HttpClient { BaseAddress = server };
        var latencies = new LatencyHistogram();
        var accepted = 0;
        await loop.RunAsync(PostAsync, cancellationToken);
        var seconds = loop.Seconds;
        return new HttpResult(
            "posts", rate, orders, accepted, orders - accepted, seconds, accepted / seconds, Percentiles.Of(latencies));

        async Task PostAsync(int number)
        {
            using var content = new ByteArrayContent(bodies[loop.WarmUp + number]);
            content.Headers.ContentType = Json;
            using var response = await client.PostAsync("/v1/orders", content, cancellationToken);
            if (number < 0)
                return;
            if (response.IsSuccessStatusCode)
                Interlocked.Increment(ref accepted);
            latencies.Record(loop.LatencyOf(number));
        }
    }
}
