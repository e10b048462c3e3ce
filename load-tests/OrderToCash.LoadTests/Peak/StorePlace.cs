using Npgsql;
using OrderToCash.Adapters.Postgres;
using OrderToCash.Adapters.Publishers;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Publishers;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;
using OrderToCash.IntegrationTests.Postgres;
using OrderToCash.LoadTests.Ceiling;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Where a run's store is, and what the bare store does in the same place.</summary>
internal sealed class StorePlace : IAsyncDisposable
{
    private readonly PeakOptions _options;
    private readonly string _folder;
    private readonly string _schema;
    private PostgresCluster? _cluster;
    private string? _connection;
    private PostgresReadModelPlace? _postgresReadModels;

    private StorePlace(PeakOptions options)
    {
        _options = options;
        _schema = options.Schema ?? "o2c_load_" + Guid.NewGuid().ToString("N")[..8];
        _folder = options.Folder ?? Directory.CreateTempSubdirectory("o2c-load-").FullName;
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Makes the place; for PostgreSQL a cluster of its own, unless a server is named.</summary>
    public static async Task<StorePlace> CreateAsync(PeakOptions options)
    {
        var place = new StorePlace(options);
        if (options.Store == "postgres" && options.Connection is null)
        {
            // What docs/operations.md advises; fsync is on, as it is by default.
            place._cluster = await PostgresCluster.StartAsync(
                data: null, "shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=15min", "wal_buffers=16MB");
        }

        place._connection = options.Connection ?? place._cluster?.ConnectionString;
        return place;
    }

    /// <summary>Creates the store.</summary>
    public async Task<IJournal> OpenAsync(CancellationToken cancellationToken) => _options.Store switch
    {
        "volatile" => new VolatileJournal(_options.Shards),
        "postgres" => await PostgresJournal.OpenAsync(
            Address(_schema), new PostgresJournalOptions { ShardCount = _options.Shards }, cancellationToken),
        _ => SqliteJournal.Open(
            Path.Combine(_folder, "journal.db"), new SqliteJournalOptions { ShardCount = _options.Shards }),
    };

    /// <summary>What publishers know.</summary>
    public async Task<IPublisherImages> OpenImagesAsync(CancellationToken cancellationToken) =>
        _options.Store == "postgres"
            ? await PostgresPublisherImages.OpenAsync(Address(_schema), TimeProvider.System, cancellationToken)
            : new FilePublisherImages(_folder, TimeProvider.System);

    /// <summary>The store's read models.</summary>
    public IReadModelPlace ReadModels(JournalInfo journal) => _options.Store switch
    {
        "postgres" => _postgresReadModels ??= new PostgresReadModelPlace(Address(_schema), journal),
        _ => new SqliteReadModelPlace(_folder, journal, TimeProvider.System),
    };

    /// <summary>Who answers from them.</summary>
    public IReadModel Questions() => _options.Store == "postgres"
        ? PostgresReadModel.Open(Address(_schema))
        : SqliteReadModel.Open(_folder);

    /// <summary>
    /// Events a second of the bare store, for the same rows in the same batches, behind the same warm-up.
    /// </summary>
    public async Task<double> MeasureCeilingAsync(
        IJournal journal, List<(int Shard, int Events)[]> commits, int warmUpCommits,
        CancellationToken cancellationToken)
    {
        var rows = await CapturedRows.ReadAsync(journal, commits, warmUpCommits, cancellationToken);
        GC.Collect();
        return _options.Store switch
        {
            "volatile" => await BareVolatile.MeasureAsync(rows),
            "postgres" => await BarePostgres.MeasureAsync(Address(_schema + "_bare"), rows),
            _ => await BareSqlite.MeasureAsync(Path.Combine(_folder, "bare.db"), rows),
        };
    }

    public async ValueTask DisposeAsync()
    {
        _postgresReadModels?.Dispose();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        else if (_connection is not null && _options.Schema is null)
            await DropAsync();

        if (_options.Folder is null)
            Directory.Delete(_folder, recursive: true);
    }

    private PostgresAddress Address(string schema) => PostgresAddress.Parse($"{_connection};Search Path={schema}");

    private async Task DropAsync()
    {
        await using var connection = new NpgsqlConnection(_connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand(
            $"DROP SCHEMA IF EXISTS {_schema} CASCADE; DROP SCHEMA IF EXISTS {_schema}_bare CASCADE; "
            + $"DROP SCHEMA IF EXISTS {_schema}_read CASCADE", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
