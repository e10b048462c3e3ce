namespace OrderToCash.Adapters.Inbox;

/// <content>What was asked for, and how far.</content>
public sealed partial class SqliteInbox
{
    /// <summary>
    /// Keeps the orders of a page that the shop has not delivered before, each as a delivery, and with them how far the
    /// shop has been read; all of it is durable when this completes.
    /// </summary>
    /// <param name="readUntil">
    /// Each change before this time is on this page or on earlier ones. A cursor that is further stays.
    /// </param>
    /// <returns>How many were kept.</returns>
    /// <exception cref="InboxUnavailableException">Nothing was kept, and the cursor stays.</exception>
    public async Task<int> AppendPolledAsync(
        string platform, string shop, IReadOnlyList<Delivery> orders, DateTimeOffset readUntil)
    {
        var appends = orders.Select(static order => new InboxAppend(order)).ToArray();
        return (int)await _writer.RunAsync(transaction =>
        {
            var kept = 0L;
            foreach (var append in appends)
                kept += transaction.AppendNews(append) ? 1 : 0;
            using var update = transaction.Database.Prepare(
                "INSERT INTO cursors (platform, shop, read_until, orders_read, orders_kept) VALUES (?, ?, ?, ?, ?) "
                + "ON CONFLICT (platform, shop) DO UPDATE SET "
                + "read_until = max(coalesce(read_until, 0), excluded.read_until), "
                + "orders_read = orders_read + excluded.orders_read, "
                + "orders_kept = orders_kept + excluded.orders_kept");
            update.Text(1, platform);
            update.Text(2, shop);
            update.Int64(3, readUntil.ToUnixTimeMilliseconds());
            update.Int64(4, appends.Length);
            update.Int64(5, kept);
            update.Run();
            return kept;
        }).ConfigureAwait(false);
    }

    /// <summary>Keeps that a run has read everything, or why it failed.</summary>
    /// <param name="error">Null where it has read everything.</param>
    /// <exception cref="InboxUnavailableException">It could not be kept.</exception>
    public Task NotePollAsync(string platform, string shop, DateTimeOffset at, string? error) =>
        _writer.RunAsync(transaction =>
        {
            using var update = transaction.Database.Prepare(
                "INSERT INTO cursors (platform, shop, finished_at, error, failed_at, failures) VALUES (?1, ?2, "
                + "iif(?4 IS NULL, ?3, NULL), ?4, iif(?4 IS NULL, NULL, ?3), iif(?4 IS NULL, 0, 1)) "
                + "ON CONFLICT (platform, shop) DO UPDATE SET "
                + "finished_at = coalesce(excluded.finished_at, finished_at), error = excluded.error, "
                + "failed_at = excluded.failed_at, failures = iif(excluded.error IS NULL, 0, failures + 1)");
            update.Text(1, platform);
            update.Text(2, shop);
            update.Int64(3, at.ToUnixTimeMilliseconds());
            update.TextOrNull(4, error);
            update.Run();
            return 0;
        });

    /// <summary>How far each shop was read that is asked for its orders.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be read.</exception>
    public IReadOnlyList<ShopCursor> Cursors() => Ask(database =>
    {
        var cursors = new List<ShopCursor>();
        // An older program may still append to the file: then nothing was asked for.
        if (database.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'cursors'") == 0)
            return cursors;
        using var select = database.Prepare(
            "SELECT platform, shop, coalesce(read_until, 0), coalesce(finished_at, 0), error IS NULL, error, "
            + "coalesce(failed_at, 0), failures, orders_read, orders_kept FROM cursors ORDER BY platform, shop");
        while (select.Read())
        {
            cursors.Add(new ShopCursor(
                select.Text(0), select.Text(1), TimeOf(select.Int64(2)), TimeOf(select.Int64(3)),
                select.Int64(4) == 1 ? null : select.Text(5), TimeOf(select.Int64(6)), select.Int64(7),
                select.Int64(8), select.Int64(9)));
        }

        return cursors;
    });
}
