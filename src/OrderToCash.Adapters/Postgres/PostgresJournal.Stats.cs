using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <content>Figures and checks for operators.</content>
public sealed partial class PostgresJournal
{
    private const string Totals =
        "SELECT (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class "
        + "WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'), "
        + "(SELECT count(*) FROM events WHERE sequence = 1), (SELECT count(*) FROM snapshots), "
        + "(SELECT count(*) FROM dead_letters)";

    private const string ByName =
        "SELECT name, version, count(*), sum(octet_length(payload))::bigint FROM events "
        + "GROUP BY name, version ORDER BY name, version";

    private const string ByShard =
        "SELECT shards.shard, epoch, position, state, count(reminders.shard) FROM shards LEFT JOIN reminders "
        + "ON reminders.shard = shards.shard GROUP BY shards.shard ORDER BY shards.shard";

    private const string Gaps =
        "SELECT entity, count(*), max(sequence) FROM events GROUP BY entity "
        + "HAVING count(*) <> max(sequence) OR count(DISTINCT shard) > 1 ORDER BY entity LIMIT 100";

    private const string WrongPositions =
        "SELECT shards.shard, shards.position, count(events.position), coalesce(max(events.position), 0) FROM shards "
        + "LEFT JOIN events ON events.shard = shards.shard GROUP BY shards.shard "
        + "HAVING shards.position <> count(events.position) OR shards.position <> coalesce(max(events.position), 0)";

    /// <inheritdoc/>
    public ValueTask<JournalStats> ReadStatsAsync(CancellationToken cancellationToken) => new(ReadAsync(
        async (connection, _, cancellation) =>
        {
            var shards = ImmutableArray.CreateBuilder<ShardStats>();
            var names = ImmutableArray.CreateBuilder<EventStats>();
            await using var transaction = await WholeTablesAsync(connection, cancellation).ConfigureAwait(false);
            await foreach (var row in QueryAsync(connection, ByShard, cancellation).ConfigureAwait(false))
            {
                var state = ShardState.Read(row.BytesAt(3));
                shards.Add(new ShardStats(
                    row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), state.Watermark, row.GetInt64(4)));
            }

            await foreach (var row in QueryAsync(connection, ByName, cancellation).ConfigureAwait(false))
                names.Add(new EventStats(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)));

            var (bytes, entities, snapshots, letters) = (0L, 0L, 0L, 0L);
            await foreach (var row in QueryAsync(connection, Totals, cancellation, Address.Schema)
                .ConfigureAwait(false))
            {
                (bytes, entities) = (row.GetInt64(0), row.GetInt64(1));
                (snapshots, letters) = (row.GetInt64(2), row.GetInt64(3));
            }

            return new JournalStats(
                Info, bytes, LogBytes: 0, CheckpointFailure: null, entities, shards.Sum(shard => shard.Events),
                snapshots, letters, shards.ToImmutable(), names.ToImmutable());
        },
        cancellationToken));

    /// <summary>
    /// Checks that entities have no gaps and shards as many events as they say; and the indexes against the table,
    /// where the extension <c>amcheck</c> is installed.
    /// </summary>
    public ValueTask<ImmutableArray<string>> CheckStoreAsync(CancellationToken cancellationToken) => new(ReadAsync(
        async (connection, _, cancellation) =>
        {
            var problems = ImmutableArray.CreateBuilder<string>();
            await using var transaction = await WholeTablesAsync(connection, cancellation).ConfigureAwait(false);
            await foreach (var row in QueryAsync(connection, WrongPositions, cancellation).ConfigureAwait(false))
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Shard {row.GetInt32(0)} says it has {row.GetInt64(1)} events; {row.GetInt64(2)} are stored, up "
                    + $"to {row.GetInt64(3)}."));
            }

            await foreach (var row in QueryAsync(connection, Gaps, cancellation).ConfigureAwait(false))
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{PostgresText.Unescape(row.GetString(0))} has {row.GetInt64(1)} events, the last of which is "
                    + $"number {row.GetInt64(2)}, or they are on several shards."));
            }

            problems.AddRange(await CheckIndexesAsync(connection, cancellation).ConfigureAwait(false));
            return problems.ToImmutable();
        },
        cancellationToken));

    /// <summary>
    /// A transaction for queries that read whole tables, for which sessions of a journal are not set up.
    /// </summary>
    private static async Task<NpgsqlTransaction> WholeTablesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var set = new NpgsqlCommand(
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL work_mem = '64MB'; "
            + "SET LOCAL statement_timeout = 0",
            connection, transaction);
        await using (set.ConfigureAwait(false))
            await set.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        return transaction;
    }

    private static async Task<ImmutableArray<string>> CheckIndexesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var find = new NpgsqlCommand(
            "SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace "
            + "WHERE extname = 'amcheck'", connection);
        await using (find.ConfigureAwait(false))
        {
            if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not string schema)
                return [];

            var check = new NpgsqlCommand(
                $"SELECT \"{schema}\".bt_index_check(indexrelid, heapallindexed => true) FROM pg_index "
                + "WHERE indrelid = 'events'::regclass", connection);
            await using (check.ConfigureAwait(false))
            {
                try
                {
                    check.CommandTimeout = 0;
                    await check.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    return [];
                }
                catch (PostgresException damage) when (
                    damage.SqlState is PostgresErrorCodes.IndexCorrupted
                        or PostgresErrorCodes.DataCorrupted)
                {
                    return [damage.MessageText];
                }
            }
        }
    }
}
