using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Outbound;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Keeps what sales channels are to be told in a SQLite file of this node.</summary>
/// <remarks>
/// Any thread. Write-ahead log, <c>synchronous=FULL</c>: what was sent was in the file before, so that nothing older is
/// offered after a power cut. One process sends, <see cref="OpenToSend"/>; others may look and <see cref="Retry"/>
/// beside it. The file can be made anew from the journal: losing it costs telling everything again.
/// </remarks>
public sealed partial class SqliteOutbound : IOutboundStore, IDisposable
{
    private static readonly SqliteSchema Schema = new()
    {
        Table = "outbound", Scripts = ["Outbound.Schema.0001_outbound.sql"],
    };

    private readonly string _path;
    private readonly StoreLock? _lock;

    /// <summary>Guards the connection; held during a transaction.</summary>
    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;
    private readonly OutboundStatements _statements;
    private bool _isDisposed;

    private SqliteOutbound(string path, StoreLock? held, SqliteDatabase database)
    {
        (_path, _lock, _database) = (path, held, database);
        _statements = new OutboundStatements(database);
    }

    /// <summary>Opens the file as the one process that sends; creates it where it is missing.</summary>
    /// <exception cref="OutboundUnavailableException">The file can't be opened: the message says why.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of another version.</exception>
    /// <exception cref="Stores.StoreLockedException">Another process sends from it.</exception>
    public static SqliteOutbound OpenToSend(string path, TimeProvider time)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
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

    /// <summary>Opens an existing file beside the process that sends.</summary>
    /// <exception cref="OutboundUnavailableException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of another version.</exception>
    public static SqliteOutbound OpenBeside(string path) => File.Exists(path)
        ? Open(path, null, SqliteNative.OpenReadWrite)
        : throw new OutboundUnavailableException(
            $"There is no outbound queue at {path}: no channel was told anything from this node. Let one be told with "
            + "`o2c channels publish`, or check --outbound.");

    /// <inheritdoc/>
    public T Change<T>(Func<IOutboundTables, T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                _database.Execute("BEGIN IMMEDIATE");
                var result = work(_statements);
                _database.Execute("COMMIT");
                return result;
            }
            catch (SqliteFailureException failure)
            {
                throw Unavailable(_path, failure);
            }
            finally
            {
                // After some errors SQLite has rolled back by itself.
                if (!_database.IsAutocommit)
                    _database.Execute("ROLLBACK");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _statements.Dispose();
            _database.Dispose();
        }

        _lock?.Dispose();
    }

    private static OutboundUnavailableException Unavailable(string path, SqliteFailureException failure) => new(
        $"The outbound queue {path} can't be used: {failure.Message}. Check the disk's free space, the file and its "
        + "rights.", failure);

    private static SqliteOutbound Open(string path, StoreLock? held, int flags)
    {
        try
        {
            return new SqliteOutbound(path, held, Schema.Open(path, flags));
        }
        catch (SqliteFailureException failure)
        {
            throw Unavailable(path, failure);
        }
    }
}
