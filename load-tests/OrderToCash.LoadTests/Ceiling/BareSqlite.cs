using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using SQLitePCL;
using unsafe BindBytes = delegate* unmanaged[Cdecl, SuppressGCTransition]<
    nint, int, byte*, int, nint, int>;

namespace OrderToCash.LoadTests.Ceiling;

/// <summary>
/// The bare store: the same bytes into the same tables and indexes, in transactions of the same sizes, over one
/// connection, by the fastest way that was found. No engine, no checks, nothing is decided.
/// </summary>
/// <remarks>
/// What was found, in a search over schemas, statement shapes and pragmas: eight rows a statement, values bound by
/// address without copies through function pointers, <c>OR ROLLBACK</c> to spare the statement journal, and checkpoints
/// on a second connection and thread.
/// </remarks>
internal sealed class BareSqlite : IDisposable
{
    private const int RowsPerStatement = 8;
    private const int Columns = 10;
    private const int Done = 101;
    private const int PagesPerCheckpoint = 4000;

    private static readonly IntPtr Library = NativeLibrary.Load("e_sqlite3", typeof(raw).Assembly, null);

    private static readonly unsafe BindBytes BindText = (BindBytes)Export("sqlite3_bind_text");

    private static readonly unsafe BindBytes BindBlob = (BindBytes)Export("sqlite3_bind_blob");

    private static readonly unsafe delegate* unmanaged[Cdecl, SuppressGCTransition]<IntPtr, int, long, int> BindInt64 =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<IntPtr, int, long, int>)Export("sqlite3_bind_int64");

    private static readonly unsafe delegate* unmanaged[Cdecl, SuppressGCTransition]<IntPtr, int, int> BindNull =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<IntPtr, int, int>)Export("sqlite3_bind_null");

    private static readonly unsafe delegate* unmanaged[Cdecl]<IntPtr, int> Step =
        (delegate* unmanaged[Cdecl]<IntPtr, int>)Export("sqlite3_step");

    private static readonly unsafe delegate* unmanaged[Cdecl]<IntPtr, int> ResetStatement =
        (delegate* unmanaged[Cdecl]<IntPtr, int>)Export("sqlite3_reset");

    private readonly sqlite3 _database;
    private readonly sqlite3 _checkpoints;
    private readonly List<sqlite3_stmt> _statements = [];
    private readonly IntPtr[] _one;
    private readonly IntPtr[] _many;
    private readonly IntPtr _entity;
    private readonly IntPtr _shard;
    private readonly IntPtr _begin;
    private readonly IntPtr _commit;
    private readonly byte[] _state = GC.AllocateArray<byte>(1024, pinned: true);
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _copying;
    private volatile bool _stopping;
    private long _pages;
    private long _pagesCopied;

    private BareSqlite(string path, int shards)
    {
        _database = Open(path);
        _checkpoints = Open(path);
        _one = Prepare(shards, 1);
        _many = Prepare(shards, RowsPerStatement);
        _entity = Prepare("INSERT OR ROLLBACK INTO entities (entity, number) VALUES (?, ?)");
        _shard = Prepare("UPDATE shards SET position = ?, state = ? WHERE shard = ? AND epoch = ? AND position = ?");
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _thread = new Thread(CopyPages) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Writes the rows into a new journal file and returns the events a second.</summary>
    public static async Task<double> MeasureAsync(string path, CapturedRows rows)
    {
        await using (SqliteJournal.Open(path, new SqliteJournalOptions { ShardCount = rows.Shards.Length }))
        {
            // Creates the tables and indexes, and closes.
        }

        Batteries_V2.Init();

        using var bare = new BareSqlite(path, rows.Shards.Length);
        var next = new int[rows.Shards.Length];
        var stateBytes = ShardState.Empty(rows.Shards.Length).EncodedBytes;
        foreach (var commit in rows.Commits.Take(rows.WarmUpCommits))
        {
            bare.Write(rows, commit, next, stateBytes);
        }

        var clock = Stopwatch.StartNew();
        foreach (var commit in rows.Commits.Skip(rows.WarmUpCommits))
        {
            bare.Write(rows, commit, next, stateBytes);
        }

        return rows.EventCount / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _checkpoints.Dispose();
        _database.Dispose();
        _wake.Dispose();
    }

    private unsafe void Write(CapturedRows rows, (int Shard, int Events)[] commit, int[] next, int stateBytes)
    {
        Run(_begin);
        foreach (var (shard, events) in commit)
        {
            var position = next[shard];
            BindInt64(_shard, 1, position + events);
            BindBlob(_shard, 2, Address(_state), stateBytes, 0);
            BindInt64(_shard, 3, shard);
            BindInt64(_shard, 4, 0);
            BindInt64(_shard, 5, position);
            Run(_shard);
        }

        foreach (var (shard, events) in commit)
        {
            var turn = CollectionsMarshal.AsSpan(rows.Shards[shard]).Slice(next[shard], events);
            next[shard] += events;
            while (!turn.IsEmpty)
            {
                var count = turn.Length >= RowsPerStatement ? RowsPerStatement : 1;
                Insert(count == 1 ? _one[shard] : _many[shard], turn[..count], shard);
                turn = turn[count..];
            }
        }

        Run(_commit);
        raw.sqlite3_db_status(_database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
        _pages = pages;
        Checkpoint();
    }

    private unsafe void Insert(IntPtr statement, ReadOnlySpan<CapturedRow> rows, int shard)
    {
        var column = 0;
        foreach (ref readonly var row in rows)
        {
            var text = Address(row.Bytes);
            if (row.IsNewEntity)
            {
                BindText(_entity, 1, text, row.EntityBytes, 0);
                BindInt64(_entity, 2, ((long)shard << 48) + row.FirstPosition);
                Run(_entity);
            }

            BindInt64(statement, column + 1, row.Position);
            BindText(statement, column + 2, text, row.EntityBytes, 0);
            BindInt64(statement, column + 3, row.FirstPosition);
            BindInt64(statement, column + 4, row.Sequence);
            BindText(statement, column + 5, text += row.EntityBytes, row.NameBytes, 0);
            BindInt64(statement, column + 6, row.Version);
            BindInt64(statement, column + 7, row.AtTicks);
            BindText(statement, column + 8, text += row.NameBytes, row.PayloadBytes, 0);
            BindText(statement, column + 9, text += row.PayloadBytes, row.MetadataBytes, 0);
            if (row.ChainBytes > 0)
            {
                BindBlob(statement, column + 10, text + row.MetadataBytes, row.ChainBytes, 0);
            }
            else
            {
                BindNull(statement, column + 10);
            }

            column += Columns;
        }

        Run(statement);
    }

    /// <summary>
    /// The thread copies what it can; now and then the writer copies the rest, so that the log starts over.
    /// </summary>
    private void Checkpoint()
    {
        if (_copying || _pages - _pagesCopied < PagesPerCheckpoint)
        {
            return;
        }

        if (_pages - _pagesCopied >= 4 * PagesPerCheckpoint)
        {
            raw.sqlite3_wal_checkpoint_v2(_database, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
            _pagesCopied = _pages;
            return;
        }

        _copying = true;
        _wake.Set();
    }

    private void CopyPages()
    {
        while (true)
        {
            _wake.WaitOne();
            if (_stopping)
            {
                return;
            }

            raw.sqlite3_wal_checkpoint_v2(_checkpoints, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
            _copying = false;
        }
    }

    private static IntPtr Export(string name) => NativeLibrary.GetExport(Library, name);

    private static unsafe byte* Address(byte[] pinned) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private static sqlite3 Open(string path)
    {
        Check(raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null));
        Check(raw.sqlite3_exec(
            database,
            "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; "
            + "PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY;"));
        return database;
    }

    private IntPtr[] Prepare(int shards, int rows)
    {
        var values = string.Join(", ", Enumerable.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows));
        return [.. Enumerable.Range(0, shards).Select(shard => Prepare(
            $"INSERT OR ROLLBACK INTO events_{shard} (position, entity, entity_number, "
            + "sequence, name, version, at_ticks, payload, "
            + $"metadata, chain) VALUES {values}"))];
    }

    private IntPtr Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        _statements.Add(statement);
        return statement.DangerousGetHandle();
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }

    private unsafe void Run(IntPtr statement)
    {
        var code = Step(statement);
        ResetStatement(statement);
        if (code != Done)
        {
            throw new InvalidOperationException(
                $"SQLite answered {code}: {raw.sqlite3_errmsg(_database).utf8_to_string()}");
        }
    }
}
