namespace OrderToCash.Adapters.Sqlite;

/// <summary>Keeps the write-ahead log short while commits go on.</summary>
/// <remarks>
/// A thread of its own copies pages from the log to the file on its own connection, so that no commit waits for it;
/// SQLite's automatic checkpoint runs inside a commit. The log starts over only once everything is copied, which a log
/// that grows meanwhile never is; so now and then the writer copies the rest between two commits, and where readers
/// still look at the log, in the end waits for them. <see cref="AfterCommit"/> is the writer's; the thread touches only
/// its connection. A failed checkpoint loses nothing: it is kept in <see cref="LastFailure"/> and tried again. <see
/// cref="Dispose"/> ends the thread and waits for it.
/// </remarks>
internal sealed class SqliteCheckpointer : IDisposable
{
    /// <summary>
    /// Our own readings take milliseconds. Somebody else's may take hours: then each 16 MB of log cost this much, and
    /// it grows.
    /// </summary>
    private const int MaxWaitMs = 250;

    /// <summary>Pages for the thread to copy at once.</summary>
    private readonly int _pagesToCopy;

    /// <summary>The log has so many pages: the writer copies the rest.</summary>
    private readonly int _pagesToStartOver;

    /// <summary>The log has so many pages: the writer waits for readers.</summary>
    private readonly int _pagesToWait;

    private readonly SqliteDatabase _database;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private volatile bool _stopping;
    private volatile bool _copying;
    private volatile string? _lastFailure;

    // The writer's.
    private long _pagesInLog;
    private long _pagesAtLastStart;

    /// <summary>Starts the thread on a connection that it owns from now on.</summary>
    public SqliteCheckpointer(SqliteDatabase database, int maxLogPages)
    {
        // A sixth: 32 MB of 192 MB. Half of that made a commit slower by some percent, for there are twice the syncs.
        (_pagesToCopy, _pagesToStartOver, _pagesToWait) = (maxLogPages / 6, maxLogPages / 2, maxLogPages);
        _database = database;
        _thread = new Thread(Run) { IsBackground = true, Name = "o2c-checkpoint" };
        _thread.Start();
    }

    /// <summary>Why the last failed checkpoint failed; null where none did.</summary>
    public string? LastFailure => _lastFailure;

    /// <summary>Called by the writer after each commit, outside a transaction.</summary>
    public void AfterCommit(SqliteDatabase writer)
    {
        _pagesInLog += writer.TakePagesWritten();
        if (_copying || _pagesInLog - _pagesAtLastStart < _pagesToCopy)
            return;

        _pagesAtLastStart = _pagesInLog;
        if (_pagesInLog < _pagesToStartOver)
        {
            _copying = true;
            _wake.Set();
            return;
        }

        var mode = _pagesInLog < _pagesToWait ? SqliteNative.CheckpointPassive : SqliteNative.CheckpointRestart;
        writer.SetBusyTimeout(MaxWaitMs);
        var isWhole = Copy(writer, mode);
        writer.SetBusyTimeout(SqliteDatabase.BusyTimeoutMs);
        if (isWhole)
            (_pagesInLog, _pagesAtLastStart) = (0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopping)
            return;

        _stopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _database.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _wake.WaitOne();
            if (_stopping)
                return;

            Copy(_database, SqliteNative.CheckpointPassive);
            _copying = false;
        }
    }

    /// <summary>True where everything is copied, so that the next transaction starts the log over.</summary>
    private bool Copy(SqliteDatabase database, int mode)
    {
        try
        {
            return database.Checkpoint(mode);
        }
        catch (SqliteFailureException failure)
        {
            _lastFailure = failure.Message;
            return false;
        }
    }
}
