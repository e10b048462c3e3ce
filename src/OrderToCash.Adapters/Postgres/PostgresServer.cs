using System.Globalization;
using Npgsql;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Connections to a store's server. Any thread; dispose ends what the pool holds.</summary>
/// <remarks>
/// Readings and claims share a pool. The writer and the lock have connections of their own, outside of it, for a broken
/// one must be known to be gone and not be handed to the next caller.
/// </remarks>
internal sealed class PostgresServer : IDisposable
{
    /// <summary>Sixteen shards that activate at once, a claim among them, and some readers.</summary>
    private const int MaxPoolSize = 24;

    /// <summary>
    /// All readings are by key. The planner knows that of a table that it has figures of; a journal grows from nothing
    /// to millions of rows between two of its looks, so it is told. Compiling takes longer than any of our statements,
    /// and planning one again and again as long as most of them take.
    /// The keepalives let go of a node that lost its power within half a minute.
    /// </summary>
    private const string SessionOptions =
        "-c jit=off -c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0 "
        + "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
        + "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 "
        + "-c client_min_messages=warning";

    private readonly string _single;

    /// <summary>Connections are opened when they are asked for.</summary>
    public PostgresServer(PostgresAddress address)
    {
        Address = address;
        var settings = address.Settings();
        settings.ApplicationName ??= string.Create(
            CultureInfo.InvariantCulture, $"o2c process {Environment.ProcessId} on {Environment.MachineName}");
        settings.Options = string.IsNullOrEmpty(settings.Options)
            ? SessionOptions
            : SessionOptions + " " + settings.Options;
        settings.IncludeErrorDetail = true;

        // Nobody leaves anything behind in a session, and clearing it would be a statement for each reading.
        settings.NoResetOnClose = true;
        settings.MaxAutoPrepare = 32;
        settings.AutoPrepareMinUsages = 2;
        if (!settings.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = MaxPoolSize;

        Pool = NpgsqlDataSource.Create(settings);
        settings.Pooling = false;
        _single = settings.ConnectionString;
    }

    /// <summary>Where it is.</summary>
    public PostgresAddress Address { get; }

    /// <summary>Connections for readings.</summary>
    public NpgsqlDataSource Pool { get; }

    /// <summary>A new connection that its owner ends.</summary>
    public NpgsqlConnection OpenSingle()
    {
        var connection = new NpgsqlConnection(_single);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A new connection that its owner ends.</summary>
    public async Task<NpgsqlConnection> OpenSingleAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_single);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Pool.Dispose();
}
