using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>PayPal's activity download: all movements of the balance. Each withdrawal to the bank is a payout, and made
/// of what moved the balance since the one before.</summary>
/// <remarks>
/// Source: PayPal, activity download specification (English and German column names). What lay on the balance before
/// and what is left behind are rows of the kind reserve. What was exchanged into the payout's currency stands in a
/// report of its own for the other currency, whose rows sum up to nothing.
/// </remarks>
internal sealed class PayPalReport
{
    private const string Provider = "paypal";

    private readonly ReportColumns _columns;
    private readonly Dictionary<Currency, SettlementDraft> _open = [];
    private readonly Dictionary<Currency, long?> _balances = [];
    private readonly List<SettlementDraft> _drafts = [];
    private readonly int _date;
    private readonly int _type;
    private readonly int _currency;
    private readonly int _gross;
    private readonly int _fee;
    private readonly int _net;
    private readonly int _balance;
    private readonly int _id;

    private PayPalReport(ReportColumns columns)
    {
        _columns = columns;
        _date = columns.Require("datum", "date");
        _type = columns.Require("beschreibung", "typ", "description", "type");
        _currency = columns.Require("währung", "currency");
        _gross = columns.Require("brutto", "gross");
        _fee = columns.Require("entgelt", "gebühr", "fee");
        _net = columns.Require("netto", "net");
        _balance = columns.Find("guthaben", "balance");
        _id = columns.Require("transaktionscode", "transaction id");
    }

    /// <summary>True for its columns, in German or English.</summary>
    public static bool IsIn(ReportColumns columns) =>
        columns.HasAll("transaktionscode", "brutto", "netto") || columns.HasAll("transaction id", "gross", "net");

    /// <summary>Reads all rows behind the header.</summary>
    public static IReadOnlyList<SettlementDraft> Read(ReportColumns columns, ReportRows rows)
    {
        var report = new PayPalReport(columns);
        var all = new List<ReportRow>();
        while (rows.Next() is { } row)
        {
            if (report.MovesBalance(row))
                all.Add(row);
        }

        if (report.IsNewestFirst(all))
            all.Reverse();
        foreach (var row in all)
            report.Add(row);
        report.EndUnpaid();
        return report._drafts;
    }

    // What is only noted, or not done yet, moves no balance.
    private bool MovesBalance(ReportRow row)
    {
        var impact = ReportColumns.Text(row, _columns.Find("auswirkung auf guthaben", "balance impact"));
        var status = ReportColumns.Text(row, _columns.Find("status"));
        return impact is not ("Memo" or "memo")
            && status is not ("Ausstehend" or "Pending" or "Denied" or "Abgelehnt" or "Canceled" or "Storniert");
    }

    private bool IsNewestFirst(List<ReportRow> rows) =>
        rows.Count > 1
        && ReportDate.Parse(ReportColumns.Text(rows[0], _date)) > ReportDate.Parse(ReportColumns.Text(rows[^1], _date));

    private void Add(ReportRow row)
    {
        if (!Currency.TryParse(ReportColumns.Text(row, _currency).ToUpperInvariant(), out var currency))
        {
            throw new BankRefusedException(
                row.Fields.Length <= _currency ? "ragged-row" : "unknown-currency",
                $"line {row.Line}, {_columns.NameOf(_currency)}", $"\"{ReportColumns.Text(row, _currency)}\"",
                "a currency of ISO 4217 in use", "Nothing of the file is booked. Export it again.");
        }

        if (!_open.TryGetValue(currency, out var draft))
        {
            draft = new SettlementDraft(Provider, "-", currency, row.Line);
            _open.Add(currency, draft);
        }

        var net = _columns.MinorOf(row, _net, currency, draft);
        CheckBalance(row, currency, net, draft);
        var type = ReportColumns.Text(row, _type);
        if (PayPalTypes.IsWithdrawal(type) && net < 0)
        {
            PayOut(row, currency, net, draft);
            return;
        }

        draft.Add(
            new SettlementRow(
                ReportColumns.Text(row, _id), PayPalTypes.KindOf(type, net),
                ReportColumns.Optional(row, _columns.Find("rechnungsnummer", "invoice number")),
                _columns.MinorOf(row, _gross, currency, draft), -_columns.MinorOrZero(row, _fee, currency, draft), net)
            {
                PaymentId = ReportColumns.Optional(row, _id),
                OriginalId = ReportColumns.Optional(
                    row, _columns.Find("zugehöriger transaktionscode", "reference txn id")),
                Date = ReportDate.Parse(ReportColumns.Text(row, _date)),
                CustomerName = ReportColumns.Optional(row, _columns.Find("name")),
                Description = type,
            },
            row.Line);
    }

    // The balance behind each row is the one before it and the row's net amount; what it was before the first row lies
    // there from earlier.
    private void CheckBalance(ReportRow row, Currency currency, long net, SettlementDraft draft)
    {
        if (ReportColumns.Text(row, _balance).Length == 0)
            return;
        var balance = _columns.MinorOf(row, _balance, currency, draft);
        if (!_balances.TryGetValue(currency, out var before) && balance != net)
            Carry(draft, "brought forward", balance - net, row.Line);
        if (before is { } known && known + net != balance)
        {
            draft.Refuse(
                row.Line, _columns.NameOf(_balance), "balance-mismatch", ReportColumns.Text(row, _balance),
                "the balance of the row before and this row's net amount",
                "A row is missing or altered. Export the report again.");
        }

        _balances[currency] = balance;
    }

    private static void Carry(SettlementDraft draft, string what, long minor, int line) =>
        draft.Add(
            new SettlementRow($"balance {what}", SettlementRowKind.Reserve, null, minor, 0, minor)
            {
                Description = $"balance {what}",
            },
            line);

    private void PayOut(ReportRow row, Currency currency, long net, SettlementDraft draft)
    {
        Close(draft, currency, ReportColumns.Text(row, _id), -net, row);
        if (_balances.GetValueOrDefault(currency) is { } left and not 0)
        {
            // What stays there is no part of this payout, and the first part of the next.
            Carry(draft, "left behind", -left, row.Line);
            var next = new SettlementDraft(Provider, "-", currency, row.Line);
            Carry(next, "brought forward", left, row.Line);
            _open.Add(currency, next);
        }

        foreach (var (other, exchanged) in _open.ToArray())
        {
            if (exchanged is { RowCount: > 0 } && other != currency && exchanged.SumMinor == 0)
                Close(exchanged, other, $"{ReportColumns.Text(row, _id)}/{other}", 0, row);
        }
    }

    private void Close(SettlementDraft draft, Currency currency, string payoutId, long payoutMinor, ReportRow row)
    {
        draft.PayoutId = payoutId;
        draft.PayoutMinor = payoutMinor;
        draft.PayoutLine = row.Line;
        draft.Date = ReportDate.Parse(ReportColumns.Text(row, _date));
        if (payoutId.Length == 0)
            draft.Refuse(row.Line, _columns.NameOf(_id), "missing-id", "nothing", "the withdrawal's transaction id");
        _drafts.Add(draft);
        _open.Remove(currency);
    }

    private void EndUnpaid()
    {
        foreach (var draft in _open.Values.Where(x => x.Rejection is not null || HasMore(x)))
        {
            draft.Refuse(
                draft.PayoutLine, _columns.NameOf(_type), "no-payout", "rows behind the last withdrawal",
                "the withdrawal that pays them out",
                "Nothing of them is booked. Export them again together with it.");
            _drafts.Add(draft);
        }
    }

    private static bool HasMore(SettlementDraft draft) => draft.RowCount > 0 && !draft.IsOnlyCarried;
}
