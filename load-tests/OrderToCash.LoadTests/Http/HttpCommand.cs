using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;

namespace OrderToCash.LoadTests.Http;

/// <summary><c>http</c>: intake over HTTP, server and clients each in a process of its own.</summary>
internal static class HttpCommand
{
    private const double PostBarMs = 50;
    private const double StreamBar = 5000;

    public static Command Create()
    {
        var store = new Option<string?>("--store") { Description = "as o2c names it; default: SQLite, temporary" };
        var orders = new Option<int>("--orders")
        {
            Description = "orders of the stream", DefaultValueFactory = _ => 100_000,
        };
        var rate = new Option<double?>("--rate")
        {
            Description = "orders a second of the stream; default: all it takes",
        };
        var posts = new Option<int>("--posts") { Description = "single posts", DefaultValueFactory = _ => 30_000 };
        var postRate = new Option<double>("--post-rate") { DefaultValueFactory = _ => 1000 };
        var beside = new Option<bool>("--beside") { Description = "stream and posts at the same time" };
        var warmUp = new Option<int>("--warm-up") { DefaultValueFactory = _ => 5000 };
        var maxLag = new Option<string>("--max-lag")
        {
            Description = "as of o2c serve; off measures intake alone", DefaultValueFactory = _ => "off",
        };
        var command = new Command("http", "A stream of orders and single posts over HTTP: orders/s, p50, p99.")
        {
            store, orders, rate, posts, postRate, beside, warmUp, maxLag, CreateClient(),
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(store), parsed.GetValue(orders), parsed.GetValue(rate), parsed.GetValue(posts),
            parsed.GetValue(postRate), parsed.GetValue(beside), parsed.GetValue(warmUp),
            parsed.GetRequiredValue(maxLag), cancellationToken));
        return command;
    }

    /// <summary>A client's process.</summary>
    private static Command CreateClient()
    {
        var kind = new Argument<string>("stream|posts");
        var server = new Option<string>("--server") { Required = true };
        var prefix = new Option<string>("--prefix") { Required = true };
        var count = new Option<int>("--orders") { Required = true };
        var rate = new Option<double?>("--rate");
        var client = new Command("client", "One client; `http` starts them.")
        {
            kind, server, prefix, count, rate,
        };
        client.Hidden = true;
        client.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(prefix);
            var address = new Uri(parsed.GetRequiredValue(server));
            var result = parsed.GetValue(kind) == "stream"
                ? await HttpStreamClient.RunAsync(
                    address, name, 1, parsed.GetValue(count), parsed.GetValue(rate), cancellationToken)
                : await HttpPostClient.RunAsync(
                    address, name, 2, parsed.GetValue(count), parsed.GetValue(rate) ?? 1000, cancellationToken);
            Console.WriteLine(result.ToJson());
        });
        return client;
    }

    private static async Task<int> RunAsync(
        string? store, int orders, double? rate, int posts, double postRate, bool beside, int warmUp, string maxLag,
        CancellationToken cancellationToken)
    {
        await using var served = await ServedProcess.StartAsync(store, null, "--rate", "1000000", "--max-lag", maxLag);
        // A store that is there already has orders of earlier runs.
        var run = store is null ? "" : DateTime.UtcNow.ToString("HHmmss", CultureInfo.InvariantCulture) + "-";
        await StockAsync(served.Address, cancellationToken);
        if (warmUp > 0)
        {
            await ClientAsync(served, "stream", run + "w", warmUp, null, cancellationToken);
            await ClientAsync(served, "posts", run + "v", Math.Max(1, warmUp / 5), postRate, cancellationToken);
        }

        var cpu = served.CpuTime();
        var streaming = orders > 0 ? ClientAsync(served, "stream", run + "s", orders, rate, cancellationToken) : null;
        if (!beside && streaming is not null)
        {
            await streaming;
            await SettleAsync(served.Address, cancellationToken);
        }

        var posting = posts > 0 ? ClientAsync(served, "posts", run + "p", posts, postRate, cancellationToken) : null;
        var isWell = true;
        foreach (var client in new[] { streaming, posting })
        {
            if (client is null)
                continue;
            var result = await client;
            Print(result);
            isWell &= result.Lost == 0
                && (result.Client == "stream" ? rate is not null || result.OrdersPerSecond >= StreamBar
                    : result.AckMs.P99 <= PostBarMs);
        }

        Console.WriteLine(
            $"server           {(served.CpuTime() - cpu).TotalSeconds,10:N1} s CPU, "
            + $"{served.ResidentBytes() / 1048576:N0} MiB in use at the end");
        var holds = await served.StopAndAuditAsync();
        Console.WriteLine($"audit holds      {holds,10}");
        Console.WriteLine($"bars             {(isWell ? "reached" : "missed"),10}   "
            + $"stream >= {StreamBar:N0} orders/s, posts p99 <= {PostBarMs:N0} ms, none lost");
        return holds && isWell ? 0 : 1;
    }

    private static void Print(HttpResult result) => Console.WriteLine(
        $"{result.Client,-8}         {result.OrdersPerSecond,10:N0} orders/s accepted durably, "
        + (result.OfferedPerSecond is { } offered ? $"{offered:N0} offered, " : "")
        + $"{result.Accepted:N0} in {result.Seconds:N1} s, {result.Lost:N0} lost; "
        + $"acknowledged ms p50 {result.AckMs.P50:N1}, p99 {result.AckMs.P99:N1}, p99.9 {result.AckMs.P999:N1}");

    private static async Task StockAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(new HttpOrders("", 1).Stock()));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await client.PostAsync("/v1/stock", body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until what the stream caused is done, so that the posts are measured alone.</summary>
    private static async Task SettleAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        for (string? before = null, now = ""; before != now;)
        {
            before = now;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            now = await client.GetStringAsync("/v1/read-models", cancellationToken);
        }
    }

    private static async Task<HttpResult> ClientAsync(
        ServedProcess served, string kind, string prefix, int orders, double? rate, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            Assembly.GetExecutingAssembly().Location, "http", "client", kind,
            "--server", served.Address.ToString(), "--prefix", prefix,
            "--orders", orders.ToString(CultureInfo.InvariantCulture),
        ];
        if (rate is { } perSecond)
            arguments.AddRange(["--rate", perSecond.ToString(CultureInfo.InvariantCulture)]);
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("dotnet was not started.");
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return HttpResult.Parse(text);
    }
}
