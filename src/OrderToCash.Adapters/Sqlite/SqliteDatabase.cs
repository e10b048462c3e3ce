using System.Runtime.InteropServices;
using System.Text;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>A connection to a SQLite file. One thread at a time; its owner disposes it after its statements.</summary>
internal sealed unsafe class SqliteDatabase : IDisposable
{
    /// <summary>
    /// How long to wait for another process that holds a lock of the file: a backup, a checkpoint of a reader.
    /// </summary>
    public const int BusyTimeoutMs = 5_000;

    private nint _handle;

    private SqliteDatabase(nint handle) => _handle = handle;

    /// <summary>True outside a transaction: after some errors SQLite has rolled back by itself.</summary>
    public bool IsAutocommit => SqliteNative.GetAutocommit(_handle) != 0;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => SqliteNative.Changes(_handle);

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteFailureException">The file can't be opened.</exception>
    public static SqliteDatabase Open(string path, int flags)
    {
        flags |= SqliteNative.OpenNoMutex | SqliteNative.OpenExtendedCodes;
        var code = SqliteNative.Open(path, out var handle, flags, 0);
        var database = new SqliteDatabase(handle);
        if (code == SqliteNative.Ok)
        {
            database.SetBusyTimeout(BusyTimeoutMs);
            return database;
        }

        var failure = database.Failure(code, $"open {path}");
        database.Dispose();
        throw failure;
    }

    /// <summary>Runs statements one after the other and drops their rows.</summary>
    public void Execute(string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        fixed (byte* start = bytes)
        {
            var (next, end) = ((nint)start, (nint)start + bytes.Length);
            while (next < end)
            {
                var code = SqliteNative.Prepare(
                    _handle, (byte*)next, (int)(end - next), 0, out var statement, out var tail);
                if (code != SqliteNative.Ok)
                    throw Failure(code, sql);

                next = (nint)tail;
                if (statement == 0)
                    continue;

                while ((code = SqliteNative.Step(statement)) == SqliteNative.Row)
                {
                }

                var failure = code == SqliteNative.Done ? null : Failure(code, sql);
                _ = SqliteNative.FinalizeStatement(statement);
                if (failure is not null)
                    throw failure;
            }
        }
    }

    /// <summary>The one number that a query yields.</summary>
    public long QueryInt64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Read() ? statement.Int64(0) : 0;
    }

    /// <summary>A statement to use many times.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        fixed (byte* text = bytes)
        {
            var code = SqliteNative.Prepare(
                _handle, text, bytes.Length, SqliteNative.PreparePersistent, out var statement, out _);
            return code == SqliteNative.Ok ? new SqliteStatement(this, statement, sql) : throw Failure(code, sql);
        }
    }

    /// <summary>How long to wait for locks from now on.</summary>
    public void SetBusyTimeout(int milliseconds) => _ = SqliteNative.BusyTimeout(_handle, milliseconds);

    /// <summary>Copies pages of the write-ahead log to the file; true where all of them are there.</summary>
    /// <remarks>Passive, it waits for nobody. That it couldn't do all is no error.</remarks>
    public bool Checkpoint(int mode)
    {
        var code = SqliteNative.Checkpoint(_handle, 0, mode, out var logPages, out var checkpointedPages);
        return (code & 0xFF) switch
        {
            SqliteNative.Ok => logPages == checkpointedPages,
            SqliteNative.Busy => false,
            _ => throw Failure(code, "checkpoint"),
        };
    }

    /// <summary>Pages written to the log since the last call.</summary>
    public int TakePagesWritten()
    {
        _ = SqliteNative.Status(_handle, SqliteNative.StatusCacheWrite, out var current, out _, reset: 1);
        return current;
    }

    /// <summary>What SQLite says about a code it just returned.</summary>
    public SqliteFailureException Failure(int code, string doing)
    {
        var message = Marshal.PtrToStringUTF8((nint)SqliteNative.ErrorMessage(_handle));
        var advice = (code & 0xFF) == SqliteNative.Corrupt
            ? " – the file is damaged: keep it as it is, and put a backup in its place"
            : "";
        return new SqliteFailureException(code, $"SQLite error {code} ({message}) at: {doing}{advice}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = SqliteNative.Close(_handle);
        _handle = 0;
    }
}
