using System.Text;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>What is wrong is refused with a place and a reason, and nothing of it is booked.</summary>
public sealed class CamtRefusalTests
{
    public static TheoryData<string, string, string> Files => new()
    {
        { "", "empty", "file" },
        { "PK\u0003\u0004", "broken-archive", "file" },
        { "\n:20:STARTUMS\n:25:", "missing-account", "line 2, :25:" },
        { "<html><body/></html>", "not-camt", "file" },
        { "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.052.001.08'/>", "not-camt", "file" },
        { "<BkToCstmrDbtCdtNtfctn/>", "no-statement", "camt.054" },
        { "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.056.001.08'/>", "wrong-message", "line 1, Document" },
        { "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'/>", "wrong-message", "line 1, Document" },
        {
            "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.14'/>",
            "unsupported-version", "line 1, Document"
        },
        { "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>", "not-camt", "file" },
        { "<BkToCstmrStmt><GrpHdr/></BkToCstmrStmt>", "no-statement", "camt.053" },
        { "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Document>&e;</Document>", "dtd", "line 1" },
        {
            "<?xml version='1.0'?>\n<!-- <!DOCTYPE\n -->\n  <!DOCTYPE d [<!ENTITY e 'x'>]><Document>&e;</Document>",
            "dtd", "line 4"
        },
        { $"<!--{new string('\n', 9000)}--><!DOCTYPE d><Document/>", "dtd", "line 9001" },
        { "<Document>&e;</Document>", "malformed-xml", "line 1, column 12" },
        { "<?xml version='1.0' encoding='utf-7'?><Document/>", "unsupported-encoding", "line 1, <?xml encoding>" },
        { "<?xml version='1.0' encoding='klingon'?><Document/>", "unsupported-encoding", "line 1, <?xml encoding>" },
        { string.Concat(Enumerable.Repeat("<a>", 100)), "too-deep", "line 1, a" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_is_refused_whole(string content, string reason, string place)
    {
        var rejection = await Camt.RejectionAsync(content);

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }

    [Fact]
    public async Task Truncated_file_books_nothing_although_its_first_statement_is_whole()
    {
        var xml = Camt.Message(
            Camt.Statement(Camt.Entry("1.00"), "101.00") + Camt.Statement(Camt.Entry("2.00"), "102.00"));
        var cut = Encoding.UTF8.GetBytes(xml[..^60]);

        var item = Assert.Single(await Camt.ReadAsync(cut));

        Assert.Equal("malformed-xml", item.Rejection?.Reason);
        Assert.Empty(item.Commands);
        Assert.Equal(1, item.Position);
        Assert.Equal(cut, item.Raw.ToArray());
    }

    [Fact]
    public async Task Latin1_bytes_under_a_utf8_declaration_are_refused_at_their_place()
    {
        var xml = Camt.Of(Camt.Entry("1.00", "<AddtlNtryInf>Käse</AddtlNtryInf>"), "101.00");
        var line = xml[..xml.IndexOf('ä')].Count(x => x == '\n') + 1;

        var rejection = await Camt.RejectionAsync(Encoding.Latin1.GetBytes(xml));

        Assert.Equal("wrong-encoding", rejection.Reason);
        Assert.Equal($"line {line}, byte {xml.IndexOf('ä') + 1}", rejection.Place);
        Assert.Equal("bytes E4", rejection.Found);
    }

    [Fact]
    public async Task Endless_text_and_endless_attributes_are_refused()
    {
        var text = Camt.Entry("1.00", $"<AddtlNtryInf>{new string('x', 2_000_000)}</AddtlNtryInf>");
        var attribute = $"<Document x='{new string('x', 8_000_000)}'/>";

        Assert.Equal("too-long", (await Camt.RejectionAsync(Camt.Of(text, "101.00"))).Reason);
        Assert.Equal("too-long", (await Camt.RejectionAsync(attribute)).Reason);
    }

    public static TheoryData<string, string, string> Statements => new()
    {
        {
            Camt.Statement(Camt.Entry("1.00") + Camt.Entry("12..34"), "113.34"),
            "malformed-amount", "line 7, Stmt/Ntry[2]/Amt"
        },
        { Camt.Statement(Camt.Entry("1.234"), "101.23"), "malformed-amount", "line 7, Stmt/Ntry[1]/Amt" },
        {
            Camt.Statement(Camt.Entry("1.00", currency: "USD"), "101.00"),
            "wrong-currency", "line 7, Stmt/Ntry[1]/Amt"
        },
        {
            Camt.Statement(Camt.Entry("1.00", currency: "XXX"), "101.00"),
            "unknown-currency", "line 7, Stmt/Ntry[1]/Amt"
        },
        {
            Camt.Statement(Camt.Entry("1.00", direction: "C"), "101.00"),
            "unknown-direction", "line 7, Stmt/Ntry[1]/CdtDbtInd"
        },
        {
            Camt.Statement(Camt.Entry("1.00", status: "<Prtry>X</Prtry>"), "101.00"),
            "unknown-status", "line 7, Stmt/Ntry[1]/Sts"
        },
        {
            Camt.Statement(Camt.Entry("1.00", dates: "<ValDt><Dt>2026-04-31</Dt></ValDt>"), "101.00"),
            "malformed-date", "line 7, Stmt/Ntry[1]/ValDt"
        },
        {
            Camt.Statement("<Ntry><CdtDbtInd>CRDT</CdtDbtInd></Ntry>", "100.00"),
            "missing-amount", "line 7, Stmt/Ntry[1]/Amt"
        },
        {
            Camt.Statement("<Ntry><Amt Ccy='EUR'>1</Amt></Ntry>", "101.00"),
            "missing-direction", "line 7, Stmt/Ntry[1]/CdtDbtInd"
        },
        { Camt.Statement(Camt.Entry("1.00"), "102.00"), "balance-mismatch", "line 6, Stmt/Bal[CLBD]/Amt" },
        {
            Camt.Statement("", "", balances: Camt.Balance("CLBD", "100.00", "2026-03-16")),
            "missing-opening-balance", "line 4, Stmt/Bal"
        },
        {
            Camt.Statement("", "", balances: Camt.Balance("PRCD", "100.00", "2026-03-16")),
            "missing-closing-balance", "line 4, Stmt/Bal"
        },
        {
            Camt.Statement("", "", balances: Camt.Balance("CLAV", "100.00", "2026-03-16", currency: "JPY")),
            "missing-opening-balance", "line 4, Stmt/Bal"
        },
        {
            Camt.Statement("", "100.00").Replace($"<IBAN>{Camt.OwnIban}</IBAN>", ""),
            "missing-account", "line 4, Stmt/Acct/Id"
        },
        { Camt.Statement(Camt.Entry("1.00", "<NtryDtls><Btch><NbOfTxs>1</NbOfTxs><TtlAmt Ccy='EUR'>1.00</TtlAmt></Btch>"
            + "<TxDtls><Amt Ccy='EUR'>0.90</Amt></TxDtls></NtryDtls>"), "101.00"),
            "batch-total-differs", "line 7, Stmt/Ntry[1]/NtryDtls/Btch/TtlAmt" },
        { Camt.Statement(Camt.Entry("1.00", "<NtryDtls><TxDtls><Amt Ccy='EUR'>x</Amt></TxDtls></NtryDtls>"), "101.00"),
            "malformed-amount", "line 7, Stmt/Ntry[1]/NtryDtls/TxDtls[1]/Amt" },
        { Camt.Statement(Totals("TtlNtries", "2", "1.00") + Camt.Entry("1.00"), "101.00"),
            "totals-differ", "line 7, Stmt/TxsSummry/TtlNtries/NbOfNtries" },
        { Camt.Statement(Totals("TtlCdtNtries", "1", "2.00") + Camt.Entry("1.00"), "101.00"),
            "totals-differ", "line 7, Stmt/TxsSummry/TtlCdtNtries/Sum" },
        { Camt.Statement(Totals("TtlDbtNtries", "1", "0") + Camt.Entry("1.00"), "101.00"),
            "totals-differ", "line 7, Stmt/TxsSummry/TtlDbtNtries/NbOfNtries" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statement_is_refused_with_its_place(string statement, string reason, string place)
    {
        var rejection = await Camt.RejectionAsync(Camt.Message(statement).Replace("\r", ""));

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }

    [Fact]
    public async Task Balance_mismatch_says_what_differs()
    {
        var rejection = await Camt.RejectionAsync(Camt.Of(Camt.Entry("1.00", direction: "DBIT"), "102.00"));

        Assert.Equal(
            "balance-mismatch: line 6, Stmt/Bal[CLBD]/Amt: found opening 100.00 - 1.00 booked = 99.00, "
            + "expected closing 102.00 — They differ by 3.00: an entry is missing or altered. "
            + "Fetch the statement again.",
            rejection.ToString());
    }

    [Fact]
    public async Task Totals_may_or_may_not_count_what_is_only_announced()
    {
        var entries = Camt.Entry("1.00") + Camt.Entry("2.00", status: "PDNG") + Camt.Entry("3.00", direction: "DBIT");

        foreach (var (count, sum) in new[] { ("2", "4.00"), ("3", "6.00"), ("2", "2.00") })
        {
            var xml = Camt.Of(Totals("TtlNtries", count, sum) + entries, "98.00");
            Assert.Equal(2, (await Camt.TransactionsAsync(xml)).Length);
        }
    }

    [Fact]
    public async Task Raw_bytes_of_a_huge_statement_are_cut_and_the_file_is_named()
    {
        var entry = Camt.Entry("1.00", $"<AddtlNtryInf>{new string('x', 900_000)}</AddtlNtryInf>");
        var entries = string.Concat(Enumerable.Repeat(entry, 20));

        var item = Assert.Single(await Camt.ReadAsync(Camt.Of(entries, "100.00")));

        Assert.Equal(BankSource.MaxRawBytes, item.Raw.Length);
        Assert.Contains("statement.xml, SHA-256 ", item.Rejection?.Advice);
    }

    [Fact]
    public async Task Missing_file_is_unreadable()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        await Assert.ThrowsAsync<SourceUnreadableException>(
            () => BankSources.OpenAsync(path, Camt.Actor, CancellationToken.None));
    }

    [Fact]
    public async Task File_that_changes_between_the_passes_books_nothing_more()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var statement = Camt.Statement(Camt.Entry("1.00"), "101.00");
        await File.WriteAllTextAsync(path, Camt.Message(statement + statement));
        using var source = await BankSources.OpenAsync(path, Camt.Actor, CancellationToken.None);
        try
        {
            await foreach (var item in source.ReadAsync(0, CancellationToken.None))
                Assert.Null(item.Rejection);
            await File.WriteAllTextAsync(path, Camt.Message(statement + statement.Replace("1.00<", "9.00<")));

            await Assert.ThrowsAsync<SourceUnreadableException>(async () =>
            {
                await foreach (var item in source.ReadAsync(1, CancellationToken.None))
                    Assert.Fail($"{item.Position} was booked");
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task File_that_is_written_to_while_its_parts_are_booked_books_no_more()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var entries = string.Concat(Enumerable.Repeat(Camt.Entry("0.01"), 1200));
        await File.WriteAllTextAsync(path, Camt.Of(entries, "112.00"));
        using var source = await BankSources.OpenAsync(path, Camt.Actor, CancellationToken.None);
        try
        {
            var parts = 0;
            await Assert.ThrowsAsync<SourceUnreadableException>(async () =>
            {
                await foreach (var item in source.ReadAsync(0, CancellationToken.None))
                {
                    parts++;
                    File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
                }
            });
            Assert.Equal(1, parts);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Totals(string name, string count, string sum) =>
        $"<TxsSummry><{name}><NbOfNtries>{count}</NbOfNtries><Sum>{sum}</Sum></{name}></TxsSummry>";
}
