using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Folders;

/// <summary>Remembers, in a SQLite file of this node, which contents were taken from watched folders.</summary>
/// <remarks>
/// Any thread; one at a time works on the file. Several processes may have it open: write-ahead log,
/// <c>synchronous=FULL</c>. A file is noted before it is moved, so a crash in between leaves it in its folder, known.
/// </remarks>
public sealed class FolderLedger : IDisposable
{
    private const string Columns =
        "name, bytes, at, is_refused, is_moved, read, accepted, duplicates, nothing_to_do, rejected";

    private static readonly SqliteSchema Schema = new()
    {
        Table = "ledger", Scripts = ["Folders.Schema.0001_folders.sql"],
    };

    /// <summary>Guards the connection; held while the file is written or read.</summary>
    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;
    private readonly string _path;

    private FolderLedger(SqliteDatabase database, string path) => (_database, _path) = (database, path);

    /// <summary>Opens the file; creates it where it is missing.</summary>
    /// <exception cref="IOException">It can't be opened: the message says why.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of another version.</exception>
    public static FolderLedger Open(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            return new FolderLedger(
                Schema.Open(path, SqliteNative.OpenReadWrite | SqliteNative.OpenCreate), path);
        }
        catch (SqliteFailureException failure)
        {
            throw Unavailable(path, failure);
        }
    }

    /// <summary>A file of this content that was decided; null where there was none.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public TakenFile? Find(string folder, string hash) => Ask(database =>
    {
        using var select = database.Prepare($"SELECT {Columns} FROM files WHERE folder = ? AND hash = ?");
        select.Text(1, folder);
        select.Text(2, hash);
        return select.Read()
            ? new TakenFile(
                folder, hash, select.Text(0), select.Int64(1),
                DateTimeOffset.FromUnixTimeMilliseconds(select.Int64(2)), select.Int64(3) == 1, CountsAt(select, 5))
            {
                IsMoved = select.Int64(4) == 1,
            }
            : null;
    });

    /// <summary>Notes what became of a file, in place of what became of this content before.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Note(TakenFile file) => Ask(database =>
    {
        using var insert = database.Prepare(
            $"INSERT INTO files (folder, hash, {Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            + "ON CONFLICT DO UPDATE SET name = excluded.name, at = excluded.at, is_refused = excluded.is_refused, "
            + "is_moved = excluded.is_moved, read = excluded.read, accepted = excluded.accepted, "
            + "duplicates = excluded.duplicates, nothing_to_do = excluded.nothing_to_do, "
            + "rejected = excluded.rejected");
        insert.Text(1, file.Folder);
        insert.Text(2, file.Hash);
        insert.Text(3, file.Name);
        var counts = file.Counts;
        long[] numbers =
        [
            file.Bytes, file.At.ToUnixTimeMilliseconds(), file.IsRefused ? 1 : 0, file.IsMoved ? 1 : 0, counts.Read,
            counts.Accepted, counts.Duplicates, counts.NothingToDo, counts.Rejected,
        ];
        for (var i = 0; i < numbers.Length; i++)
            insert.Int64(i + 4, numbers[i]);
        insert.Run();
        return true;
    });

    /// <summary>The file is out of the folder.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void NoteMoved(string folder, string hash) => Ask(database =>
    {
        using var update = database.Prepare("UPDATE files SET is_moved = 1 WHERE folder = ? AND hash = ?");
        update.Text(1, folder);
        update.Text(2, hash);
        update.Run();
        return true;
    });

    /// <summary>Another file of this content came, which is to be moved too.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void NoteRepeat(string folder, string hash, string name) => Ask(database =>
    {
        using var update = database.Prepare(
            "UPDATE files SET repeats = repeats + 1, is_moved = 0, name = ? WHERE folder = ? AND hash = ?");
        update.Text(1, name);
        update.Text(2, folder);
        update.Text(3, hash);
        update.Run();
        return true;
    });

    /// <summary>Notes what a look saw, in place of the look before.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Note(string folder, FolderLook look) => Ask(database =>
    {
        using var insert = database.Prepare("INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?, ?)");
        insert.Text(1, folder);
        insert.Int64(2, look.At.ToUnixTimeMilliseconds());
        insert.Int64(3, look.Waiting);
        if (look.OldestAt is { } oldest)
            insert.Int64(4, oldest.ToUnixTimeMilliseconds());
        else
            insert.Null(4);
        insert.TextOrNull(5, look.Trouble);
        insert.Run();
        return true;
    });

    /// <summary>How a folder stands.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public FolderStand Stand(string folder) => Ask(database =>
    {
        using var sums = database.Prepare(
            "SELECT coalesce(sum(1 - is_refused), 0), coalesce(sum(repeats), 0), coalesce(sum(is_refused), 0), "
            + "coalesce(sum(read), 0), coalesce(sum(accepted), 0), coalesce(sum(duplicates), 0), "
            + "coalesce(sum(nothing_to_do), 0), coalesce(sum(rejected), 0) FROM files WHERE folder = ?");
        sums.Text(1, folder);
        sums.Read();
        using var last = database.Prepare("SELECT name, at FROM files WHERE folder = ? ORDER BY at DESC LIMIT 1");
        last.Text(1, folder);
        var hasLast = last.Read();
        return new FolderStand(
            folder, sums.Int64(0), sums.Int64(1), sums.Int64(2), CountsAt(sums, 3), hasLast ? last.Text(0) : null,
            hasLast ? DateTimeOffset.FromUnixTimeMilliseconds(last.Int64(1)) : null, LookOf(database, folder));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _database.Dispose();
    }

    private static FolderLook? LookOf(SqliteDatabase database, string folder)
    {
        using var select = database.Prepare(
            "SELECT at, waiting, oldest_at IS NULL, oldest_at, trouble IS NULL, trouble FROM looks WHERE folder = ?");
        select.Text(1, folder);
        return select.Read()
            ? new FolderLook(
                DateTimeOffset.FromUnixTimeMilliseconds(select.Int64(0)), (int)select.Int64(1),
                select.Int64(2) == 1 ? null : DateTimeOffset.FromUnixTimeMilliseconds(select.Int64(3)),
                select.Int64(4) == 1 ? null : select.Text(5))
            : null;
    }

    private static InputCounts CountsAt(SqliteStatement row, int column) => new(
        row.Int64(column), row.Int64(column + 1), row.Int64(column + 2), row.Int64(column + 3),
        row.Int64(column + 4));

    private static IOException Unavailable(string path, SqliteFailureException failure) => new(
        $"The folders' ledger {path} can't be used: {failure.Message}. Check the disk's free space, the file and its "
        + "rights.", failure);

    private T Ask<T>(Func<SqliteDatabase, T> work)
    {
        lock (_gate)
        {
            try
            {
                return work(_database);
            }
            catch (SqliteFailureException failure)
            {
                throw Unavailable(_path, failure);
            }
        }
    }
}
