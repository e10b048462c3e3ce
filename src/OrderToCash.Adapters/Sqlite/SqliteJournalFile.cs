using System.Globalization;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Opening, creating and recognising the file of a journal.</summary>
internal static class SqliteJournalFile
{
    private const int PageBytes = 8192;

    /// <summary>SQLITE_NOTADB. Source: sqlite.org/rescode.html.</summary>
    private const int NotADatabase = 26;

    /// <summary>A connection that may write.</summary>
    public static SqliteDatabase OpenToWrite(string path, SqliteJournalOptions options)
    {
        var database = SqliteDatabase.Open(path, SqliteNative.OpenReadWrite | SqliteNative.OpenCreate);
        try
        {
            // The log starts over by our own checkpoints; its file is cut back when somebody's reading had made it
            // longer.
            database.Execute(
                $"PRAGMA page_size={PageBytes}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                + $"PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit={options.MaxLogBytes}; "
                + $"PRAGMA cache_size=-{options.WriterCacheBytes / 1024}; PRAGMA temp_store=MEMORY;");
            if (options.MaxFileBytes is { } bytes)
                database.Execute($"PRAGMA max_page_count={bytes / PageBytes};");

            return database;
        }
        catch (SqliteFailureException failure)
        {
            database.Dispose();
            throw failure.Code == NotADatabase ? NotAJournal(path) : failure;
        }
    }

    /// <summary>What keeps the log of a journal that is written bounded.</summary>
    public static SqliteCheckpointer StartCheckpointer(string path, SqliteJournalOptions options) =>
        new(OpenToWrite(path, options), options.MaxLogBytes / PageBytes);

    /// <summary>A connection that only reads.</summary>
    public static SqliteDatabase OpenToRead(string path, SqliteJournalOptions options)
    {
        var database = SqliteDatabase.Open(path, SqliteNative.OpenReadOnly);
        try
        {
            database.Execute(
                $"PRAGMA cache_size=-{options.ReaderCacheBytes / 1024}; PRAGMA temp_store=MEMORY;");
            return database;
        }
        catch (SqliteFailureException failure)
        {
            database.Dispose();
            throw failure.Code == NotADatabase ? NotAJournal(path) : failure;
        }
    }

    /// <summary>What the file says of itself; an empty file becomes a journal first.</summary>
    public static JournalInfo ReadOrCreate(SqliteDatabase database, string path, SqliteJournalOptions options)
    {
        if (database.QueryInt64("SELECT count(*) FROM sqlite_schema") == 0)
            Create(database, options);

        return ReadInfo(database, path);
    }

    /// <summary>What the file says of itself.</summary>
    /// <exception cref="JournalFormatException">It is not a journal, or one of another format version.</exception>
    public static JournalInfo ReadInfo(SqliteDatabase database, string path)
    {
        try
        {
            if (database.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'journal'") == 0)
                throw NotAJournal(path);

            using var header = database.Prepare("SELECT id, format_version, shard_count, created_at FROM journal");
            if (!header.Read())
                throw NotAJournal(path);

            var version = (int)header.Int64(1);
            if (version != JournalInfo.CurrentFormatVersion)
                throw OtherVersion(path, version);

            return new JournalInfo(
                Guid.Parse(header.Text(0)), (int)header.Int64(2), version,
                DateTimeOffset.Parse(header.Text(3), CultureInfo.InvariantCulture));
        }
        catch (SqliteFailureException failure) when (failure.Code == NotADatabase)
        {
            throw NotAJournal(path);
        }
    }

    private static void Create(SqliteDatabase database, SqliteJournalOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ShardCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ShardCount, ShardMap.MaxShardCount);
        database.Execute("BEGIN IMMEDIATE");
        database.Execute(EmbeddedScript.Read("Sqlite.Schema.0001_journal.sql"));
        var shardSchema = EmbeddedScript.Read("Sqlite.Schema.0001_shard.sql");
        for (var shard = 0; shard < options.ShardCount; shard++)
            database.Execute(shardSchema.Replace("{shard}", shard.ToString(CultureInfo.InvariantCulture)));

        database.Execute("CREATE VIEW events AS " + string.Join(
            " UNION ALL ",
            Enumerable.Range(0, options.ShardCount).Select(n => $"SELECT {n} AS shard, * FROM events_{n}")));
        using (var header = database.Prepare("INSERT INTO journal VALUES (1, ?, ?, ?, ?)"))
        {
            header.Text(1, Guid.NewGuid().ToString());
            header.Int64(2, JournalInfo.CurrentFormatVersion);
            header.Int64(3, options.ShardCount);
            header.Text(4, options.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            header.Run();
        }

        var empty = ShardState.Empty(options.ShardCount);
        var state = new byte[empty.EncodedBytes];
        empty.Write(state);
        using (var shards = database.Prepare("INSERT INTO shards VALUES (?, 0, 0, ?)"))
        {
            for (var shard = 0; shard < options.ShardCount; shard++)
            {
                shards.Int64(1, shard);
                shards.Blob(2, state);
                shards.Run();
            }
        }

        database.Execute("COMMIT");
    }

    private static JournalFormatException NotAJournal(string path) =>
        new($"{path} is not an OrderToCash journal. It was left as it is; name another file.");

    private static JournalFormatException OtherVersion(string path, int found) => new(
        $"{path} has journal format version {found}, but this program reads and writes version "
        + $"{JournalInfo.CurrentFormatVersion}. It was left as it is; "
        + (found > JournalInfo.CurrentFormatVersion
            ? "use the newer o2c that wrote it."
            : "use the older o2c that wrote it, or `o2c journal copy` of a release that reads both."));
}
