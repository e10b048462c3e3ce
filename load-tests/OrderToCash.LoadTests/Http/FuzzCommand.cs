using System.CommandLine;
using System.Diagnostics;
using System.Text;
using OrderToCash.Server.Client;

namespace OrderToCash.LoadTests.Http;

/// <summary><c>fuzz</c>: mutated requests, beside a client that sends good ones and must not notice.</summary>
internal static class FuzzCommand
{
    private const int Senders = 8;

    /// <summary>The server's managed heap can't grow beyond this: with a leak of 1 kB a request it would end.</summary>
    private const long MaxHeapBytes = 128L * 1024 * 1024;

    /// <summary>
    /// What the server may have more at the end than after a fifth: the rest of its heap, and SQLite's page caches,
    /// which grow with the store to fixed sizes (128 MiB for the read models' writer).
    /// </summary>
    private const long MaxGrowthBytes = 256L * 1024 * 1024;

    public static Command Create()
    {
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int?>("--seed");
        var store = new Option<string?>("--store") { Description = "as o2c names it; default: SQLite, temporary" };
        var command = new Command("fuzz", "Mutated requests: no 5xx, no lost connection of others, no growth.")
        {
            requests, seed, store,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(requests), parsed.GetValue(seed) ?? Environment.TickCount & 0xFFFFFF,
            parsed.GetValue(store), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int requests, int seed, string? store, CancellationToken cancellationToken)
    {
        Console.WriteLine($"seed {seed}");
        // Off: lists that lag are no failure of a mutated request, and would be a 503.
        await using var served = await ServedProcess.StartAsync(
            store, MaxHeapBytes, "--rate", "1000000", "--max-streams", "64", "--max-lag", "off");
        var run = new FuzzRun(served.Address, seed);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var witness = WitnessAsync(served.Address, stop.Token);
        var clock = Stopwatch.StartNew();
        await SendAsync(run, requests / 5, cancellationToken);
        var before = served.ResidentBytes();
        await SendAsync(run, requests - (requests / 5), cancellationToken);
        var after = served.ResidentBytes();
        var seconds = clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        var (good, lost) = await witness;
        var isRunning = served.IsRunning;
        var holds = await served.StopAndAuditAsync();
        Console.WriteLine($"{requests:N0} mutated requests in {seconds:N1} s, {requests / seconds:N0}/s");
        foreach (var (status, count) in run.Statuses.OrderBy(pair => pair.Key))
            Console.WriteLine($"  {(status == 0 ? "closed" : status),6} {count,10:N0}");
        foreach (var example in run.Failures)
            Console.WriteLine($"  FAILED {example}");
        Console.WriteLine($"witness: {good:N0} good inputs answered beside them, {lost:N0} lost");
        Console.WriteLine(
            $"server: {before / 1048576:N0} MiB after a fifth, {after / 1048576:N0} MiB at the end; "
            + $"running {isRunning}; audit holds {holds}");
        var isWell = run.Failures.IsEmpty && lost == 0 && good > 0 && isRunning && holds
            && after - before <= MaxGrowthBytes;
        Console.WriteLine(isWell ? "passed" : "FAILED");
        return isWell ? 0 : 1;
    }

    private static Task SendAsync(FuzzRun run, int requests, CancellationToken cancellationToken) => Task.WhenAll(
        Enumerable.Range(0, Senders).Select(
            sender => run.SendAsync(sender, requests / Senders, cancellationToken)));

    /// <summary>A live stream and single posts: each answer is awaited before the next input is sent.</summary>
    private static async Task<(int Good, int Lost)> WitnessAsync(Uri server, CancellationToken stop)
    {
        var orders = new HttpOrders("witness-", 3);
        using var client = new HttpClient { BaseAddress = server };
        await using var upload = await UploadConnection.OpenAsync(
            new Uri(server, "/v1/orders"), null, "application/x-ndjson", CancellationToken.None);
        var (good, lost) = (0, 0);
        for (var number = 0; !stop.IsCancellationRequested; number += 2)
        {
            byte[] line = [.. orders.Next(number), (byte)'\n'];
            await upload.WriteAsync(line, CancellationToken.None);
            if (number == 0 && await upload.ReadStatusAsync(CancellationToken.None) != 200)
                lost++;
            var answer = await upload.ReadLineAsync(CancellationToken.None);
            var isTaken = answer?.Contains("\"accepted\"", StringComparison.Ordinal) == true;
            using var body = new StringContent(
                Encoding.UTF8.GetString(orders.Next(number + 1)), Encoding.UTF8, "application/json");
            using var response = await client.PostAsync("/v1/orders", body, CancellationToken.None);
            good += (isTaken ? 1 : 0) + (response.IsSuccessStatusCode ? 1 : 0);
            lost += (isTaken ? 0 : 1) + (response.IsSuccessStatusCode ? 0 : 1);
        }

        await upload.CompleteAsync(CancellationToken.None);
        return (good, lost);
    }
}
