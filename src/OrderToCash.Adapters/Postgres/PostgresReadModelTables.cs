using System.Data;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>The tables of one schema, written over one connection of its own.</summary>
/// <remarks>
/// Commits don't wait for the disk (<c>synchronous_commit=off</c>): what a crash of the server takes, it takes together
/// with the positions, and the journal still has it. A transaction begins with the row of <c>read_models</c>, which
/// makes writers wait for each other and for a switch, in one order. After a switch the same names mean the new
/// tables, whose positions then refuse the changes.
/// </remarks>
internal sealed class PostgresReadModelTables : IReadModelTables
{
    private readonly PostgresServer _server;
    private readonly JournalInfo _journal;
    private readonly NpgsqlConnection? _building;
    private readonly PostgresReadModelWriter _writer = new();
    private NpgsqlConnection? _connection;

    /// <param name="building">The session that holds the right to rebuild; null for the tables in use.</param>
    public PostgresReadModelTables(
        PostgresServer server, JournalInfo journal, string schema, NpgsqlConnection? building)
    {
        (_server, _journal, _building) = (server, journal, building);
        Schema = schema;
    }

    /// <summary>The schema.</summary>
    public string Schema { get; }

    /// <inheritdoc/>
    public ValueTask<long[]> ReadPositionsAsync(CancellationToken cancellationToken) => GuardAsync(async connection =>
    {
        var positions = new long[_journal.ShardCount];
        using var command = new NpgsqlCommand("SELECT shard, position FROM positions", connection);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            positions[rows.GetInt32(0)] = rows.GetInt64(1);
        return positions;
    }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReadAccountEntriesAsync(
        IReadOnlyList<AccountOrderEntry> orders, IReadOnlyList<OpenItemEntry> items,
        CancellationToken cancellationToken) =>
        await GuardAsync(async connection =>
        {
            await PostgresAccountEntries.ReadAsync(connection, orders, cancellationToken).ConfigureAwait(false);
            await PostgresAccountEntries.ReadAsync(connection, items, cancellationToken).ConfigureAwait(false);
            return 0;
        }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<bool> ApplyAsync(ReadModelChanges changes, CancellationToken cancellationToken)
    {
        var moves = PositionMoves.Of(changes);
        _writer.Take(changes);
        return GuardAsync(async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            if (!await MovePositionsAsync(connection, moves, cancellationToken).ConfigureAwait(false))
            {
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                return false;
            }

            await _writer.WriteAsync(connection, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    /// <summary>Creates what is missing, and checks what is there.</summary>
    public static async ValueTask CreateAsync(
        NpgsqlConnection connection, PostgresAddress address, string schema, JournalInfo journal,
        CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        await ExecuteAsync(
            connection, $"SELECT pg_advisory_xact_lock({PostgresSchema.LockKey(address, schema)})", cancellationToken)
            .ConfigureAwait(false);
        using (var find = new NpgsqlCommand($"SELECT to_regclass('{schema}.read_models') IS NULL", connection))
        {
            if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                await ExecuteAsync(
                    connection,
                    $"CREATE SCHEMA IF NOT EXISTS {schema}; SET LOCAL search_path TO {schema}; "
                    + EmbeddedScript.Read("ReadModels.Schema.postgres.sql") + "; "
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"INSERT INTO read_models VALUES (1, {ReadModelLayout.Version}, '{journal.Id}', 0, 0); ")
                    + "INSERT INTO positions SELECT shard, 0 FROM generate_series(0, "
                    + (journal.ShardCount - 1).ToString(CultureInfo.InvariantCulture) + ") AS shard",
                    cancellationToken).ConfigureAwait(false);
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await CheckAsync(connection, address, schema, journal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs statements without results.</summary>
    public static async ValueTask ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Our own text: schema names are checked when an address is parsed.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        if (_building is null) return;
        await ReleaseAsync(_building).ConfigureAwait(false);
        await _building.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection; the next call opens another.</summary>
    public async ValueTask CloseAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    /// <summary>
    /// Gives up the right to rebuild. The session's end does it too, but a moment after the connection is closed, and
    /// who begins the next rebuild at once would be refused.
    /// </summary>
    private static async ValueTask ReleaseAsync(NpgsqlConnection building)
    {
        if (building.State != ConnectionState.Open) return;
        try
        {
            await ExecuteAsync(building, "SELECT pg_advisory_unlock_all()", CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            // The session is lost, and the right with it.
        }
    }

    private static async ValueTask CheckAsync(
        NpgsqlConnection connection, PostgresAddress address, string schema, JournalInfo journal,
        CancellationToken cancellationToken)
    {
        using var select = new NpgsqlCommand($"SELECT version, journal FROM {schema}.read_models", connection);
        var row = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = row.ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        var (version, found) = (row.GetInt32(0), row.GetString(1));
        if (version == ReadModelLayout.Version && found == journal.Id.ToString()) return;
        throw new ReadModelUnavailableException(string.Create(
            CultureInfo.InvariantCulture,
            $"Schema {schema} of {address.Name} has read models of layout {version} of the journal {found}; this is "
            + $"layout {ReadModelLayout.Version} and journal {journal.Id}: run o2c projections rebuild."));
    }

    private static async ValueTask<bool> MovePositionsAsync(
        NpgsqlConnection connection, PositionMoves moves, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var closing = batch.ConfigureAwait(false);
        var header = new NpgsqlBatchCommand(
            "UPDATE read_models SET latest_ticks = greatest(latest_ticks, $1), written_ticks = $2");
        header.Parameters.Add(new NpgsqlParameter<long> { TypedValue = moves.LatestTicks });
        header.Parameters.Add(new NpgsqlParameter<long> { TypedValue = moves.WrittenTicks });
        batch.BatchCommands.Add(header);
        var move = new NpgsqlBatchCommand(
            "UPDATE positions p SET position = r.next FROM unnest($1, $2, $3) AS r (shard, was, next) "
            + "WHERE p.shard = r.shard AND p.position = r.was");
        move.Parameters.Add(ArrayOf(NpgsqlDbType.Integer, moves.Shards));
        move.Parameters.Add(ArrayOf(NpgsqlDbType.Bigint, moves.From));
        move.Parameters.Add(ArrayOf(NpgsqlDbType.Bigint, moves.To));
        batch.BatchCommands.Add(move);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return move.RecordsAffected == moves.Shards.Count;
    }

    private static NpgsqlParameter ArrayOf(NpgsqlDbType type, object values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    private async ValueTask<T> GuardAsync<T>(
        Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(await OpenAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresFailure.Is(exception))
        {
            await CloseAsync().ConfigureAwait(false);
            throw new ReadModelUnavailableException(
                PostgresFailure.Describe(_server.Address, exception), exception);
        }
    }

    private async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null) return _connection;
        var connection = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_building is null)
            {
                await CreateAsync(connection, _server.Address, Schema, _journal, cancellationToken)
                    .ConfigureAwait(false);
            }

            await ExecuteAsync(
                connection, $"SET search_path TO {Schema}; SET synchronous_commit TO off", cancellationToken)
                .ConfigureAwait(false);
            return _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>From where to where each shard's position moves, and when.</summary>
    private sealed record PositionMoves(
        List<int> Shards, List<long> From, List<long> To, long LatestTicks, long WrittenTicks)
    {
        public static PositionMoves Of(ReadModelChanges changes)
        {
            var moves = new PositionMoves([], [], [], changes.LatestTicks, changes.WrittenTicks);
            for (var shard = 0; shard < changes.To.Length; shard++)
            {
                if (changes.To[shard] == changes.From[shard]) continue;
                moves.Shards.Add(shard);
                moves.From.Add(changes.From[shard]);
                moves.To.Add(changes.To[shard]);
            }

            return moves;
        }
    }
}
