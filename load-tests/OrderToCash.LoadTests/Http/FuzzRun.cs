using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace OrderToCash.LoadTests.Http;

/// <summary>Sends mutated requests and notes what was answered.</summary>
internal sealed class FuzzRun(Uri server, int seed)
{
    private const int MaxExamples = 5;
    private const int HttpVersionNotSupported = 505;

    private static readonly (string Path, string ContentType, string Body)[] Targets =
    [
        ("/v1/stock", "application/json",
            "{\"sku\":\"A-1\",\"warehouse\":\"BER1\",\"kind\":\"count\",\"quantity\":100,\"reference\":\"c\","
            + "\"at\":\"2026-11-26T00:00:00Z\"}"),
        ("/v1/shipments", "application/json",
            "{\"order\":\"shopify:00000001\",\"shipment\":\"S-1\",\"warehouse\":\"BER1\","
            + "\"at\":\"2026-11-27T12:00:00Z\",\"lines\":[{\"lineId\":\"1\",\"quantity\":1}]}"),
        ("/v1/orders/shopify:00000001/cancel", "application/json", "{\"reason\":\"x\",\"lines\":[]}"),
        ("/v1/bank-accounts", "application/json", "{\"iban\":\"DE02120300000000202051\",\"currency\":\"EUR\"}"),
        ("/v1/bank-statements", "application/xml",
            "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>"
            + "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-28T00:00:00Z</CreDtTm></GrpHdr><Stmt><Id>1</Id></Stmt>"
            + "</BkToCstmrStmt></Document>"),
        ("/v1/stock", "text/csv",
            "sku,warehouse,kind,quantity,reference,at\nA-1,BER1,count,5,c9,2026-11-26T00:00:00Z\n"),
    ];

    private static readonly string[] Reads =
    [
        "/v1/orders/shopify:00000001", "/v1/orders?status=on-hold&limit=5", "/v1/stock/A-1",
        "/v1/payments?from=2026-11-01",
        "/v1/quarantine/1", "/v1/picks?warehouse=BER1", "/v1/orders?search=Kunde", "/v1/ledger?role=revenue",
        "/v1/orders/shopify:00000001/events?after=1", "/health/ready", "/v1/queues/held",
    ];

    private readonly HttpClient _client = new() { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
    private int _sent;

    /// <summary>How often each status was answered; 0 where the connection was closed instead.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>Requests that were answered 5xx, or not at all.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Sends requests one after the other.</summary>
    public async Task SendAsync(int sender, int requests, CancellationToken cancellationToken)
    {
        var random = new Random(unchecked((seed * 397) ^ (sender * 7919) ^ Volatile.Read(ref _sent)));
        var mutations = new Mutations(random);
        var orders = new HttpOrders($"fuzz-{sender}-", seed + sender);
        for (var number = 0; number < requests; number++)
        {
            Interlocked.Increment(ref _sent);
            var draw = random.Next(100);
            var order = orders.Next(random.Next(1_000_000));
            await (draw switch
            {
                < 45 => PostAsync("/v1/orders", "application/json", mutations.Of(order), cancellationToken),
                < 55 => PostAsync(
                    "/v1/orders", "application/x-ndjson", mutations.Of([.. order, (byte)'\n', .. order]),
                    cancellationToken),
                < 85 => PostTargetAsync(mutations, random, cancellationToken),
                < 95 => ReadAsync(mutations, random, cancellationToken),
                _ => RawAsync(mutations, order, cancellationToken),
            });
        }
    }

    private Task PostTargetAsync(Mutations mutations, Random random, CancellationToken cancellationToken)
    {
        var (path, type, body) = Targets[random.Next(Targets.Length)];
        return PostAsync(path, type, mutations.Of(Encoding.UTF8.GetBytes(body)), cancellationToken);
    }

    private async Task PostAsync(string path, string contentType, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        await AskAsync(request, () => $"POST {path}: {Encoding.UTF8.GetString(body)}", cancellationToken);
    }

    private async Task ReadAsync(Mutations mutations, Random random, CancellationToken cancellationToken)
    {
        var path = Reads[random.Next(Reads.Length)];
        var mutated = Uri.EscapeDataString(Encoding.Latin1.GetString(mutations.Of(Encoding.ASCII.GetBytes(path[1..]))))
            .Replace("%2F", "/", StringComparison.Ordinal).Replace("%3F", "?", StringComparison.Ordinal)
            .Replace("%3D", "=", StringComparison.Ordinal).Replace("%26", "&", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + mutated.TrimStart('/'));
        await AskAsync(request, () => $"GET {mutated}", cancellationToken);
    }

    private async Task AskAsync(HttpRequestMessage request, Func<string> what, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            await response.Content.ReadAsByteArrayAsync(cancellationToken);
            Note((int)response.StatusCode, what);
        }
        catch (HttpRequestException exception)
        {
            Note(599, () => $"{exception.Message} {what()}");
        }
    }

    /// <summary>Bytes that are hardly a request any more: the server may close, but must not fail.</summary>
    private async Task RawAsync(Mutations mutations, byte[] order, CancellationToken cancellationToken)
    {
        var head = $"POST /v1/orders HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {order.Length}\r\nConnection: close\r\n\r\n";
        var bytes = mutations.Of([.. Encoding.ASCII.GetBytes(head), .. order]);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var answer = new byte[16];
        var count = 0;
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            await socket.SendAsync(bytes, cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
            count = await socket.ReceiveAsync(answer, cancellationToken);
        }
        catch (SocketException)
        {
            // Closed before everything was sent.
        }

        var text = Encoding.ASCII.GetString(answer, 0, count);
        Note(
            text.Length >= 12 && int.TryParse(text.AsSpan(9, 3), out var status) ? status : 0,
            () => "raw: " + Encoding.Latin1.GetString(bytes));
    }

    private void Note(int status, Func<string> what)
    {
        Statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
        // 505 is the right answer to HTTP/8.1.
        if (status >= 500 && status != HttpVersionNotSupported && Failures.Count < MaxExamples)
        {
            var text = what();
            Failures.Enqueue($"{status} {(text.Length > 600 ? text[..600] + "…" : text)}");
        }
    }
}
