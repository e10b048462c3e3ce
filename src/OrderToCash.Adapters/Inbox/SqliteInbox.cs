using System.Threading.Channels;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Inbox;

/// <summary>
/// Keeps what channels deliver in a SQLite file of this node, before it is acknowledged and whatever becomes of the
/// store behind.
/// </summary>
/// <remarks>
/// Any thread. Write-ahead log, <c>synchronous=FULL</c>: what <see cref="AppendAsync"/> acknowledged survives a power
/// cut. One process appends, <see cref="OpenToAppend"/>; others may read and <see cref="ReplayAsync"/> beside it.
/// </remarks>
public sealed partial class SqliteInbox : IAsyncDisposable
{
    /// <summary>It has no cursors: who opens it to append adds them, and nobody else has to wait for that.</summary>
    private const int OldestToRead = 1;

    private static readonly SqliteSchema Schema = new()
    {
        Table = "inbox", Scripts = ["Inbox.Schema.0001_inbox.sql", "Inbox.Schema.0002_cursors.sql"],
        FirstPragmas = "PRAGMA auto_vacuum=INCREMENTAL;",
    };

    private readonly string _path;
    private readonly StoreLock? _lock;
    private readonly InboxWriter _writer;

    /// <summary>Guards the connection that reads; held while a page is read.</summary>
    private readonly Lock _gate = new();
    private readonly SqliteDatabase _reader;

    /// <summary>Has one element while there may be something to decide.</summary>
    private readonly Channel<bool> _arrivals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isDisposed;

    private SqliteInbox(
        string path, StoreLock? held, SqliteDatabase writes, SqliteDatabase checks, SqliteDatabase reads)
    {
        (_path, _lock, _reader) = (path, held, reads);
        _writer = new InboxWriter(
            writes, checks, path, _ => _arrivals.Writer.TryWrite(true), marks => Marked?.Invoke(marks));
    }

    /// <summary>Told, by the writer's thread, of marks that are durable.</summary>
    internal event Action<IReadOnlyList<InboxMark>>? Marked;

    /// <summary>Opens the file as the one process that appends to it; creates it where it is missing.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be opened: the message says why.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of another version.</exception>
    /// <exception cref="Stores.StoreLockedException">Another process appends to it.</exception>
    public static SqliteInbox OpenToAppend(string path, TimeProvider time)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null)
            Directory.CreateDirectory(folder);
        var held = StoreLock.Take(path, time);
        try
        {
            return Open(path, held, SqliteNative.OpenReadWrite | SqliteNative.OpenCreate);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens an existing file beside the process that appends to it.</summary>
    /// <exception cref="InboxUnavailableException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of another version.</exception>
    public static SqliteInbox OpenBeside(string path) => File.Exists(path)
        ? Open(path, null, SqliteNative.OpenReadWrite)
        : throw new InboxUnavailableException(
            $"There is no inbox at {path}: nothing was delivered to a webhook of this node. Check --inbox.");

    /// <summary>Keeps a delivery; it is durable when this completes.</summary>
    /// <exception cref="InboxUnavailableException">It could not be kept; nothing of it was.</exception>
    public Task<InboxReceipt> AppendAsync(Delivery delivery)
    {
        var append = new InboxAppend(delivery);
        return _writer.Add(append)
            ? append.Kept.Task
            : Task.FromException<InboxReceipt>(
                new InboxUnavailableException($"The inbox {_path} is being closed; send it again."));
    }

    /// <summary>Keeps what became of a delivery, in one of the next commits.</summary>
    public void Mark(InboxMark mark) => _writer.Add(mark);

    /// <summary>Completes when all marks are durable that were made before.</summary>
    /// <exception cref="InboxUnavailableException">They can't be written.</exception>
    public Task FlushAsync() => _writer.RunAsync(static _ => 0);

    /// <summary>Lets deliveries be translated and decided again: one, or all that were refused.</summary>
    /// <param name="number">Null for all that were refused.</param>
    /// <returns>How many.</returns>
    /// <exception cref="InboxUnavailableException">The file can't be written.</exception>
    public async Task<long> ReplayAsync(long? number)
    {
        var replayed = await _writer.RunAsync(transaction =>
        {
            var database = transaction.Database;
            // Of a repeat it is the first one that has the bytes.
            using var update = database.Prepare(
                "UPDATE deliveries SET state = 0, decided_at = NULL WHERE "
                + (number is null
                    ? "state = 3"
                    : "number = (SELECT coalesce(repeat_of, number) FROM deliveries WHERE number = ?)"));
            if (number is { } one)
                update.Int64(1, one);
            update.Run();
            return database.Changes;
        }).ConfigureAwait(false);
        _arrivals.Writer.TryWrite(true);
        return replayed;
    }

    /// <summary>Forgets decided deliveries that came before a time, some at a time; never what waits.</summary>
    /// <returns>How many it forgot; less than the most at a time where no more are that old.</returns>
    /// <exception cref="InboxUnavailableException">The file can't be written.</exception>
    public Task<long> ForgetAsync(DateTimeOffset before, int maxEntries) => _writer.RunAsync(transaction =>
    {
        var database = transaction.Database;
        // The last number stays: it says which one comes next. So does the first one of a repeat that stays.
        using var delete = database.Prepare(
            "DELETE FROM deliveries WHERE number IN (SELECT d.number FROM deliveries d WHERE d.received_at < ?1 "
            + "AND d.state <> 0 AND d.number < (SELECT max(number) FROM deliveries) "
            + "AND NOT EXISTS (SELECT 1 FROM deliveries r WHERE r.repeat_of = d.number AND r.received_at >= ?1) "
            + "ORDER BY d.received_at LIMIT ?2)");
        delete.Int64(1, before.ToUnixTimeMilliseconds());
        delete.Int64(2, maxEntries);
        delete.Run();
        return database.Changes;
    });

    /// <summary>Gives free pages back to the file system, some at a time.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be written.</exception>
    public Task ShrinkAsync(int maxPages) => _writer.RunAsync(transaction =>
    {
        transaction.Database.Execute($"PRAGMA incremental_vacuum({maxPages})");
        return 0;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return ValueTask.CompletedTask;
        _isDisposed = true;
        _writer.Dispose();
        lock (_gate)
            _reader.Dispose();
        _lock?.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static InboxUnavailableException Unavailable(string path, SqliteFailureException failure) => new(
        $"The inbox {path} can't be used: {failure.Message}. Check the disk's free space, the file and its rights.",
        failure);

    private static SqliteInbox Open(string path, StoreLock? held, int flags)
    {
        var databases = new List<SqliteDatabase>();
        try
        {
            var oldest = held is null ? OldestToRead : Schema.Scripts.Length;
            for (var i = 0; i < 3; i++)
            {
                databases.Add(Schema.Open(path, flags, oldest));
                databases[i].Execute("PRAGMA wal_autocheckpoint=0");
            }

            return new SqliteInbox(path, held, databases[0], databases[1], databases[2]);
        }
        catch (Exception exception)
        {
            foreach (var database in databases)
                database.Dispose();
            if (exception is SqliteFailureException failure)
                throw Unavailable(path, failure);
            throw;
        }
    }
}
