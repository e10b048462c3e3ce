using OrderToCash.Adapters.Postgres;
using OrderToCash.IntegrationTests.Http;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>The server on a store in PostgreSQL is killed.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresHttpCrashTests(PostgresFixture server, ITestOutputHelper output)
    : HttpCrashContract(output), IAsyncLifetime
{
    private readonly PostgresAddress _address = server.NewAddress();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => server.DropAsync(_address);

    private protected override O2cFolder NewFolder() => new(_address);
}
