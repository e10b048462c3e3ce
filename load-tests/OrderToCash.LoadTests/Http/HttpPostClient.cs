using System.Net;
using System.Net.Http.Headers;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Http;

/// <summary>Posts orders one by one at a rate, whatever the answers take; run as a process of its own.</summary>
internal static class HttpPostClient
{
    /// <summary>What is put off (503) is sent again so often, a second later each time: that is latency.</summary>
    private const int MaxAgain = 60;

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
            var status = await SendAsync(bodies[loop.WarmUp + number]);
            for (var again = 0; status == HttpStatusCode.ServiceUnavailable && again < MaxAgain; again++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                status = await SendAsync(bodies[loop.WarmUp + number]);
            }

            if (number < 0)
                return;
            if ((int)status is >= 200 and < 300)
                Interlocked.Increment(ref accepted);
            latencies.Record(loop.LatencyOf(number));
        }

        async Task<HttpStatusCode> SendAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = Json;
            using var response = await client.PostAsync("/v1/orders", content, cancellationToken);
            return response.StatusCode;
        }
    }
}
