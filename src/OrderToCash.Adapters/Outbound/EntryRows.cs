using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Entries as rows.</summary>
internal static class EntryRows
{
    /// <summary>The columns, in the order in which they are read and bound.</summary>
    public const string Columns =
        "channel, kind, id, state, shard, position, quantity, told_quantity, told_position, sent_quantity, "
        + "sent_position, is_uncertain, is_urgent, attempts, changed_at, due_at, sent_at, error, error IS NULL";

    /// <summary>The columns that are written.</summary>
    public const string Written =
        "channel, kind, id, state, shard, position, quantity, told_quantity, told_position, sent_quantity, "
        + "sent_position, is_uncertain, is_urgent, attempts, changed_at, due_at, sent_at, error";

    /// <summary>A place for each column that is written.</summary>
    public const string Parameters = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    /// <summary>The entry of a row.</summary>
    public static OutboundEntry Read(SqliteStatement row) =>
        new(row.Text(0), (OutboundKind)row.Int64(1), row.Text(2))
        {
            State = (OutboundState)row.Int64(3), Shard = (int)row.Int64(4), Position = row.Int64(5),
            Quantity = row.Int64(6), ToldQuantity = row.Int64(7), ToldPosition = row.Int64(8),
            SentQuantity = row.Int64(9), SentPosition = row.Int64(10), IsUncertain = row.Int64(11) == 1,
            IsUrgent = row.Int64(12) == 1, Attempts = (int)row.Int64(13), ChangedAt = TimeOf(row.Int64(14)),
            DueAt = TimeOf(row.Int64(15)), SentAt = row.Int64(16) == 0 ? null : TimeOf(row.Int64(16)),
            Error = row.Int64(18) == 1 ? null : row.Text(17),
        };

    /// <summary>All rows of a statement; ends it.</summary>
    public static IReadOnlyList<OutboundEntry> ReadAll(SqliteStatement rows)
    {
        var entries = new List<OutboundEntry>();
        while (rows.Read())
            entries.Add(Read(rows));
        return entries;
    }

    /// <summary>Binds an entry.</summary>
    public static void Bind(SqliteStatement statement, OutboundEntry entry)
    {
        statement.Text(1, entry.Channel);
        statement.Int64(2, (long)entry.Kind);
        statement.Text(3, entry.Id);
        statement.Int64(4, (long)entry.State);
        statement.Int64(5, entry.Shard);
        statement.Int64(6, entry.Position);
        statement.Int64(7, entry.Quantity);
        statement.Int64(8, entry.ToldQuantity);
        statement.Int64(9, entry.ToldPosition);
        statement.Int64(10, entry.SentQuantity);
        statement.Int64(11, entry.SentPosition);
        statement.Int64(12, entry.IsUncertain ? 1 : 0);
        statement.Int64(13, entry.IsUrgent ? 1 : 0);
        statement.Int64(14, entry.Attempts);
        statement.Int64(15, entry.ChangedAt.UtcTicks);
        statement.Int64(16, entry.DueAt.UtcTicks);
        statement.Int64(17, entry.SentAt?.UtcTicks ?? 0);
        statement.TextOrNull(18, entry.Error);
    }

    /// <summary>A stored time.</summary>
    public static DateTimeOffset TimeOf(long ticks) => new(ticks, TimeSpan.Zero);
}
