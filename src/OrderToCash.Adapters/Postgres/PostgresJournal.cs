using System.Net.Sockets;
using Npgsql;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>A journal in a PostgreSQL schema, for one writing process and any number of reading ones.</summary>
/// <remarks>
/// Commits work on the caller's thread and return a completed task: the caller waits for them anyway, and a commit that
/// has to queue for the thread pool between its round trips is slow exactly when the shards are busy. Readings and
/// claims are asynchronous. A connection that broke is replaced by the next call. Every commit is synced. Layout:
/// <c>docs/journal-format.md</c>.
/// </remarks>
public sealed partial class PostgresJournal : IStoredJournal
{
    private readonly PostgresServer _server;
    private readonly PostgresJournalOptions _options;
    private readonly PostgresStoreLock? _storeLock;

    // Guarded by the lock: writers that no commit uses.
    private readonly Lock _writing = new();
    private readonly Stack<PostgresJournalWriter> _writers = new();
    private bool _isDisposed;

    private PostgresJournal(
        PostgresServer server, PostgresJournalOptions options, JournalInfo info, PostgresStoreLock? storeLock)
    {
        (_server, _options, _storeLock) = (server, options, storeLock);
        Info = info;
    }

    /// <inheritdoc/>
    public JournalInfo Info { get; }

    /// <inheritdoc/>
    /// <remarks>While the server works on one commit's rows, the next can be sent, and shards can decide.</remarks>
    public int ConcurrentCommits => 2;

    /// <summary>Where it is.</summary>
    public PostgresAddress Address => _server.Address;

    /// <summary>Opens a journal; creates or updates its tables where the mode says so.</summary>
    /// <exception cref="JournalFormatException">The schema holds something else; the message says what to
    /// do.</exception>
    /// <exception cref="StoreLockedException">Another process writes it: stop that, or open read-only.</exception>
    /// <exception cref="JournalUnavailableException">The server can't be reached, or has no such store.</exception>
    public static async Task<PostgresJournal> OpenAsync(
        PostgresAddress address, PostgresJournalOptions options, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(address);
        PostgresStoreLock? storeLock = null;
        var isOpen = false;
        try
        {
            if (options.Mode != PostgresJournalMode.ReadOnly && options.IsOnlyWriter)
            {
                storeLock = new PostgresStoreLock(server);
                await storeLock.HoldAsync(cancellationToken).ConfigureAwait(false);
            }

            JournalInfo info;
            var connection = await server.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                info = options.Mode == PostgresJournalMode.ReadWriteCreate
                    ? PostgresJournalHeader.ReadOrCreate(connection, address, options)
                    : PostgresJournalHeader.Read(connection, address);
            }

            isOpen = true;
            return new PostgresJournal(server, options, info, storeLock);
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            throw PostgresFailure.Unavailable(address, exception);
        }
        finally
        {
            if (!isOpen)
            {
                storeLock?.Dispose();
                server.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken)
    {
        CheckWritable();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (_storeLock is not null)
                    await _storeLock.HoldAsync(cancellationToken).ConfigureAwait(false);

                return await PostgresClaim.RunAsync(_server, shard, _options, cancellationToken).ConfigureAwait(false);
            }
            catch (StoreLockedException locked)
            {
                // Ours was lost with its session, and somebody took over: theirs is the store now.
                throw new JournalUnavailableException(locked.Message, locked);
            }
            catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
            {
                if (!MayTryAgain(exception, attempt))
                    throw PostgresFailure.Unavailable(Address, exception);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CommitRules.Check(turns, Info.ShardCount);
        CheckWritable();
        PostgresJournalWriter? writer = null;
        try
        {
            writer = TakeWriter();
            return ValueTask.FromResult(writer.Commit(turns));
        }
        catch (Exception exception) when (exception
            is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            // Opening a connection failed: nothing was written.
            return ValueTask.FromResult(
                new CommitOutcome(CommitStatus.Failed, PostgresFailure.Describe(Address, exception)));
        }
        finally
        {
            if (writer is not null)
                GiveBack(writer);
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken)
    {
        CheckWritable();
        return new ValueTask(ReadAsync(
            static async (connection, _, cancellation) =>
            {
                var delete = new NpgsqlCommand("DELETE FROM snapshots", connection);
                await using (delete.ConfigureAwait(false))
                    return await delete.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            },
            cancellationToken));
    }

    /// <summary>Ends every connection and gives up the right to write. No other call may be under way.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_writing)
        {
            _isDisposed = true;
            while (_writers.TryPop(out var writer))
                writer.Dispose();
        }

        _storeLock?.Dispose();
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private PostgresJournalWriter TakeWriter()
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_writers.TryPop(out var idle))
                return idle;
        }

        return new PostgresJournalWriter(_server);
    }

    private void GiveBack(PostgresJournalWriter writer)
    {
        lock (_writing)
        {
            if (!writer.IsBroken && !_isDisposed)
            {
                _writers.Push(writer);
                return;
            }
        }

        writer.Dispose();
    }

    private void CheckWritable()
    {
        if (_options.Mode == PostgresJournalMode.ReadOnly)
            throw new InvalidOperationException($"The journal {Address.Name} was opened to read only.");
    }

    /// <summary>
    /// A restarted server leaves dead connections in the pool: the first failure of one says no more than that.
    /// </summary>
    private bool MayTryAgain(Exception exception, int attempt)
    {
        if (attempt > 0 || !PostgresFailure.IsOfConnection(exception))
            return false;

        _server.Pool.Clear();
        return true;
    }
}
