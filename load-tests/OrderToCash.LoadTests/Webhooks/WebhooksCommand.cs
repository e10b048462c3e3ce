using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using OrderToCash.Adapters.Inbox;
using OrderToCash.IntegrationTests.Postgres;
using OrderToCash.LoadTests.Http;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Webhooks;

/// <summary><c>webhooks</c>: deliveries of a shop at a rate, with the store behind up or down.</summary>
internal static class WebhooksCommand
{
    private const double BarMs = 50;
    private const double BarDownMs = 100;

    /// <summary>Before the store goes down, and after it is back.</summary>
    private const int UpSeconds = 10;

    private static readonly TimeSpan MaxDeciding = TimeSpan.FromSeconds(40);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 30 };
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 1000 };
        var postgres = new Option<bool>("--postgres") { Description = "a PostgreSQL server of this run's own" };
        var down = new Option<int>("--down") { Description = "seconds for which that server is stopped" };
        var json = new Option<string?>("--json") { Description = "write the result there" };
        var command = new Command("webhooks", "Deliveries of a shop at a rate: acknowledged within p50, p99.")
        {
            seconds, rate, postgres, down, json, CreateSender(),
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(down) is > 0 and var gone ? gone + (2 * UpSeconds) : parsed.GetValue(seconds),
            parsed.GetValue(rate), parsed.GetValue(postgres) || parsed.GetValue(down) > 0, parsed.GetValue(down),
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Command CreateSender()
    {
        var server = new Option<string>("--server") { Required = true };
        var count = new Option<int>("--deliveries");
        var rate = new Option<double>("--rate");
        var from = new Option<int>("--down-from");
        var to = new Option<int>("--down-to");
        var sender = new Command("sender", "One sender; `webhooks` starts it.")
        {
            server, count, rate, from, to,
        };
        sender.Hidden = true;
        sender.SetAction(async (parsed, cancellationToken) =>
        {
            (int, int)? down = parsed.GetValue(to) > 0 ? (parsed.GetValue(from), parsed.GetValue(to)) : null;
            var result = await WebhookSender.RunAsync(
                new Uri(parsed.GetRequiredValue(server)), parsed.GetValue(count),
                parsed.GetValue(rate), down, cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(result, WebhookJson.Default.SenderResult));
        });
        return sender;
    }

    private static async Task<int> RunAsync(
        int seconds, double rate, bool isPostgres, int downSeconds, string? json, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("o2c-webhooks-").FullName;
        var cluster = isPostgres
            ? await PostgresCluster.StartAsync(data: null, "shared_buffers=512MB", "max_wal_size=4GB") : null;
        try
        {
            var result = await MeasureAsync(folder, cluster, seconds, rate, downSeconds, cancellationToken);
            if (json is not null)
                await File.WriteAllTextAsync(json, result.ToJson() + "\n", cancellationToken);
            return Print(result) ? 0 : 1;
        }
        finally
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<WebhookResult> MeasureAsync(
        string folder, PostgresCluster? cluster, int seconds, double rate, int downSeconds,
        CancellationToken cancellationToken)
    {
        var channels = Path.Combine(folder, "channels.json");
        await File.WriteAllTextAsync(
            channels,
            "{\"channels\":[{\"platform\":\"shopify\",\"shop\":\"load\",\"proof\":\"shopify\",\"secrets\":[{"
            + $"\"value\":\"{WebhookSender.Secret}\",\"addedAt\":\"2026-11-27T00:00:00Z\"}}]}}]}}", cancellationToken);
        var inboxPath = Path.Combine(folder, "inbox.db");
        var store = cluster is null
            ? "sqlite:" + Path.Combine(folder, "store") : "postgres:" + cluster.ConnectionString;
        await using var served = await ServedProcess.StartAsync(
            store, null, "--channels", channels, "--inbox", inboxPath);
        var cpu = served.CpuTime();
        (int, int)? down = downSeconds > 0 ? (UpSeconds, UpSeconds + downSeconds) : null;
        var sending = SendAsync(served, (int)(seconds * rate), rate, down, cancellationToken);
        if (down is not null && cluster is not null)
        {
            await Task.Delay(TimeSpan.FromSeconds(OpenLoop.WarmUpSeconds + UpSeconds), cancellationToken);
            await cluster.CrashAsync();
            await Task.Delay(TimeSpan.FromSeconds(downSeconds), cancellationToken);
            await cluster.StartAsync();
        }

        var sender = await sending;
        var (waiting, decided, after) = await UntilDecidedAsync(inboxPath, cancellationToken);
        return new WebhookResult(
            DateTimeOffset.UtcNow, Environment.ProcessorCount, cluster is null ? "sqlite" : "postgres", downSeconds,
            sender, decided, waiting, after, Math.Round((served.CpuTime() - cpu).TotalSeconds, 1),
            served.ResidentBytes(), new FileInfo(inboxPath).Length);
    }

    private static async Task<(long Waiting, long Decided, double? Seconds)> UntilDecidedAsync(
        string inboxPath, CancellationToken cancellationToken)
    {
        await using var inbox = SqliteInbox.OpenBeside(inboxPath);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var counts = inbox.Stats().Channels;
            var waiting = counts.Where(count => count.State == InboxState.Waiting).Sum(count => count.Count);
            var decided = counts.Where(count => count.State == InboxState.Accepted).Sum(count => count.Count);
            if (waiting == 0)
                return (0, decided, Math.Round(clock.Elapsed.TotalSeconds, 1));
            if (clock.Elapsed > MaxDeciding)
                return (waiting, decided, null);
            await Task.Delay(500, cancellationToken);
        }
    }

    private static bool Print(WebhookResult result)
    {
        var sender = result.Sender;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {result.Store}, {result.Cores} cores, store down for {result.DownSeconds} s
            offered          {sender.OfferedPerSecond,10:N0}/s, {sender.Deliveries:N0} in {sender.Seconds:N1} s
            acknowledged     {sender.Acknowledged,10:N0}, {sender.Refused:N0} not; worst {sender.WorstMs:N0} ms
            all ms           {Text(sender.AckMs)}
            decided          {result.Decided,10:N0}, {result.Waiting:N0} wait, the last after {result.DecidedAfterSeconds} s
            server           {result.ServerCpuSeconds,10:N1} s CPU, {result.ServerResidentBytes / 1048576:N0} MiB
            inbox            {result.InboxBytes / 1048576,10:N0} MiB
            """));
        if (sender.AckDownMs is { } down)
            Console.WriteLine($"while down ms    {Text(down)}");
        var isWell = sender.Refused == 0 && result.Waiting == 0
            && (sender.AckDownMs is { } gone ? gone.P99 <= BarDownMs : sender.AckMs.P99 <= BarMs);
        Console.WriteLine(
            $"bars             {(isWell ? "reached" : "missed"),10}   p99 <= {BarMs:N0} ms, while the store is "
            + $"down {BarDownMs:N0} ms; none refused, all decided");
        return isWell;

        static string Text(Percentiles ms) => $"p50 {ms.P50:N1}, p99 {ms.P99:N1}, p99.9 {ms.P999:N1}";
    }

    private static async Task<SenderResult> SendAsync(
        ServedProcess served, int deliveries, double rate, (int From, int To)? down,
        CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            Assembly.GetExecutingAssembly().Location, "webhooks", "sender", "--server", served.Address.ToString(),
            "--deliveries", Text(deliveries),
            "--rate", rate.ToString(CultureInfo.InvariantCulture),
        ];
        if (down is var (from, to))
            arguments.AddRange(["--down-from", Text(from), "--down-to", Text(to)]);
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("dotnet was not started.");
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return SenderResult.Parse(text);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
