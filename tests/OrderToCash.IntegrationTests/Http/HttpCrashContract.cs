using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using OrderToCash.Server.Client;
using OrderToCash.Tests;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>
/// The server is killed again and again while clients send orders, alone and in streams: whatever a client got an
/// acknowledgement for is there, once, and what it sends again because it got none is there once too.
/// </summary>
/// <remarks>As in <see cref="CrashTests"/>, SIGKILL leaves what the kernel has. <c>O2C_SEED</c> repeats it.</remarks>
public abstract class HttpCrashContract(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int Clients = 6;

    private readonly ConcurrentDictionary<string, byte> _acknowledged = new();
    private int _sent;

    /// <summary>A folder with a new store.</summary>
    private protected abstract O2cFolder NewFolder();

    [ContractFact]
    public async Task What_was_acknowledged_over_http_is_there_exactly_once_however_often_the_server_is_killed()
    {
        var seed = Environment.GetEnvironmentVariable("O2C_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var served = await ServedFolder.StartAsync(NewFolder());
        await served.PostAsync("/v1/stock", Inputs.Stock("A-1", 10_000_000));
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = _acknowledged.Count;
            using var down = new CancellationTokenSource();
            Task[] clients =
            [
                .. Enumerable.Range(0, Clients).Select(
                    client => PostAsync(served.Client, $"{kill}-{client}", down.Token)),
                StreamAsync(await served.UploadAsync(), $"{kill}-s", down.Token),
            ];
            var enough = before + random.Next(50, 1500);
            while (_acknowledged.Count < enough)
                await Task.WhenAny(Task.WhenAll(clients), served.PostAsync("/v1/stock", Inputs.Stock("A-2", 1)));
            served.Process.Kill();
            await down.CancelAsync();
            await Task.WhenAll(clients);
            await served.Process.WaitAsync();
            await served.StartAgainAsync();
            output.WriteLine($"killed behind {_acknowledged.Count - before} acknowledgements");
        }

        // Whoever got no answer sends again: nothing may count twice by that.
        foreach (var number in _acknowledged.Keys.Take(200).Append("0-0-1"))
            Assert.Equal(200, (await served.PostAsync("/v1/orders", Inputs.Order(number))).Status);
        await served.StopAsync();
        await using (var journal = await served.Folder.OpenJournalAsync())
        {
            var counts = await EventCounts.ReadAsync(journal);
            Assert.All(
                _acknowledged.Keys, number => Assert.Equal(1, counts.Of($"order/shop:{number}", "order.placed")));
            Assert.InRange(counts.Total("order.placed"), _acknowledged.Count, _sent);
        }

        output.WriteLine($"{_sent} sent, {_acknowledged.Count} acknowledged");
        await served.Folder.AuditAsync();
        (await served.Folder.RunAsync("journal", "verify")).Ends(0);
    }

    /// <summary>Sends one order after the other, each when the one before is answered.</summary>
    private async Task PostAsync(HttpClient client, string name, CancellationToken down)
    {
        for (var number = 1; !down.IsCancellationRequested; number++)
        {
            Interlocked.Increment(ref _sent);
            using var body = new StringContent(Inputs.Order($"{name}-{number}"), Encoding.UTF8, "application/json");
            try
            {
                using var response = await client.PostAsync("/v1/orders", body, CancellationToken.None);
                Assert.Equal(201, (int)response.StatusCode);
                _acknowledged.TryAdd($"{name}-{number}", 0);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    /// <summary>Sends orders as fast as they are taken.</summary>
    private async Task StreamAsync(UploadConnection upload, string name, CancellationToken down)
    {
        await using var closing = upload;
        var sending = SendAsync(upload, name, down);
        try
        {
            Assert.Equal(200, await upload.ReadStatusAsync(CancellationToken.None));
            for (var number = 1; await upload.ReadLineAsync(CancellationToken.None) is { } line; number++)
            {
                if (!line.EndsWith('}'))
                    break;
                var answer = O2cResult.Parse(line);
                Assert.Equal((number, "accepted"), ((int?)answer["line"], (string?)answer["result"]));
                _acknowledged.TryAdd($"{name}-{number}", 0);
            }
        }
        catch (IOException)
        {
            // Killed.
        }

        await sending;
    }

    private async Task SendAsync(UploadConnection upload, string name, CancellationToken down)
    {
        try
        {
            for (var number = 1; !down.IsCancellationRequested; number++)
            {
                Interlocked.Increment(ref _sent);
                await upload.WriteAsync(
                    Encoding.UTF8.GetBytes(Inputs.Order($"{name}-{number}") + "\n"), CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Killed.
        }
    }
}
