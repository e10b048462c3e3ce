using System.Collections.Immutable;
using System.Text;
using OrderToCash.Adapters.Settlements;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Settlements;

/// <summary>Reports of payment providers as settlement reports.</summary>
public sealed class SettlementSourceTests
{
    private const string PayPalHeader =
        "\uFEFF\"Datum\",\"Uhrzeit\",\"Zeitzone\",\"Beschreibung\",\"Währung\",\"Brutto\",\"Entgelt\",\"Netto\","
        + "\"Guthaben\",\"Transaktionscode\",\"Name\",\"Rechnungsnummer\",\"Zugehöriger Transaktionscode\"\r\n";

    private const string StripeHeader =
        "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,currency,gross,"
        + "fee,net,reporting_category,source_id,description,payment_metadata[order_id]\n";

    private const string AmazonHeader =
        "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\t"
        + "transaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\t"
        + "amount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\n";

    private const string KlarnaTotals =
        "payment_reference;payout_date;currency_code;total_sale_amount;total_fee_amount;total_return_amount;"
        + "total_settlement_amount\nKREF1;2026-03-18;EUR;200.00;5.00;50.00;145.00\n";

    private const string KlarnaHeader = "type;capture_id;short_order_id;merchant_reference1;capture_date;amount\n";

    [Fact]
    public async Task PayPal_withdrawal_is_made_of_what_came_since_the_last()
    {
        var (read, reports) = await ReadAsync(PayPalHeader
            + PayPal("PayPal Express-Zahlung", "EUR", "104,80", "-2,95", "101,85", "101,85", "T1", "SO1")
            + PayPal("Rückzahlung", "EUR", "-63,80", "0,00", "-63,80", "38,05", "T2", "SO2", "T0")
            + PayPal("Rückbuchung", "EUR", "-10,00", "-16,00", "-26,00", "12,05", "T3", "SO3")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-12,05", "0,00", "-12,05", "0,00", "1000000007", ""));

        Assert.Null(Assert.Single(read).Rejection);
        var report = Assert.Single(reports);
        Assert.Equal(("paypal", "1000000007", 1205L), (report.Provider, report.PayoutId, report.PayoutMinor));
        Assert.Equal(new DateOnly(2026, 3, 1), report.Date);
        Assert.Equal(
            [SettlementRowKind.Sale, SettlementRowKind.Refund, SettlementRowKind.Chargeback],
            report.Rows.Select(x => x.Kind));
        Assert.Equal(("T1", "SO1", 10480L, 295L, 10185L), Amounts(report.Rows[0]));
        Assert.Equal("T0", report.Rows[1].OriginalId);
        Assert.Equal((-1000L, 1600L), (report.Rows[2].GrossMinor, report.Rows[2].FeeMinor));
    }

    [Fact]
    public async Task PayPal_balance_before_and_behind_a_withdrawal_is_carried_as_reserve()
    {
        var (_, reports) = await ReadAsync(PayPalHeader
            + PayPal("PayPal Express-Zahlung", "EUR", "100,00", "0,00", "100,00", "1.150,00", "T1", "SO1")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-150,00", "0,00", "-150,00", "1.000,00", "P1", "")
            + PayPal("PayPal Express-Zahlung", "EUR", "5,00", "0,00", "5,00", "1.005,00", "T2", "SO2")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-1.005,00", "0,00", "-1.005,00", "0,00", "P2", ""));

        Assert.Equal([15_000L, 100_500L], reports.Select(x => x.PayoutMinor));
        Assert.Equal(
            [SettlementRowKind.Reserve, SettlementRowKind.Sale, SettlementRowKind.Reserve],
            reports[0].Rows.Select(x => x.Kind));
        Assert.Equal([105_000L, 10_000L, -100_000L], reports[0].Rows.Select(x => x.NetMinor));
        Assert.Equal([100_000L, 500L], reports[1].Rows.Select(x => x.NetMinor));
    }

    [Fact]
    public async Task PayPal_currencies_that_are_exchanged_net_to_nothing_in_a_report_of_their_own()
    {
        var (_, reports) = await ReadAsync(PayPalHeader
            + PayPal("PayPal Express-Zahlung", "USD", "100,00", "-4,00", "96,00", "96,00", "T1", "SO1")
            + PayPal("Allgemeine Währungsumrechnung", "USD", "-96,00", "0,00", "-96,00", "0,00", "T2", "", "T1")
            + PayPal("Allgemeine Währungsumrechnung", "EUR", "88,00", "0,00", "88,00", "88,00", "T3", "", "T1")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-88,00", "0,00", "-88,00", "0,00", "P1", ""));

        Assert.Equal(["P1", "P1/USD"], reports.Select(x => x.PayoutId));
        Assert.Equal([8_800L, 0L], reports.Select(x => x.PayoutMinor));
        Assert.Equal("SO1", reports[1].Rows[0].Order);
        Assert.Equal(SettlementRowKind.Conversion, reports[1].Rows[1].Kind);
    }

    [Fact]
    public async Task PayPal_in_English_newest_first_with_rows_that_move_nothing()
    {
        var (_, reports) = await ReadAsync(
            "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Invoice Number,Balance,"
            + "Balance Impact\n"
            + "3/18/2026,1,CET,,General Withdrawal,Completed,USD,\"-1,230.50\",0.00,\"-1,230.50\",P1,,0.00,Debit\n"
            + "3/17/2026,1,CET,A,Express Checkout Payment,Pending,USD,9.00,0.00,9.00,T3,,,Memo\n"
            + "3/16/2026,1,CET,A,Express Checkout Payment,Completed,USD,\"1,234.50\",-4.00,\"1,230.50\",T1,SO1,"
            + "\"1,230.50\",Credit\n");
        var report = Assert.Single(reports);
        var row = Assert.Single(report.Rows);
        Assert.Equal((123_050L, "SO1", 123_450L), (report.PayoutMinor, row.Order, row.GrossMinor));
    }

    [Fact]
    public async Task Stripe_rows_are_gathered_by_their_payout()
    {
        var (_, reports) = await ReadAsync(StripeHeader
            + "po_1,2026-03-18 00:00:00,txn_0,2026-03-15 10:00:00,eur,299.90,4.74,295.16,charge,ch_0,Order SO1,SO1\n"
            + "po_2,2026-03-19 00:00:00,txn_1,2026-03-15 10:00:00,eur,10.00,0.25,9.75,charge,ch_1,Order SO2,SO2\n"
            + "po_1,2026-03-18 00:00:00,txn_2,2026-03-15 10:00:00,eur,-74.80,0.00,-74.80,refund,re_1,Order SO3,SO3\n"
            + "po_1,2026-03-18 00:00:00,txn_3,2026-03-15 10:00:00,eur,-100.00,15.00,-115.00,dispute,dp_1,,SO4\n"
            + "po_1,2026-03-18 00:00:00,txn_4,2026-03-15 10:00:00,eur,-2.00,0.00,-2.00,fee,fe_1,Radar,\n");

        Assert.Equal(["po_1", "po_2"], reports.Select(x => x.PayoutId));
        Assert.Equal([10_336L, 975L], reports.Select(x => x.PayoutMinor));
        Assert.Equal(new DateOnly(2026, 3, 18), reports[0].Date);
        Assert.Equal(("txn_0", "SO1", 29_990L, 474L, 29_516L), Amounts(reports[0].Rows[0]));
        Assert.Equal(("txn_4", null, 0L, 200L, -200L), Amounts(reports[0].Rows[3]));
        Assert.Equal(SettlementRowKind.Chargeback, reports[0].Rows[2].Kind);
    }

    [Fact]
    public async Task Stripe_balance_transactions_say_the_payout_too()
    {
        const string Text =
            "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Description,Transfer,Transfer Date (UTC),"
            + "order_id (metadata)\n"
            + "txn_1,charge,ch_1,10.00,0.25,9.75,eur,2026-03-15 10:00,x,po_1,2026-03-18 00:00,SO1\n"
            + "txn_2,payout,po_1,-9.75,0.00,-9.75,eur,2026-03-17 10:00,STRIPE PAYOUT,po_1,2026-03-18 00:00,\n";
        var report = Assert.Single((await ReadAsync(Text)).Reports);
        Assert.Equal(("po_1", 975L, "SO1"), (report.PayoutId, report.PayoutMinor, report.Rows.Single().Order));
        Assert.Equal("sum-differs", (await ReadAsync(Text.Replace("-9.75", "-9.74"))).Read[0].Rejection?.Reason);
    }

    [Fact]
    public async Task Amazon_rows_of_an_order_are_one()
    {
        var (read, reports) = await ReadAsync(AmazonHeader
            + "18\t2026-03-01\t2026-03-15\t17.03.2026 06:00:00 UTC\t15,83\tEUR\n"
            + Amazon("Order", "302-1", "SO1", "S1", "ItemPrice", "Principal", "29,99")
            + Amazon("Order", "302-1", "SO1", "S1", "ItemPrice", "Shipping", "3,99")
            + Amazon("Order", "302-1", "SO1", "S1", "Promotion", "Shipping", "-1,00")
            + Amazon("Order", "302-1", "SO1", "S1", "ItemFees", "Commission", "-4,50")
            + Amazon("Order", "302-2", "", "S2", "ItemPrice", "Principal", "20,00")
            + Amazon("Refund", "302-0", "SO0", "S0", "ItemPrice", "Principal", "-19,99")
            + Amazon("Refund", "302-0", "SO0", "S0", "ItemFees", "RefundCommission", "2,34")
            + Amazon("ServiceFee", "", "", "", "other", "Subscription", "-5,00")
            + Amazon("other-transaction", "", "", "", "other-transaction", "Current Reserve Amount", "-10,00")
            + "18\t\t\t\t\tEUR\tTransfer\t\t\t\t\t\t\t\t-15,83\n");

        Assert.Null(Assert.Single(read).Rejection);
        var report = Assert.Single(reports);
        Assert.Equal(("18", 1_583L, new DateOnly(2026, 3, 17)), (report.PayoutId, report.PayoutMinor, report.Date));
        Assert.Equal(
            [SettlementRowKind.Sale, SettlementRowKind.Sale, SettlementRowKind.Refund, SettlementRowKind.Fee,
                SettlementRowKind.Reserve],
            report.Rows.Select(x => x.Kind));
        Assert.Equal(("SO1", "302-1", 3_298L, 450L), (report.Rows[0].Order, report.Rows[0].ProviderOrder,
            report.Rows[0].GrossMinor, report.Rows[0].FeeMinor));
        Assert.Equal((null, "302-2"), (report.Rows[1].Order, report.Rows[1].ProviderOrder));
        Assert.Equal((-1_999L, -234L), (report.Rows[2].GrossMinor, report.Rows[2].FeeMinor));
        Assert.Equal((0L, 500L), (report.Rows[3].GrossMinor, report.Rows[3].FeeMinor));
    }

    [Theory]
    [InlineData("SALE;c1;o1;SO1;2026-03-15;200.00\nFEE;c1;o1;SO1;2026-03-15;-5.00\nRETURN;c0;o0;SO0;;-50.00\n")]
    [InlineData("SALE;c1;o1;SO1;2026-03-15;200,00\nFEE;c1;o1;SO1;2026-03-15;5,00\nRETURN;c0;o0;SO0;;50,00\n")]
    public async Task Klarna_signs_are_those_that_fit_the_total(string rows)
    {
        var report = Assert.Single((await ReadAsync(KlarnaTotals + KlarnaHeader + rows)).Reports);
        Assert.Equal(("klarna", "KREF1", 14_500L), (report.Provider, report.PayoutId, report.PayoutMinor));
        Assert.Equal([20_000L, -500L, -5_000L], report.Rows.Select(x => x.NetMinor));
        Assert.Equal((0L, 500L, "SO1"), (report.Rows[1].GrossMinor, report.Rows[1].FeeMinor, report.Rows[1].Order));
        Assert.Equal(SettlementRowKind.Refund, report.Rows[2].Kind);
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { StripeHeader + "po_1,,t,,eur,1.00,0.10,0.80,charge,c,d,o\n", "net-differs", "line 2" },
        { StripeHeader + "po_1,,t,,eur,1.0o,0.10,0.90,charge,c,d,o\n", "malformed-amount", "line 2, gross" },
        { StripeHeader + "po_1,,t,,eur,1.005,0.10,0.90,charge,c,d,o\n", "net-differs", "line 2" },
        { StripeHeader + "po_1,,t,,xxx,1.00,0.10,0.90,charge,c,d,o\n", "unknown-currency", "line 2" },
        { StripeHeader + "po_1,,t\n", "ragged-row", "line 2" },
        { StripeHeader + "po_1,,t,,eur,1.00\n", "ragged-row", "line 2, net" },
        { StripeHeader + "po_1,,t,,eur,1.00,0.10,0.90,charge,c,\"never closed\n", "too-long", "line 2" },
        {
            StripeHeader + "po_1,,t,,eur,1.00,0.10,0.90,charge,c,d,o\npo_1,,t,,eur,1.00,0.10,0.90,charge,c,d,o\n",
            "repeated-id", "line 3"
        },
        {
            StripeHeader + "po_1,,t,,eur,1.00,0.10,0.90,charge,c,d,o\npo_1,,u,,usd,1.00,0.10,0.90,charge,c,d,o\n",
            "wrong-currency", "line 3, currency"
        },
        { StripeHeader, "no-rows", "line 2" },
        { "id,Amount,Created (UTC),Currency,Arrival Date (UTC)\npo_1,1,2,eur,3\n", "no-rows", "line 1" },
        { "hello,world\n1,2\n", "unknown-format", "file" },
        { "", "unknown-format", "file" },
        { KlarnaTotals, "no-rows", "line 2, type" },
        { KlarnaTotals + KlarnaHeader + "SALE;c;o;S;2026-03-15;1.00\n", "sum-differs", "line 2" },
        {
            AmazonHeader + "18\t\t\t\t\tEUR\tOrder\t302-1\t\t\t\t\tItemPrice\tPrincipal\t1.00\n", "missing-total",
            "line 2, total-amount"
        },
        {
            AmazonHeader + "18\t\t\t\t1.00\tEUR\tOrder\t302-1\t\t\t\t\tItemPrice\tPrincipal\t1.0.0\n",
            "malformed-amount", "line 2, amount"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_does_not_add_up_is_refused_with_its_line(string text, string reason, string place)
    {
        var (read, reports) = await ReadAsync(text);
        Assert.Empty(reports);
        Assert.Equal((reason, place), (read[0].Rejection?.Reason, read[0].Rejection?.Place));
        Assert.Equal(Encoding.UTF8.GetByteCount(text), read[0].Raw.Length);
    }

    [Fact]
    public async Task A_payout_that_is_refused_stops_no_other_and_rows_without_one_say_so()
    {
        var (read, reports) = await ReadAsync(PayPalHeader
            + PayPal("PayPal Express-Zahlung", "EUR", "10,00", "-1,00", "8,00", "8,00", "T1", "SO1")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-8,00", "0,00", "-8,00", "0,00", "P1", "")
            + PayPal("PayPal Express-Zahlung", "EUR", "10,00", "-1,00", "9,00", "9,00", "T2", "SO2")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-9,00", "0,00", "-9,00", "0,00", "P2", "")
            + PayPal("PayPal Express-Zahlung", "EUR", "1,00", "0,00", "1,00", "1,00", "T3", "SO3"));

        Assert.Equal(["net-differs", null, "no-payout"], read.Select(x => x.Rejection?.Reason));
        Assert.Equal("P2", Assert.Single(reports).PayoutId);
    }

    [Fact]
    public async Task PayPal_row_that_is_missing_shows_in_the_balance()
    {
        var (read, _) = await ReadAsync(PayPalHeader
            + PayPal("PayPal Express-Zahlung", "EUR", "10,00", "0,00", "10,00", "10,00", "T1", "SO1")
            + PayPal("PayPal Express-Zahlung", "EUR", "10,00", "0,00", "10,00", "30,00", "T2", "SO2")
            + PayPal("Allgemeine Abbuchung - Bankkonto", "EUR", "-20,00", "0,00", "-20,00", "0,00", "P1", ""));
        Assert.Equal(("balance-mismatch", "line 3, guthaben"), (read[0].Rejection?.Reason, read[0].Rejection?.Place));
    }

    [Fact]
    public async Task Other_providers_are_read_by_a_mapping()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, """
                {
                  // Where the columns are.
                  "provider": "Nexi", "payoutColumn": "Payout", "idColumn": "Id", "grossColumn": "Betrag",
                  "feeColumn": "Gebühr", "feesAreNegative": true, "currency": "EUR", "orderColumn": "Bestellung",
                  "kindColumn": "Art", "kinds": { "Kauf": "sale", "Storno": "refund" }, "dateColumn": "Datum"
                }
                """);
            var mapping = await SettlementCsvMapping.LoadAsync(path, CancellationToken.None);
            var bytes = Encoding.Latin1.GetBytes(
                "Auszahlungen im März\nPayout;Id;Datum;Art;Bestellung;Betrag;Gebühr\n"
                + "A1;1;18.03.2026;Kauf;SO1;1.104,80;-2,95\nA1;2;18.03.2026;Storno;SO2;-4,80;0\n"
                + "A1;3;18.03.2026;Miete;;-1;\n");
            var report = Assert.Single((await ReadAsync(bytes, mapping)).Reports);
            Assert.Equal(("nexi", "A1", 109_605L), (report.Provider, report.PayoutId, report.PayoutMinor));
            Assert.Equal(
                [SettlementRowKind.Sale, SettlementRowKind.Refund, SettlementRowKind.Other],
                report.Rows.Select(x => x.Kind));
            Assert.Equal(("1", "SO1", 110_480L, 295L, 110_185L), Amounts(report.Rows[0]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SharedDataFact("cashapp")]
    public async Task Reports_of_the_labelled_sets_are_read_as_they_were_written()
    {
        var rows = 0;
        foreach (var set in new[] { "hard", "mixed" })
        {
            var folder = SharedData.FullPath($"cashapp/{set}");
            var truth = File.ReadLines(Path.Combine(folder, "settlement_truth.jsonl"))
                .Select(x => System.Text.Json.JsonDocument.Parse(x).RootElement)
                .ToDictionary(x => x.GetProperty("row").GetString() ?? "");
            foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "psp")))
            {
                var report = Assert.Single((await ReadAsync(await File.ReadAllBytesAsync(path), null)).Reports);
                foreach (var row in report.Rows)
                {
                    var expected = truth[row.Id];
                    Assert.Equal(expected.GetProperty("payout").GetString(), report.PayoutId);
                    Assert.Equal(expected.GetProperty("order").GetString(), row.Order);
                    Assert.Equal(expected.GetProperty("kind").GetString(), row.Kind.ToString().ToLowerInvariant());
                    Assert.Equal(
                        (Minor(expected, "gross"), Minor(expected, "fee"), Minor(expected, "net")),
                        (row.GrossMinor, row.FeeMinor, row.NetMinor));
                    rows++;
                }
            }
        }

        Assert.Equal(73, rows);
    }

    private static long Minor(System.Text.Json.JsonElement row, string name) =>
        (long)(decimal.Parse(
            row.GetProperty(name).GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture) * 100);

    private static (string, string?, long, long, long) Amounts(SettlementRow row) =>
        (row.Id, row.Order, row.GrossMinor, row.FeeMinor, row.NetMinor);

    private static string PayPal(
        string type, string currency, string gross, string fee, string net, string balance, string id, string order,
        string original = "") =>
        $"\"01.03.2026\",\"10:00:00\",\"Europe/Berlin\",\"{type}\",\"{currency}\",\"{gross}\",\"{fee}\",\"{net}\","
        + $"\"{balance}\",\"{id}\",\"Zoë Fischer\",\"{order}\",\"{original}\"\r\n";

    private static string Amazon(
        string type, string order, string ours, string shipment, string amountType, string part, string amount) =>
        $"18\t\t\t\t\tEUR\t{type}\t{order}\t{ours}\t\t{shipment}\tAmazon.de\t{amountType}\t{part}\t{amount}\tMFN\t"
        + "02.03.2026\t02.03.2026 14:23:00 UTC\t1\n";

    private static Task<(ImmutableArray<SourceItem> Read, List<SettlementReport> Reports)> ReadAsync(string text) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), null);

    private static async Task<(ImmutableArray<SourceItem> Read, List<SettlementReport> Reports)> ReadAsync(
        byte[] bytes, SettlementCsvMapping? mapping)
    {
        var reports = new List<SettlementReport>();
        using var stream = new MemoryStream(bytes);
        using var source = await SettlementSources.OpenAsync(
            "report", stream,
            report =>
            {
                reports.Add(report);
                return [];
            },
            mapping, CancellationToken.None);
        var items = ImmutableArray.CreateBuilder<SourceItem>();
        await foreach (var item in source.ReadAsync(0, CancellationToken.None))
            items.Add(item);
        return (items.DrainToImmutable(), reports);
    }
}
