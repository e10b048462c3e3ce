using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using OrderToCash.LoadTests.Peak;
using OrderToCash.Server.Client;

namespace OrderToCash.LoadTests.Http;

/// <summary>Streams orders and takes the answers; run as a process of its own.</summary>
internal static class HttpStreamClient
{
    /// <summary>So many bytes are sent at once, as a client that reads a file does.</summary>
    private const int ChunkBytes = 32 * 1024;

    /// <summary>Sends the orders.</summary>
    /// <param name="rate">Orders a second offered; null: as fast as they are taken.</param>
    public static async Task<HttpResult> RunAsync(
        Uri server, string prefix, int seed, int orders, double? rate, CancellationToken cancellationToken)
    {
        var generator = new HttpOrders(prefix, seed);
        var lines = Enumerable.Range(0, orders).Select(generator.Next).ToArray();
        await using var upload = await UploadConnection.OpenAsync(
            new Uri(server, "/v1/orders"), null, "application/x-ndjson", cancellationToken);
        var sentAt = new long[orders];
        var latencies = new LatencyHistogram();
        var clock = Stopwatch.StartNew();
        var sending = SendAsync(upload, lines, sentAt, rate, clock, cancellationToken);
        var status = await upload.ReadStatusAsync(cancellationToken);
        var (answered, accepted) = (0, 0);
        while (await upload.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("{\"summary\"", StringComparison.Ordinal))
            {
                accepted = (int?)JsonNode.Parse(line)?["summary"]?["accepted"] ?? 0;
                continue;
            }

            latencies.Record(TimeSpan.FromTicks(clock.Elapsed.Ticks - sentAt[answered]));
            answered++;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        await sending;
        return new HttpResult(
            "stream", rate, answered, accepted, status == 200 ? orders - accepted : orders, seconds, accepted / seconds,
            Percentiles.Of(latencies));
    }

    private static async Task SendAsync(
        UploadConnection upload, byte[][] lines, long[] sentAt, double? rate, Stopwatch clock,
        CancellationToken cancellationToken)
    {
        var chunk = new MemoryStream();
        for (var number = 0; number < lines.Length;)
        {
            var due = rate is null
                ? lines.Length
                : Math.Min(lines.Length, (int)(clock.Elapsed.TotalSeconds * rate.Value));
            chunk.SetLength(0);
            while (number < due && chunk.Length < ChunkBytes)
            {
                // Offered at a rate, an order waits from when it was due, not from when it could be sent.
                sentAt[number] = rate is null
                    ? clock.Elapsed.Ticks
                    : (long)(number / rate.Value * TimeSpan.TicksPerSecond);
                chunk.Write(lines[number++]);
                chunk.Write("\n"u8);
            }

            if (chunk.Length > 0)
                await upload.WriteAsync(chunk.GetBuffer().AsMemory(0, (int)chunk.Length), cancellationToken);
            else
                await Task.Delay(1, cancellationToken);
        }

        await upload.CompleteAsync(cancellationToken);
    }
}
