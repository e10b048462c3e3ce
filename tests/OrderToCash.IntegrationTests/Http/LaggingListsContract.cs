using System.Text;
using OrderToCash.Tests;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>
/// Somebody keeps the tables of the read models from being written: intake waits for them, and goes on when they do.
/// </summary>
public abstract class LaggingListsContract
{
    /// <summary>A folder with a new store.</summary>
    private protected abstract O2cFolder NewFolder();

    /// <summary>Keeps the store's tables of read models from being written until it is disposed.</summary>
    private protected abstract Task<IAsyncDisposable> HoldAsync(O2cFolder folder);

    [ContractFact]
    public async Task Inputs_are_put_off_and_streams_wait_until_the_lists_have_come_near()
    {
        await using var served = await ServedFolder.StartAsync(NewFolder(), "--max-lag", "0.3");
        await served.PostAsync("/v1/stock", Inputs.Stock("A-1", 1_000_000));
        while ((await served.GetAsync("/v1/stock"))["stock"]!.AsArray().Count == 0)
            await Task.Yield();
        await using var upload = await served.UploadAsync();
        var (accepted, last) = (0, 0);
        await using (await HoldAsync(served.Folder))
        {
            accepted += await PostUntilAsync(served, "held", 503);
            var (status, problem) = await served.PostAsync("/v1/orders", Inputs.Order("put-off"));
            Assert.Equal((503, "read-models-behind"), (status, (string?)problem["reason"]));

            // What is wrong is said at once, what a person decides is done.
            Assert.Equal(422, (await served.PostAsync("/v1/orders", "{\"channel\":\"shop\"}")).Status);
            Assert.Equal(200, (await served.PostAsync(
                "/v1/orders/shop:held-0/cancel", "{\"reason\":\"changed my mind\"}")).Status);
            var sending = Encoding.UTF8.GetBytes(string.Concat(
                Enumerable.Range(1, 50).Select(static number => Inputs.Order($"s-{number}") + "\n")));
            await upload.WriteAsync(sending, default);
        }

        await upload.CompleteAsync(default);
        while (await upload.ReadLineAsync(default) is { } line)
            last += line.Contains("\"accepted\"", StringComparison.Ordinal) && line.Contains("\"line\"") ? 1 : 0;
        Assert.Equal(50, last);
        await PostUntilAsync(served, "free", 201);
        await served.StopAsync();
        await served.Folder.AuditAsync();
        await using var journal = await served.Folder.OpenJournalAsync();
        var counts = await EventCounts.ReadAsync(journal);
        Assert.Equal(accepted + 50 + 1, counts.Total("order.placed"));
        Assert.Equal(0, counts.Of("order/shop:put-off", "order.placed"));
    }

    /// <summary>Sends orders until one is answered so; how many were taken in before.</summary>
    private static async Task<int> PostUntilAsync(ServedFolder served, string name, int status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var number = 0; ; number++)
        {
            Assert.False(patience.IsCancellationRequested, $"No order was answered {status}.");
            if ((await served.PostAsync("/v1/orders", Inputs.Order($"{name}-{number}"))).Status == status)
                return number;
        }
    }
}
