using System.Text;
using OrderToCash.Adapters.Banks;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>What a file may look like around its entries: versions, encodings, several statements, balances and
/// pages.</summary>
public sealed class CamtFileTests
{
    [Theory]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("13")]
    public async Task Versions_of_the_same_structure_are_read(string version)
    {
        Assert.Single(await Camt.TransactionsAsync(Camt.Of(Camt.Entry("1.00"), "101.00", version)));
    }

    [Fact]
    public async Task Message_is_told_by_its_content()
    {
        var statement = Camt.Statement(Camt.Entry("1.00"), "101.00");
        var message = Camt.Message(statement);
        var prefixed = message.Replace("<Document xmlns=", "<d:Document xmlns:d=").Replace("<", "<d:")
            .Replace("<d:/", "</d:").Replace("<d:?", "<?").Replace("<d:d:", "<d:");

        Assert.Single(await Camt.TransactionsAsync(prefixed));
        Assert.Single(await Camt.TransactionsAsync($"<BkToCstmrStmt>{statement}</BkToCstmrStmt>"));
        Assert.Single(await Camt.TransactionsAsync($"<Document><BkToCstmrStmt>{statement}</BkToCstmrStmt></Document>"));
        var document = message[message.IndexOf("<Document")..];
        Assert.Single(await Camt.TransactionsAsync($"<message><AppHdr/>{document}</message>"));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    [InlineData("windows-1252", false)]
    public async Task Encodings_are_read_and_the_statements_own_bytes_kept(string name, bool hasMark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var first = Camt.Statement(Camt.Entry("1.00", "<AddtlNtryInf>Überweisung</AddtlNtryInf>"), "101.00");
        var second = Camt.Statement(Camt.Entry("2.00", "<AddtlNtryInf>für Zoë</AddtlNtryInf>"), "102.00");
        var xml = Camt.Message($"<!-- ö -->{first}<!-- ä -->{second}").Replace("UTF-8", name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(xml)];

        var items = await Camt.ReadAsync(bytes);

        Assert.Equal("Überweisung", Assert.Single(Camt.Transactions(items[0])).Text);
        Assert.Equal("für Zoë", Assert.Single(Camt.Transactions(items[1])).Text);
        Assert.Equal(first, encoding.GetString(items[0].Raw.Span));
        Assert.Equal(second, encoding.GetString(items[1].Raw.Span));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Statement_is_found_whatever_ends_a_line(string newLine)
    {
        var statement = Camt.Statement(Camt.Entry("1.00"), "101.00").ReplaceLineEndings(newLine);
        var xml = Camt.Message(statement).ReplaceLineEndings(newLine);

        var item = Assert.Single(await Camt.ReadAsync(xml));

        Assert.Equal(statement, Encoding.UTF8.GetString(item.Raw.Span));
        Assert.Equal(Encoding.UTF8.GetByteCount(xml[..(xml.IndexOf("</Stmt>") + 7)]), item.BytesRead);
    }

    [Fact]
    public async Task Several_accounts_in_one_file_are_one_item_each_and_a_wrong_one_is_refused_alone()
    {
        var good = Camt.Statement(Camt.Entry("1.00"), "101.00");
        var other = Camt.Statement("", "100.00")
            .Replace($"<IBAN>{Camt.OwnIban}</IBAN>", "<Othr><Id>us-acct 0099</Id></Othr>");
        var wrong = Camt.Statement(Camt.Entry("1.00"), "102.00");

        var items = await Camt.ReadAsync(Camt.Message(wrong + other + good));

        Assert.Equal([1, 2, 3], items.Select(x => x.Position));
        Assert.Equal("balance-mismatch", items[0].Rejection?.Reason);
        Assert.Equal("US-ACCT0099", items[1].Commands[0].To.Id);
        Assert.Single(Camt.Transactions(items[2]));
    }

    [Fact]
    public async Task Reading_goes_on_behind_a_position()
    {
        var xml = Camt.Message(Camt.Statement("", "100.00") + Camt.Statement(Camt.Entry("1.00"), "101.00"));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        using var source = await BankSources.OpenAsync("x.xml", stream, Camt.Actor, CancellationToken.None);

        var positions = new List<long>();
        await foreach (var item in source.ReadAsync(1, CancellationToken.None))
            positions.Add(item.Position);

        Assert.Equal([2], positions);
        Assert.Equal(Encoding.UTF8.GetByteCount(xml), source.TotalBytes);
    }

    [Fact]
    public async Task Balance_without_direction_takes_the_one_that_adds_up()
    {
        var balances = Camt.Balance("OPBD", "100.00", "2026-03-15", "")
            + Camt.Balance("CLBD", "50.00", "2026-03-16", "");

        var item = Assert.Single(await Camt.ReadAsync(
            Camt.Message(Camt.Statement(Camt.Entry("150.00", direction: "DBIT"), "", balances: balances))));

        Assert.Null(item.Rejection);
        Assert.Equal((10000, -5000), (Camt.Header(item).OpeningMinor, Camt.Header(item).ClosingMinor));
    }

    [Fact]
    public async Task Pages_join_at_the_interim_balance()
    {
        const string FirstPage = "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>";
        const string LastPage = "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>";
        var first = Camt.Statement(Camt.Entry("1.00"), "", FirstPage,
            Camt.Balance("OPBD", "100.00", "2026-03-16") + Camt.Balance("ITBD", "101.00", "2026-03-16"));
        var last = Camt.Statement(Camt.Entry("2.00"), "", LastPage,
            Camt.Balance("ITBD", "101.00", "2026-03-16") + Camt.Balance("CLBD", "103.00", "2026-03-16"));

        var items = await Camt.ReadAsync(Camt.Message(first + last));

        Assert.Equal((10000, 10100), (Camt.Header(items[0]).OpeningMinor, Camt.Header(items[0]).ClosingMinor));
        Assert.Equal((10100, 10300), (Camt.Header(items[1]).OpeningMinor, Camt.Header(items[1]).ClosingMinor));
    }
}
