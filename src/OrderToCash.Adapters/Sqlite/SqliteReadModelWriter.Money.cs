using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Sqlite;

/// <content>Accounts, payments, the ledger and daily figures.</content>
internal sealed partial class SqliteReadModelWriter
{
    private static readonly string AddToBalance =
        "INSERT INTO account_balances VALUES " + Placeholders(13) + " ON CONFLICT DO UPDATE SET "
        + "open_invoices_minor = open_invoices_minor + excluded.open_invoices_minor, "
        + "open_prepayments_minor = open_prepayments_minor + excluded.open_prepayments_minor, "
        + "granted_minor = granted_minor + excluded.granted_minor, "
        + "advances_minor = advances_minor + excluded.advances_minor, "
        + "on_account_minor = on_account_minor + excluded.on_account_minor, "
        + "refund_proposed_minor = refund_proposed_minor + excluded.refund_proposed_minor, "
        + "invoiced_minor = invoiced_minor + excluded.invoiced_minor, paid_minor = paid_minor + excluded.paid_minor, "
        + "shard = excluded.shard, position = excluded.position";

    private static readonly string UpsertAccountOrder =
        "INSERT OR REPLACE INTO account_orders VALUES " + Placeholders(10);

    private static readonly string UpsertOpenItem = "INSERT OR REPLACE INTO open_items VALUES " + Placeholders(10);

    private static readonly string AddToDay =
        "INSERT INTO days VALUES " + Placeholders(10) + " ON CONFLICT DO UPDATE SET "
        + "orders_placed = orders_placed + excluded.orders_placed, "
        + "placed_minor = placed_minor + excluded.placed_minor, "
        + "orders_ended = orders_ended + excluded.orders_ended, "
        + "pieces_shipped = pieces_shipped + excluded.pieces_shipped, invoices = invoices + excluded.invoices, "
        + "invoiced_minor = invoiced_minor + excluded.invoiced_minor, paid_minor = paid_minor + excluded.paid_minor";

    private void WriteAccounts(ReadModelChanges changes)
    {
        foreach (var ((account, currency), delta) in changes.Balances) AddTo(account, currency, delta);
        foreach (var order in changes.AccountOrders) Write(order);
        foreach (var item in changes.OpenItems) Write(item);
        foreach (var (account, payer) in changes.Payers)
        {
            var insert = Prepare("INSERT OR IGNORE INTO account_payers VALUES (?, ?)");
            insert.Text(1, account);
            insert.Text(2, payer);
            insert.Run();
        }
    }

    private void AddTo(string account, string currency, in BalanceDelta delta)
    {
        var add = Prepare(AddToBalance);
        add.Text(1, account);
        add.Text(2, currency);
        add.Int64(3, delta.OpenInvoices);
        add.Int64(4, delta.OpenPrepayments);
        add.Int64(5, delta.Granted);
        add.Int64(6, delta.Advances);
        add.Int64(7, delta.OnAccount);
        add.Int64(8, delta.RefundProposed);
        add.Int64(9, delta.Invoiced);
        add.Int64(10, delta.Paid);
        add.Null(11);
        add.Int64(12, delta.Shard);
        add.Int64(13, delta.Position);
        add.Run();
        if (!delta.IsLimitSet) return;

        var limit = Prepare("UPDATE account_balances SET limit_minor = ? WHERE account_id = ? AND currency = ?");
        if (delta.LimitMinor is { } minor)
            limit.Int64(1, minor);
        else
            limit.Null(1);
        limit.Text(2, account);
        limit.Text(3, currency);
        limit.Run();
    }

    private void Write(AccountOrderEntry order)
    {
        if (order.IsEmpty)
        {
            const string DeleteOrder = "DELETE FROM account_orders WHERE account_id = ? AND order_id = ?";
            if (order.IsStored) Delete(DeleteOrder, order.Account, order.OrderId);
            return;
        }

        var upsert = Prepare(UpsertAccountOrder);
        upsert.Text(1, order.Account);
        upsert.Text(2, order.OrderId);
        upsert.Text(3, order.Currency);
        upsert.Int64(4, order.GrantedMinor);
        upsert.Int64(5, order.PrepaymentMinor);
        upsert.Int64(6, order.AdvanceMinor);
        upsert.Int64(7, order.PrepaymentGrossMinor);
        upsert.Int64(8, order.PrepaymentDay);
        upsert.Int64(9, order.Shard);
        upsert.Int64(10, order.Position);
        upsert.Run();
    }

    private void Write(OpenItemEntry item)
    {
        if (item.OpenMinor == 0)
        {
            if (item.IsStored)
                Delete("DELETE FROM open_items WHERE account_id = ? AND document = ?", item.Account, item.Document);
            return;
        }

        var upsert = Prepare(UpsertOpenItem);
        upsert.Text(1, item.Account);
        upsert.Text(2, item.Document);
        upsert.Text(3, item.OrderId);
        upsert.Text(4, item.Currency);
        upsert.Int64(5, item.GrossMinor);
        upsert.Int64(6, item.OpenMinor);
        upsert.Int64(7, item.DocumentDay);
        upsert.Int64(8, item.DueDay);
        upsert.Int64(9, item.Shard);
        upsert.Int64(10, item.Position);
        upsert.Run();
    }

    private void Delete(string sql, string account, string name)
    {
        var delete = Prepare(sql);
        delete.Text(1, account);
        delete.Text(2, name);
        delete.Run();
    }

    private void WritePayments(ReadModelChanges changes)
    {
        var insert = Prepare("INSERT INTO payments VALUES " + Placeholders(6));
        var update = Prepare("UPDATE payments SET status = ?, account_id = ?, body = ? WHERE payment_id = ?");
        foreach (var payment in changes.Payments)
        {
            var body = changes.Bodies[payment.Body];
            if (payment.IsNew)
            {
                insert.Text(1, payment.PaymentId);
                insert.Int64(2, (int)payment.Status);
                insert.Text(3, payment.OwnAccount);
                insert.Int64(4, payment.BookingDay);
                insert.TextOrNull(5, payment.AccountId);
                insert.Text(6, body);
                insert.Run();
                continue;
            }

            update.Int64(1, (int)payment.Status);
            update.TextOrNull(2, payment.AccountId);
            update.Text(3, body);
            update.Text(4, payment.PaymentId);
            update.Run();
        }
    }

    private void WriteLedger(ReadModelChanges changes)
    {
        var insert = Prepare("INSERT INTO ledger VALUES " + Placeholders(7));
        foreach (var entry in changes.Ledger)
        {
            insert.Int64(1, entry.Place);
            insert.Int64(2, entry.Day);
            insert.Int64(3, entry.AtTicks);
            insert.Text(4, entry.Entity);
            insert.Text(5, entry.Currency);
            insert.Int64(6, entry.Roles);
            insert.Text(7, changes.Bodies[entry.Postings]);
            insert.Run();
        }

        var add = Prepare(
            "INSERT INTO ledger_days VALUES " + Placeholders(6) + " ON CONFLICT DO UPDATE SET "
            + "debit_minor = debit_minor + excluded.debit_minor, credit_minor = credit_minor + excluded.credit_minor");
        foreach (var (key, delta) in changes.LedgerDays)
        {
            add.Int64(1, key.Day);
            add.Int64(2, (int)key.Role);
            add.Text(3, key.TaxRate);
            add.Text(4, key.Currency);
            add.Int64(5, delta.Debit);
            add.Int64(6, delta.Credit);
            add.Run();
        }
    }

    private void WriteDays(ReadModelChanges changes)
    {
        var add = Prepare(AddToDay);
        foreach (var (key, delta) in changes.Days)
        {
            add.Int64(1, key.Day);
            add.Text(2, key.Channel);
            add.Text(3, key.Currency);
            add.Int64(4, delta.OrdersPlaced);
            add.Int64(5, delta.PlacedMinor);
            add.Int64(6, delta.OrdersEnded);
            add.Int64(7, delta.PiecesShipped);
            add.Int64(8, delta.Invoices);
            add.Int64(9, delta.InvoicedMinor);
            add.Int64(10, delta.PaidMinor);
            add.Run();
        }
    }
}
