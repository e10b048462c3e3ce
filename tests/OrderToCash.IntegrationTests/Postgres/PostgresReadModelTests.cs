using OrderToCash.Adapters.Postgres;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Projections;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>What every store's read models promise, in PostgreSQL.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresReadModelTests(PostgresFixture server) : ReadModelContract
{
    private readonly PostgresAddress _address = server.NewAddress();
    private PostgresReadModelPlace? _place;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _place?.Dispose();
        await server.ExecuteAsync($"DROP SCHEMA IF EXISTS {_address.Schema}_read CASCADE");
    }

    protected override ReadModelStore Create(JournalInfo journal)
    {
        _place = new PostgresReadModelPlace(_address, journal);
        return new ReadModelStore(_place, PostgresReadModel.Open(_address));
    }

    protected override Task TamperAsync(string sql) =>
        server.ExecuteAsync(sql.Replace("{schema}", $"{_address.Schema}_read.", StringComparison.Ordinal));
}
