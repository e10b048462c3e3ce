using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Read models in a schema of their own beside the journal's: <c>o2c_read</c> for <c>o2c</c>.</summary>
/// <remarks>New tables are built in <c>…_read_new</c> and put in place by renaming schemas.</remarks>
public sealed class PostgresReadModelPlace : IReadModelPlace, IDisposable
{
    private const int MaxDropAttempts = 20;

    private static readonly string[] Tables =
    [
        "positions", "orders", "order_statuses", "order_skus", "order_search", "picks", "stock", "shelves",
        "account_balances", "account_orders", "open_items", "account_payers", "payments", "ledger", "ledger_days",
        "days",
    ];

    private readonly PostgresServer _server;
    private readonly JournalInfo _journal;
    private readonly string _schema;

    /// <param name="journal">The journal that they are made of.</param>
    public PostgresReadModelPlace(PostgresAddress address, JournalInfo journal)
    {
        _server = new PostgresServer(address);
        _journal = journal;
        _schema = PostgresReadModel.SchemaOf(address);
    }

    private string New => _schema + "_new";

    private string Old => _schema + "_old";

    /// <inheritdoc/>
    public ValueTask<IReadModelTables> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadModelTables>(new PostgresReadModelTables(_server, _journal, _schema, null));

    /// <inheritdoc/>
    public ValueTask<IReadModelTables> OpenNewAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        // Its session holds the lock for as long as the tables are built.
        var session = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var key = PostgresSchema.LockKey(_server.Address, "rebuild");
            using (var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({key})", session))
            {
                if (await take.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
                    throw new ReadModelUnavailableException("Another rebuild is under way: wait for its end.");
            }

            await DropAsync(session, New, cancellationToken).ConfigureAwait(false);
            await DropAsync(session, Old, cancellationToken).ConfigureAwait(false);
            await PostgresReadModelTables.CreateAsync(session, _server.Address, New, _journal, cancellationToken)
                .ConfigureAwait(false);
            return (IReadModelTables)new PostgresReadModelTables(_server, _journal, New, session);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    });

    /// <inheritdoc/>
    public async ValueTask SwitchAsync(IReadModelTables built, CancellationToken cancellationToken)
    {
        await Own(built).CloseAsync().ConfigureAwait(false);
        await GuardAsync(async () =>
        {
            var session = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = session.ConfigureAwait(false);
            await PostgresReadModelTables.ExecuteAsync(session, $"ANALYZE {New}.orders", cancellationToken)
                .ConfigureAwait(false);
            await RenameAsync(session, cancellationToken).ConfigureAwait(false);
            await DropAsync(session, Old, cancellationToken).ConfigureAwait(false);
            return 0;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TableDifference>> CompareAsync(
        IReadModelTables built, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        var session = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = session.ConfigureAwait(false);
        // Whole tables are compared here, which our settings for lookups by key would make slow.
        await PostgresReadModelTables.ExecuteAsync(
            session,
            "SET enable_seqscan TO on; SET enable_hashjoin TO on; SET enable_bitmapscan TO on; "
            + "SET statement_timeout TO 0", cancellationToken).ConfigureAwait(false);
        var differences = ImmutableArray.CreateBuilder<TableDifference>();
        foreach (var table in Tables)
        {
            var difference = new TableDifference(
                table,
                await CountAsync(session, table, _schema, New, cancellationToken).ConfigureAwait(false),
                await CountAsync(session, table, New, _schema, cancellationToken).ConfigureAwait(false));
            if (difference.OnlyInUse + difference.OnlyBuilt > 0) differences.Add(difference);
        }

        return differences.ToImmutable();
    });

    /// <summary>Closes the connections of its pool.</summary>
    public void Dispose() => _server.Dispose();

    private static async ValueTask<long> CountAsync(
        NpgsqlConnection session, string table, string schema, string other, CancellationToken cancellationToken)
    {
        using var count = new NpgsqlCommand(
            $"SELECT count(*) FROM (SELECT * FROM {schema}.{table} EXCEPT SELECT * FROM {other}.{table}) AS d", session)
        {
            CommandTimeout = 0,
        };
        return await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long found ? found : 0;
    }

    private async ValueTask RenameAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var transaction = await session.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        using (var find = new NpgsqlCommand($"SELECT to_regclass('{_schema}.read_models') IS NOT NULL", session))
        {
            if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                // Whoever writes begins with this table: none is half way through a batch when the names change.
                await PostgresReadModelTables.ExecuteAsync(
                    session,
                    $"LOCK TABLE {_schema}.read_models IN ACCESS EXCLUSIVE MODE; "
                    + $"ALTER SCHEMA {_schema} RENAME TO {Old}", cancellationToken).ConfigureAwait(false);
            }
        }

        await PostgresReadModelTables.ExecuteAsync(
            session, $"ALTER SCHEMA {New} RENAME TO {_schema}", cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops a schema; questions still answered from it may make the server refuse at first.</summary>
    private static async ValueTask DropAsync(
        NpgsqlConnection session, string schema, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PostgresReadModelTables.ExecuteAsync(
                    session, $"DROP SCHEMA IF EXISTS {schema} CASCADE", cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException exception) when (
                exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < MaxDropAttempts)
            {
                // The server has waited a second before it said so.
            }
        }
    }

    private async ValueTask<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresFailure.Is(exception))
        {
            throw new ReadModelUnavailableException(
                PostgresFailure.Describe(_server.Address, exception), exception);
        }
    }

    private static PostgresReadModelTables Own(IReadModelTables tables) =>
        tables as PostgresReadModelTables ?? throw new UnreachableException("Tables of another store.");
}
