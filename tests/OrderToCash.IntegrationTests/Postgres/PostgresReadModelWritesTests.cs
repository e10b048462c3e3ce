using System.Globalization;
using System.Text;
using Npgsql;
using OrderToCash.Adapters.Postgres;
using OrderToCash.Application.Projections;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>How PostgreSQL writes the read models: by its own statistics.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresReadModelWritesTests(PostgresFixture server) : IAsyncLifetime
{
    private static readonly JournalInfo Journal =
        new(Guid.NewGuid(), 1, JournalInfo.CurrentFormatVersion, DateTimeOffset.UnixEpoch);

    private readonly PostgresAddress _address = server.NewAddress();
    private PostgresReadModelPlace? _place;

    private string Schema => $"{_address.Schema}_read";

    public Task InitializeAsync()
    {
        _place = new PostgresReadModelPlace(_address, Journal);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _place?.Dispose();
        await server.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
    }

    [ContractFact]
    public async Task New_states_of_orders_stay_in_their_pages_and_leave_the_indexes_as_they_are()
    {
        const int Orders = 200;
        await using (var tables = await OpenAsync())
        {
            var before = OrderStatus.None;
            foreach (var status in (OrderStatus[])
                [OrderStatus.Received, OrderStatus.Confirmed, OrderStatus.Released, OrderStatus.Closed])
            {
                Assert.True(await tables.ApplyAsync(StatesOf(Orders, before, status), default));
                before = status;
            }
        }

        var hot = await ReadWhenAsync("n_tup_hot_upd", "orders", "n_tup_upd", 3 * Orders);
        Assert.True(hot > 0.7 * 3 * Orders, $"{hot} of {3 * Orders} changes of orders left the indexes alone");
    }

    [ContractFact]
    public async Task What_was_shipped_is_looked_up_by_its_key_in_a_table_that_the_planner_saw_empty()
    {
        const int Shipped = 500;
        await using (var tables = await OpenAsync())
        {
            await AddPicksAsync(Shipped);
            await server.ExecuteAsync($"DELETE FROM {Schema}.picks");
            await server.ExecuteAsync($"VACUUM (ANALYZE, TRUNCATE false) {Schema}.picks");
            await AddPicksAsync(2 * Shipped);

            var changes = new ReadModelChanges(Journal.ShardCount);
            for (var i = 1; i <= Shipped; i++) changes.Picks.Add(new PickRecord("BER1", IdOf(i), i, default));
            Assert.True(await tables.ApplyAsync(changes, default));
        }

        var lookups = await ReadWhenAsync("idx_scan", "picks", "n_tup_del", 2 * Shipped);
        Assert.True(lookups >= Shipped, $"{lookups} of {Shipped} picks were looked up by their keys");
    }

    private static ReadModelChanges StatesOf(int count, OrderStatus before, OrderStatus status)
    {
        var changes = new ReadModelChanges(Journal.ShardCount);
        for (var i = 1; i <= count; i++)
        {
            var start = changes.Bodies.Length;
            var text = $"{{\"status\":\"{status}\",\"lines\":\"{new string('x', 1_200)}\"}}";
            changes.Bodies.Advance(Encoding.UTF8.GetBytes(text, changes.Bodies.GetSpan(text.Length)));
            changes.Orders.Add(new OrderRecord(
                IdOf(i), before == OrderStatus.None, "shopify", status, i, "EUR", 1_000, "A-1", "Ada",
                "ada@example.org", 1, 0, 0, status == OrderStatus.Received ? "" : " BER1 ", i + (int)status, 0,
                i + (int)status, before == OrderStatus.None ? $"order{i} ada" : null, before, i,
                new BodyRange(start, changes.Bodies.Length - start)));
        }

        return changes;
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"shopify:{number}");

    private async Task<IReadModelTables> OpenAsync()
    {
        var place = _place ?? throw new InvalidOperationException("The test has not begun.");
        var tables = await place.OpenAsync(default);
        var positions = await tables.ReadPositionsAsync(default);
        Assert.Equal(0, Assert.Single(positions));
        return tables;
    }

    private Task AddPicksAsync(int count) => server.ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO {Schema}.picks SELECT 'BER1', i, 'shopify:' || i, '{{}}' FROM generate_series(1, {count}) AS i"));

    /// <summary>A figure of a table, when what its session did is counted: that is a moment after its end.</summary>
    private async Task<long> ReadWhenAsync(string figure, string table, string counted, long expected)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT {counted}, {figure} FROM pg_stat_user_tables WHERE relid = '{Schema}.{table}'::regclass",
            connection);
        await using var nap = new NpgsqlCommand("SELECT pg_sleep(0.02)", connection);
        var (seen, found) = (0L, 0L);
        for (var attempt = 0; attempt < 500 && seen < expected; attempt++)
        {
            await using (var row = await command.ExecuteReaderAsync())
            {
                Assert.True(await row.ReadAsync());
                (seen, found) = (row.GetInt64(0), row.GetInt64(1));
            }

            await nap.ExecuteNonQueryAsync();
        }

        Assert.Equal(expected, seen);
        return found;
    }
}
