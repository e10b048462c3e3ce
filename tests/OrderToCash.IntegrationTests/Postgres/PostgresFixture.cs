using Npgsql;
using OrderToCash.Adapters.Postgres;
using OrderToCash.Tests;

namespace OrderToCash.IntegrationTests.Postgres;

/// <summary>
/// The server that tests share: that of <c>O2C_TEST_POSTGRES</c>, a connection string, or a cluster of their own.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Collection = "postgres";

    private PostgresCluster? _cluster;
    private string? _given;

    /// <summary>A server to connect to; a test makes a schema of its own there.</summary>
    public string ConnectionString =>
        _given ?? _cluster?.ConnectionString ?? throw new InvalidOperationException(NeedsPostgresAttribute.Why);

    public async Task InitializeAsync()
    {
        _given = Environment.GetEnvironmentVariable(NeedsPostgresAttribute.Variable);
        if (string.IsNullOrEmpty(_given) && PostgresBinaries.Folder is not null)
            (_given, _cluster) = (null, await PostgresCluster.StartAsync());
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    /// <summary>The address of a store that nobody else uses.</summary>
    public PostgresAddress NewAddress() =>
        PostgresAddress.Parse($"{ConnectionString};Search Path=t_{Guid.NewGuid():N}");

    /// <summary>Drops a store.</summary>
    public async Task DropAsync(PostgresAddress address) =>
        await ExecuteAsync($"DROP SCHEMA IF EXISTS {address.Schema} CASCADE");

    /// <summary>Runs statements as somebody else would.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>The tests that share a server run one after the other.</summary>
[CollectionDefinition(PostgresFixture.Collection)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>;
