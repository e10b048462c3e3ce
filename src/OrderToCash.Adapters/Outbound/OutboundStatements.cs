using System.Globalization;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>The tables of an outbound queue's file, with their statements prepared once.</summary>
/// <remarks>Used within a transaction of <see cref="SqliteOutbound"/>, which lets in one caller at a time.</remarks>
internal sealed class OutboundStatements(SqliteDatabase database) : IOutboundTables, IDisposable
{
    private readonly SqliteStatement _position = database.Prepare("SELECT position FROM positions WHERE shard = ?");

    private readonly SqliteStatement _setPosition = database.Prepare("INSERT OR REPLACE INTO positions VALUES (?, ?)");

    private readonly SqliteStatement _level = database.Prepare(
        "SELECT shard, position, reserved, waiting, shelves FROM levels WHERE sku = ?");

    private readonly SqliteStatement _putLevel = database.Prepare(
        "INSERT OR REPLACE INTO levels VALUES (?, ?, ?, ?, ?, ?)");

    private readonly SqliteStatement _levelsAfter = database.Prepare(
        "SELECT shard, position, reserved, waiting, shelves, sku FROM levels WHERE sku > ? ORDER BY sku LIMIT ?");

    private readonly SqliteStatement _find = database.Prepare(
        $"SELECT {EntryRows.Columns} FROM entries WHERE channel = ? AND kind = ? AND id = ?");

    private readonly SqliteStatement _put = database.Prepare(
        $"INSERT OR REPLACE INTO entries ({EntryRows.Written}) VALUES ({EntryRows.Parameters})");

    private readonly SqliteStatement _due = database.Prepare(
        $"SELECT {EntryRows.Columns} FROM entries INDEXED BY entries_waiting WHERE channel = ? AND state = 0 "
        + "AND due_at <= ? ORDER BY is_urgent DESC, due_at, kind, id LIMIT ?");

    private readonly SqliteStatement _sending = database.Prepare(
        $"SELECT {EntryRows.Columns} FROM entries INDEXED BY entries_sending WHERE channel = ? AND state = 1");

    private readonly SqliteStatement _nextDue = database.Prepare(
        "SELECT due_at FROM entries INDEXED BY entries_due WHERE channel = ? AND state = 0 ORDER BY due_at LIMIT 1");

    private readonly SqliteStatement _progress = database.Prepare(
        "SELECT terms, after_sku IS NULL, after_sku FROM progress WHERE channel = ?");

    private readonly SqliteStatement _setProgress = database.Prepare(
        "INSERT OR REPLACE INTO progress VALUES (?, ?, ?)");

    private readonly SqliteStatement _forget = database.Prepare(
        "DELETE FROM entries WHERE (channel, kind, id) IN (SELECT channel, kind, id FROM entries "
        + "INDEXED BY entries_told_orders WHERE kind = 2 AND state = 2 AND sent_at < ? ORDER BY sent_at LIMIT ?)");

    /// <inheritdoc/>
    public Guid? Journal
    {
        get
        {
            using var select = database.Prepare("SELECT journal FROM outbound");
            var text = select.Read() ? select.Text(0) : "";
            select.Reset();
            return text.Length == 0 ? null : Guid.Parse(text, CultureInfo.InvariantCulture);
        }
    }

    /// <inheritdoc/>
    public void BeginAnew(Guid journal)
    {
        database.Execute(
            "DELETE FROM levels; DELETE FROM positions; DELETE FROM progress; DELETE FROM entries WHERE kind = 1");
        using var update = database.Prepare("UPDATE outbound SET journal = ?");
        update.Text(1, journal.ToString());
        update.Run();
    }

    /// <inheritdoc/>
    public long PositionOf(int shard)
    {
        _position.Int64(1, shard);
        var position = _position.Read() ? _position.Int64(0) : 0;
        _position.Reset();
        return position;
    }

    /// <inheritdoc/>
    public void SetPosition(int shard, long position)
    {
        _setPosition.Int64(1, shard);
        _setPosition.Int64(2, position);
        _setPosition.Run();
    }

    /// <inheritdoc/>
    public StockLevel? FindLevel(string sku)
    {
        _level.Text(1, sku);
        var level = _level.Read() ? LevelRows.Read(_level) : null;
        _level.Reset();
        return level;
    }

    /// <inheritdoc/>
    public void PutLevel(string sku, StockLevel level)
    {
        _putLevel.Text(1, sku);
        LevelRows.Bind(_putLevel, level);
        _putLevel.Run();
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Sku, StockLevel Level)> LevelsAfter(string sku, int max)
    {
        _levelsAfter.Text(1, sku);
        _levelsAfter.Int64(2, max);
        var levels = new List<(string, StockLevel)>();
        while (_levelsAfter.Read())
            levels.Add((_levelsAfter.Text(5), LevelRows.Read(_levelsAfter)));
        return levels;
    }

    /// <inheritdoc/>
    public OutboundEntry? Find(string channel, OutboundKind kind, string id)
    {
        _find.Text(1, channel);
        _find.Int64(2, (long)kind);
        _find.Text(3, id);
        var entry = _find.Read() ? EntryRows.Read(_find) : null;
        _find.Reset();
        return entry;
    }

    /// <inheritdoc/>
    public void Put(OutboundEntry entry)
    {
        EntryRows.Bind(_put, entry);
        _put.Run();
    }

    /// <inheritdoc/>
    public IReadOnlyList<OutboundEntry> Due(string channel, DateTimeOffset now, int max)
    {
        _due.Text(1, channel);
        _due.Int64(2, now.UtcTicks);
        _due.Int64(3, max);
        return EntryRows.ReadAll(_due);
    }

    /// <inheritdoc/>
    public IReadOnlyList<OutboundEntry> Sending(string channel)
    {
        _sending.Text(1, channel);
        return EntryRows.ReadAll(_sending);
    }

    /// <inheritdoc/>
    public DateTimeOffset? NextDue(string channel)
    {
        _nextDue.Text(1, channel);
        DateTimeOffset? due = _nextDue.Read() ? EntryRows.TimeOf(_nextDue.Int64(0)) : null;
        _nextDue.Reset();
        return due;
    }

    /// <inheritdoc/>
    public OfferProgress? ProgressOf(string channel)
    {
        _progress.Text(1, channel);
        var progress = _progress.Read()
            ? new OfferProgress(_progress.Text(0), _progress.Int64(1) == 1 ? null : _progress.Text(2))
            : null;
        _progress.Reset();
        return progress;
    }

    /// <inheritdoc/>
    public void SetProgress(string channel, OfferProgress progress)
    {
        _setProgress.Text(1, channel);
        _setProgress.Text(2, progress.Terms);
        _setProgress.TextOrNull(3, progress.AfterSku);
        _setProgress.Run();
    }

    /// <inheritdoc/>
    public int ForgetOrders(DateTimeOffset before, int max)
    {
        _forget.Int64(1, before.UtcTicks);
        _forget.Int64(2, max);
        _forget.Run();
        return database.Changes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteStatement[] all =
        [
            _position, _setPosition, _level, _putLevel, _levelsAfter, _find, _put, _due, _sending, _nextDue, _progress,
            _setProgress, _forget,
        ];
        foreach (var statement in all)
            statement.Dispose();
    }
}
