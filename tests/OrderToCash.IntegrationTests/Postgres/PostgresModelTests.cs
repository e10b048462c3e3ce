using OrderToCash.Adapters.Postgres;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Journal;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>Random steps on a schema in PostgreSQL.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresModelTests(PostgresFixture server, ITestOutputHelper output)
    : JournalModelContract(output), IAsyncLifetime
{
    private readonly PostgresAddress _address = server.NewAddress();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => server.DropAsync(_address);

    protected override async Task<IJournal> OpenAsync() => await PostgresJournal.OpenAsync(
        _address, new PostgresJournalOptions { ShardCount = ShardCount }, default);
}
