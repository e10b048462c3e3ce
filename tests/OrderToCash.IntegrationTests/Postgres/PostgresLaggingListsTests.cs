using Npgsql;
using OrderToCash.Adapters.Postgres;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>Read models in PostgreSQL whose tables somebody else has locked.</summary>
[Collection(PostgresFixture.Collection)]
[NeedsPostgres]
public sealed class PostgresLaggingListsTests(PostgresFixture server) : LaggingListsContract, IAsyncLifetime
{
    private readonly PostgresAddress _address = server.NewAddress();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => server.DropAsync(_address);

    private protected override O2cFolder NewFolder() => new(_address);

    private protected override async Task<IAsyncDisposable> HoldAsync(O2cFolder folder)
    {
        var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"BEGIN; LOCK TABLE {_address.Schema}_read.positions IN EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
