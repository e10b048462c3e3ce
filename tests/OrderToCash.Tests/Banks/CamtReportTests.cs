using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Intraday reports and notifications, and what a statement only announces: nothing of it is booked.</summary>
public sealed class CamtReportTests
{
    private const string Batch =
        "<AcctSvcrRef>BATCH-0001</AcctSvcrRef><NtryDtls><Btch><PmtInfId>P1</PmtInfId></Btch>"
        + "<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy=\"EUR\">1.00</Amt></TxDtls>"
        + "<TxDtls><Refs><EndToEndId>E2</EndToEndId></Refs><Amt Ccy=\"EUR\">2.00</Amt></TxDtls></NtryDtls>";

    [Fact]
    public async Task Report_announces_what_its_statement_books()
    {
        var entry = Camt.Entry("1.00", "<AcctSvcrRef>REF-00001</AcctSvcrRef>") + Camt.Entry("3.00", Batch)
            + Camt.Entry("9.00", status: "INFO");
        var item = Assert.Single(await Camt.ReadAsync(Report(entry)));
        var booked = await Camt.TransactionsAsync(Camt.Of(entry, "104.00"));

        var announce = Assert.IsType<BankCommand.Announce>(Assert.Single(item.Commands).Command);

        Assert.Equal<IEnumerable<BankTransaction>>(booked, announce.Entries);
        Assert.Equal($"{Camt.OwnIban} camt.052 51/2026 ..2026-03-16", announce.Report);
    }

    [Fact]
    public async Task Report_may_be_empty_and_has_no_balances()
    {
        var item = Assert.Single(await Camt.ReadAsync(Report("")));

        Assert.Null(item.Rejection);
        Assert.Empty(item.Commands);
    }

    [Fact]
    public async Task Report_of_which_the_totals_differ_is_refused()
    {
        const string Totals = "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>";

        var rejection = await Camt.RejectionAsync(Report(Camt.Entry("1.00") + Totals));

        Assert.Equal("totals-differ", rejection.Reason);
    }

    [Fact]
    public async Task Notification_tells_what_a_batch_is_made_of_and_announces_single_entries()
    {
        var single = Camt.Entry("5.00", "<AcctSvcrRef>REF-00001</AcctSvcrRef>");
        var xml = Report(Camt.Entry("3.00", Batch) + single)
            .Replace("camt.052", "camt.054").Replace("AcctRpt", "DbtCdtNtfctn").Replace("Rpt>", "Ntfctn>");

        var item = Assert.Single(await Camt.ReadAsync(xml));

        var details = Assert.IsType<BankCommand.NoteDetails>(item.Commands[0].Command);
        Assert.Equal(("BATCH-0001", 0), (details.Entry, details.Part));
        Assert.Equal(["BATCH-0001/1", "BATCH-0001/2"], details.Details.Select(x => x.Identity));
        Assert.Equal(["E1", "E2"], details.Details.Select(x => x.EndToEndId));
        Assert.All(details.Details, x => Assert.Equal(("BATCH-0001", "P1"), (x.EntryReference, x.BatchId)));
        var announce = Assert.IsType<BankCommand.Announce>(item.Commands[1].Command);
        Assert.Equal("REF-00001", Assert.Single(announce.Entries).Identity);
    }

    [Fact]
    public async Task Statement_announces_what_is_pending()
    {
        var entries = Camt.Entry("1.00") + Camt.Entry("2.00", status: "PDNG") + Camt.Entry("3.00", status: "FUTR")
            + Camt.Entry("4.00", status: "INFO");

        var item = Assert.Single(await Camt.ReadAsync(Camt.Of(entries, "101.00")));

        Assert.Single(Camt.Transactions(item));
        var announce = Assert.IsType<BankCommand.Announce>(item.Commands[1].Command);
        Assert.Equal([200, 300], announce.Entries.Select(x => x.SignedMinor));
    }

    [Fact]
    public async Task Large_statement_comes_in_parts()
    {
        var entries = string.Concat(Enumerable.Range(1, 1200).Select(x => Camt.Entry("0.01")));

        var item = Assert.Single(await Camt.ReadAsync(Camt.Of(entries, "112.00")));

        Assert.Equal(3, item.Commands.Length);
        Assert.Equal(1200, Camt.Transactions(item).Length);
    }

    private static string Report(string entries) =>
        Camt.Message(Camt.Statement(entries, "", balances: " "))
            .Replace("camt.053", "camt.052").Replace("Stmt>", "Rpt>").Replace("BkToCstmrRpt", "BkToCstmrAcctRpt")
            .Replace("<Acct>", "<CreDtTm>2026-03-16T20:00:00+01:00</CreDtTm><Acct>");
}
