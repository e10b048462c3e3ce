using System.Globalization;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Field 61, identities and balances.</summary>
public sealed class Mt940EntryTests
{
    [Theory]
    [InlineData("2603160316CR49,90NTRFNONREF", "2026-03-16", "2026-03-16")]
    [InlineData("260316C49,90NMSC", "2026-03-16", "2026-03-16")]
    [InlineData("260316    C49,90NMSC", "2026-03-16", "2026-03-16")]
    [InlineData("2601021231C49,90NMSCNONREF", "2026-01-02", "2025-12-31")]
    [InlineData("2512300102C49,90NMSCNONREF", "2025-12-30", "2026-01-02")]
    [InlineData("2602300301C49,90NMSCNONREF", "2026-02-28", "2026-03-01")]
    [InlineData("980316C49,90NMSCNONREF", "1998-03-16", "1998-03-16")]
    public async Task Dates_are_the_bank_s(string head, string value, string booked)
    {
        var entry = await CreditAsync(head);
        Assert.Equal((value, booked), (Day(entry.ValueDate), Day(entry.BookingDate)));
    }

    [Theory]
    [InlineData("C49,90", 4990)]
    [InlineData("CR49,9", 4990)]
    [InlineData("CM49,", 4900)]
    [InlineData("C36847", 3684700)]
    [InlineData("C000000000049.90", 4990)]
    [InlineData("C49,90000", 4990)]
    [InlineData("C0,00", 0)]
    [InlineData("C,5", 50)]
    [InlineData("RD49,90", 4990)]
    [InlineData("RDR49,90", 4990)]
    [InlineData("D49,90", -4990)]
    [InlineData("RC49,90", -4990)]
    [InlineData("RCR49,90", -4990)]
    public async Task Amounts_and_signs_are_the_bank_s(string amount, long minor)
    {
        var entry = await SignedAsync($"2603160316{amount}NTRFNONREF", minor);
        Assert.Equal(minor, entry.SignedMinor);
        Assert.Equal(amount[0] == 'R', entry.IsReversal);
        Assert.Equal(amount[0] == 'R', entry.IsReturn);
    }

    [Theory]
    [InlineData("JPY", "12345", 12345)]
    [InlineData("JPY", "12345,00", 12345)]
    [InlineData("KWD", "1,234", 1234)]
    public async Task Decimals_are_the_currency_s(string currency, string amount, long minor)
    {
        var text = $":20:X\n:25:{Mt940.Iban}\n:28C:1\n:60F:C260316{currency}0,\n:61:260316C{amount}NTRFNONREF\n"
            + $":62F:C260316{currency}{amount}\n";
        Assert.Equal(minor, (await Mt940.TransactionAsync(text)).SignedMinor);
    }

    [Theory]
    [InlineData("12..34")]
    [InlineData("1,234,5")]
    [InlineData("49,905")]
    [InlineData("")]
    [InlineData("99999999999999999999,00")]
    public async Task What_is_no_amount_fails_the_statement(string amount)
    {
        var rejection = await Mt940.RejectionAsync(Mt940.Of($":61:2603160316C{amount}NTRFNONREF"));
        Assert.Equal(("malformed-amount", "line 5, :61:"), (rejection.Reason, rejection.Place));
    }

    [Fact]
    public async Task Expected_entries_are_not_booked_unless_the_balances_count_them()
    {
        const string Lines =
            ":61:2603160316C1,00NTRFNONREF//260760000001B\n:61:2603160316EC2,00NTRFNONREF//260760000002C";
        var item = Assert.Single(await Mt940.ReadAsync(Mt940.Of(Lines, "C260316EUR101,")));
        Assert.Equal([100L], Camt.Transactions(item).Select(x => x.SignedMinor));
        var expected = Assert.IsType<BankCommand.Announce>(item.Commands[^1].Command);
        Assert.Equal([200L], expected.Entries.Select(x => x.SignedMinor));
        var with = await Mt940.TransactionsAsync(Mt940.Of(Lines, "C260316EUR103,"));
        Assert.Equal([100L, 200L], with.Select(x => x.SignedMinor));
    }

    [Fact]
    public async Task Bank_that_writes_a_reversal_by_its_effect_is_known_by_its_balances()
    {
        const string Lines =
            ":61:2603160316C3,00NTRFNONREF//260760000001B\n:61:2603160316RC2,00NTRFNONREF//260760000002C";
        var entries = await Mt940.TransactionsAsync(Mt940.Of(Lines, "C260316EUR105,"));
        Assert.Equal([300L, 200L], entries.Select(x => x.SignedMinor));
    }

    [Theory]
    [InlineData("NTRFNONREF//260760000001B\n/OCMT/EUR54,90//CHGS/EUR5,00/", 5490L, 500L)]
    [InlineData("NTRFNONREF//260760000001B\n/OCMT/CAD47,11/CHGS/EUR1,23", 4711L, 123L)]
    [InlineData("NTRFNONREF//260760000001B\n/OCMT/EUR49,90/", null, null)]
    public async Task Original_amount_and_charges_are_read(string rest, long? instructed, long? charges)
    {
        var entry = await CreditAsync($"2603160316C49,90{rest}");
        Assert.Equal((instructed, charges), (entry.InstructedMinor, entry.ChargesMinor));
    }

    [Fact]
    public async Task Return_says_why_and_what_was_collected()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "109?00SEPA-LASTSCHR. RETOURE?20EREF+E2EI00001708?23OAMT+45,90?24COAM+4,00?25SVWZ+RETOURE?34912",
            "2603160316DR49,90NRTINONREF//260760000001B"));
        Assert.Equal((true, false, "MS02"), (entry.IsReturn, entry.IsReversal, entry.ReturnReason));
        Assert.Equal((4590L, 400L), (entry.InstructedMinor, entry.ChargesMinor));
        var unknown = await Mt940.TransactionAsync(Mt940.Text("159?20SVWZ+x?34914"));
        Assert.Equal((true, "914"), (unknown.IsReturn, unknown.ReturnReason));
        Assert.Null((await Mt940.TransactionAsync(Mt940.Text("166?20SVWZ+x?34914"))).ReturnReason);
    }

    [Fact]
    public async Task Batch_is_known_by_what_the_merchant_sent()
    {
        const string Head = "2603160316CR49,90NDDTPMT2603200000//260790001110A";
        Assert.Equal("PMT2603200001", (await Mt940.TransactionAsync(
            Mt940.Text("192?20KREF+PMT2603200001?21SVWZ+ANZAHL 20", Head))).BatchId);
        Assert.Equal("PMT2603200000", (await Mt940.TransactionAsync(Mt940.Text("192?20SVWZ+x", Head))).BatchId);
        Assert.Null((await Mt940.TransactionAsync(Mt940.Text("192?20SVWZ+x"))).BatchId);
    }

    [Theory]
    [InlineData("NTRFNONREF//260760000001B", "260760000001B")]
    [InlineData("NTRFVERYLONGCUSTREF1\n//260760000001B", "260760000001B")]
    [InlineData("NTRF12345//ABC/DEF 012345", "ABC/DEF 012345")]
    public async Task Bank_reference_identifies_the_entry(string rest, string identity) =>
        Assert.Equal(identity, (await CreditAsync($"2603160316C49,90{rest}")).Identity);

    [Fact]
    public async Task Equal_lines_without_a_reference_of_their_own_both_count()
    {
        const string Line = ":61:2603160316C49,90NTRFNONREF//{0}\n:86:Danke";
        foreach (var reference in new[] { "55555", "260760000001B", "00000000", "" })
        {
            var line = string.Format(CultureInfo.InvariantCulture, Line, reference);
            var entries = await Mt940.TransactionsAsync(Mt940.Of($"{line}\n{line}", "C260316EUR199,80"));
            Assert.Equal(2, entries.Select(x => x.Identity).Distinct().Count());
            Assert.All(entries, x => Assert.Matches("^[0-9a-f]{32}-[12]$", x.Identity));
        }
    }

    [Fact]
    public async Task Pages_are_statements_of_their_own_and_come_in_the_order_of_their_balances()
    {
        var first = Page("7/1", "60F:C260316EUR100,", "C49,90", "62M:C260316EUR149,90");
        var second = Page("7/2", "60M:C260316EUR149,90", "D9,90", "62F:C260316EUR140,");
        foreach (var text in new[] { first + second, second + first })
        {
            var items = await Mt940.ReadAsync(text);
            Assert.Equal([1, 2], items.Select(x => x.Position));
            Assert.Equal([4990L, -990L], items.SelectMany(x => Camt.Transactions(x)).Select(x => x.SignedMinor));
            Assert.Equal(2, items.Select(x => Camt.Header(x).Id).Distinct().Count());
            Assert.All(items, x => Assert.Equal("7", Camt.Header(x).SequenceNumber));
        }
    }

    [Theory]
    [InlineData("37040044/0532013000EUR")]
    [InlineData("37040044/532013000")]
    [InlineData("DE89370400440532013000EUR")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("COBADEFFXXX/DE89370400440532013000")]
    public async Task Account_is_the_IBAN_that_a_German_bank_code_and_number_make(string account)
    {
        var item = Assert.Single(await Mt940.ReadAsync(Mt940.Of("", account: account)));
        Assert.Equal(Mt940.Iban, item.Commands[0].To.Id);
        Assert.Equal(Mt940.Iban + " ", Camt.Header(item).Id[..23]);
    }

    [Fact]
    public async Task Account_named_by_another_number_is_the_registered_one_that_has_it()
    {
        Assert.Equal("NL68INGB0000123456", await AddressAsync("0000123456", "NL68INGB0000123456", Mt940.Iban));
        Assert.Equal("129199348", await AddressAsync("1291.99.348EUR", "NL68INGB0000012345"));
        // Two fit, so none is meant.
        Assert.Equal("0000123456", await AddressAsync("0000123456", "NL68INGB0000123456", "NL34RABO0000123456"));
    }

    [Fact]
    public async Task Intraday_report_is_announced_and_its_entries_are_those_of_the_statement()
    {
        const string Entry = ":61:2607210721C1500,00NTRFE2E-42//BK55X1234\n:86:/EREF/E2E-42/REMI/INTRADAY CREDIT\n";
        const string Report = ":20:INTRA\n:25:DE89370400440532013000\n:28C:00123/001\n:34F:EURD5,\n:34F:EURC5,\n"
            + ":13D:2607211330+0200\n" + Entry + ":90D:0EUR0,\n:90C:1EUR1500,00\n-\n";
        var item = Assert.Single(await Mt940.ReadAsync(Report));
        var announce = Assert.IsType<BankCommand.Announce>(Assert.Single(item.Commands).Command);
        var entry = Assert.Single(announce.Entries);
        var booked = await Mt940.TransactionAsync(Mt940.Of(Entry.TrimEnd(), "C260721EUR1600,"));
        Assert.Equal(booked with { TextBreaks = [] }, entry with { TextBreaks = [] });
        Assert.Equal("DE89370400440532013000 mt942 123/1 2026-07-21 INTRA", announce.Report);

        var rejection = await Mt940.RejectionAsync(Report.Replace(":90C:1EUR1500,00", ":90C:2EUR1500,00"));
        Assert.Equal(("totals-differ", "line 10, :90C:"), (rejection.Reason, rejection.Place));
    }

    private static async Task<string> AddressAsync(string account, params string[] own)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Mt940.Of("", account: account));
        var item = Assert.Single(await Mt940.ReadAsync(
            bytes, _ => Task.FromResult<IReadOnlyCollection<string>>(own)));
        return item.Commands[0].To.Id;
    }

    private static string Page(string number, string opening, string amount, string closing) =>
        $":20:P\n:25:{Mt940.Iban}\n:28C:{number}\n:{opening}\n:61:2603160316{amount}NTRFNONREF\n:86:x\n:{closing}\n-\n";

    private static Task<BankTransaction> CreditAsync(string head) => SignedAsync(head, 4990);

    private static Task<BankTransaction> SignedAsync(string head, long minor)
    {
        var closing = (100_00 + minor) / 100m;
        var sign = closing < 0 ? "D" : "C";
        var amount = Math.Abs(closing).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');
        return Mt940.TransactionAsync(Mt940.Of($":61:{head}", $"{sign}260316EUR{amount}"));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
