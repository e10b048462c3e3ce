using System.Diagnostics;
using Microsoft.Data.Sqlite;
using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.IntegrationTests;

/// <summary>
/// Stores that can't be written: full, in use, or of another version. Nothing is lost, and it is said why.
/// </summary>
public sealed class StoreTests
{
    private const int Orders = 3_000;

    [RootFact]
    public async Task A_full_disk_ends_the_run_and_what_was_acknowledged_is_there_once_there_is_room()
    {
        using var folder = new O2cFolder("disk");
        var disk = Path.Combine(folder.Root, "disk");
        Directory.CreateDirectory(disk);
        await RootAsync("mount", "-t", "tmpfs", "-o", "size=3m", "o2c-test", disk);
        try
        {
            var orders = folder.Write("orders.ndjson", Enumerable.Range(1, Orders).Select(x => Inputs.Order($"{x}")));

            var result = (await folder.RunAsync("ingest", "orders", orders)).Ends(2);

            Assert.Contains("full", result.Error, StringComparison.Ordinal);
            Assert.Contains("run the same command again", result.Error, StringComparison.Ordinal);
            var acknowledged = result.Objects().Count(answer => (string?)answer["result"] == "accepted");
            Assert.InRange(acknowledged, 0, Orders - 1);
            await RootAsync("mount", "-o", "remount,size=200m", disk);
            await using (var journal = await folder.OpenJournalAsync())
            {
                var counts = await EventCounts.ReadAsync(journal);
                for (var number = 1; number <= acknowledged; number++)
                    Assert.Equal(1, counts.Of($"order/shop:{number}", "order.placed"));
            }

            (await folder.RunAsync("ingest", "orders", orders)).Ends(0);
            await using (var journal = await folder.OpenJournalAsync())
            {
                var counts = await EventCounts.ReadAsync(journal);
                for (var number = 1; number <= Orders; number++)
                    Assert.Equal(1, counts.Of($"order/shop:{number}", "order.placed"));
            }

            await folder.AuditAsync();
        }
        finally
        {
            await RootAsync("umount", disk);
        }
    }

    [Fact]
    public async Task A_second_writer_is_refused_with_the_firsts_process_id_and_readers_are_not()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("ingest", "orders", folder.Write("o.ndjson", Inputs.Order("1")))).Ends(0);
        var stock = folder.Write("stock.ndjson", Inputs.Stock("A-1", 10));
        await using (SqliteJournal.Open(folder.Journal, new SqliteJournalOptions()))
        {
            var refused = (await folder.RunAsync("ingest", "stock", stock)).Ends(2);

            Assert.Contains($"process {Environment.ProcessId} ", refused.Error, StringComparison.Ordinal);
            Assert.Contains("Stop that process", refused.Error, StringComparison.Ordinal);
            Assert.Equal("shop:1", (string?)(await folder.ShowAsync("order", "shop:1"))["order"]);
            await folder.AuditAsync();
        }

        (await folder.RunAsync("ingest", "stock", stock)).Ends(0);
    }

    [Theory]
    [InlineData(2, "newer o2c")]
    [InlineData(0, "older o2c")]
    public async Task A_journal_of_another_version_is_left_as_it_is(int version, string advice)
    {
        using var folder = new O2cFolder();
        var stock = folder.Write("stock.ndjson", Inputs.Stock("A-1", 10));
        (await folder.RunAsync("ingest", "stock", stock)).Ends(0);
        SetVersion(folder.Journal, version);
        var before = await File.ReadAllBytesAsync(folder.Journal);

        var result = (await folder.RunAsync("ingest", "orders", folder.Write("o.ndjson", Inputs.Order("1")))).Ends(2);

        Assert.Contains(
            $"journal format version {version}, but this program reads and writes version 1", result.Error,
            StringComparison.Ordinal);
        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Journal));
        SetVersion(folder.Journal, 1);
        Assert.Equal(10, (await folder.ShowAsync("sku", "A-1"))["onHand"]?.GetValue<int>());
        (await folder.RunAsync("ingest", "orders", Path.Combine(folder.Root, "o.ndjson"))).Ends(0);
    }

    private static void SetVersion(string journal, int version)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={journal};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE journal SET format_version = {version}; PRAGMA wal_checkpoint(TRUNCATE);";
        command.ExecuteNonQuery();
    }

    private static async Task RootAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}: {error}");
    }
}
