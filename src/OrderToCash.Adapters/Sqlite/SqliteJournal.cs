using System.Collections.Concurrent;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>A journal in one SQLite file, for one writing process and any number of reading ones.</summary>
/// <remarks>
/// SQLite has no asynchronous I/O: every method works on the caller's thread and returns a completed task. A lock lets
/// one caller write at a time; each reading takes a connection from a pool, and neither blocks the other (WAL). Every
/// commit is synced (synchronous=FULL). Layout: <c>docs/journal-format.md</c>.
/// </remarks>
public sealed partial class SqliteJournal : IStoredJournal
{
    private readonly string _path;
    private readonly SqliteJournalOptions _options;
    private readonly StoreLock? _storeLock;
    private readonly ConcurrentBag<SqliteJournalReader> _readers = [];
    private readonly SqliteCheckpointer? _checkpointer;

    /// <summary>Null where another process may write.</summary>
    private readonly LookUpHints? _hints;

    // Guarded by the lock.
    private readonly Lock _writing = new();
    private SqliteJournalWriter? _writer;

    private SqliteJournal(
        string path, SqliteJournalOptions options, JournalInfo info, StoreLock? storeLock, SqliteDatabase? database)
    {
        (_path, _options, _storeLock) = (path, options, storeLock);
        Info = info;
        if (database is null)
            return;

        _hints = new LookUpHints(NamesOf("entities"), NamesOf("snapshots"), new FoundNumbers());
        _writer = new SqliteJournalWriter(database, info.ShardCount, _hints);
        _checkpointer = SqliteJournalFile.StartCheckpointer(path, options);
    }

    /// <inheritdoc/>
    public JournalInfo Info { get; }

    /// <summary>
    /// Look-ups that loading didn't need: of entities without an event, and of snapshots where there is none.
    /// </summary>
    public long LookUpsSpared => _hints is null ? 0 : _hints.Entities.Spared + _hints.Snapshots.Spared;

    /// <summary>Opens a journal file, or creates it.</summary>
    /// <exception cref="StoreLockedException">Another process writes it: stop that, or open read-only.</exception>
    /// <exception cref="JournalFormatException">The file holds something else; the message says what to do.</exception>
    /// <exception cref="JournalUnavailableException">The file is missing or can't be read or written.</exception>
    public static SqliteJournal Open(string path, SqliteJournalOptions options)
    {
        path = Path.GetFullPath(path);
        if (options.Mode != SqliteJournalMode.ReadWriteCreate && !File.Exists(path))
        {
            throw new JournalUnavailableException(
                $"There is no journal at {path}: check the path, or start `o2c serve` or an import to create it.");
        }

        StoreLock? storeLock = null;
        SqliteDatabase? database = null;
        try
        {
            if (options.Mode == SqliteJournalMode.ReadOnly)
            {
                using var reading = SqliteJournalFile.OpenToRead(path, options);
                return new SqliteJournal(path, options, SqliteJournalFile.ReadInfo(reading, path), null, null);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
            storeLock = StoreLock.Take(path, options.Clock);
            database = SqliteJournalFile.OpenToWrite(path, options);
            var info = SqliteJournalFile.ReadOrCreate(database, path, options);
            return new SqliteJournal(path, options, info, storeLock, database);
        }
        catch (Exception exception)
        {
            database?.Dispose();
            storeLock?.Dispose();
            if (exception is SqliteFailureException or IOException or UnauthorizedAccessException)
            {
                throw new JournalUnavailableException(
                    $"The journal {path} can't be opened: {exception.Message}", exception);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<ShardRow> ClaimAsync(int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            try
            {
                return ValueTask.FromResult(OpenWriter().Claim(shard));
            }
            catch (SqliteFailureException failure)
            {
                throw Unavailable(failure);
            }
            finally
            {
                CloseBrokenWriter();
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CommitRules.Check(turns, Info.ShardCount);
        lock (_writing)
        {
            try
            {
                var writer = OpenWriter();
                var outcome = writer.Commit(turns);
                if (outcome.Status == CommitStatus.Committed)
                    _checkpointer?.AfterCommit(writer.Database);

                return ValueTask.FromResult(outcome);
            }
            catch (SqliteFailureException failure)
            {
                // Opening a writer failed: nothing was written.
                return ValueTask.FromResult(new CommitOutcome(CommitStatus.Failed, failure.Message));
            }
            finally
            {
                CloseBrokenWriter();
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DeleteSnapshotsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writing)
        {
            try
            {
                OpenWriter().DeleteSnapshots();
                return ValueTask.CompletedTask;
            }
            catch (SqliteFailureException failure)
            {
                throw Unavailable(failure);
            }
        }
    }

    /// <summary>Closes every connection and gives up the right to write. No other call may be under way.</summary>
    public ValueTask DisposeAsync()
    {
        _hints?.Entities.Dispose();
        _hints?.Snapshots.Dispose();
        _checkpointer?.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();

        lock (_writing)
        {
            _writer?.Dispose();
            _writer = null;
        }

        _storeLock?.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteJournalWriter OpenWriter()
    {
        if (_options.Mode == SqliteJournalMode.ReadOnly)
            throw new InvalidOperationException($"The journal {_path} was opened to read only.");

        return _writer ??= new SqliteJournalWriter(
            SqliteJournalFile.OpenToWrite(_path, _options), Info.ShardCount, _hints);
    }

    private StoredNames NamesOf(string table) => new(
        BetweenCommits,
        (after, filter) => Read(
            (table, after, filter),
            static (reader, request) => reader.AddNames(request.table, request.after, request.filter), default));

    private void BetweenCommits(Action action)
    {
        lock (_writing)
            action();
    }

    private void CloseBrokenWriter()
    {
        if (_writer is not { IsBroken: true })
            return;

        _writer.Dispose();
        _writer = null;
    }

    private JournalUnavailableException Unavailable(SqliteFailureException failure) =>
        new($"The journal {_path}: {failure.Message}", failure);
}
