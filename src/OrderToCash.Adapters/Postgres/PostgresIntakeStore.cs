using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Keeps refused inputs and checkpoints in the schema of a store, beside its journal.</summary>
/// <remarks>
/// Any thread; each call borrows a connection. It is asked once for thousands of inputs. A server that goes away is
/// waited for: an intake under way goes on when it is back.
/// </remarks>
public sealed class PostgresIntakeStore : IIntakeStore
{
    private const string Columns = "number, source, format, position, raw, " + OtherColumns;

    /// <summary>The same, without the bytes.</summary>
    private const string ListColumns = "number, source, format, position, ''::bytea, " + OtherColumns;

    private const string OtherColumns = "reason, place, found, expected, advice, at, resolution";

    private const string Insert =
        "INSERT INTO quarantine (number, source, format, position, raw_hash, raw, reason, place, found, expected, "
        + "advice, at) SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 "
        + "FROM quarantine ON CONFLICT DO NOTHING";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly PostgresServer _server;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;

    private PostgresIntakeStore(PostgresServer server, TimeProvider clock, TimeSpan patience) =>
        (_server, _clock, _patience) = (server, clock, patience);

    /// <summary>Opens it; creates its tables where they are missing.</summary>
    /// <param name="patience">How long a call waits for a server that went away. Opening doesn't wait.</param>
    /// <exception cref="JournalUnavailableException">The server can't be reached: the message says why.</exception>
    /// <exception cref="JournalFormatException">The tables are of another version.</exception>
    public static async Task<PostgresIntakeStore> OpenAsync(
        PostgresAddress address, TimeProvider clock, TimeSpan patience, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(address);
        var isOpen = false;
        try
        {
            var connection = await server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                PostgresSchema.Apply(connection, address);

            isOpen = true;
            return new PostgresIntakeStore(server, clock, patience);
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            throw PostgresFailure.Unavailable(address, exception);
        }
        finally
        {
            if (!isOpen)
                server.Dispose();
        }
    }

    /// <inheritdoc/>
    public ValueTask QuarantineAsync(IReadOnlyList<QuarantinedInput> inputs, CancellationToken cancellationToken) =>
        new(RunAsync(
            async (connection, cancellation) =>
            {
                // One transaction: a batch is one without being told.
                var batch = new NpgsqlBatch(connection);
                await using (batch.ConfigureAwait(false))
                {
                    var take = new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1)");
                    take.Parameters.Add(
                        new NpgsqlParameter { Value = PostgresSchema.LockKey(_server.Address, "quarantine") });
                    batch.BatchCommands.Add(take);
                    foreach (var input in inputs)
                        batch.BatchCommands.Add(InsertOf(input));

                    return await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Checkpoint> ReadCheckpointAsync(string identity, CancellationToken cancellationToken) =>
        new(QueryAsync(
            "SELECT position, fingerprint FROM checkpoints WHERE identity = $1",
            [Text(identity)],
            row => new Checkpoint(row.GetInt64(0), row.GetInt64(1)),
            rows => rows.Count > 0 ? rows[0] : default,
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask WriteCheckpointAsync(
        string identity, Checkpoint checkpoint, CancellationToken cancellationToken) =>
        new(ExecuteAsync(
            "INSERT INTO checkpoints VALUES ($1, $2, $3) ON CONFLICT (identity) DO UPDATE "
            + "SET position = excluded.position, fingerprint = excluded.fingerprint",
            [
                Text(identity), new NpgsqlParameter { Value = checkpoint.Position },
                new NpgsqlParameter { Value = checkpoint.Fingerprint },
            ],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QuarantineEntry>> ListQuarantineAsync(
        bool includeResolved, long afterNumber, int maxEntries, CancellationToken cancellationToken) =>
        new(QueryAsync<QuarantineEntry, IReadOnlyList<QuarantineEntry>>(
            $"SELECT {ListColumns} FROM quarantine WHERE number > $1 "
            + (includeResolved ? "" : "AND resolution IS NULL ") + "ORDER BY number LIMIT $2",
            [new NpgsqlParameter { Value = afterNumber }, new NpgsqlParameter { Value = maxEntries }], ReadEntry,
            rows => rows, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<QuarantineEntry?> ReadQuarantineAsync(long number, CancellationToken cancellationToken) =>
        new(QueryAsync<QuarantineEntry, QuarantineEntry?>(
            $"SELECT {Columns} FROM quarantine WHERE number = $1", [new NpgsqlParameter { Value = number }], ReadEntry,
            rows => rows.Count > 0 ? rows[0] : null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask ResolveQuarantineAsync(long number, string resolution, CancellationToken cancellationToken) =>
        new(ExecuteAsync(
            "UPDATE quarantine SET resolution = $1 WHERE number = $2",
            [Text(resolution), new NpgsqlParameter { Value = number }], cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static NpgsqlParameter Text(string? value) => new()
    {
        Value = value is null ? DBNull.Value : PostgresText.Escape(value), NpgsqlDbType = NpgsqlDbType.Text,
    };

    private static NpgsqlBatchCommand InsertOf(QuarantinedInput input)
    {
        var raw = input.Raw.ToArray();
        var insert = new NpgsqlBatchCommand(Insert);
        insert.Parameters.Add(Text(input.Source));
        insert.Parameters.Add(Text(input.Format));
        insert.Parameters.Add(new NpgsqlParameter { Value = input.Position });
        insert.Parameters.Add(new NpgsqlParameter { Value = SHA256.HashData(raw) });
        insert.Parameters.Add(new NpgsqlParameter { Value = raw });
        insert.Parameters.Add(Text(input.Rejection.Reason));
        insert.Parameters.Add(Text(input.Rejection.Place));
        insert.Parameters.Add(Text(input.Rejection.Found));
        insert.Parameters.Add(Text(input.Rejection.Expected));
        insert.Parameters.Add(Text(input.Rejection.Advice));
        insert.Parameters.Add(Text(input.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)));
        return insert;
    }

    private static QuarantineEntry ReadEntry(NpgsqlDataReader row)
    {
        string TextAt(int column) => PostgresText.Unescape(row.GetString(column));
        string? TextOrNullAt(int column) => row.IsDBNull(column) ? null : TextAt(column);
        var rejection = new Rejection(TextAt(5), TextAt(6), TextAt(7), TextAt(8), TextOrNullAt(9));
        var at = DateTimeOffset.Parse(TextAt(10), CultureInfo.InvariantCulture);
        return new QuarantineEntry(
            row.GetInt64(0),
            new QuarantinedInput(
                TextAt(1), TextAt(2), row.GetInt64(3), row.BytesAt(4), rejection, at),
            TextOrNullAt(11));
    }

    private Task<int> ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, cancellation) =>
            {
                var command = new NpgsqlCommand(sql, connection);
                await using (command.ConfigureAwait(false))
                {
                    foreach (var parameter in parameters)
                        command.Parameters.Add(parameter.Clone());
                    return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private Task<TResult> QueryAsync<TRow, TResult>(
        string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, TRow> read, Func<List<TRow>, TResult> end,
        CancellationToken cancellationToken) =>
        RunAsync(
            async (connection, cancellation) =>
            {
                List<TRow> rows = [];
                var command = new NpgsqlCommand(sql, connection);
                await using (command.ConfigureAwait(false))
                {
                    foreach (var parameter in parameters)
                        command.Parameters.Add(parameter.Clone());

                    var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                    await using (reader.ConfigureAwait(false))
                    {
                        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                            rows.Add(read(reader));
                    }
                }

                return end(rows);
            },
            cancellationToken);

    /// <summary>
    /// Works on a connection of the pool; again on another one where that failed. All of it may be done twice.
    /// </summary>
    private async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                var connection = await _server.Pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                    return await work(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception
                is NpgsqlException or SocketException or IOException or TimeoutException)
            {
                if (!PostgresFailure.MayPass(exception) || _clock.GetElapsedTime(started) > _patience)
                    throw PostgresFailure.Unavailable(_server.Address, exception);

                _server.Pool.Clear();
            }

            await Task.Delay(RetryAfter, _clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
