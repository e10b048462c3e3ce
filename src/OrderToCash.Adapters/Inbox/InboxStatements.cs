using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.Adapters.Inbox;

/// <summary>What the inbox's writer does for each delivery, prepared once.</summary>
/// <remarks>The writer's thread alone uses them.</remarks>
internal sealed class InboxStatements(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _find = database.Prepare(
        "SELECT number, state FROM deliveries WHERE content_hash = ? AND platform = ? AND shop = ? "
        + "AND repeat_of IS NULL ORDER BY number DESC LIMIT 1");

    private readonly SqliteStatement _insert = database.Prepare(
        "INSERT INTO deliveries (number, platform, shop, delivery_id, topic, received_at, headers, content_hash, "
        + "body_bytes, state, reason, repeat_of, decided_at, attempts) "
        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)");

    private readonly SqliteStatement _insertBody = database.Prepare("INSERT INTO bodies VALUES (?, ?, ?)");

    private readonly SqliteStatement _mark = database.Prepare(
        "UPDATE deliveries SET state = ?, reason = ?, detail = ?, orders = ?, decided_at = ?, "
        + "attempts = attempts + 1 WHERE number = ?");

    /// <summary>
    /// Writes a delivery. One with the bytes of an earlier one is written as its repeat, unless that was refused: then
    /// it is tried again.
    /// </summary>
    public InboxReceipt Append(InboxAppend append, long number)
    {
        var delivery = append.Delivery;
        var repeated = FindSame(append);
        _insert.Int64(1, number);
        _insert.Text(2, delivery.Platform);
        _insert.Text(3, delivery.Shop);
        _insert.TextOrNull(4, delivery.DeliveryId);
        _insert.TextOrNull(5, delivery.Topic);
        _insert.Int64(6, delivery.ReceivedAt.ToUnixTimeMilliseconds());
        _insert.Text(7, delivery.HeadersJson);
        _insert.Blob(8, append.ContentHash);
        _insert.Int64(9, delivery.Body.Length);
        if (repeated is { } first)
        {
            _insert.Int64(10, (long)InboxState.Duplicate);
            _insert.Text(11, "repeat");
            _insert.Int64(12, first);
            _insert.Int64(13, delivery.ReceivedAt.ToUnixTimeMilliseconds());
        }
        else
        {
            _insert.Int64(10, (long)InboxState.Waiting);
            _insert.Null(11);
            _insert.Null(12);
            _insert.Null(13);
            _insertBody.Int64(1, number);
            _insertBody.Int64(2, append.IsPacked ? 1 : 0);
            _insertBody.Blob(3, append.Body.Span);
            _insertBody.Run();
        }

        _insert.Run();
        return new InboxReceipt(number, repeated);
    }

    /// <summary>True where the shop has delivered these bytes before, whatever became of them.</summary>
    public bool IsKnown(InboxAppend append)
    {
        _find.Blob(1, append.ContentHash);
        _find.Text(2, append.Delivery.Platform);
        _find.Text(3, append.Delivery.Shop);
        var isKnown = _find.Read();
        _find.Reset();
        return isKnown;
    }

    public void Mark(InboxMark mark)
    {
        _mark.Int64(1, (long)mark.State);
        _mark.TextOrNull(2, mark.Reason);
        _mark.TextOrNull(3, mark.Detail);
        _mark.TextOrNull(4, mark.Orders);
        _mark.Int64(5, mark.At.ToUnixTimeMilliseconds());
        _mark.Int64(6, mark.Number);
        _mark.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _insertBody.Dispose();
        _mark.Dispose();
    }

    private long? FindSame(InboxAppend append)
    {
        _find.Blob(1, append.ContentHash);
        _find.Text(2, append.Delivery.Platform);
        _find.Text(3, append.Delivery.Shop);
        long? found = _find.Read() && _find.Int64(1) != (long)InboxState.Refused ? _find.Int64(0) : null;
        _find.Reset();
        return found;
    }
}
