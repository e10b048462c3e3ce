using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Klarna's settlement report: a header and a row with the totals, then a header and the
/// transactions.</summary>
/// <remarks>
/// Source: Klarna, settlement reports, fields and calculation of the settlement amount. Returns and fees come with a
/// sign or without, so the total decides which it is: a report whose rows fit it in neither way is refused.
/// </remarks>
internal static class KlarnaReport
{
    private const string Provider = "klarna";

    /// <summary>True for the columns of the totals.</summary>
    public static bool IsIn(ReportColumns columns) => columns.HasAll("total_settlement_amount", "payment_reference");

    /// <summary>Reads all rows behind the header of the totals.</summary>
    public static IReadOnlyList<SettlementDraft> Read(ReportColumns totals, ReportRows rows)
    {
        var total = rows.Next() ?? throw new BankRefusedException(
            "no-rows", $"line {totals.Line + 1}", "nothing", "the totals");
        var draft = Begin(totals, total);
        if (rows.Next() is not { } header)
        {
            draft.Refuse(total.Line, "type", "no-rows", "totals only", "the transactions behind them");
            return [draft];
        }

        var columns = new ReportColumns(header);
        var type = columns.Require("type");
        var amount = columns.Require("amount");
        var transactions = new List<(ReportRow Row, string Type, long Minor)>();
        while (rows.Next() is { } row)
        {
            transactions.Add((
                row, ReportColumns.Text(row, type).ToUpperInvariant(),
                columns.MinorOf(row, amount, draft.Currency, draft)));
        }

        var isSigned = Sum(transactions, isSigned: true) == draft.PayoutMinor;
        foreach (var (row, kind, minor) in transactions)
            draft.Add(ToRow(columns, row, kind, isSigned ? minor : Signed(kind, minor), draft.RowCount), row.Line);
        AddDebt(totals, total, draft);
        return [draft];
    }

    private static SettlementDraft Begin(ReportColumns totals, ReportRow total)
    {
        var code = ReportColumns.Text(total, totals.Require("currency_code", "currency", "settlement_currency"));
        if (!Currency.TryParse(code, out var currency))
        {
            throw new BankRefusedException(
                "unknown-currency", $"line {total.Line}, currency_code", $"\"{code}\"",
                "a currency of ISO 4217 in use");
        }

        var reference = ReportColumns.Text(total, totals.Find("payment_reference"));
        var draft = new SettlementDraft(Provider, reference, currency, total.Line)
        {
            Date = ReportDate.Parse(ReportColumns.Text(total, totals.Find("payout_date", "payment_date"))),
        };
        draft.PayoutMinor = totals.MinorOf(total, totals.Find("total_settlement_amount"), currency, draft);
        if (reference.Length == 0)
            draft.Refuse(total.Line, "payment_reference", "missing-id", "nothing", "the payout's payment reference");
        return draft;
    }

    private static Int128 Sum(List<(ReportRow Row, string Type, long Minor)> transactions, bool isSigned)
    {
        Int128 sum = 0;
        foreach (var (_, type, minor) in transactions)
            sum += isSigned ? minor : Signed(type, minor);
        return sum;
    }

    private static long Signed(string type, long minor) =>
        type is "RETURN" or "REVERSAL" or "FEE" or "CHARGE" or "HOLDBACK" or "REPAY" or "TAX" or "COMMISSION_REVERSAL"
            ? -Math.Abs(minor)
            : minor;

    private static SettlementRow ToRow(ReportColumns columns, ReportRow row, string type, long minor, int index)
    {
        var capture = ReportColumns.Optional(row, columns.Find("capture_id"));
        var refund = ReportColumns.Optional(row, columns.Find("refund_id"));
        // A fee has the id of its capture, so the place makes it unique.
        return new SettlementRow(
            $"{type}/{refund ?? capture ?? "-"}/{index + 1}", KindOf(type),
            ReportColumns.Optional(row, columns.Find("merchant_reference1", "merchant_reference_1"))
                ?? ReportColumns.Optional(row, columns.Find("merchant_reference2", "merchant_reference_2")),
            minor, 0, minor)
        {
            ProviderOrder = ReportColumns.Optional(row, columns.Find("short_order_id", "order_id")),
            PaymentId = capture,
            OriginalId = type == "SALE" ? null : capture,
            Date = ReportDate.Parse(ReportColumns.Text(row, columns.Find("capture_date", "sale_date"))),
            Description = ReportColumns.Optional(row, columns.Find("detailed_type")) ?? type,
        };
    }

    private static SettlementRowKind KindOf(string type) => type switch
    {
        "SALE" => SettlementRowKind.Sale,
        "RETURN" => SettlementRowKind.Refund,
        "REVERSAL" or "REVERSAL_MERCHANT_PROTECTION" or "DISPUTE" => SettlementRowKind.Chargeback,
        "FEE" or "FEE_REFUND" or "FEE_CORRECTION" or "COMMISSION" or "TAX" or "CHARGE" => SettlementRowKind.Fee,
        "HOLDBACK" or "RELEASE" or "REPAY" => SettlementRowKind.Reserve,
        _ => SettlementRowKind.Other,
    };

    // Totals that have no transactions: what is held back, set free, or taken for an older debt.
    private static void AddDebt(ReportColumns totals, ReportRow total, SettlementDraft draft)
    {
        foreach (var (name, sign) in (ReadOnlySpan<(string, int)>)
            [("total_holdback_amount", -1), ("total_release_amount", 1), ("total_repay_amount", -1)])
        {
            var minor = sign * Math.Abs(totals.MinorOrZero(total, totals.Find(name), draft.Currency, draft));
            if (minor == 0 || draft.SumMinor == draft.PayoutMinor)
                continue;
            draft.Add(
                new SettlementRow(name, SettlementRowKind.Reserve, null, minor, 0, minor) { Description = name },
                total.Line);
        }
    }
}
