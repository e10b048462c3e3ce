using OrderToCash.Adapters.Postgres;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>
/// The server fails while orders are taken in: the program waits, connects again and goes on; what it answered is
/// there, exactly once.
/// </summary>
/// <remarks><c>O2C_SEED</c> repeats a run.</remarks>
[Collection(PostgresFixture.Collection)]
public sealed class PostgresFaultTests(PostgresFixture server, ITestOutputHelper output)
{
    private const string EndSessions =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'o2c process%'";

    [PostgresFact(mustBeOurs: true)]
    public async Task A_killed_server_loses_nothing_and_repeats_nothing()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        using var run = new FaultRun(PostgresAddress.Parse(cluster.ConnectionString), output);
        await run.TakeStockAsync();

        await run.TakeOrdersAsync(
            async () =>
            {
                await cluster.CrashAsync();
                await cluster.StartAsync();
            },
            faults: 4);

        await run.CheckAsync();
    }

    [PostgresFact(mustBeOurs: true)]
    public async Task A_restarted_server_is_waited_for()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        using var run = new FaultRun(PostgresAddress.Parse(cluster.ConnectionString), output);
        await run.TakeStockAsync();

        await run.TakeOrdersAsync(
            async () =>
            {
                await cluster.StopAsync();
                await cluster.StartAsync();
            },
            faults: 3);

        await run.CheckAsync();
    }

    [PostgresFact]
    public async Task Ended_sessions_are_replaced()
    {
        var address = server.NewAddress();
        using var run = new FaultRun(address, output);
        await run.TakeStockAsync();

        await run.TakeOrdersAsync(() => server.ExecuteAsync(EndSessions), faults: 8);

        await run.CheckAsync();
        await server.DropAsync(address);
    }

    [PostgresFact(mustBeOurs: true)]
    public async Task A_lost_answer_to_a_commit_is_looked_up()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var store = PostgresAddress.Parse(cluster.ConnectionString);
        using var run = new FaultRun(store, output);
        await run.TakeStockAsync();
        await using var proxy = new CuttingProxy(
            cluster.Port, commit => (commit % 7) switch { 3 => Cut.AfterAnswer, 6 => Cut.BeforeServer, _ => Cut.None });

        var address = PostgresAddress.Parse(PostgresCluster.ConnectionStringTo(proxy.Port));
        await run.TakeOrdersAsync(() => Task.CompletedTask, faults: 1, address);

        output.WriteLine($"{proxy.Cuts} connections cut");
        Assert.InRange(proxy.Cuts, 4, int.MaxValue);
        await run.CheckAsync();
    }

    [PostgresFact]
    public async Task An_owner_that_hung_is_fenced_and_takes_over_again_once_the_other_one_has_ended()
    {
        var address = server.NewAddress();
        using var run = new FaultRun(address, output);
        await run.TakeStockAsync();
        var second = run.WriteOrders("second.ndjson", FaultRun.Orders + 1, 200);
        var first = run.WriteOrders("first.ndjson");
        await using var hung = run.Folder.Start("ingest", "orders", "-");
        var lines = await File.ReadAllLinesAsync(first);
        await hung.WriteLinesAsync(lines[..1000]);
        Assert.True(await hung.WaitForLinesAsync(1), "It ended at once.");
        hung.Freeze();

        var refused = (await run.Folder.RunAsync("ingest", "orders", second)).Ends(2);
        Assert.Contains($"open for writing by o2c process {hung.Id} ", refused.Error, StringComparison.Ordinal);
        var advice = refused.Error[refused.Error.IndexOf("SELECT pg_terminate", StringComparison.Ordinal)..];
        await server.ExecuteAsync(advice[..(advice.IndexOf(')', StringComparison.Ordinal) + 1)]);

        await using (var other = run.Folder.Start("ingest", "orders", "-"))
        {
            await other.WriteLinesAsync(await File.ReadAllLinesAsync(second));
            Assert.True(await other.WaitForLinesAsync(200), "It didn't take over.");
            hung.Thaw();
            var writing = hung.WriteLinesAsync(lines[1000..]);
            await hung.WaitForErrorAsync("was taken over by another owner");
            other.CloseInput();
            (await other.WaitAsync()).Ends(0);
            await writing;
        }

        hung.CloseInput();
        (await hung.WaitAsync()).Ends(0);
        await run.CheckAsync(FaultRun.Orders + 200);
        await server.DropAsync(address);
    }
}
