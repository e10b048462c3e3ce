using System.Globalization;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests;

/// <summary>
/// The program is killed again and again while it takes in orders, shipments and statements, and goes on each time.
/// </summary>
/// <remarks>
/// SIGKILL takes the process and leaves what the kernel has: it proves that nothing is acknowledged before it is
/// written and that a restart repeats nothing, not that the disk keeps it. <c>O2C_SEED</c> repeats a run.
/// </remarks>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Orders = 6_000;
    private const int Skus = 40;
    private const int Shipments = 2_000;
    private const int Statements = 60;
    private const int TransfersPerStatement = 20;

    private int _kills;

    [Fact]
    public async Task What_was_acknowledged_is_there_exactly_once_however_often_it_is_killed()
    {
        var seed = Environment.GetEnvironmentVariable("O2C_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new O2cFolder();
        (await folder.RunAsync("accounts", "add", Inputs.Account.Value)).Ends(0);
        var stock = Enumerable.Range(0, Skus).Select(sku => Inputs.Stock($"A-{sku}", Orders));
        (await folder.RunAsync("ingest", "stock", folder.Write("stock.ndjson", stock))).Ends(0);

        var orders = Enumerable.Range(1, Orders).Select(Order).ToArray();
        await FeedAsync(folder, random, new Feed(
            "orders", Orders, 12, (count, name) => folder.Write(name, orders[..count]),
            static (counts, position) => counts.Of($"order/shop:{position}", "order.placed") == 1));
        var shipments = Enumerable.Range(1, Shipments).Select(x => Inputs.Shipment($"{x}", PiecesOf(x))).ToArray();
        await FeedAsync(folder, random, new Feed(
            "shipments", Shipments, 6, (count, name) => folder.Write(name, shipments[..count]),
            static (counts, position) => counts.Of($"order/shop:{position}", "order.shipped") == 1));
        var statements = await TransfersAsync(folder);
        // A statement is acknowledged when its account has booked it; its payments follow, after a crash too.
        await FeedAsync(folder, random, new Feed(
            "bank", Statements, 6, (count, name) => folder.WriteStatements(name, Inputs.Account, statements[..count]),
            static (counts, position) =>
                counts.Of($"bank/{Inputs.Account.Value}", "bank.statement-booked") is var booked
                && booked >= position && booked <= Statements));

        output.WriteLine($"{_kills} kills");
        Assert.InRange(_kills, 20, int.MaxValue);
        await CheckWholeAsync(folder);
        await folder.AuditAsync();
        (await folder.RunAsync("journal", "verify")).Ends(0);
        await CheckImageAsync(folder);
    }

    /// <summary>
    /// The matcher went on from its image after kills; one that half was written of is of no harm.
    /// </summary>
    private static async Task CheckImageAsync(O2cFolder folder)
    {
        Assert.Contains("The matcher goes on from its image", folder.Log(), StringComparison.Ordinal);
        Assert.DoesNotContain("The matcher's image is not used", folder.Log(), StringComparison.Ordinal);
        await using (var image = new FileStream(folder.MatcherImage, FileMode.Open))
            image.SetLength(image.Length / 2);
        (await folder.RunAsync("drain")).Ends(0);
        Assert.Contains("its checksum is wrong", folder.Log(), StringComparison.Ordinal);
        await CheckWholeAsync(folder);
    }

    private static string Order(int number) =>
        Inputs.Order($"{number}", $"A-{number % Skus}", PiecesOf(number), $"c-{number % 97}");

    private static int PiecesOf(int number) => number % 3 == 0 ? 2 : 1;

    /// <summary>The bank's reference: long enough to identify a transfer.</summary>
    private static string Reference(int transfer) => $"T{transfer:D8}";

    /// <summary>Every input of the files once, and what it caused once too.</summary>
    private static async Task CheckWholeAsync(O2cFolder folder)
    {
        await using var journal = await folder.OpenJournalAsync();
        var counts = await EventCounts.ReadAsync(journal);
        const int Transfers = Statements * TransfersPerStatement;
        Assert.Equal(
            (Orders, Shipments, Shipments, Transfers, Transfers),
            (counts.Total("order.placed"), counts.Total("order.shipped"), counts.Total("order.invoiced"),
                counts.Total("payment.received"), counts.Total("order.closed")));
        for (var number = 1; number <= Orders; number++)
        {
            Assert.Equal(1, counts.Of($"order/shop:{number}", "order.placed"));
            Assert.Equal(number <= Shipments ? 1 : 0, counts.Of($"order/shop:{number}", "order.shipped"));
            Assert.Equal(number <= Transfers ? 1 : 0, counts.Of($"order/shop:{number}", "order.closed"));
        }

        for (var transfer = 1; transfer <= Transfers; transfer++)
            Assert.Equal(1, counts.Of($"payment/{Inputs.Account.Value}/{Reference(transfer)}", "payment.received"));
    }

    /// <summary>Each transfer pays the invoice of the order of its number.</summary>
    private static async Task<BankTransaction[][]> TransfersAsync(O2cFolder folder)
    {
        await using var journal = await folder.OpenJournalAsync();
        var orders = await OrderScan.RunAsync<OrderState>(
            journal, 1, static order => order.Invoices.IsEmpty ? null : order, CancellationToken.None);
        var transfers = orders.ToDictionary(
            order => int.Parse(order.Content!.OrderNumber, CultureInfo.InvariantCulture),
            order => (order.Invoices[0].OpenMinor, order.Invoices[0].Number));
        Assert.Equal(Shipments, transfers.Count);
        return
        [
            .. Enumerable.Range(1, Statements * TransfersPerStatement)
                .Select(x => Inputs.Transfer(
                    Reference(x), transfers[x].OpenMinor, $"Rechnung {transfers[x].Number}"))
                .Chunk(TransfersPerStatement),
        ];
    }

    /// <summary>Takes inputs in, part by part, with a kill in each, and to the end without one.</summary>
    /// <remarks>
    /// The file grows with each part, so that there is new work in every run, behind what the last one left undone.
    /// </remarks>
    private async Task FeedAsync(O2cFolder folder, Random random, Feed feed)
    {
        var acknowledged = new SortedSet<long>();
        for (var part = 1; part <= feed.Kills; part++)
        {
            var count = feed.Inputs * part / feed.Kills;
            var isKilled = false;
            for (var attempt = 1; !isKilled; attempt++)
            {
                Assert.True(attempt <= 5, $"{feed.Verb}, part {part}: it was always faster than the kill.");
                // What was faster than the kill comes again by another name: all of it is duplicates.
                var name = attempt == 1 ? feed.Verb : $"{feed.Verb}-{part}-{attempt}";
                await using var process = folder.Start("ingest", feed.Verb, feed.Write(count, name));
                await KillSomewhereAsync(process, random, count);
                var result = await process.WaitAsync();
                isKilled = result.ExitCode == O2cProcess.Killed;
                if (!isKilled)
                    result.Ends(0);
                await CheckAsync(folder, feed, result, acknowledged);
            }

            _kills++;
        }

        var last = await folder.RunAsync("ingest", feed.Verb, feed.Write(feed.Inputs, feed.Verb));
        await CheckAsync(folder, feed, last.Ends(0), acknowledged);
        Assert.Equal(feed.Inputs, acknowledged.Count);
    }

    /// <summary>
    /// Kills it at its first answer, its last, or in between; after the last reactions are under way.
    /// </summary>
    private static async Task KillSomewhereAsync(O2cProcess process, Random random, int inputs)
    {
        if (await process.WaitForLinesAsync(1))
        {
            var first = O2cResult.Parse(process.Output()[0])["position"]?.GetValue<int>() ?? inputs + 1;
            await process.WaitForLinesAsync(1 + random.Next(inputs + 2 - first));
        }

        process.Kill();
    }

    /// <summary>Looks into the journal as the process left it.</summary>
    private async Task CheckAsync(O2cFolder folder, Feed feed, O2cResult result, SortedSet<long> acknowledged)
    {
        var before = acknowledged.Count;
        foreach (var answer in result.Objects())
        {
            if (answer["position"] is not { } position)
                continue;
            Assert.Contains(answer["result"]!.GetValue<string>(), (string[])["accepted", "duplicate"]);
            acknowledged.Add(position.GetValue<long>());
        }

        await using var journal = await folder.OpenJournalAsync();
        var counts = await EventCounts.ReadAsync(journal);
        var wrong = acknowledged.Where(position => !feed.IsThereOnce(counts, position)).ToArray();
        Assert.True(
            wrong.Length == 0,
            $"{feed.Verb}: {wrong.Length} acknowledged inputs are not there once, as {wrong.FirstOrDefault()}.");
        output.WriteLine(
            $"{feed.Verb}: exit {result.ExitCode} after {result.Lines.Length} lines, "
            + $"{acknowledged.Count - before} acknowledged that were not before");
    }

    /// <summary>What is taken in.</summary>
    /// <param name="Write">Writes the first so many inputs to a file of this name.</param>
    /// <param name="IsThereOnce">Whether the journal has the input of this position once.</param>
    private sealed record Feed(
        string Verb, int Inputs, int Kills, Func<int, string, string> Write,
        Func<EventCounts, long, bool> IsThereOnce);
}
