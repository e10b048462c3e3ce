using Npgsql;
using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Writes a batch's rows on one connection, inside the caller's transaction.</summary>
/// <remarks>
/// Rows come as arrays that are joined with the tables by their keys. A table to copy into first and to merge from
/// would write each row twice.
/// </remarks>
internal sealed partial class PostgresReadModelWriter
{
    private readonly PostgresRows _newOrders = new(
        "INSERT INTO orders SELECT * FROM {rows}",
        "order_id, channel, status, placed_ticks, currency, total_minor, account_id, customer_name, customer_email, "
        + "line_count, holds, backordered, warehouses, updated_ticks, shard, position, body", "ttibtbttt" + "iiitbibu");

    private readonly PostgresRows _orders = new(
        "UPDATE orders o SET status = r.status, total_minor = r.total_minor, holds = r.holds, "
        + "backordered = r.backordered, warehouses = r.warehouses, updated_ticks = r.updated_ticks, "
        + "position = r.position, body = r.body FROM {rows} WHERE o.order_id = r.order_id",
        "order_id, status, total_minor, holds, backordered, warehouses, updated_ticks, position, body", "tibiitbbu");

    private readonly PostgresRows _editedOrders = new(
        "UPDATE orders o SET placed_ticks = r.placed_ticks, currency = r.currency, account_id = r.account_id, "
        + "customer_name = r.customer_name, customer_email = r.customer_email, line_count = r.line_count "
        + "FROM {rows} WHERE o.order_id = r.order_id",
        "order_id, placed_ticks, currency, account_id, customer_name, customer_email, line_count", "tbtttti");

    private readonly PostgresRows _newStatuses = new(
        "INSERT INTO order_statuses SELECT * FROM {rows}", "status, placed_ticks, order_id", "ibt");

    private readonly PostgresRows _statuses = new(
        "UPDATE order_statuses s SET status = r.status, placed_ticks = r.placed_ticks FROM {rows} "
        + "WHERE s.status = r.stored_status AND s.placed_ticks = r.stored_ticks AND s.order_id = r.order_id",
        "stored_status, stored_ticks, order_id, status, placed_ticks", "ibtib");

    private readonly PostgresRows _terms = new(
        "INSERT INTO order_search "
        + "SELECT r.order_id, array_to_tsvector(array_remove(string_to_array(r.terms, ' '), '')) FROM {rows} "
        + "ON CONFLICT (order_id) DO UPDATE SET terms = excluded.terms", "order_id, terms", "tt");

    private readonly PostgresRows _droppedSkus =
        PostgresRows.Delete("order_skus", "sku, placed_ticks, order_id", "tbt");

    private readonly PostgresRows _skus = new(
        "INSERT INTO order_skus SELECT * FROM {rows}", "sku, placed_ticks, order_id", "tbt");

    private readonly PostgresRows _picks = new(
        "INSERT INTO picks SELECT * FROM {rows} "
        + "ON CONFLICT (warehouse, placed_ticks, order_id) DO UPDATE SET body = excluded.body",
        "warehouse, placed_ticks, order_id, body", "tbtu");

    private readonly PostgresRows _droppedPicks =
        PostgresRows.Delete("picks", "warehouse, placed_ticks, order_id", "tbt");

    /// <summary>Every statement, in the order in which they run: what is dropped goes before what is added.</summary>
    private PostgresRows[] All => field ??=
    [
        _newOrders, _orders, _editedOrders, _newStatuses, _statuses, _terms, _droppedSkus, _skus, _droppedPicks, _picks,
        _stock, _shelves, _balances, _limits, _droppedAccountOrders, _accountOrders, _droppedItems, _items, _payers,
        _newPayments, _payments, _ledger, _ledgerDays, _days,
    ];

    /// <summary>Makes rows of the changes, which are of no more use to it then; forgets those it had.</summary>
    public void Take(ReadModelChanges changes)
    {
        // A batch that failed half way may have left rows behind.
        Clear();
        TakeOrders(changes);
        TakePicks(changes);
        TakeStock(changes);
        TakeAccounts(changes);
        TakePayments(changes);
        TakeLedger(changes);
        TakeDays(changes);
    }

    /// <summary>Writes everything but the positions, in one round trip.</summary>
    public async ValueTask WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var closing = batch.ConfigureAwait(false);
        foreach (var rows in All) rows.AddTo(batch);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        Clear();
    }

    private void TakeOrders(ReadModelChanges changes)
    {
        foreach (var order in changes.Orders)
        {
            var body = changes.Bodies[order.Body];
            if (order.IsNew)
            {
                _newOrders.Add(order.OrderId).Add(order.Channel).Add((int)order.Status).Add(order.PlacedTicks)
                    .Add(order.Currency).Add(order.TotalMinor).Add(order.AccountId).Add(order.CustomerName)
                    .Add(order.CustomerEmail).Add(order.LineCount).Add(order.Holds).Add(order.BackorderedPieces)
                    .Add(order.Warehouses).Add(order.UpdatedTicks).Add(order.Shard).Add(order.Position).Add(body);
                _newStatuses.Add((int)order.Status).Add(order.PlacedTicks).Add(order.OrderId);
            }
            else
            {
                _orders.Add(order.OrderId).Add((int)order.Status).Add(order.TotalMinor).Add(order.Holds)
                    .Add(order.BackorderedPieces).Add(order.Warehouses).Add(order.UpdatedTicks).Add(order.Position)
                    .Add(body);
                if (order.Status != order.StoredStatus || order.PlacedTicks != order.StoredPlacedTicks)
                {
                    _statuses.Add((int)order.StoredStatus).Add(order.StoredPlacedTicks).Add(order.OrderId)
                        .Add((int)order.Status).Add(order.PlacedTicks);
                }

                if (order.Terms is not null)
                {
                    _editedOrders.Add(order.OrderId).Add(order.PlacedTicks).Add(order.Currency).Add(order.AccountId)
                        .Add(order.CustomerName).Add(order.CustomerEmail).Add(order.LineCount);
                }
            }

            if (order.Terms is not null) _terms.Add(order.OrderId).Add(order.Terms);
        }

        foreach (var (sku, placedTicks, orderId) in changes.DroppedOrderSkus)
            _droppedSkus.Add(sku).Add(placedTicks).Add(orderId);
        foreach (var (sku, placedTicks, orderId) in changes.OrderSkus) _skus.Add(sku).Add(placedTicks).Add(orderId);
    }

    private void TakePicks(ReadModelChanges changes)
    {
        foreach (var pick in changes.Picks)
        {
            if (pick.Body.Length == 0)
            {
                _droppedPicks.Add(pick.Warehouse).Add(pick.PlacedTicks).Add(pick.OrderId);
            }
            else
            {
                _picks.Add(pick.Warehouse).Add(pick.PlacedTicks).Add(pick.OrderId)
                    .Add(changes.Bodies[pick.Body]);
            }
        }
    }

    private void Clear()
    {
        foreach (var rows in All) rows.Clear();
    }
}
