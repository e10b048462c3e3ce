using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Postgres;

/// <content>Accounts, payments and the ledger.</content>
internal sealed partial class PostgresReadModelWriter
{
    private readonly PostgresRows _balances = new(
        "INSERT INTO account_balances AS b SELECT account_id, currency, open_invoices, open_prepayments, granted, "
        + "advances, on_account, refund_proposed, invoiced, paid, NULL, shard, position FROM {rows} "
        + "ON CONFLICT (account_id, currency) DO UPDATE SET "
        + "open_invoices_minor = b.open_invoices_minor + excluded.open_invoices_minor, "
        + "open_prepayments_minor = b.open_prepayments_minor + excluded.open_prepayments_minor, "
        + "granted_minor = b.granted_minor + excluded.granted_minor, "
        + "advances_minor = b.advances_minor + excluded.advances_minor, "
        + "on_account_minor = b.on_account_minor + excluded.on_account_minor, "
        + "refund_proposed_minor = b.refund_proposed_minor + excluded.refund_proposed_minor, "
        + "invoiced_minor = b.invoiced_minor + excluded.invoiced_minor, "
        + "paid_minor = b.paid_minor + excluded.paid_minor, position = excluded.position",
        "account_id, currency, open_invoices, open_prepayments, granted, advances, on_account, refund_proposed, "
        + "invoiced, paid, shard, position", "ttbbbbbbbbib");

    private readonly PostgresRows _limits = new(
        "UPDATE account_balances b SET limit_minor = r.limit_minor FROM {rows} "
        + "WHERE b.account_id = r.account_id AND b.currency = r.currency", "account_id, currency, limit_minor", "ttb");

    private readonly PostgresRows _accountOrders = new(
        "INSERT INTO account_orders SELECT * FROM {rows} ON CONFLICT (account_id, order_id) DO UPDATE SET "
        + "currency = excluded.currency, granted_minor = excluded.granted_minor, "
        + "prepayment_minor = excluded.prepayment_minor, advance_minor = excluded.advance_minor, "
        + "prepayment_gross_minor = excluded.prepayment_gross_minor, prepayment_day = excluded.prepayment_day, "
        + "position = excluded.position",
        "account_id, order_id, currency, granted, prepayment, advance, prepayment_gross, prepayment_day, shard, "
        + "position", "tttbbbbiib");

    private readonly PostgresRows _droppedAccountOrders =
        PostgresRows.Delete("account_orders", "account_id, order_id", "tt");

    private readonly PostgresRows _items = new(
        "INSERT INTO open_items SELECT * FROM {rows} ON CONFLICT (account_id, document) DO UPDATE SET "
        + "open_minor = excluded.open_minor, position = excluded.position",
        "account_id, document, order_id, currency, gross, open, document_day, due_day, shard, position", "ttttbbiiib");

    private readonly PostgresRows _droppedItems = PostgresRows.Delete("open_items", "account_id, document", "tt");

    private readonly PostgresRows _payers = new(
        "INSERT INTO account_payers SELECT * FROM {rows} ON CONFLICT DO NOTHING", "account_id, payer", "tt");

    private readonly PostgresRows _newPayments = new(
        "INSERT INTO payments SELECT * FROM {rows}",
        "payment_id, status, own_account, booking_day, account_id, body", "titit" + "u");

    private readonly PostgresRows _payments = new(
        "UPDATE payments p SET status = r.status, account_id = r.account_id, body = r.body FROM {rows} "
        + "WHERE p.payment_id = r.payment_id", "payment_id, status, account_id, body", "titu");

    private readonly PostgresRows _ledger = new(
        "INSERT INTO ledger SELECT * FROM {rows}", "place, day, at_ticks, entity, currency, roles, postings",
        "bibttiu");

    private readonly PostgresRows _ledgerDays = new(
        "INSERT INTO ledger_days AS d SELECT * FROM {rows} ON CONFLICT (day, role, tax_rate, currency) DO UPDATE SET "
        + "debit_minor = d.debit_minor + excluded.debit_minor, credit_minor = d.credit_minor + excluded.credit_minor",
        "day, role, tax_rate, currency, debit, credit", "iittbb");

    private void TakeAccounts(ReadModelChanges changes)
    {
        foreach (var ((account, currency), delta) in changes.Balances)
        {
            _balances.Add(account).Add(currency).Add(delta.OpenInvoices).Add(delta.OpenPrepayments).Add(delta.Granted)
                .Add(delta.Advances).Add(delta.OnAccount).Add(delta.RefundProposed).Add(delta.Invoiced)
                .Add(delta.Paid).Add(delta.Shard).Add(delta.Position);
            if (delta.IsLimitSet) _limits.Add(account).Add(currency).Add(delta.LimitMinor);
        }

        foreach (var order in changes.AccountOrders)
        {
            if (!order.IsEmpty)
            {
                _accountOrders.Add(order.Account).Add(order.OrderId).Add(order.Currency).Add(order.GrantedMinor)
                    .Add(order.PrepaymentMinor).Add(order.AdvanceMinor).Add(order.PrepaymentGrossMinor)
                    .Add(order.PrepaymentDay).Add(order.Shard).Add(order.Position);
            }
            else if (order.IsStored)
            {
                _droppedAccountOrders.Add(order.Account).Add(order.OrderId);
            }
        }

        foreach (var item in changes.OpenItems)
        {
            if (item.OpenMinor != 0)
            {
                _items.Add(item.Account).Add(item.Document).Add(item.OrderId).Add(item.Currency).Add(item.GrossMinor)
                    .Add(item.OpenMinor).Add(item.DocumentDay).Add(item.DueDay).Add(item.Shard).Add(item.Position);
            }
            else if (item.IsStored)
            {
                _droppedItems.Add(item.Account).Add(item.Document);
            }
        }

        foreach (var (account, payer) in changes.Payers) _payers.Add(account).Add(payer);
    }

    private void TakePayments(ReadModelChanges changes)
    {
        foreach (var payment in changes.Payments)
        {
            var body = changes.Bodies[payment.Body];
            if (payment.IsNew)
            {
                _newPayments.Add(payment.PaymentId).Add((int)payment.Status).Add(payment.OwnAccount)
                    .Add(payment.BookingDay).Add(payment.AccountId).Add(body);
            }
            else
            {
                _payments.Add(payment.PaymentId).Add((int)payment.Status).Add(payment.AccountId).Add(body);
            }
        }
    }

    private void TakeLedger(ReadModelChanges changes)
    {
        foreach (var entry in changes.Ledger)
        {
            _ledger.Add(entry.Place).Add(entry.Day).Add(entry.AtTicks).Add(entry.Entity).Add(entry.Currency)
                .Add(entry.Roles).Add(changes.Bodies[entry.Postings]);
        }

        foreach (var (key, delta) in changes.LedgerDays)
        {
            _ledgerDays.Add(key.Day).Add((int)key.Role).Add(key.TaxRate).Add(key.Currency).Add(delta.Debit)
                .Add(delta.Credit);
        }
    }
}
