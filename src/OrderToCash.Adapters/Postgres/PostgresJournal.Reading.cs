using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <content>The reading half: each call borrows a connection of the pool.</content>
public sealed partial class PostgresJournal
{
    /// <summary>Events asked of the server at once: about 2 MB.</summary>
    private const int PageEvents = 8192;

    /// <summary>Positions looked at at once where few of their events are handed over.</summary>
    private const int StretchPositions = 65_536;

    /// <inheritdoc/>
    public ValueTask<ShardRow[]> ReadShardRowsAsync(CancellationToken cancellationToken) =>
        new(ReadAsync(
            async (connection, _, cancellation) =>
            {
                var rows = new ShardRow[Info.ShardCount];
                await foreach (var row in QueryAsync(
                    connection, "SELECT shard, epoch, state FROM shards", cancellation).ConfigureAwait(false))
                {
                    var shard = row.GetInt32(0);
                    rows[shard] = new ShardRow(
                        shard, row.GetInt64(1), ShardState.Read(row.BytesAt(2)));
                }

                return rows;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask LoadAsync(
        IReadOnlyList<EntityId> entities, IHistorySink sink, CancellationToken cancellationToken)
    {
        if (entities.Count == 0)
            return ValueTask.CompletedTask;

        return new ValueTask(ReadAsync(
            async (connection, reading, cancellation) =>
            {
                await PostgresHistories.ReadAsync(connection, entities, sink, reading, cancellation)
                    .ConfigureAwait(false);
                return 0;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReadShardAsync(
        int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken)
    {
        var last = afterPosition;
        var left = maxEvents;
        while (left > 0)
        {
            var (after, page) = (last, Math.Min(left, PageEvents));
            var (count, position) = await ReadAsync(
                async (connection, reading, cancellation) => await PostgresPage
                    .ReadAsync(connection, shard, after, page, sink, reading, cancellation).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            last = Math.Max(last, position);
            if (count < page)
                break;

            left -= count;
        }

        return last;
    }

    /// <inheritdoc/>
    public async ValueTask ReadSelectedAsync(
        int shard, long afterPosition, long upToPosition, EventSelection selection, IEventSink sink,
        CancellationToken cancellationToken)
    {
        var names = SelectedNames.ListOf(selection);
        upToPosition = Math.Min(
            upToPosition, await ReadHeadAsync(shard, cancellationToken).ConfigureAwait(false));
        while (afterPosition < upToPosition)
        {
            var (after, last) = (afterPosition, Math.Min(afterPosition + StretchPositions, upToPosition));
            await ReadAsync(
                async (connection, reading, cancellation) => await PostgresPage
                    .ReadSelectedAsync(connection, shard, after, last, names, sink, reading, cancellation)
                    .ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            afterPosition = last;
        }
    }

    /// <inheritdoc/>
    public ValueTask ReadEntityAsync(
        EntityId entity, long afterSequence, IEventSink sink, CancellationToken cancellationToken) =>
        new(ReadAsync(
            async (connection, reading, cancellation) =>
            {
                await PostgresHistories.ReadAsync(connection, entity, afterSequence, sink, reading, cancellation)
                    .ConfigureAwait(false);
                return 0;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EntityId>> ReadEntitiesAsync(
        string kind, string? afterId, int maxCount, CancellationToken cancellationToken) =>
        new(ReadAsync<IReadOnlyList<EntityId>>(
            async (connection, _, cancellation) =>
            {
                List<EntityId> entities = [];
                // Of the index by entity and sequence; the first sequence is 1.
                await foreach (var row in QueryAsync(
                    connection,
                    "SELECT entity FROM events WHERE entity > $1 AND entity < $2 AND sequence = 1 ORDER BY entity "
                    + "LIMIT $3",
                    cancellation, PostgresText.Escape(EntityTexts.After(kind, afterId)), EntityTexts.End(kind),
                    maxCount).ConfigureAwait(false))
                {
                    entities.Add(EntityOf(row.GetString(0)));
                }

                return entities;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredReminder>> ReadRemindersAsync(
        int shard, CancellationToken cancellationToken) =>
        new(ReadAsync<IReadOnlyList<StoredReminder>>(
            async (connection, _, cancellation) =>
            {
                List<StoredReminder> reminders = [];
                await foreach (var row in QueryAsync(
                    connection, "SELECT entity, name, due_ticks FROM reminders WHERE shard = $1", cancellation, shard)
                    .ConfigureAwait(false))
                {
                    reminders.Add(new StoredReminder(
                        EntityOf(row.GetString(0)), PostgresText.Unescape(row.GetString(1)), row.GetInt64(2)));
                }

                return reminders;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken) =>
        new(ReadAsync<IReadOnlyList<DeadLetter>>(
            async (connection, _, cancellation) =>
            {
                List<DeadLetter> letters = [];
                await foreach (var row in QueryAsync(
                    connection,
                    "SELECT shard, entity, cause, command, error, at_ticks FROM dead_letters ORDER BY shard, id",
                    cancellation).ConfigureAwait(false))
                {
                    letters.Add(new DeadLetter(
                        row.GetInt32(0), EntityOf(row.GetString(1)), PostgresText.Unescape(row.GetString(2)),
                        PostgresText.Unescape(row.GetString(3)), PostgresText.Unescape(row.GetString(4)),
                        row.GetInt64(5)));
                }

                return letters;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask ReadSnapshotInfosAsync(Action<SnapshotInfo> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(each);
        return new ValueTask(ReadAsync(
            async (connection, reading, cancellation) =>
            {
                await foreach (var row in QueryAsync(
                    connection, "SELECT entity, sequence, version, octet_length(payload) FROM snapshots", cancellation)
                    .ConfigureAwait(false))
                {
                    reading.HasHandedOver = true;
                    each(new SnapshotInfo(
                        EntityOf(row.GetString(0)), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3)));
                }

                return 0;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<StoredSnapshot?> ReadSnapshotAsync(EntityId entity, CancellationToken cancellationToken) =>
        new(ReadAsync(
            async (connection, _, cancellation) =>
            {
                StoredSnapshot? snapshot = null;
                await foreach (var row in QueryAsync(
                    connection, "SELECT sequence, version, payload FROM snapshots WHERE entity = $1", cancellation,
                    PostgresText.Escape(entity.ToString())).ConfigureAwait(false))
                {
                    snapshot = new StoredSnapshot(
                        entity, row.GetInt64(0), row.GetInt32(1), row.BytesAt(2));
                }

                return snapshot;
            },
            cancellationToken));

    private Task<long> ReadHeadAsync(int shard, CancellationToken cancellationToken) => ReadAsync(
        async (connection, _, cancellation) =>
        {
            var head = 0L;
            await foreach (var row in QueryAsync(
                connection, "SELECT position FROM shards WHERE shard = $1", cancellation, shard).ConfigureAwait(false))
            {
                head = row.GetInt64(0);
            }

            return head;
        },
        cancellationToken);

    private static EntityId EntityOf(string stored) =>
        EntityId.Parse(Encoding.UTF8.GetBytes(PostgresText.Unescape(stored)));

    /// <summary>The rows of a small query.</summary>
    private static async IAsyncEnumerable<NpgsqlDataReader> QueryAsync(
        NpgsqlConnection connection, string sql,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            // A query that reads everything takes as long as it takes; it can be cancelled.
            command.CommandTimeout = 0;
            foreach (var value in parameters)
                command.Parameters.Add(new NpgsqlParameter { Value = value });

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    yield return reader;
            }
        }
    }

    /// <summary>
    /// Reads on a connection of the pool. Tried again where a dead connection failed before anything was handed over.
    /// </summary>
    private async Task<TResult> ReadAsync<TResult>(
        Func<NpgsqlConnection, PostgresReading, CancellationToken, Task<TResult>> read,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 0; ; attempt++)
        {
            var reading = new PostgresReading();
            try
            {
                var connection = await _server.Pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                    return await read(connection, reading, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
            {
                if (reading.HasHandedOver || !MayTryAgain(exception, attempt))
                    throw PostgresFailure.Unavailable(Address, exception);
            }
        }
    }
}
