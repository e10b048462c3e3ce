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

    /// <summary>
    /// Without room for its log the server ends itself (PANIC), and may not come up again until there is some.
    /// </summary>
    [PostgresDiskFact]
    public async Task A_full_disk_of_the_log_ends_the_server_and_loses_nothing()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.StopAsync();
        var disk = Path.Combine(cluster.Folder, "disk");
        Directory.CreateDirectory(disk);
        // Room for one segment of 16 MB, which is there, and not for a second.
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "o2c-test", disk);
        try
        {
            await RunAsync("chown", "--reference=" + cluster.Folder, disk);
            await RunAsync("mv", cluster.Log, Path.Combine(disk, "log"));
            await RunAsync("ln", "-s", Path.Combine(disk, "log"), cluster.Log);
            await cluster.StartAsync();
            using var run = new FaultRun(PostgresAddress.Parse(cluster.ConnectionString), output);
            await run.TakeStockAsync();
            await FillSegmentAsync(cluster.ConnectionString);

            await using var process = run.Folder.Start("ingest", "orders", run.WriteOrders("orders.ndjson"));
            await cluster.WaitForMessageAsync("No space left on device");
            await process.WaitForErrorAsync("PostgreSQL at 127.0.0.1");
            var answers = process.Output().Length;
            output.WriteLine($"full behind {answers} answers");
            Assert.InRange(answers, 0, FaultRun.Orders - 1);
            await RunAsync("mount", "-o", "remount,size=600m", disk);
            // It has crashed and is somewhere between its end and coming up again, where it doesn't always hear a
            // request to stop.
            await cluster.CrashAsync();
            await cluster.StartAsync();

            (await process.WaitAsync()).Ends(0);
            await run.CheckAsync();
        }
        finally
        {
            await cluster.StopAsync();
            await RunAsync("umount", disk);
        }
    }

    /// <summary>Writes into the log until two megabytes of its segment are left.</summary>
    private static async Task FillSegmentAsync(string connectionString)
    {
        const int Segment = 16 << 20;
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var offset = new NpgsqlCommand(
            "SELECT file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())", connection);
        await using var emit = new NpgsqlCommand(
            "SELECT pg_logical_emit_message(false, 'o2c-test', repeat('x', 500000))", connection);
        while ((int)(await offset.ExecuteScalarAsync())! < Segment - (2 << 20))
            await emit.ExecuteNonQueryAsync();
    }

    private static async Task RunAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}: {error}");
    }
}
