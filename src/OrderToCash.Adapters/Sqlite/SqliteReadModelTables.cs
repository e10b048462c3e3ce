using System.Diagnostics;
using System.Globalization;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>The tables of one file, or of whichever file is in use.</summary>
/// <remarks>
/// Works on the caller's thread. Synced by the log's checkpoints only (<c>synchronous=NORMAL</c>): what a crash of the
/// machine takes, it takes together with the positions, and the journal still has it.
/// </remarks>
internal sealed class SqliteReadModelTables : IReadModelTables
{
    private const int PageBytes = 8192;

    /// <summary>As the journal's log: copied in steps of a sixth, beside the writing.</summary>
    private const int MaxLogBytes = 192 * 1024 * 1024;

    private readonly SqliteReadModelFiles _files;
    private readonly JournalInfo _journal;
    private readonly int _cacheBytes;
    private readonly StoreLock? _building;
    private string? _path;
    private SqliteDatabase? _database;
    private SqliteReadModelWriter? _writer;
    private SqliteCheckpointer? _checkpointer;

    /// <summary>The tables in use.</summary>
    public SqliteReadModelTables(SqliteReadModelFiles files, JournalInfo journal, int cacheBytes) =>
        (_files, _journal, _cacheBytes) = (files, journal, cacheBytes);

    /// <summary>New tables in a file of their own.</summary>
    public SqliteReadModelTables(
        SqliteReadModelFiles files, JournalInfo journal, int cacheBytes, string buildingPath, StoreLock building)
        : this(files, journal, cacheBytes) => (_building, BuildingPath) = (building, buildingPath);

    /// <summary>The file that is being built.</summary>
    public string BuildingPath
    {
        get => field ?? throw new UnreachableException("These tables are in use.");
    }

    private bool IsBuilding => _building is not null;

    /// <inheritdoc/>
    public ValueTask<long[]> ReadPositionsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Guard(() =>
        {
            Close();
            return Open().ReadPositions();
        }));

    /// <inheritdoc/>
    public ValueTask ReadAccountEntriesAsync(
        IReadOnlyList<AccountOrderEntry> orders, IReadOnlyList<OpenItemEntry> items,
        CancellationToken cancellationToken)
    {
        Guard(() =>
        {
            Open().ReadEntries(orders, items);
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ApplyAsync(ReadModelChanges changes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Guard(() => (IsBuilding || File.Exists(_path)) && Apply(changes)));

    /// <summary>Closes the built file and returns its path; all is in the file itself then, and synced.</summary>
    public string FinishBuilding()
    {
        _checkpointer?.Dispose();
        _checkpointer = null;
        _database?.Execute("INSERT INTO order_search (order_search) VALUES ('optimize')");
        _database?.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL; ANALYZE;");
        _database?.Execute("PRAGMA wal_checkpoint(TRUNCATE);");
        Close();
        return BuildingPath;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        if (_building is not null)
        {
            foreach (var ending in (string[])["", "-wal", "-shm"]) File.Delete(BuildingPath + ending);
            _building.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private bool Apply(ReadModelChanges changes)
    {
        var writer = Open();
        if (!writer.Apply(changes))
            return false;

        if (_database is { } database)
            _checkpointer?.AfterCommit(database);
        return true;
    }

    private SqliteReadModelWriter Open()
    {
        if (_writer is not null) return _writer;
        var current = IsBuilding ? null : _files.FindCurrent();
        _path = IsBuilding ? BuildingPath : current ?? _files.First;

        // Never created where it existed a moment ago: a rebuild may just have deleted it.
        _database = OpenFile(_path, SqliteNative.OpenReadWrite | (current is null ? SqliteNative.OpenCreate : 0));
        Create(_database);
        Check(_database, _path);
        _checkpointer = new SqliteCheckpointer(OpenFile(_path, SqliteNative.OpenReadWrite), MaxLogBytes / PageBytes);
        return _writer = new SqliteReadModelWriter(_database, _journal.ShardCount);
    }

    private SqliteDatabase OpenFile(string path, int flags)
    {
        var database = SqliteDatabase.Open(path, flags);
        try
        {
            database.Execute(
                $"PRAGMA page_size={PageBytes}; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                + $"PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit={MaxLogBytes}; "
                + $"PRAGMA cache_size=-{_cacheBytes / 1024}; PRAGMA temp_store=MEMORY;");
            return database;
        }
        catch (SqliteFailureException)
        {
            database.Dispose();
            throw;
        }
    }

    private void Create(SqliteDatabase database)
    {
        database.Execute("BEGIN IMMEDIATE");
        if (database.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'read_models'") == 0)
        {
            database.Execute(EmbeddedScript.Read("Sqlite.Schema.0001_read_models.sql"));
            using var header = database.Prepare("INSERT INTO read_models VALUES (1, ?, ?, 0, 0)");
            header.Int64(1, ReadModelLayout.Version);
            header.Text(2, _journal.Id.ToString());
            header.Run();
            using var positions = database.Prepare("INSERT INTO positions VALUES (?, 0)");
            for (var shard = 0; shard < _journal.ShardCount; shard++)
            {
                positions.Int64(1, shard);
                positions.Run();
            }
        }

        database.Execute("COMMIT");
    }

    private void Check(SqliteDatabase database, string path)
    {
        using var header = database.Prepare("SELECT version, journal FROM read_models");
        header.Read();
        var (version, journal) = (header.Int64(0), header.Text(1));
        header.Reset();
        if (version != ReadModelLayout.Version)
        {
            throw new ReadModelUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} has read models of layout {version}, this program writes {ReadModelLayout.Version}: "
                + $"run o2c projections rebuild."));
        }

        if (!string.Equals(journal, _journal.Id.ToString(), StringComparison.Ordinal))
        {
            throw new ReadModelUnavailableException(
                $"{path} has read models of another journal ({journal}): run o2c projections rebuild.");
        }
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (
            exception is SqliteFailureException or IOException or UnauthorizedAccessException)
        {
            Close();
            throw new ReadModelUnavailableException(
                $"The read models {_path}: {exception.Message}", exception);
        }
    }

    private void Close()
    {
        _checkpointer?.Dispose();
        _writer?.Dispose();
        _database?.Dispose();
        (_checkpointer, _writer, _database) = (null, null, null);
    }
}
