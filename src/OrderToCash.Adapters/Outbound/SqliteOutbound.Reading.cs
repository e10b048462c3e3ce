using System.Text;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <content>What is in it, for persons.</content>
public sealed partial class SqliteOutbound
{
    /// <summary>Entries, by channel, kind and id.</summary>
    /// <exception cref="OutboundUnavailableException">The file can't be read.</exception>
    public IReadOnlyList<OutboundEntry> List(OutboundQuestion question) => Change(_ =>
    {
        var sql = new StringBuilder($"SELECT {EntryRows.Columns} FROM entries WHERE 1");
        if (question.Channel is not null)
            sql.Append(" AND channel = ?2");
        if (question.State is not null)
            sql.Append(" AND state = ?3");
        if (question.Kind is not null)
            sql.Append(" AND kind = ?4");
        if (question.Id is not null)
            sql.Append(" AND id = ?5");
        if (question.After is not null)
            sql.Append(" AND (channel, kind, id) > (?6, ?7, ?8)");
        sql.Append(" ORDER BY channel, kind, id LIMIT ?1");
        using var select = _database.Prepare(sql.ToString());
        select.Int64(1, question.MaxEntries);
        if (question.Channel is { } channel)
            select.Text(2, channel);
        if (question.State is { } state)
            select.Int64(3, (long)state);
        if (question.Kind is { } kind)
            select.Int64(4, (long)kind);
        if (question.Id is { } id)
            select.Text(5, id);
        if (question.After is { } after)
        {
            select.Text(6, after.Channel);
            select.Int64(7, (long)after.Kind);
            select.Text(8, after.Id);
        }

        return EntryRows.ReadAll(select);
    });

    /// <summary>How much there is, by channel, kind and state, and how long the oldest has not been told.</summary>
    /// <exception cref="OutboundUnavailableException">The file can't be read.</exception>
    public IReadOnlyList<OutboundCount> Stats() => Change(_ =>
    {
        // What is told and only sent once more is not behind.
        using var select = _database.Prepare(
            "SELECT channel, kind, state, count(*), coalesce(min(CASE WHEN state < 2 AND (told_position <> position "
            + "OR told_quantity <> quantity) THEN changed_at END), 0), max(attempts) FROM entries "
            + "GROUP BY channel, kind, state ORDER BY channel, kind, state");
        var counts = new List<OutboundCount>();
        while (select.Read())
        {
            var oldest = select.Int64(4);
            counts.Add(new OutboundCount(
                select.Text(0), (OutboundKind)select.Int64(1), (OutboundState)select.Int64(2), select.Int64(3),
                oldest == 0 ? null : EntryRows.TimeOf(oldest), (int)select.Int64(5)));
        }

        return counts;
    });

    /// <summary>The positions up to which the journal is taken in, summed over the shards.</summary>
    /// <exception cref="OutboundUnavailableException">The file can't be read.</exception>
    public long TakenEvents => Change(_ => _database.QueryInt64("SELECT coalesce(sum(position), 0) FROM positions"));

    /// <summary>Lets what is dead, or waits for its next attempt, be tried at once.</summary>
    /// <param name="question">Which; its limit counts too.</param>
    /// <returns>How many.</returns>
    /// <exception cref="OutboundUnavailableException">The file can't be written.</exception>
    public int Retry(OutboundQuestion question, DateTimeOffset now)
    {
        var retried = 0;
        foreach (var listed in List(question))
        {
            retried += Change(tables =>
            {
                if (tables.Find(listed.Channel, listed.Kind, listed.Id) is not { } entry)
                    return 0;
                var next = entry.Retried(now);
                tables.Put(next);
                return next == entry ? 0 : 1;
            });
        }

        return retried;
    }
}

/// <summary>Which entries are meant; what is null doesn't matter.</summary>
/// <param name="After">Those that come after this one.</param>
public sealed record OutboundQuestion(
    string? Channel = null, OutboundState? State = null, OutboundKind? Kind = null, string? Id = null,
    OutboundEntry? After = null, int MaxEntries = 50)
{
    private const int MaxRetried = 1_000_000;

    /// <summary>What to retry of a channel: a SKU or an order, or all that was refused where none is named.</summary>
    public static OutboundQuestion ToRetry(string channel, string? id) => id is null
        ? new OutboundQuestion(channel, OutboundState.Dead, MaxEntries: MaxRetried)
        : new OutboundQuestion(channel, Id: id);
}

/// <summary>Entries of a channel, kind and state.</summary>
/// <param name="OldestChange">Since when the oldest of them is not told; null where all are.</param>
/// <param name="MaxAttempts">The most attempts of one.</param>
public sealed record OutboundCount(
    string Channel, OutboundKind Kind, OutboundState State, long Count, DateTimeOffset? OldestChange, int MaxAttempts);
