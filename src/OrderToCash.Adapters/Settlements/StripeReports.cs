using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Stripe: the itemized payout reconciliation report, and the dashboard's export of balance
/// transactions.</summary>
/// <remarks>Source: Stripe, report types "Payout reconciliation" (itemized) and "Balance"; reporting
/// categories.</remarks>
internal static class StripeReports
{
    private const string Provider = "stripe";

    /// <summary>True for the columns of one of them, or of a list of payouts.</summary>
    public static bool IsIn(ReportColumns columns) =>
        columns.HasAll("balance_transaction_id", "reporting_category", "net")
        || columns.HasAll("id", "type", "source", "amount", "fee", "net", "currency")
        || IsPayoutList(columns);

    /// <summary>Reads all rows behind the header.</summary>
    /// <exception cref="BankRefusedException">It is a list of payouts without what they are made of.</exception>
    public static IReadOnlyList<SettlementDraft> Read(ReportColumns columns, ReportRows rows)
    {
        var places = new Places(columns);
        if (places.Payout < 0)
        {
            throw new BankRefusedException(
                "no-rows", $"line {columns.Line}", "a list of payouts", "what each payout is made of",
                "Export the itemized payout reconciliation report, or all balance transactions.");
        }

        var drafts = new List<SettlementDraft>();
        var byPayout = new Dictionary<string, SettlementDraft>(StringComparer.Ordinal);
        SettlementDraft? unpaid = null;
        while (rows.Next() is { } row)
        {
            if (!Domain.Values.Currency.TryParse(
                ReportColumns.Text(row, places.Currency).ToUpperInvariant(), out var currency))
            {
                throw new BankRefusedException(
                    row.Fields.Length <= places.Currency ? "ragged-row" : "unknown-currency", $"line {row.Line}",
                    $"\"{ReportColumns.Text(row, places.Currency)}\"", "a currency of ISO 4217 in use");
            }

            var payout = PayoutOf(row, places);
            if (payout.Length == 0)
            {
                unpaid ??= Unpaid(row, currency, drafts);
                continue;
            }

            if (!byPayout.TryGetValue(payout, out var draft))
            {
                draft = new SettlementDraft(Provider, payout, currency, row.Line);
                byPayout.Add(payout, draft);
                drafts.Add(draft);
            }

            Add(draft, columns, places, row);
        }

        return drafts;
    }

    private static bool IsPayoutList(ReportColumns columns) =>
        columns.HasAll("payout_id", "effective_at_utc") || columns.HasAll("payout_id", "effective_at")
        || columns.HasAll("id", "amount", "arrival date (utc)");

    private static SettlementDraft Unpaid(
        ReportRow row, Domain.Values.Currency currency, List<SettlementDraft> drafts)
    {
        var draft = new SettlementDraft(Provider, "-", currency, row.Line);
        draft.Refuse(
            row.Line, "automatic_payout_id", "no-payout", "rows that are not paid out", "the payout of each row",
            "Nothing of them is booked. They come again in the report of the payout that has them.");
        drafts.Add(draft);
        return draft;
    }

    // The payout's own row names it as its source.
    private static string PayoutOf(ReportRow row, Places places)
    {
        var payout = ReportColumns.Text(row, places.Payout);
        var source = ReportColumns.Text(row, places.Source);
        return payout.Length == 0 && IsPayout(ReportColumns.Text(row, places.Category)) ? source : payout;
    }

    private static bool IsPayout(string category) => category is "payout" or "payout_reversal" or "transfer";

    private static void Add(SettlementDraft draft, ReportColumns columns, Places places, ReportRow row)
    {
        if (columns.CurrencyOf(row, places.Currency, draft) is not { } currency)
            return;
        if (currency != draft.Currency)
        {
            draft.Refuse(
                row.Line, "currency", "wrong-currency", currency.Code, $"{draft.Currency}, as the payout's first row");
            return;
        }

        var net = columns.MinorOf(row, places.Net, currency, draft);
        draft.Date ??= ReportDate.Parse(ReportColumns.Text(row, places.PayoutDate));
        var category = ReportColumns.Text(row, places.Category);
        if (IsPayout(category))
        {
            draft.PayoutMinor = (draft.PayoutMinor ?? 0) - net;
            draft.PayoutLine = row.Line;
            return;
        }

        var source = ReportColumns.Optional(row, places.Source);
        draft.Add(
            new SettlementRow(
                ReportColumns.Text(row, places.Id), KindOf(category), ReportColumns.Optional(row, places.Order),
                columns.MinorOf(row, places.Gross, currency, draft),
                columns.MinorOrZero(row, places.Fee, currency, draft), net)
            {
                PaymentId = source,
                OriginalId = ReportColumns.Optional(row, places.Charge) is { } charge && charge != source
                    ? charge
                    : null,
                Date = ReportDate.Parse(ReportColumns.Text(row, places.Created)),
                CustomerName = ReportColumns.Optional(row, places.Customer),
                Description = ReportColumns.Optional(row, places.Description) ?? category,
            },
            row.Line);
    }

    private static SettlementRowKind KindOf(string category) => category switch
    {
        "charge" or "payment" or "payment_unreconciled" => SettlementRowKind.Sale,
        "refund" or "payment_refund" or "refund_failure" or "payment_failure_refund" or "charge_failure"
            or "partial_capture_reversal" => SettlementRowKind.Refund,
        "dispute" or "dispute_reversal" or "adjustment" => SettlementRowKind.Chargeback,
        "fee" or "stripe_fee" or "network_cost" or "tax_fee" or "application_fee" or "stripe_fx_fee"
            or "contribution" => SettlementRowKind.Fee,
        "risk_reserved_funds" or "reserve_transaction" or "reserved_funds" or "payment_network_reserve_hold"
            or "payment_network_reserve_release" or "payout_minimum_balance_hold"
            or "payout_minimum_balance_release" => SettlementRowKind.Reserve,
        "currency_conversion" or "fx" => SettlementRowKind.Conversion,
        _ => SettlementRowKind.Other,
    };

    /// <summary>Where things are, in either export.</summary>
    private sealed class Places(ReportColumns columns)
    {
        public int Payout { get; } = columns.Find("automatic_payout_id", "transfer", "payout");

        public int PayoutDate { get; } = columns.Find(
            "automatic_payout_effective_at_utc", "automatic_payout_effective_at", "transfer date (utc)");

        public int Id { get; } = columns.Find("balance_transaction_id", "id");

        public int Created { get; } = columns.Find("created_utc", "created", "created (utc)");

        public int Currency { get; } = columns.Require("currency");

        public int Gross { get; } = columns.Find("gross", "amount");

        public int Fee { get; } = columns.Find("fee");

        public int Net { get; } = columns.Find("net", "amount");

        public int Category { get; } = columns.Find("reporting_category", "type");

        public int Source { get; } = columns.Find("source_id", "source");

        public int Charge { get; } = columns.Find("charge_id");

        public int Customer { get; } = columns.Find("customer_name", "shipping_name");

        public int Description { get; } = columns.Find("description");

        public int Order { get; } = OrderColumn(columns);

        // The shop puts its order number into metadata under a name of its own.
        private static int OrderColumn(ReportColumns columns)
        {
            for (var i = 0; i < columns.Names.Length; i++)
            {
                var name = columns.Names[i];
                if (name.Contains("metadata", StringComparison.Ordinal)
                    && (name.Contains("order", StringComparison.Ordinal)
                        || name.Contains("invoice", StringComparison.Ordinal)))
                {
                    return i;
                }
            }

            return columns.Find("invoice_number", "order_id");
        }
    }
}
