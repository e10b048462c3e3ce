using System.Globalization;
using System.Security.Cryptography;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>
/// Keeps refused inputs and checkpoints in a SQLite file, usually <c>intake.db</c> beside the journal.
/// </summary>
/// <remarks>
/// Any thread; one at a time works on the file. Several processes may have it open: write-ahead log,
/// <c>synchronous=FULL</c>. It is asked once for thousands of inputs, so its statements are prepared when they are
/// needed.
/// </remarks>
public sealed class SqliteIntakeStore : IIntakeStore
{
    private const string Columns = "number, source, format, position, raw_packed, raw, " + OtherColumns;

    /// <summary>The same, without the bytes.</summary>
    private const string ListColumns = "number, source, format, position, 0, x'', " + OtherColumns;

    private const string OtherColumns =
        "reason, place, found, expected, advice IS NULL, advice, at, resolution IS NULL, resolution";

    private static readonly SqliteSchema Schema = new()
    {
        Table = "intake", Scripts = ["Sqlite.Schema.0001_intake.sql"],
    };

    /// <summary>Guards the connection; held while the file is written or read.</summary>
    private readonly Lock _gate = new();
    private readonly SqliteDatabase _database;
    private readonly string _path;
    private bool _isDisposed;

    private SqliteIntakeStore(SqliteDatabase database, string path)
    {
        _database = database;
        _path = path;
    }

    /// <summary>Opens the file; creates it where it is missing.</summary>
    /// <exception cref="JournalUnavailableException">The file can't be opened: the message says why.</exception>
    /// <exception cref="JournalFormatException">It is another kind of file, or of another version.</exception>
    public static SqliteIntakeStore Open(string path)
    {
        try
        {
            return new SqliteIntakeStore(
                Schema.Open(path, SqliteNative.OpenReadWrite | SqliteNative.OpenCreate), path);
        }
        catch (SqliteFailureException failure)
        {
            throw Unavailable(path, failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask QuarantineAsync(IReadOnlyList<QuarantinedInput> inputs, CancellationToken cancellationToken) =>
        RunAsync(
            database =>
            {
                database.Execute("BEGIN IMMEDIATE");
                using (var insert = database.Prepare(
                    "INSERT INTO quarantine (source, format, position, raw_hash, raw_packed, raw, reason, place, "
                    + "found, expected, advice, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                    + "ON CONFLICT DO NOTHING"))
                {
                    foreach (var input in inputs)
                    {
                        Bind(insert, input);
                        insert.Run();
                    }
                }

                database.Execute("COMMIT");
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Checkpoint> ReadCheckpointAsync(string identity, CancellationToken cancellationToken) =>
        AskAsync(
            database =>
            {
                using var select = database.Prepare("SELECT position, fingerprint FROM checkpoints WHERE identity = ?");
                select.Text(1, identity);
                return select.Read() ? new Checkpoint(select.Int64(0), select.Int64(1)) : default;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteCheckpointAsync(
        string identity, Checkpoint checkpoint, CancellationToken cancellationToken) =>
        RunAsync(
            database =>
            {
                using var upsert = database.Prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)");
                upsert.Text(1, identity);
                upsert.Int64(2, checkpoint.Position);
                upsert.Int64(3, checkpoint.Fingerprint);
                upsert.Run();
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QuarantineEntry>> ListQuarantineAsync(
        bool includeResolved, long afterNumber, int maxEntries, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<QuarantineEntry>>(
            database =>
            {
                var entries = new List<QuarantineEntry>();
                var which = includeResolved ? "" : "AND resolution IS NULL ";
                using var select = database.Prepare(
                    $"SELECT {ListColumns} FROM quarantine WHERE number > ? {which}ORDER BY number LIMIT ?");
                select.Int64(1, afterNumber);
                select.Int64(2, maxEntries);
                while (select.Read())
                {
                    entries.Add(ReadEntry(select));
                }

                return entries;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<QuarantineEntry?> ReadQuarantineAsync(long number, CancellationToken cancellationToken) =>
        AskAsync(
            database =>
            {
                using var select = database.Prepare($"SELECT {Columns} FROM quarantine WHERE number = ?");
                select.Int64(1, number);
                return select.Read() ? ReadEntry(select) : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask ResolveQuarantineAsync(long number, string resolution, CancellationToken cancellationToken) =>
        RunAsync(
            database =>
            {
                using var update = database.Prepare("UPDATE quarantine SET resolution = ? WHERE number = ?");
                update.Text(1, resolution);
                update.Int64(2, number);
                update.Run();
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _database.Dispose();
            }
        }

        return ValueTask.CompletedTask;
    }

    private static void Bind(SqliteStatement insert, QuarantinedInput input)
    {
        var raw = input.Raw.Span;
        var packed = raw.Length < PackedBytes.MinBytes ? null : PackedBytes.Pack(raw);
        insert.Text(1, input.Source);
        insert.Text(2, input.Format);
        insert.Int64(3, input.Position);
        insert.Blob(4, SHA256.HashData(raw));
        insert.Int64(5, packed is null ? 0 : raw.Length);
        insert.Blob(6, packed is null ? raw : packed);
        insert.Text(7, input.Rejection.Reason);
        insert.Text(8, input.Rejection.Place);
        insert.Text(9, input.Rejection.Found);
        insert.Text(10, input.Rejection.Expected);
        if (input.Rejection.Advice is { } advice)
        {
            insert.Text(11, advice);
        }
        else
        {
            insert.Null(11);
        }

        insert.Text(12, input.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
    }

    private static QuarantineEntry ReadEntry(SqliteStatement row)
    {
        var unpackedBytes = (int)row.Int64(4);
        var raw = row.Bytes(5).ToArray();
        raw = unpackedBytes == 0 ? raw : PackedBytes.Unpack(raw, unpackedBytes);
        var advice = row.Int64(10) == 1 ? null : row.Text(11);
        var rejection = new Rejection(row.Text(6), row.Text(7), row.Text(8), row.Text(9), advice);
        var at = DateTimeOffset.Parse(row.Text(12), CultureInfo.InvariantCulture);
        return new QuarantineEntry(
            row.Int64(0), new QuarantinedInput(row.Text(1), row.Text(2), row.Int64(3), raw, rejection, at),
            row.Int64(13) == 1 ? null : row.Text(14));
    }

    private static JournalUnavailableException Unavailable(string path, SqliteFailureException failure) =>
        new($"The intake store {path} can't be used: {failure.Message}. Check the disk and the file, then try again.",
            failure);

    private ValueTask RunAsync(Func<SqliteDatabase, bool> work, CancellationToken cancellationToken)
    {
        Ask(work, cancellationToken);
        return ValueTask.CompletedTask;
    }

    private ValueTask<T> AskAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Ask(work, cancellationToken));

    private T Ask<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return work(_database);
            }
            catch (SqliteFailureException failure)
            {
                if (!_database.IsAutocommit)
                {
                    _database.Execute("ROLLBACK");
                }

                throw Unavailable(_path, failure);
            }
        }
    }
}
