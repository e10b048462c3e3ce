namespace OrderToCash.Adapters.Inbox;

/// <content>Whether all that was delivered is accounted for.</content>
public sealed partial class SqliteInbox
{
    /// <summary>What became of each shop's deliveries, as far as they are kept.</summary>
    /// <exception cref="InboxUnavailableException">The file can't be read.</exception>
    public IReadOnlyList<InboxCompleteness> Completeness() => Ask(database =>
    {
        var shops = new List<InboxCompleteness>();
        using var select = database.Prepare(
            "SELECT c.platform, c.shop, c.delivered, c.accepted, c.duplicate, c.refused, c.ignored, c.waiting, "
            + "coalesce(c.oldest, 0), coalesce(d.state, 0), coalesce(d.received_at, 0) FROM ("
            + "SELECT platform, shop, count(*) AS delivered, sum(state = 0) AS waiting, sum(state = 1) AS accepted, "
            + "sum(state = 2) AS duplicate, sum(state = 3) AS refused, sum(state = 4) AS ignored, "
            + "min(CASE WHEN state IN (0, 3) THEN number END) AS oldest FROM deliveries GROUP BY platform, shop) c "
            + "LEFT JOIN deliveries d ON d.number = c.oldest ORDER BY c.shop, c.platform");
        while (select.Read())
        {
            shops.Add(new InboxCompleteness(
                select.Text(0), select.Text(1), select.Int64(2), select.Int64(3), select.Int64(4), select.Int64(5),
                select.Int64(6), select.Int64(7))
            {
                Oldest = select.Int64(8) == 0 ? null : new UnreconciledDelivery(
                    select.Int64(8), (InboxState)select.Int64(9),
                    DateTimeOffset.FromUnixTimeMilliseconds(select.Int64(10))),
            });
        }

        return shops;
    });
}

/// <summary>What became of a shop's deliveries.</summary>
/// <param name="Delivered">All, counted for themselves: the others have to sum up to it.</param>
public sealed record InboxCompleteness(
    string Platform, string Shop, long Delivered, long Accepted, long Duplicate, long Refused, long Ignored,
    long Waiting)
{
    /// <summary>The oldest that waits or was refused; null: there is none.</summary>
    public UnreconciledDelivery? Oldest { get; init; }
}

/// <summary>A delivery of which nobody can say yet that it is done.</summary>
public sealed record UnreconciledDelivery(long Number, InboxState State, DateTimeOffset ReceivedAt);
