using System.Collections.Immutable;
using System.Text;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Banks;

/// <summary>Reads statements in tests, and builds small ones of which a test changes the part that it is
/// about.</summary>
internal static class Camt
{
    public const string OwnIban = "DE89370400440532013000";

    public static readonly Actor Actor = new("feed:bank");

    /// <summary>A message around statements. <c>version</c> 2 and 8 differ as banks' files do.</summary>
    public static string Message(string statements, string version = "08") =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-16T20:00:00+01:00</CreDtTm></GrpHdr>
        {statements}
        </BkToCstmrStmt></Document>
        """;

    /// <summary>A statement from 100.00 to the given closing balance, on 16 March 2026.</summary>
    public static string Statement(string entries, string closing, string head = "", string? balances = null) =>
        $"""
        <Stmt><Id>S1</Id><ElctrncSeqNb>51</ElctrncSeqNb>{head}
        <Acct><Id><IBAN>{OwnIban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>Teekontor GmbH</Nm></Ownr></Acct>
        {balances ?? Balance("OPBD", "100.00", "2026-03-15") + Balance("CLBD", closing, "2026-03-16")}
        {entries}
        </Stmt>
        """;

    /// <summary>A message of one statement, see <see cref="Statement"/>.</summary>
    public static string Of(string entries, string closing, string version = "08") =>
        Message(Statement(entries, closing), version);

    public static string Balance(
        string kind, string amount, string date, string direction = "CRDT", string currency = "EUR") =>
        $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"{currency}\">{amount}</Amt>"
        + (direction.Length == 0 ? "" : $"<CdtDbtInd>{direction}</CdtDbtInd>") + $"<Dt><Dt>{date}</Dt></Dt></Bal>";

    /// <summary>A booked entry; <c>rest</c> follows its dates.</summary>
    public static string Entry(
        string amount, string rest = "", string direction = "CRDT", string status = "<Cd>BOOK</Cd>",
        string currency = "EUR",
        string dates = "<BookgDt><Dt>2026-03-16</Dt></BookgDt><ValDt><Dt>2026-03-17</Dt></ValDt>", string head = "") =>
        $"<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{head}"
        + $"<Sts>{status}</Sts>{dates}{rest}</Ntry>";

    public static string Details(string inner) => $"<NtryDtls><TxDtls>{inner}</TxDtls></NtryDtls>";

    public static Task<ImmutableArray<SourceItem>> ReadAsync(string xml) => ReadAsync(Encoding.UTF8.GetBytes(xml));

    public static async Task<ImmutableArray<SourceItem>> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var source = await BankSources.OpenAsync("statement.xml", stream, Actor, CancellationToken.None);
        return await AllAsync(source);
    }

    public static async Task<ImmutableArray<SourceItem>> ReadFileAsync(string path)
    {
        using var source = await BankSources.OpenAsync(path, Actor, CancellationToken.None);
        return await AllAsync(source);
    }

    /// <summary>The transactions of the only statement, which must be accepted.</summary>
    public static async Task<ImmutableArray<BankTransaction>> TransactionsAsync(string xml)
    {
        var item = Assert.Single(await ReadAsync(xml));
        return Transactions(item);
    }

    /// <summary>The transactions of an item, whose parts must be well numbered and closed by the last.</summary>
    public static ImmutableArray<BankTransaction> Transactions(SourceItem item)
    {
        Assert.Null(item.Rejection);
        var transactions = ImmutableArray.CreateBuilder<BankTransaction>();
        var commands = item.Commands.Select(x => x.Command).OfType<BankCommand.BookEntries>().ToList();
        Assert.All(item.Commands, x => Assert.Equal(Kinds.Bank, x.To.Kind));
        for (var part = 0; part < commands.Count; part++)
        {
            Assert.Equal(part, commands[part].Part);
            Assert.Equal(part == commands.Count - 1, commands[part].IsLast);
            Assert.InRange(commands[part].Entries.Length, 0, 500);
            transactions.AddRange(commands[part].Entries);
        }

        Assert.Equal(transactions.Count, Header(item).EntryCount);
        return transactions.DrainToImmutable();
    }

    public static StatementHeader Header(SourceItem item) =>
        Assert.IsType<BankCommand.BookEntries>(item.Commands[0].Command).Statement;

    /// <summary>Why the only item is refused.</summary>
    public static async Task<Rejection> RejectionAsync(string xml) => await RejectionAsync(Encoding.UTF8.GetBytes(xml));

    public static async Task<Rejection> RejectionAsync(byte[] bytes)
    {
        var item = Assert.Single(await ReadAsync(bytes));
        Assert.Empty(item.Commands);
        return Assert.IsType<Rejection>(item.Rejection);
    }

    /// <summary>What a source gives, the parts of a statement put together.</summary>
    public static async Task<ImmutableArray<SourceItem>> AllAsync(BankSource source, long after = 0)
    {
        var items = ImmutableArray.CreateBuilder<SourceItem>();
        var hasMore = false;
        await foreach (var item in source.ReadAsync(after, CancellationToken.None))
        {
            Assert.InRange(item.Commands.Length, 0, 1);
            if (hasMore)
            {
                Assert.Equal((items[^1].Position, 0), (item.Position, item.Raw.Length));
                items[^1] = items[^1] with { Commands = [.. items[^1].Commands, .. item.Commands] };
            }
            else
            {
                items.Add(item with { HasMore = false });
            }

            hasMore = item.HasMore;
        }

        Assert.False(hasMore);
        return items.DrainToImmutable();
    }
}
