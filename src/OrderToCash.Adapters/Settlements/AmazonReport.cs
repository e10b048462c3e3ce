using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Amazon's settlement report, flat file V2: a row for each part of an amount, five to ten for an order.
/// The rows of an order's shipment, or of its refund, are one row here.</summary>
/// <remarks>
/// Source: Amazon Selling Partner API, GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2. Tax that Amazon withholds and pays
/// itself is taken off what the customer paid. Decimal commas where the marketplace has them.
/// </remarks>
internal sealed class AmazonReport
{
    private const string Provider = "amazon";

    private readonly ReportColumns _columns;
    private readonly Dictionary<string, Settlement> _settlements = new(StringComparer.Ordinal);
    private readonly List<Settlement> _inOrder = [];
    private readonly int _id;
    private readonly int _total;
    private readonly int _currency;
    private readonly int _type;
    private readonly int _amount;

    private AmazonReport(ReportColumns columns)
    {
        _columns = columns;
        _id = columns.Require("settlement-id");
        _total = columns.Require("total-amount");
        _currency = columns.Require("currency");
        _type = columns.Require("transaction-type");
        _amount = columns.Require("amount");
    }

    /// <summary>True for its columns.</summary>
    public static bool IsIn(ReportColumns columns) => columns.HasAll("settlement-id", "amount-type", "amount");

    /// <summary>Reads all rows behind the header.</summary>
    public static IReadOnlyList<SettlementDraft> Read(ReportColumns columns, ReportRows rows)
    {
        var report = new AmazonReport(columns);
        while (rows.Next() is { } row)
            report.Add(row);
        return [.. report._inOrder.Select(x => x.Finish(columns))];
    }

    private void Add(ReportRow row)
    {
        var id = ReportColumns.Text(row, _id);
        if (!_settlements.TryGetValue(id, out var settlement))
        {
            settlement = Begin(row, id);
            _settlements.Add(id, settlement);
            _inOrder.Add(settlement);
        }

        var draft = settlement.Draft;
        if (ReportColumns.Text(row, _total).Length > 0)
        {
            draft.PayoutMinor ??= _columns.MinorOf(row, _total, draft.Currency, draft);
            draft.PayoutLine = row.Line;
        }

        draft.Date ??= ReportDate.Parse(ReportColumns.Text(row, _columns.Find("deposit-date")));
        if (ReportColumns.Text(row, _currency) is { Length: > 0 } code && code != draft.Currency.Code)
        {
            draft.Refuse(
                row.Line, "currency", "wrong-currency", code, $"{draft.Currency}, as the settlement's first row");
        }

        var type = ReportColumns.Text(row, _type);
        // The row that sums up has no type; the transfer to the bank is the total itself.
        if (type is not ("" or "Transfer"))
            settlement.Add(row, type, _columns.MinorOf(row, _amount, draft.Currency, draft), _columns);
        else if (type.Length == 0 && ReportColumns.Text(row, _amount).Length > 0)
            draft.Refuse(row.Line, "transaction-type", "ragged-row", "an amount without one", "a transaction type");
    }

    private Settlement Begin(ReportRow row, string id)
    {
        if (id.Length == 0)
        {
            throw new BankRefusedException(
                "ragged-row", $"line {row.Line}, settlement-id", "nothing", "the settlement's id",
                "Nothing of the file is booked. Download it again.");
        }

        if (!Currency.TryParse(ReportColumns.Text(row, _currency), out var currency))
        {
            throw new BankRefusedException(
                "unknown-currency", $"line {row.Line}, currency", $"\"{ReportColumns.Text(row, _currency)}\"",
                "a currency of ISO 4217 in use, in the settlement's first row");
        }

        return new Settlement(new SettlementDraft(Provider, id, currency, row.Line));
    }

    /// <summary>A settlement while its rows are gathered.</summary>
    private sealed class Settlement(SettlementDraft draft)
    {
        private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
        private readonly List<Group> _inOrder = [];

        public SettlementDraft Draft => draft;

        public void Add(ReportRow row, string type, long minor, ReportColumns columns)
        {
            var order = ReportColumns.Text(row, columns.Find("order-id"));
            var part = ReportColumns.Text(row, columns.Find("amount-description"));
            var kind = KindOf(type, part);
            // Without an order each row is of its own; with one, all rows of a shipment or of an adjustment are one.
            var key = order.Length == 0
                ? $"{type}/{part}/{row.Line}"
                : $"{type}/{order}/{Reference(row, columns)}";
            if (!_groups.TryGetValue(key, out var group))
            {
                group = new Group(key, kind, row);
                _groups.Add(key, group);
                _inOrder.Add(group);
            }

            var isFee = kind != SettlementRowKind.Fee
                && ReportColumns.Text(row, columns.Find("amount-type")).Contains("Fee", StringComparison.Ordinal);
            group.GrossMinor += isFee ? 0 : minor;
            group.FeeMinor -= isFee ? minor : 0;
        }

        public SettlementDraft Finish(ReportColumns columns)
        {
            if (draft.PayoutMinor is null)
                draft.Refuse(draft.PayoutLine, "total-amount", "missing-total", "nothing", "the settlement's total");
            foreach (var group in _inOrder)
                draft.Add(group.ToRow(columns), group.First.Line);
            return draft;
        }

        private static string Reference(ReportRow row, ReportColumns columns)
        {
            var adjustment = ReportColumns.Text(row, columns.Find("adjustment-id"));
            return adjustment.Length > 0 ? adjustment : ReportColumns.Text(row, columns.Find("shipment-id"));
        }

        private static SettlementRowKind KindOf(string type, string part)
        {
            if (Has(part, "Reserve"))
                return SettlementRowKind.Reserve;
            if (Has(type, "Chargeback") || Has(type, "A-to-z"))
                return SettlementRowKind.Chargeback;
            if (Has(type, "Refund"))
                return SettlementRowKind.Refund;
            if (Has(type, "Fee"))
                return SettlementRowKind.Fee;
            return type is "Order" or "Order_Retrocharge" ? SettlementRowKind.Sale : Fallback(part);
        }

        private static SettlementRowKind Fallback(string part) =>
            Has(part, "Fee") || part is "Subscription" ? SettlementRowKind.Fee : SettlementRowKind.Other;

        private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The rows that are one.</summary>
    private sealed class Group(string key, SettlementRowKind kind, ReportRow first)
    {
        public ReportRow First => first;

        public long GrossMinor { get; set; }

        public long FeeMinor { get; set; }

        public SettlementRow ToRow(ReportColumns columns)
        {
            var order = ReportColumns.Optional(first, columns.Find("order-id"));
            return new SettlementRow(
                key, kind, ReportColumns.Optional(first, columns.Find("merchant-order-id")), GrossMinor, FeeMinor,
                GrossMinor - FeeMinor)
            {
                ProviderOrder = order,
                PaymentId = ReportColumns.Optional(first, columns.Find("shipment-id")),
                OriginalId = kind == SettlementRowKind.Sale ? null : order,
                Date = ReportDate.Parse(ReportColumns.Text(first, columns.Find("posted-date"))),
                Description = Description(columns),
            };
        }

        private string Description(ReportColumns columns)
        {
            var type = ReportColumns.Text(first, columns.Find("transaction-type"));
            var part = ReportColumns.Text(first, columns.Find("amount-description"));
            return kind is SettlementRowKind.Sale or SettlementRowKind.Refund ? type : $"{type}: {part}";
        }
    }
}
