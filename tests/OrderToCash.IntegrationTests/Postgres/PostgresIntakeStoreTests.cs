using OrderToCash.Adapters.Postgres;
using OrderToCash.Application.Pipelines;
using OrderToCash.Tests.Pipelines;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The contract on a schema in PostgreSQL, which another instance opens afterwards.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresIntakeStoreTests(PostgresFixture server) : IntakeStoreContract
{
    private readonly PostgresAddress _address = server.NewAddress();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DropAsync(_address);
    }

    protected override async Task<IIntakeStore> OpenAsync() => await PostgresIntakeStore.OpenAsync(
        _address, TimeProvider.System, TimeSpan.Zero, default);

    protected override async Task<IIntakeStore> ReopenAsync(IIntakeStore store)
    {
        await store.DisposeAsync();
        return await OpenAsync();
    }
}
