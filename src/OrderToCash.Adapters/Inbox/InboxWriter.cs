using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.Adapters.Inbox;

/// <summary>Writes the inbox's file: what waits at a time is one transaction, and one flush of the disk.</summary>
/// <remarks>
/// A thread of its own owns the connection and writes until <see cref="Dispose"/>, which waits for it; it blocks on the
/// disk. Any thread adds work. A commit that fails fails the deliveries of that transaction, whose senders hear of it,
/// and keeps the marks for the next one; the thread goes on.
/// </remarks>
internal sealed class InboxWriter : IDisposable
{
    /// <summary>A flush takes milliseconds, in which no more come than a thousand.</summary>
    private const int MaxPerCommit = 1024;

    private const long MaxBytesPerCommit = 16L * 1024 * 1024;

    /// <summary>64 MiB of log with pages of 4 KiB.</summary>
    private const int MaxLogPages = 16_384;

    /// <summary>Before marks are tried again that a full disk sent back.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Guards what is added.</summary>
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Queue<InboxAppend> _appends = [];
    private readonly List<InboxMark> _marks = [];
    private readonly Queue<(Func<InboxTransaction, long> Work, TaskCompletionSource<long> Done)> _works = [];
    private bool _isStopping;

    // The thread's.
    private readonly SqliteDatabase _database;
    private readonly InboxStatements _statements;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly string _path;
    private readonly Action<int> _onAppended;
    private readonly Action<IReadOnlyList<InboxMark>> _onMarked;
    private readonly Thread _thread;
    private readonly List<InboxAppend> _batch = [];
    private readonly List<InboxMark> _batchMarks = [];
    private long _lastNumber;

    /// <param name="database">Belongs to the writer from now on.</param>
    /// <param name="checkpoints">A second connection; belongs to it too.</param>
    /// <param name="onAppended">Told of durable deliveries that are to be decided.</param>
    /// <param name="onMarked">Told of durable marks.</param>
    public InboxWriter(
        SqliteDatabase database, SqliteDatabase checkpoints, string path, Action<int> onAppended,
        Action<IReadOnlyList<InboxMark>> onMarked)
    {
        (_database, _path, _onAppended, _onMarked) = (database, path, onAppended, onMarked);
        _statements = new InboxStatements(database);
        _lastNumber = database.QueryInt64("SELECT coalesce(max(number), 0) FROM deliveries");
        _checkpointer = new SqliteCheckpointer(checkpoints, MaxLogPages);
        _thread = new Thread(Run) { IsBackground = true, Name = "o2c-inbox" };
        _thread.Start();
    }

    /// <summary>Writes a delivery; <see cref="InboxAppend.Kept"/> completes when it is durable.</summary>
    /// <returns>False once the writer is stopping.</returns>
    public bool Add(InboxAppend append)
    {
        lock (_gate)
        {
            if (_isStopping)
                return false;
            _appends.Enqueue(append);
        }

        _wake.Set();
        return true;
    }

    /// <summary>Keeps what became of deliveries, soon.</summary>
    public void Add(InboxMark mark)
    {
        lock (_gate)
            _marks.Add(mark);
        _wake.Set();
    }

    /// <summary>Runs other work in a transaction of its own, after everything that was added before.</summary>
    /// <returns>What the work returned, once it is durable.</returns>
    public Task<long> RunAsync(Func<InboxTransaction, long> work)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isStopping)
                return Task.FromException<long>(Stopped());
            _works.Enqueue((work, done));
        }

        _wake.Set();
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopping)
                return;
            _isStopping = true;
        }

        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _checkpointer.Dispose();
        _statements.Dispose();
        _database.Dispose();
    }

    private InboxUnavailableException Stopped() => new($"The inbox {_path} is being closed; send it again.");

    private void Run()
    {
        while (true)
        {
            var hasFailed = false;
            while (!hasFailed && Take(out var work))
            {
                hasFailed = !Commit();
                if (work is { } other)
                    RunOne(other.Work, other.Done);
            }

            lock (_gate)
            {
                if (_isStopping && (hasFailed || (_appends.Count == 0 && _marks.Count == 0 && _works.Count == 0)))
                {
                    FailAll();
                    return;
                }
            }

            if (hasFailed)
                _wake.WaitOne(RetryAfter);
            else
                _wake.WaitOne();
        }
    }

    /// <summary>Takes what waits, as much as a transaction may hold; false where nothing does.</summary>
    private bool Take(out (Func<InboxTransaction, long> Work, TaskCompletionSource<long> Done)? work)
    {
        _batch.Clear();
        _batchMarks.Clear();
        work = null;
        lock (_gate)
        {
            _batchMarks.AddRange(_marks);
            _marks.Clear();
            var bytes = 0L;
            while (_batch.Count < MaxPerCommit && bytes < MaxBytesPerCommit && _appends.TryDequeue(out var append))
            {
                _batch.Add(append);
                bytes += append.Body.Length;
            }

            if (_appends.Count == 0 && _works.TryDequeue(out var next))
                work = next;
        }

        return _batch.Count > 0 || _batchMarks.Count > 0 || work is not null;
    }

    private bool Commit()
    {
        if (_batch.Count == 0 && _batchMarks.Count == 0)
            return true;
        var before = _lastNumber;
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
            foreach (var mark in _batchMarks)
                _statements.Mark(mark);
            foreach (var append in _batch)
                append.Receipt = _statements.Append(append, ++_lastNumber);
            _database.Execute("COMMIT");
        }
        catch (SqliteFailureException failure)
        {
            _lastNumber = before;
            RollBack();
            foreach (var append in _batch)
                append.Kept.TrySetException(SqliteInbox.Unavailable(_path, failure));
            lock (_gate)
                _marks.InsertRange(0, _batchMarks);
            return false;
        }

        var toDecide = 0;
        foreach (var append in _batch)
        {
            toDecide += append.Receipt.RepeatOf is null ? 1 : 0;
            append.Kept.TrySetResult(append.Receipt);
        }

        if (toDecide > 0)
            _onAppended(toDecide);
        if (_batchMarks.Count > 0)
            _onMarked(_batchMarks);
        _checkpointer.AfterCommit(_database);
        return true;
    }

    private void RunOne(Func<InboxTransaction, long> work, TaskCompletionSource<long> done)
    {
        var before = _lastNumber;
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
            var result = work(new InboxTransaction(_database, _statements, () => ++_lastNumber));
            _database.Execute("COMMIT");
            done.TrySetResult(result);
        }
        catch (SqliteFailureException failure)
        {
            _lastNumber = before;
            RollBack();
            done.TrySetException(SqliteInbox.Unavailable(_path, failure));
            return;
        }

        if (_lastNumber > before)
            _onAppended((int)(_lastNumber - before));
        _checkpointer.AfterCommit(_database);
    }

    /// <summary>After some errors SQLite has rolled back by itself.</summary>
    private void RollBack()
    {
        if (!_database.IsAutocommit)
            _database.Execute("ROLLBACK");
    }

    private void FailAll()
    {
        foreach (var append in _appends)
            append.Kept.TrySetException(Stopped());
        foreach (var (_, done) in _works)
            done.TrySetException(Stopped());
    }
}
