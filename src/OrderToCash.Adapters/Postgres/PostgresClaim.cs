using Npgsql;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Raises a shard's epoch, whoever is in the way.</summary>
/// <remarks>
/// The update waits for a commit that holds the row, so what is read back is its outcome. A session that holds the row
/// for longer is one whose node hangs or is cut off: it is ended, which rolls its transaction back. That needs no
/// statement timeout on its side, which a COPY that waits for its client would not notice.
/// </remarks>
internal static class PostgresClaim
{
    /// <summary>Claims the shard and returns its row as it is from now on.</summary>
    public static async Task<ShardRow> RunAsync(
        PostgresServer server, int shard, PostgresJournalOptions options, CancellationToken cancellationToken)
    {
        var connection = await server.Pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var update = new NpgsqlCommand(
                "UPDATE shards SET epoch = epoch + 1 WHERE shard = $1 RETURNING epoch, state", connection);
            await using (update.ConfigureAwait(false))
            {
                update.Parameters.Add(new NpgsqlParameter { Value = shard });
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var claimed = ReadAsync(update, shard, stop.Token);
                try
                {
                    while (!await EndsWithinAsync(claimed, options, cancellationToken).ConfigureAwait(false))
                        await EndBlockersAsync(server, connection.ProcessID, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    // The connection must be idle before it goes back to the pool, however this ends.
                    if (!claimed.IsCompleted)
                        await stop.CancelAsync().ConfigureAwait(false);

                    await ((Task)claimed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                return await claimed.ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> EndsWithinAsync(
        Task claimed, PostgresJournalOptions options, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = Task.Delay(options.BlockedAfter, options.Clock, stop.Token);
        var isEnded = await Task.WhenAny(claimed, wait).ConfigureAwait(false) == claimed;
        await stop.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return isEnded;
    }

    private static async Task<ShardRow> ReadAsync(
        NpgsqlCommand update, int shard, CancellationToken cancellationToken)
    {
        var row = await update.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (row.ConfigureAwait(false))
        {
            return await row.ReadAsync(cancellationToken).ConfigureAwait(false)
                ? new ShardRow(shard, row.GetInt64(0), ShardState.Read(row.BytesAt(1)))
                : throw new JournalFormatException($"Shard {shard} has no row in the table shards: restore a backup.");
        }
    }

    private static async Task EndBlockersAsync(PostgresServer server, int process, CancellationToken cancellationToken)
    {
        var connection = await server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var end = new NpgsqlCommand(
                "SELECT pg_terminate_backend(blocker) FROM unnest(pg_blocking_pids($1)) AS blocker", connection);
            await using (end.ConfigureAwait(false))
            {
                end.Parameters.Add(new NpgsqlParameter { Value = process });
                await end.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
