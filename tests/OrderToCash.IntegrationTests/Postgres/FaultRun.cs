using System.Globalization;
using OrderToCash.Adapters.Postgres;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>
/// The program takes in orders while something happens to its server; then everything is there exactly once.
/// </summary>
internal sealed class FaultRun : IDisposable
{
    /// <summary>Orders of a file.</summary>
    public const int Orders = 4_000;

    private const int Skus = 25;

    private readonly ITestOutputHelper _output;
    private readonly Random _random;

    /// <summary>A run on the store of this address.</summary>
    public FaultRun(PostgresAddress address, ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("O2C_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        (_output, _random) = (output, new Random(seed));
        Folder = new O2cFolder(address);
    }

    /// <summary>The program's folder.</summary>
    public O2cFolder Folder { get; }

    /// <summary>A file of orders with these numbers.</summary>
    public string WriteOrders(string name, int first = 1, int count = Orders) => Folder.Write(
        name, Enumerable.Range(first, count).Select(number => Inputs.Order($"{number}", $"A-{number % Skus}")));

    /// <summary>Takes stock in, so that orders find some.</summary>
    public async Task TakeStockAsync()
    {
        var stock = Enumerable.Range(0, Skus).Select(sku => Inputs.Stock($"A-{sku}", Orders));
        (await Folder.RunAsync("ingest", "stock", Folder.Write("stock.ndjson", stock))).Ends(0);
    }

    /// <summary>
    /// Takes the orders in; lets the fault happen so many times, each somewhere on the way; ends well all the same.
    /// </summary>
    /// <param name="address">Where the program connects to, if not to the store's own address.</param>
    public async Task TakeOrdersAsync(Func<Task> fault, int faults, PostgresAddress? address = null)
    {
        var orders = await File.ReadAllLinesAsync(WriteOrders("orders.ndjson"));
        await using var process = address is null
            ? Folder.Start("ingest", "orders", "-")
            : Folder.StartOn(address, "ingest", "orders", "-");
        var (size, writing) = (Orders / faults, Task.CompletedTask);
        for (var part = 0; part < faults; part++)
        {
            await writing;
            writing = process.WriteLinesAsync(orders.AsSpan(part * size, size).ToArray());
            var answers = (part * size) + 1 + _random.Next(size / 2);
            Assert.True(await process.WaitForLinesAsync(answers), "It ended before the fault.");
            _output.WriteLine($"fault {part + 1} behind {process.Output().Length} answers, asked for at {answers}");
            await fault();
        }

        await writing;
        await process.WriteLinesAsync(orders[(size * faults)..]);
        process.CloseInput();
        var result = (await process.WaitAsync()).Ends(0);
        _output.WriteLine(result.Error);
        Assert.Equal(Orders, result.Objects().Count(answer => (string?)answer["result"] is "accepted" or "duplicate"));
    }

    /// <summary>Every order once, and the audit holds.</summary>
    public async Task CheckAsync(int orders = Orders)
    {
        await using (var journal = await Folder.OpenJournalAsync())
        {
            var counts = await EventCounts.ReadAsync(journal);
            for (var number = 1; number <= orders; number++)
            {
                Assert.Equal(1, counts.Of($"order/shop:{number}", "order.placed"));
                Assert.Equal(1, counts.Of($"order/shop:{number}", "order.allocated"));
            }
        }

        await Folder.AuditAsync();
        (await Folder.RunAsync("journal", "verify")).Ends(0);
    }

    public void Dispose() => Folder.Dispose();
}
