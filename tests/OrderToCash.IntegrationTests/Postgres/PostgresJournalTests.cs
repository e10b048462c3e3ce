using System.Globalization;
using Npgsql;
using OrderToCash.Adapters.Postgres;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Journal;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The contract on a schema in PostgreSQL, and what is said of servers only.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresJournalTests(PostgresFixture server) : JournalContract
{
    private readonly PostgresAddress _address = server.NewAddress();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DropAsync(_address);
    }

    protected override async Task<IJournal> CreateAsync(int shardCount) => await OpenAsync(shardCount: shardCount);

    protected override async Task<IJournal> ReopenAsync(IJournal journal)
    {
        await journal.DisposeAsync();
        return await OpenAsync(PostgresJournalMode.ReadWrite);
    }

    [PostgresFact]
    public async Task Keeps_its_id_and_shard_count_whatever_it_is_opened_with()
    {
        var info = Journal.Info;
        await Journal.DisposeAsync();
        await using var other = await OpenAsync(shardCount: 9);
        Assert.Equal(info, other.Info);
        Assert.NotEqual(Guid.Empty, info.Id);
    }

    [PostgresFact]
    public async Task A_second_writer_is_told_who_has_the_store_and_a_reader_is_let_in()
    {
        var refused = await Assert.ThrowsAsync<StoreLockedException>(() => OpenAsync());
        Assert.Contains($"o2c process {Environment.ProcessId} on {Environment.MachineName}", refused.Message);
        Assert.Contains("pg_terminate_backend", refused.Message);
        await using var reading = await OpenAsync(PostgresJournalMode.ReadOnly);
        Assert.Equal(Journal.Info, reading.Info);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.ClaimAsync(0, default));
    }

    [PostgresFact]
    public async Task Programs_that_start_at_once_make_one_store()
    {
        var address = server.NewAddress();
        var options = new PostgresJournalOptions { ShardCount = 4, IsOnlyWriter = false };
        var journals = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => PostgresJournal.OpenAsync(address, options, default)));
        Assert.Single(journals.Select(journal => journal.Info).Distinct());
        Assert.All(await journals[3].ReadShardRowsAsync(default), row => Assert.Equal(0, row.State.Position));
        foreach (var journal in journals)
            await journal.DisposeAsync();

        await server.DropAsync(address);
    }

    [PostgresTheory]
    [InlineData("UPDATE {0}.journal SET format_version = 2", "use the newer o2c")]
    [InlineData("UPDATE {0}.journal SET format_version = 0", "use the older o2c")]
    [InlineData("INSERT INTO {0}.schema_version VALUES (99, 'later')", "schema version 99")]
    public async Task Another_version_is_refused_with_what_to_do(string change, string advice)
    {
        await Journal.DisposeAsync();
        await server.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, change, _address.Schema));
        foreach (var mode in Enum.GetValues<PostgresJournalMode>())
        {
            var refused = await Assert.ThrowsAsync<JournalFormatException>(() => OpenAsync(mode));
            Assert.Contains(advice, refused.Message);
        }
    }

    [PostgresFact]
    public async Task A_claim_ends_a_session_that_holds_the_shard()
    {
        await using var zombie = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await zombie.OpenAsync();
        await using var holding = await zombie.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            $"SELECT FROM {_address.Schema}.shards WHERE shard = 2 FOR UPDATE", zombie, holding);
        await hold.ExecuteNonQueryAsync();

        var row = await Journal.ClaimAsync(2, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(1, row.Epoch);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hold.ExecuteNonQueryAsync());
    }

    [PostgresTheory]
    [InlineData(Cut.AfterAnswer, 1)]
    [InlineData(Cut.BeforeServer, 0)]
    public async Task A_commit_without_an_answer_is_unknown_and_a_claim_tells_the_truth(Cut cut, int position)
    {
        await using var proxy = new CuttingProxy(
            new NpgsqlConnectionStringBuilder(server.ConnectionString).Port,
            commit => commit == 2 ? cut : Cut.None);
        await Journal.DisposeAsync();
        var settings = new NpgsqlConnectionStringBuilder(_address.ConnectionString) { Port = proxy.Port };
        await using var journal = await PostgresJournal.OpenAsync(
            PostgresAddress.Parse(settings.ConnectionString), new PostgresJournalOptions(), default);
        var other = await journal.ClaimAsync(1, default);
        var first = After(other, new TestEvent(Order(9), 1));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([first], default));
        var row = await journal.ClaimAsync(0, default);

        var outcome = await journal.CommitAsync([After(row, new TestEvent(Order(1), 1))], default);

        Assert.Equal(CommitStatus.Unknown, outcome.Status);
        row = await journal.ClaimAsync(0, default);
        Assert.Equal(position, row.State.Position);
        var next = After(row, new TestEvent(Order(2), 1));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([next], default));
    }

    [PostgresFact]
    public async Task Rows_are_readable_by_plain_sql()
    {
        var row = await Journal.ClaimAsync(0, default);
        await Journal.CommitAsync([After(row, new TestEvent(Order(1), 1, """{"total":100}"""))], default);
        await using var connection = new NpgsqlConnection(_address.ConnectionString);
        await connection.OpenAsync();
        await using var select = new NpgsqlCommand(
            "SELECT entity || ' ' || name || ' ' || (payload ->> 'total') || ' ' || extract(year FROM at) "
            + "FROM readable_events", connection);
        Assert.Equal("order/shopify:1 order.placed 100 2022", await select.ExecuteScalarAsync());
    }

    [PostgresFact]
    public async Task Stats_and_checks_see_what_the_tables_hold()
    {
        var row = await Journal.ClaimAsync(1, default);
        var turn = After(row, new TestEvent(Order(1), 1, "12345"), new TestEvent(Order(2), 1, "1", "order.paid", 2));
        turn.Reminders.Add(new ReminderWrite(Order(1), "due", 1));
        Assert.Equal(CommitOutcome.Committed, await Journal.CommitAsync([turn], default));
        var journal = (PostgresJournal)Journal;
        var stats = await journal.ReadStatsAsync(default);
        Assert.Equal((2, 2, 0, 0), (stats.Entities, stats.Events, stats.Snapshots, stats.DeadLetters));
        Assert.Equal(new ShardStats(1, 1, 2, 0, 1), stats.Shards[1]);
        Assert.Equal(
            [new EventStats("order.paid", 2, 1, 1), new EventStats("order.placed", 1, 1, 5)], stats.Names.ToArray());
        Assert.True(stats.StoreBytes > 0);
        Assert.Empty(await journal.CheckStoreAsync(default));

        await server.ExecuteAsync($"DELETE FROM {_address.Schema}.events WHERE position = 1");
        var problems = await journal.CheckStoreAsync(default);
        Assert.Contains("Shard 1 says it has 2 events; 1 are stored", Assert.Single(problems));
    }

    private Task<PostgresJournal> OpenAsync(
        PostgresJournalMode mode = PostgresJournalMode.ReadWriteCreate, int shardCount = 4) =>
        PostgresJournal.OpenAsync(
            _address, new PostgresJournalOptions { Mode = mode, ShardCount = shardCount }, default);
}
