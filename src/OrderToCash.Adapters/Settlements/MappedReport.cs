using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>A provider's CSV as a mapping says.</summary>
internal sealed class MappedReport
{
    private readonly SettlementCsvMapping _mapping;
    private readonly ReportColumns _columns;
    private readonly Dictionary<string, SettlementDraft> _byPayout = new(StringComparer.Ordinal);
    private readonly List<SettlementDraft> _drafts = [];
    private readonly int _net;
    private readonly int _fee;
    private readonly int _payoutAmount;

    private MappedReport(SettlementCsvMapping mapping, ReportColumns columns)
    {
        _mapping = mapping;
        _columns = columns;
        _net = Place(mapping.NetColumn);
        _fee = Place(mapping.FeeColumn);
        _payoutAmount = Place(mapping.PayoutAmountColumn);
    }

    /// <summary>Reads all rows behind the header.</summary>
    public static IReadOnlyList<SettlementDraft> Read(
        SettlementCsvMapping mapping, ReportColumns columns, ReportRows rows)
    {
        var report = new MappedReport(mapping, columns);
        while (rows.Next() is { } row)
            report.Add(row);
        return report._drafts;
    }

    // A column that the mapping names must be there.
    private int Place(string? column) =>
        column is null ? -1 : _columns.Require(SettlementCsvMapping.Lower(column));

    private string? Text(ReportRow row, string? column) =>
        column is null ? null : ReportColumns.Optional(row, Place(column));

    private void Add(ReportRow row)
    {
        var code = _mapping.CurrencyColumn is null ? _mapping.Currency : Text(row, _mapping.CurrencyColumn);
        if (!Currency.TryParse(code?.ToUpperInvariant(), out var currency))
        {
            throw new BankRefusedException(
                "unknown-currency", $"line {row.Line}", code is null ? "nothing" : $"\"{code}\"",
                "a currency of ISO 4217 in use", "Name the column in the mapping's currencyColumn, or its currency.");
        }

        var draft = Draft(row, currency);
        if (draft.Currency != currency)
        {
            draft.Refuse(
                row.Line, "currency", "wrong-currency", currency.Code, $"{draft.Currency}, as the payout's first row");
            return;
        }

        if (_payoutAmount >= 0 && ReportColumns.Text(row, _payoutAmount).Length > 0)
            draft.PayoutMinor ??= _columns.MinorOf(row, _payoutAmount, currency, draft);
        draft.Date ??= ReportDate.Parse(Text(row, _mapping.PayoutDateColumn) ?? string.Empty);
        draft.Add(Row(row, currency, draft), row.Line);
    }

    private SettlementDraft Draft(ReportRow row, Currency currency)
    {
        var payout = Text(row, _mapping.PayoutColumn) ?? string.Empty;
        if (_byPayout.TryGetValue(payout, out var draft))
            return draft;
        draft = new SettlementDraft(SettlementCsvMapping.Lower(_mapping.Provider), payout, currency, row.Line);
        if (payout.Length == 0)
        {
            draft.Refuse(
                row.Line, _mapping.PayoutColumn, "no-payout", "rows that are not paid out", "the payout of each row",
                "Nothing of them is booked. They come again in the report that has their payout.");
        }

        _byPayout.Add(payout, draft);
        _drafts.Add(draft);
        return draft;
    }

    private SettlementRow Row(ReportRow row, Currency currency, SettlementDraft draft)
    {
        var gross = _columns.MinorOf(row, Place(_mapping.GrossColumn), currency, draft);
        var fee = _columns.MinorOrZero(row, _fee, currency, draft) * (_mapping.FeesAreNegative ? -1 : 1);
        var word = Text(row, _mapping.KindColumn);
        return new SettlementRow(
            Text(row, _mapping.IdColumn) ?? $"line {row.Line}", KindOf(word, gross), Text(row, _mapping.OrderColumn),
            gross, fee, _net < 0 ? gross - fee : _columns.MinorOf(row, _net, currency, draft))
        {
            PaymentId = Text(row, _mapping.PaymentColumn),
            OriginalId = Text(row, _mapping.OriginalColumn),
            Date = ReportDate.Parse(Text(row, _mapping.DateColumn) ?? string.Empty),
            CustomerName = Text(row, _mapping.CustomerColumn),
            Description = word,
        };
    }

    private SettlementRowKind KindOf(string? word, long gross)
    {
        if (_mapping.KindColumn is null)
            return gross >= 0 ? SettlementRowKind.Sale : SettlementRowKind.Refund;
        return word is not null && _mapping.Kinds.TryGetValue(word, out var kind) ? kind : SettlementRowKind.Other;
    }
}
