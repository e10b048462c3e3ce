using System.Text;
using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.Adapters.Inbox;

/// <content>What is in it.</content>
public sealed partial class SqliteInbox
{
    private const string Columns =
        "d.number, platform, shop, delivery_id IS NULL, delivery_id, topic IS NULL, topic, received_at, headers, "
        + "body_bytes, state, reason IS NULL, reason, detail IS NULL, detail, orders IS NULL, orders, "
        + "coalesce(repeat_of, 0), coalesce(decided_at, 0), attempts";

    private const string ListColumns = Columns + ", 0, x''";

    private const string Whole =
        $"SELECT {Columns}, coalesce(is_packed, 0), coalesce(body, x'') FROM deliveries d ";

    /// <summary>One delivery with its body; null where there is none of this number.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be read.</exception>
    public InboxEntry? Read(long number) => Ask(database =>
    {
        using var select = database.Prepare(
            Whole + "LEFT JOIN bodies b ON b.number = coalesce(d.repeat_of, d.number) WHERE d.number = ?");
        select.Int64(1, number);
        return select.Read() ? ReadEntry(select) : null;
    });

    /// <summary>Deliveries without their bodies, newest first.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be read.</exception>
    public IReadOnlyList<InboxEntry> List(InboxQuestion question) => Ask(database =>
    {
        var sql = new StringBuilder($"SELECT {ListColumns} FROM deliveries d WHERE d.number < ?1");
        if (question.State is not null)
            sql.Append(" AND state = ?3");
        if (question.Platform is not null)
            sql.Append(" AND platform = ?4");
        if (question.Shop is not null)
            sql.Append(" AND shop = ?5");
        sql.Append(" ORDER BY d.number DESC LIMIT ?2");
        using var select = database.Prepare(sql.ToString());
        select.Int64(1, question.AfterNumber ?? long.MaxValue);
        select.Int64(2, question.MaxEntries);
        if (question.State is { } state)
            select.Int64(3, (long)state);
        if (question.Platform is { } platform)
            select.Text(4, platform);
        if (question.Shop is { } shop)
            select.Text(5, shop);
        return ReadAll(select, question.MaxEntries, long.MaxValue);
    });

    /// <summary>How much there is, by shop and state.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be read.</exception>
    public InboxStats Stats() => Ask(database =>
    {
        var counts = new List<InboxCount>();
        using (var select = database.Prepare(
            "SELECT platform, shop, state, count(*), sum(body_bytes) FROM deliveries "
            + "GROUP BY platform, shop, state ORDER BY platform, shop, state"))
        {
            while (select.Read())
            {
                counts.Add(new InboxCount(
                    select.Text(0), select.Text(1), (InboxState)select.Int64(2), select.Int64(3), select.Int64(4)));
            }
        }

        var bytes = database.QueryInt64("PRAGMA page_count") * database.QueryInt64("PRAGMA page_size");
        var waiting = database.QueryInt64(
            "SELECT coalesce(min(received_at), 0) FROM deliveries INDEXED BY deliveries_waiting WHERE state = 0");
        var oldest = database.QueryInt64("SELECT coalesce(min(received_at), 0) FROM deliveries");
        return new InboxStats(counts, bytes, TimeOf(waiting), TimeOf(oldest));
    });

    /// <summary>Deliveries to be decided, with their bodies, in the order of arrival.</summary>
    /// <param name="isReplayed">
    /// False for those after the number, true for earlier ones that were decided before.
    /// </param>
    /// <param name="maxBytes">One more delivery is always read.</param>
    internal IReadOnlyList<InboxEntry> ReadWaiting(
        long afterNumber, bool isReplayed, int maxEntries, long maxBytes) => Ask(database =>
    {
        using var select = database.Prepare(
            Whole + "INDEXED BY deliveries_waiting LEFT JOIN bodies b ON b.number = d.number WHERE state = 0 AND "
            + (isReplayed ? "attempts > 0 AND d.number <= ?" : "d.number > ?") + " ORDER BY d.number LIMIT ?");
        select.Int64(1, afterNumber);
        select.Int64(2, maxEntries);
        return ReadAll(select, maxEntries, maxBytes);
    });

    /// <summary>Completes when something may have come since the last call.</summary>
    internal async Task WaitForArrivalAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrival = _arrivals.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(arrival, Task.Delay(atMost, time, either.Token)).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        _arrivals.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static List<InboxEntry> ReadAll(SqliteStatement select, int maxEntries, long maxBytes)
    {
        var entries = new List<InboxEntry>();
        var bytes = 0L;
        while (entries.Count < maxEntries && bytes < maxBytes && select.Read())
        {
            entries.Add(ReadEntry(select));
            bytes += entries[^1].BodyBytes;
        }

        select.Reset();
        return entries;
    }

    private static InboxEntry ReadEntry(SqliteStatement row)
    {
        var bodyBytes = row.Int64(9);
        var body = row.Bytes(21).ToArray();
        if (row.Int64(20) == 1)
            body = PackedBytes.Unpack(body, (int)bodyBytes);
        var delivery = new Delivery(
            row.Text(1), row.Text(2), row.Int64(3) == 1 ? null : row.Text(4), row.Int64(5) == 1 ? null : row.Text(6),
            DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(7)), row.Text(8), body);
        return new InboxEntry(
            row.Int64(0), delivery, bodyBytes, (InboxState)row.Int64(10), row.Int64(11) == 1 ? null : row.Text(12),
            row.Int64(13) == 1 ? null : row.Text(14), row.Int64(15) == 1 ? null : row.Text(16),
            row.Int64(17) == 0 ? null : row.Int64(17), TimeOf(row.Int64(18)), row.Int64(19));
    }

    private static DateTimeOffset? TimeOf(long milliseconds) =>
        milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private T Ask<T>(Func<SqliteDatabase, T> question)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return question(_reader);
            }
            catch (SqliteFailureException failure)
            {
                throw Unavailable(_path, failure);
            }
        }
    }
}
