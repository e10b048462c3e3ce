using Npgsql;
using OrderToCash.Adapters.Postgres;
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

    private Task<PostgresJournal> OpenAsync(
        PostgresJournalMode mode = PostgresJournalMode.ReadWriteCreate, int shardCount = 4) =>
        PostgresJournal.OpenAsync(
            _address, new PostgresJournalOptions { Mode = mode, ShardCount = shardCount }, default);
}
