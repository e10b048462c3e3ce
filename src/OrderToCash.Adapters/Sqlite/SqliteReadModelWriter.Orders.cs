using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Sqlite;

/// <content>Orders, their SKUs, their words, and what is to be shipped.</content>
internal sealed partial class SqliteReadModelWriter
{
    private static readonly string InsertOrder =
        "INSERT INTO orders (order_id, channel, placed_ticks, currency, account_id, customer_name, customer_email, "
        + "line_count, status, total_minor, holds, backordered, warehouses, updated_ticks, shard, position, body) "
        + "VALUES " + Placeholders(17) + " RETURNING number";

    /// <summary>What events change all the time: none of it but the status is in an index of all orders.</summary>
    private const string UpdateOrder =
        "UPDATE orders SET status = ?, total_minor = ?, holds = ?, backordered = ?, warehouses = ?, "
        + "updated_ticks = ?, shard = ?, position = ?, body = ? WHERE order_id = ?";

    /// <summary>What only an edit changes.</summary>
    private const string EditOrder =
        "UPDATE orders SET channel = ?, placed_ticks = ?, currency = ?, account_id = ?, customer_name = ?, "
        + "customer_email = ?, line_count = ? WHERE order_id = ? RETURNING number";

    private void WriteOrders(ReadModelChanges changes)
    {
        var insert = Prepare(InsertOrder);
        var update = Prepare(UpdateOrder);
        foreach (var order in changes.Orders)
        {
            if (order.IsNew)
            {
                insert.Text(1, order.OrderId);
                BindContent(insert, 2, order);
                BindState(insert, 9, order, changes.Bodies[order.Body]);
                AddTerms(insert, order.Terms);
                continue;
            }

            BindState(update, 1, order, changes.Bodies[order.Body]);
            update.Text(10, order.OrderId);
            update.Run();
            if (order.Terms is not null) Edit(order);
        }

        WriteSkus(
            changes.DroppedOrderSkus, "DELETE FROM order_skus WHERE sku = ? AND placed_ticks = ? AND order_id = ?");
        WriteSkus(changes.OrderSkus, "INSERT INTO order_skus VALUES (?, ?, ?)");
    }

    private static void BindContent(SqliteStatement statement, int index, in OrderRecord order)
    {
        statement.Text(index, order.Channel);
        statement.Int64(index + 1, order.PlacedTicks);
        statement.Text(index + 2, order.Currency);
        statement.Text(index + 3, order.AccountId);
        statement.TextOrNull(index + 4, order.CustomerName);
        statement.TextOrNull(index + 5, order.CustomerEmail);
        statement.Int64(index + 6, order.LineCount);
    }

    private static void BindState(
        SqliteStatement statement, int index, in OrderRecord order, ReadOnlySpan<byte> body)
    {
        statement.Int64(index, (int)order.Status);
        statement.Int64(index + 1, order.TotalMinor);
        statement.Int64(index + 2, order.Holds);
        statement.Int64(index + 3, order.BackorderedPieces);
        statement.Text(index + 4, order.Warehouses);
        statement.Int64(index + 5, order.UpdatedTicks);
        statement.Int64(index + 6, order.Shard);
        statement.Int64(index + 7, order.Position);
        statement.Text(index + 8, body);
    }

    private void Edit(in OrderRecord order)
    {
        var edit = Prepare(EditOrder);
        BindContent(edit, 1, order);
        edit.Text(8, order.OrderId);
        AddTerms(edit, order.Terms, isEdited: true);
    }

    /// <summary>Runs a statement that returns an order's number, and indexes its words under it.</summary>
    private void AddTerms(SqliteStatement returning, string? terms, bool isEdited = false)
    {
        returning.Read();
        var number = returning.Int64(0);
        returning.Reset();
        if (isEdited)
        {
            var delete = Prepare("DELETE FROM order_search WHERE rowid = ?");
            delete.Int64(1, number);
            delete.Run();
        }

        var add = Prepare("INSERT INTO order_search (rowid, terms) VALUES (?, ?)");
        add.Int64(1, number);
        add.Text(2, terms ?? "");
        add.Run();
    }

    private void WriteSkus(List<OrderSkuRecord> records, string sql)
    {
        var statement = Prepare(sql);
        foreach (var (sku, placedTicks, orderId) in records)
        {
            statement.Text(1, sku);
            statement.Int64(2, placedTicks);
            statement.Text(3, orderId);
            statement.Run();
        }
    }

    private void WritePicks(ReadModelChanges changes)
    {
        var delete = Prepare("DELETE FROM picks WHERE warehouse = ? AND placed_ticks = ? AND order_id = ?");
        var upsert = Prepare("INSERT OR REPLACE INTO picks VALUES (?, ?, ?, ?)");
        foreach (var pick in changes.Picks)
        {
            var statement = pick.Body.Length == 0 ? delete : upsert;
            statement.Text(1, pick.Warehouse);
            statement.Int64(2, pick.PlacedTicks);
            statement.Text(3, pick.OrderId);
            if (pick.Body.Length > 0) statement.Text(4, changes.Bodies[pick.Body]);
            statement.Run();
        }
    }
}
