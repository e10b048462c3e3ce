using System.Diagnostics;
using Npgsql;
using OrderToCash.Adapters.Postgres;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The disk with the server's tables is full: nothing is half done, and with room it goes on.</summary>
[Collection(PostgresFixture.Collection)]
public sealed class PostgresDiskTests(ITestOutputHelper output)
{
    [PostgresDiskFact]
    public async Task A_full_disk_is_waited_for_and_named()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var disk = Path.Combine(cluster.Folder, "disk");
        Directory.CreateDirectory(disk);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=3m", "o2c-test", disk);
        try
        {
            await RunAsync("chown", "--reference=" + cluster.Folder, disk);
            await using var connection = new NpgsqlConnection(cluster.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            await using var create = new NpgsqlCommand($"CREATE TABLESPACE small LOCATION '{disk}'", connection);
            await create.ExecuteNonQueryAsync();
            using var run = new FaultRun(
                PostgresAddress.Parse(cluster.ConnectionString + ";Options=-c default_tablespace=small"), output);
            await run.TakeStockAsync();

            await using var process = run.Folder.Start("ingest", "orders", run.WriteOrders("orders.ndjson"));
            await process.WaitForErrorAsync("The disk of PostgreSQL at 127.0.0.1");
            var answers = process.Output().Length;
            output.WriteLine($"full behind {answers} answers");
            Assert.InRange(answers, 0, FaultRun.Orders - 1);
            await RunAsync("mount", "-o", "remount,size=300m", disk);

            (await process.WaitAsync()).Ends(0);
            await run.CheckAsync();
        }
        finally
        {
            await cluster.StopAsync();
            await RunAsync("umount", disk);
        }
    }

    private static async Task RunAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}: {error}");
    }
}
