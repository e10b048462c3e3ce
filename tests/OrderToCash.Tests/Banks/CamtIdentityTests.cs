using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>An entry keeps its identity however it comes again, and no two entries share one.</summary>
public sealed class CamtIdentityTests
{
    private const string Text = "<RmtInf><Ustrd>RE26-1</Ustrd></RmtInf>";

    [Fact]
    public async Task Statement_has_the_same_id_under_another_message_id()
    {
        var xml = Camt.Of(Camt.Entry("1.00"), "101.00");

        var first = Assert.Single(await Camt.ReadAsync(xml));
        var repeat = Assert.Single(await Camt.ReadAsync(
            xml.Replace("<MsgId>M1", "<MsgId>M2").Replace("<Id>S1", "<Id>S2").Replace("20:00:00", "21:00:00")));

        Assert.Equal(Camt.Header(first), Camt.Header(repeat));
        Assert.Equal<IEnumerable<BankTransaction>>(Camt.Transactions(first), Camt.Transactions(repeat));
    }

    [Fact]
    public async Task Equal_lines_of_one_day_both_count()
    {
        var entry = Camt.Entry("49.90", Camt.Details(Text));

        var transactions = await Camt.TransactionsAsync(Camt.Of(entry + entry, "199.80"));

        Assert.Equal(2, transactions.Select(x => x.Identity).Distinct().Count());
        Assert.Equal(transactions[0].Identity[..32], transactions[1].Identity[..32]);
        Assert.EndsWith("-1", transactions[0].Identity);
        Assert.EndsWith("-2", transactions[1].Identity);
    }

    [Fact]
    public async Task Both_versions_give_the_same_transactions()
    {
        const string Parties = "<RltdPties><Dbtr><Nm>Ada</Nm></Dbtr></RltdPties>";
        var old = Camt.Entry("49.90", Camt.Details(Parties + Text), status: "BOOK");
        var current = Camt.Entry(
            "49.9",
            Camt.Details(
                "<Amt Ccy=\"EUR\">49.90</Amt>" + Parties.Replace("<Nm>Ada</Nm>", "<Pty><Nm>Ada</Nm></Pty>") + Text),
            dates: "<BookgDt><DtTm>2026-03-16T09:00:00+01:00</DtTm></BookgDt><ValDt><Dt>2026-03-17</Dt></ValDt>");

        var first = Assert.Single(await Camt.ReadAsync(Camt.Of(old, "149.90", "02")));
        var second = Assert.Single(await Camt.ReadAsync(Camt.Of(current, "149.90")));

        Assert.Equal<IEnumerable<BankTransaction>>(Camt.Transactions(first), Camt.Transactions(second));
        Assert.Equal(Camt.Header(first), Camt.Header(second));
    }

    [Fact]
    public async Task Reference_that_two_entries_share_identifies_neither()
    {
        var entries = Camt.Entry("1.00", "<AcctSvcrRef>SAMMLER-2026</AcctSvcrRef>")
            + Camt.Entry("2.00", "<AcctSvcrRef>SAMMLER-2026</AcctSvcrRef>")
            + Camt.Entry("3.00", "<AcctSvcrRef>EINZEL-2026</AcctSvcrRef>");

        var transactions = await Camt.TransactionsAsync(Camt.Of(entries, "106.00"));

        Assert.Equal("EINZEL-2026", transactions[2].Identity);
        Assert.Equal(3, transactions.Select(x => x.Identity).Distinct().Count());
        Assert.DoesNotContain("SAMMLER", transactions[0].Identity);
        Assert.Equal("SAMMLER-2026", transactions[0].BankReference);
    }

    [Theory]
    [InlineData("0001")]
    [InlineData("NONREF")]
    [InlineData("00000000000")]
    public async Task Number_that_another_day_uses_again_identifies_nothing(string reference)
    {
        var entry = Camt.Entry("1.00", $"<AcctSvcrRef>{reference}</AcctSvcrRef>");

        var transaction = Assert.Single(await Camt.TransactionsAsync(Camt.Of(entry, "101.00")));

        Assert.Equal(34, transaction.Identity.Length);
    }

    [Fact]
    public async Task Batch_is_one_event_a_transaction()
    {
        var transactions = await BatchAsync(
            "<TxDtls><Refs><AcctSvcrRef>BATCH-77-001</AcctSvcrRef></Refs><Amt Ccy=\"EUR\">10.00</Amt></TxDtls>"
            + "<TxDtls><Refs><AcctSvcrRef>BATCH-77-002</AcctSvcrRef></Refs>"
            + "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">20.00</Amt></TxAmt></AmtDtls></TxDtls>");

        Assert.Equal([1000, 2000], transactions.Select(x => x.SignedMinor));
        Assert.Equal(["BATCH-77/BATCH-77-001", "BATCH-77/BATCH-77-002"], transactions.Select(x => x.Identity));
        Assert.Equal(["BATCH-77-001", "BATCH-77-002"], transactions.Select(x => x.BankReference));
    }

    [Fact]
    public async Task Batch_without_references_of_its_own_is_numbered()
    {
        var transactions = await BatchAsync(
            "<TxDtls><Amt Ccy=\"EUR\">40.00</Amt></TxDtls>"
            + "<TxDtls><Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>");

        Assert.Equal([4000, -1000], transactions.Select(x => x.SignedMinor));
        Assert.Equal(["BATCH-77/1", "BATCH-77/2"], transactions.Select(x => x.Identity));
    }

    [Theory]
    [InlineData("<NbOfTxs>82</NbOfTxs>", "")]
    [InlineData("", "<TxDtls><Amt Ccy=\"EUR\">1</Amt></TxDtls><TxDtls><Amt Ccy=\"EUR\">2</Amt></TxDtls>")]
    [InlineData("", "<TxDtls><Amt Ccy=\"EUR\">30.00</Amt></TxDtls><TxDtls></TxDtls>")]
    public async Task Details_that_do_not_add_up_are_one_event(string batch, string details)
    {
        var transaction = Assert.Single(
            await BatchAsync($"<Btch><PmtInfId>PMT-1</PmtInfId>{batch}</Btch>{details}"));

        Assert.Equal(
            (3000, "BATCH-77", "PMT-1"),
            (transaction.SignedMinor, transaction.Identity, transaction.StructuredReference));
    }

    [Fact]
    public async Task Foreign_amount_of_a_single_transaction_leaves_the_entrys()
    {
        var transaction = Assert.Single(await BatchAsync("<TxDtls><Amt Ccy=\"SEK\">320.00</Amt></TxDtls>"));

        Assert.Equal((3000, "BATCH-77"), (transaction.SignedMinor, transaction.Identity));
    }

    private static async Task<IReadOnlyList<BankTransaction>> BatchAsync(string details)
    {
        var entry = Camt.Entry("30.00", $"<AcctSvcrRef>BATCH-77</AcctSvcrRef><NtryDtls>{details}</NtryDtls>");
        return await Camt.TransactionsAsync(Camt.Of(entry, "130.00"));
    }
}
