using System.Collections.Immutable;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>The tables of a file of this node, by numbered scripts: intake, inbox, outbound queue, folders.</summary>
/// <remarks>
/// The n-th script makes version n of version n - 1. The first creates the table <see cref="Table"/> with the one row
/// that has the <c>format_version</c>; each later one sets it. A published script never changes.
/// </remarks>
internal sealed record SqliteSchema
{
    /// <summary>The table that tells the version, which also says what the file is.</summary>
    public required string Table { get; init; }

    /// <summary>The scripts, as <see cref="EmbeddedScript"/> names them.</summary>
    public required ImmutableArray<string> Scripts { get; init; }

    /// <summary>What has to be set before a new file has its first page.</summary>
    public string FirstPragmas { get; init; } = "";

    /// <summary>
    /// Opens a connection with a write-ahead log of which each commit is flushed; creates the tables of an empty file.
    /// </summary>
    /// <param name="flags">Of <see cref="SqliteNative"/>.</param>
    /// <param name="oldest">The first version that will do as it is; what is older is brought up to date.</param>
    /// <exception cref="SqliteFailureException">The file can't be opened, or is none of SQLite's.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of an unknown version.</exception>
    public SqliteDatabase Open(string path, int flags, int oldest)
    {
        SqliteDatabase? opened = null;
        var database = SqliteDatabase.Open(path, flags);
        try
        {
            if (IsAnotherKind(database))
            {
                throw new JournalFormatException(
                    $"{path} is another kind of file: it has tables, but none named {Table}. It was left as it is; "
                    + "name another file.");
            }

            if (VersionOf(database) < oldest)
                Update(database);
            var version = VersionOf(database);
            if (version < oldest || version > Scripts.Length)
            {
                throw new JournalFormatException(
                    $"{path} has {Table} format version {version}, but this program reads and writes version "
                    + $"{Scripts.Length}. It was left as it is.");
            }

            database.Execute("PRAGMA synchronous=FULL");
            return opened = database;
        }
        finally
        {
            if (opened is null)
                database.Dispose();
        }
    }

    /// <summary>The same, of the newest version.</summary>
    public SqliteDatabase Open(string path, int flags) => Open(path, flags, Scripts.Length);

    /// <summary>Two processes may both find the file empty or old: the second finds it new once it may write.</summary>
    private void Update(SqliteDatabase database)
    {
        if (VersionOf(database) == 0)
            database.Execute(FirstPragmas + "PRAGMA journal_mode=WAL;");
        database.Execute("BEGIN IMMEDIATE");
        foreach (var script in Scripts.Skip(VersionOf(database)))
            database.Execute(EmbeddedScript.Read(script));
        database.Execute("COMMIT");
    }

    /// <summary>In one look: another process may be creating it.</summary>
    private bool IsAnotherKind(SqliteDatabase database) =>
        database.QueryInt64($"SELECT count(*) > 0 AND sum(name = '{Table}') = 0 FROM sqlite_schema") == 1;

    /// <summary>0 where there are no tables.</summary>
    private int VersionOf(SqliteDatabase database) =>
        database.QueryInt64($"SELECT count(*) FROM sqlite_schema WHERE name = '{Table}'") == 0
            ? 0
            : (int)database.QueryInt64($"SELECT format_version FROM {Table}");
}
