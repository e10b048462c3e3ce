using System.Net.Sockets;
using Npgsql;
using OrderToCash.Adapters.Stores;

namespace OrderToCash.Adapters.Postgres;

/// <summary>
/// The right to own shards of a store, held by one process: an advisory lock of a session, which ends with the process
/// or its connection.
/// </summary>
/// <remarks>
/// It makes a second process stop with a clear message instead of the two taking the shards from each other for ever.
/// It is not what keeps the store right: epochs are. A process that lost its session asks for the lock again before it
/// claims a shard; another one may have it by then. Any thread; claims wait for one another here.
/// </remarks>
internal sealed class PostgresStoreLock : IDisposable
{
    private readonly PostgresServer _server;
    private readonly long _key;
    private readonly SemaphoreSlim _gate = new(1);

    // Guarded by the gate.
    private NpgsqlConnection? _session;

    /// <summary>Not yet held.</summary>
    public PostgresStoreLock(PostgresServer server)
    {
        _server = server;
        _key = PostgresSchema.LockKey(server.Address, "writer");
    }

    /// <summary>Holds the lock when it returns.</summary>
    /// <exception cref="StoreLockedException">Another process has it; the message names it.</exception>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_session is not null && await IsAliveAsync(_session, cancellationToken).ConfigureAwait(false))
                return;

            await EndSessionAsync().ConfigureAwait(false);
            var session = await _server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!await TryLockAsync(session, cancellationToken).ConfigureAwait(false))
                {
                    throw new StoreLockedException(
                        await DescribeOwnerAsync(session, cancellationToken).ConfigureAwait(false));
                }

                _session = session;
            }
            finally
            {
                if (_session is null)
                    await session.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
        _gate.Dispose();
    }

    private static async Task<bool> IsAliveAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        try
        {
            var ask = new NpgsqlCommand("SELECT 1", session);
            await using (ask.ConfigureAwait(false))
            {
                await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits a little: the session of a process that has just ended may take a moment to end too.
    /// </summary>
    private async Task<bool> TryLockAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(session);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SET lock_timeout = '2s'"));
            var take = new NpgsqlBatchCommand("SELECT pg_advisory_lock($1)");
            take.Parameters.Add(new NpgsqlParameter { Value = _key });
            batch.BatchCommands.Add(take);
            try
            {
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                return false;
            }
        }
    }

    private async Task<string> DescribeOwnerAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        // A lock of 64 bits is shown in two halves. Source: PostgreSQL docs, 54.12. pg_locks.
        var find = new NpgsqlCommand(
            "SELECT pid, application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
            + "WHERE locktype = 'advisory' AND pg_locks.granted AND objsubid = 1 AND database = "
            + "(SELECT oid FROM pg_database WHERE datname = current_database()) "
            + "AND (classid::bigint << 32) | objid::bigint = $1",
            session);
        await using (find.ConfigureAwait(false))
        {
            find.Parameters.Add(new NpgsqlParameter { Value = _key });
            var row = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                var owner = "another process, which has just gone: try again";
                if (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    owner = $"{row.GetString(1)} since {row.GetDateTime(2):yyyy-MM-dd HH:mm:ss} UTC. "
                        + "Stop that process, or ask it where it is `o2c serve` (--server URL), or "
                        + $"if it hangs, end its session: SELECT pg_terminate_backend({row.GetInt32(0)})";
                }

                return $"The store in {_server.Address.Name} is open for writing by {owner}.";
            }
        }
    }

    private async ValueTask EndSessionAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
