using System.Globalization;
using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Writes batches on one connection, with statements that are prepared once.</summary>
internal sealed partial class SqliteReadModelWriter(SqliteDatabase database, int shardCount) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>The positions of the tables.</summary>
    public long[] ReadPositions()
    {
        var positions = new long[shardCount];
        var query = Prepare("SELECT shard, position FROM positions");
        while (query.Read()) positions[query.Int64(0)] = query.Int64(1);
        return positions;
    }

    /// <summary>Fills in what the tables hold of these entries.</summary>
    public void ReadEntries(IReadOnlyList<AccountOrderEntry> orders, IReadOnlyList<OpenItemEntry> items)
    {
        var order = Prepare(
            "SELECT currency, granted_minor, prepayment_minor, advance_minor, prepayment_gross_minor, prepayment_day "
            + "FROM account_orders WHERE account_id = ? AND order_id = ?");
        foreach (var entry in orders)
        {
            order.Text(1, entry.Account);
            order.Text(2, entry.OrderId);
            if (!order.Read()) continue;
            entry.Currency = order.Text(0);
            entry.GrantedMinor = order.Int64(1);
            entry.PrepaymentMinor = order.Int64(2);
            entry.AdvanceMinor = order.Int64(3);
            entry.PrepaymentGrossMinor = order.Int64(4);
            entry.PrepaymentDay = (int)order.Int64(5);
            entry.IsStored = true;
            order.Reset();
        }

        var item = Prepare(
            "SELECT order_id, currency, gross_minor, open_minor, document_day, due_day FROM open_items "
            + "WHERE account_id = ? AND document = ?");
        foreach (var entry in items)
        {
            item.Text(1, entry.Account);
            item.Text(2, entry.Document);
            if (!item.Read()) continue;
            entry.OrderId = item.Text(0);
            entry.Currency = item.Text(1);
            entry.GrossMinor = item.Int64(2);
            entry.OpenMinor = item.Int64(3);
            entry.DocumentDay = (int)item.Int64(4);
            entry.DueDay = (int)item.Int64(5);
            entry.IsStored = true;
            item.Reset();
        }
    }

    /// <summary>Writes a batch; false where the tables are not at the positions that it follows.</summary>
    public bool Apply(ReadModelChanges changes)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            if (!MovePositions(changes))
            {
                database.Execute("ROLLBACK");
                return false;
            }

            WriteOrders(changes);
            WritePicks(changes);
            WriteStock(changes);
            WriteAccounts(changes);
            WritePayments(changes);
            WriteLedger(changes);
            WriteDays(changes);
            database.Execute("COMMIT");
            return true;
        }
        catch (SqliteFailureException)
        {
            if (!database.IsAutocommit) database.Execute("ROLLBACK");
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
    }

    private bool MovePositions(ReadModelChanges changes)
    {
        var move = Prepare("UPDATE positions SET position = ? WHERE shard = ? AND position = ?");
        for (var shard = 0; shard < shardCount; shard++)
        {
            if (changes.To[shard] == changes.From[shard]) continue;
            move.Int64(1, changes.To[shard]);
            move.Int64(2, shard);
            move.Int64(3, changes.From[shard]);
            move.Run();
            if (database.Changes != 1) return false;
        }

        var header = Prepare("UPDATE read_models SET latest_ticks = max(latest_ticks, ?), written_ticks = ?");
        header.Int64(1, changes.LatestTicks);
        header.Int64(2, changes.WrittenTicks);
        header.Run();
        return true;
    }

    private SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = database.Prepare(sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    private static string Placeholders(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"({string.Join(", ", Enumerable.Repeat("?", count))})");
}
