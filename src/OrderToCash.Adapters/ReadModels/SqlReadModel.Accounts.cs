using System.Collections.Immutable;
using Dapper;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Adapters.ReadModels;

/// <content>Customer accounts and what is open.</content>
public sealed partial class SqlReadModel
{
    private const string OpenItemList = "open-items";
    private const string PayerList = "payers";

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AccountBalance>> ReadAccountAsync(
        string accountId, CancellationToken cancellationToken)
    {
        var rows = await ManyAsync<BalanceRecord>(
            "SELECT currency AS Currency, open_invoices_minor AS OpenInvoices, "
            + "open_prepayments_minor AS OpenPrepayments, granted_minor AS Granted, advances_minor AS Advances, "
            + "on_account_minor AS OnAccount, refund_proposed_minor AS RefundProposed, invoiced_minor AS Invoiced, "
            + "paid_minor AS Paid, limit_minor AS LimitMinor, shard AS Shard, position AS Position "
            + $"FROM {Schema}account_balances WHERE account_id = @AccountId ORDER BY currency",
            new { AccountId = _dialect.Key(accountId) }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new AccountBalance(
            accountId, row.Currency, row.OpenInvoices, row.OpenPrepayments, row.Granted, row.Advances, row.OnAccount,
            row.RefundProposed, row.Invoiced, row.Paid, row.LimitMinor,
            new RowVersion((int)row.Shard, row.Position)))];
    }

    /// <inheritdoc/>
    public async ValueTask<Page<OpenItemRow>> ListOpenItemsAsync(
        OpenItemQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(OpenItemList, page.After, new Cursor(0, ""));
        var parameters = new DynamicParameters();
        parameters.Add("Day", after.Number);
        parameters.Add("Document", _dialect.Key(after.Text));
        parameters.Add("Take", page.BoundedSize + 1);
        var (byAccount, invoicesDue, prepaymentsDue) = ("", "", "");
        if (query.Document is not null)
        {
            invoicesDue = " AND document = @Only";
            prepaymentsDue = " AND order_id = @Only";
            parameters.Add("Only", _dialect.Key(query.Document));
        }

        if (query.AccountId is not null)
        {
            byAccount = " AND account_id = @AccountId";
            parameters.Add("AccountId", _dialect.Key(query.AccountId));
        }

        if (DayOrNull(query.DueBefore) is { } dueBefore)
        {
            invoicesDue += " AND due_day < @DueBefore";
            prepaymentsDue += " AND prepayment_day < @DueBefore";
            parameters.Add("DueBefore", dueBefore);
        }

        var ofKind = query.Kind switch
        {
            ItemKind.Invoice => " AND gross_minor >= 0",
            ItemKind.CreditNote => " AND gross_minor < 0",
            _ => "",
        };
        var rows = new List<ItemRecord>();
        if (query.Kind is not ItemKind.Prepayment)
        {
            rows.AddRange(await ManyAsync<ItemRecord>(
                $"SELECT CASE WHEN gross_minor < 0 THEN {(int)ItemKind.CreditNote} ELSE {(int)ItemKind.Invoice} END "
                + "AS Kind, account_id AS AccountId, document AS Document, "
                + "order_id AS OrderId, currency AS Currency, gross_minor AS Gross, open_minor AS OpenMinor, "
                + "document_day AS DocumentDay, due_day AS DueDay, shard AS Shard, position AS Position "
                + $"FROM {Schema}open_items WHERE (due_day, document) > (@Day, @Document)"
                + $"{byAccount}{invoicesDue}{ofKind} "
                + "ORDER BY due_day, document LIMIT @Take", parameters, cancellationToken).ConfigureAwait(false));
        }

        if (query.Kind is null or ItemKind.Prepayment)
        {
            rows.AddRange(await ManyAsync<ItemRecord>(
                $"SELECT {(int)ItemKind.Prepayment} AS Kind, account_id AS AccountId, order_id AS Document, "
                + "order_id AS OrderId, currency AS Currency, prepayment_gross_minor AS Gross, "
                + "prepayment_minor AS OpenMinor, prepayment_day AS DocumentDay, prepayment_day AS DueDay, "
                + $"shard AS Shard, position AS Position FROM {Schema}account_orders "
                + "WHERE prepayment_minor > 0 AND (prepayment_day, order_id) > (@Day, @Document)"
                + $"{byAccount}{prepaymentsDue} ORDER BY prepayment_day, order_id LIMIT @Take",
                parameters, cancellationToken).ConfigureAwait(false));
        }

        // Each list is in this order already; together they are two sorted runs.
        rows.Sort(static (one, other) => one.DueDay != other.DueDay
            ? one.DueDay.CompareTo(other.DueDay) : string.CompareOrdinal(one.Document, other.Document));
        var found = PageOf(rows, page.BoundedSize, static row => new Cursor(row.DueDay, row.Document), OpenItemList);
        return new Page<OpenItemRow>([.. found.Items.Select(RowOf)], found.Next);
    }

    /// <inheritdoc/>
    public async ValueTask<Page<string>> ListAccountsOfPayersAsync(
        string? payer, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(PayerList, page.After, new Cursor(0, ""));
        var accounts = await ManyAsync<string>(
            $"SELECT DISTINCT account_id FROM {Schema}account_payers WHERE account_id > @After"
            + (payer is null ? "" : " AND payer = @Payer") + " ORDER BY account_id LIMIT @Take",
            new
            {
                After = _dialect.Key(after.Text),
                Payer = _dialect.Key(payer ?? ""),
                Take = page.BoundedSize + 1,
            },
            cancellationToken).ConfigureAwait(false);
        return PageOf(accounts, page.BoundedSize, static account => new Cursor(0, account), PayerList);
    }

    private static OpenItemRow RowOf(ItemRecord row) => new(
        row.AccountId, (ItemKind)row.Kind, row.Document, row.OrderId, row.Currency, row.Gross, row.OpenMinor,
        ReadModelLayout.DayOf((int)row.DocumentDay), ReadModelLayout.DayOf((int)row.DueDay),
        new RowVersion((int)row.Shard, row.Position));

    private sealed class BalanceRecord
    {
        public string Currency { get; set; } = "";
        public long OpenInvoices { get; set; }
        public long OpenPrepayments { get; set; }
        public long Granted { get; set; }
        public long Advances { get; set; }
        public long OnAccount { get; set; }
        public long RefundProposed { get; set; }
        public long Invoiced { get; set; }
        public long Paid { get; set; }
        public long? LimitMinor { get; set; }
        public long Shard { get; set; }
        public long Position { get; set; }
    }

    private sealed class ItemRecord
    {
        public long Kind { get; set; }
        public string AccountId { get; set; } = "";
        public string Document { get; set; } = "";
        public string OrderId { get; set; } = "";
        public string Currency { get; set; } = "";
        public long Gross { get; set; }
        public long OpenMinor { get; set; }
        public long DocumentDay { get; set; }
        public long DueDay { get; set; }
        public long Shard { get; set; }
        public long Position { get; set; }
    }
}
