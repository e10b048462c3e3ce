using System.Collections.Immutable;
using System.Text;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Files as banks deliver them: line ends, envelopes, encodings; and what is refused.</summary>
public sealed class Mt940FileTests
{
    private const string Umlauts = "166?20SVWZ+Stühle für Jörg, Größe Ä?32MÜLLER";

    private static readonly string Good = Mt940.Text(Umlauts);

    public static TheoryData<string, string, string> Refused => new()
    {
        { Good.Replace("C260316EUR149,90", "C260316EUR149,91"), "balance-mismatch", "line 7, :62F:" },
        { Good.Replace(":62F:C260316EUR149,90", ":64:C260316EUR149,90"), "missing-closing-balance", "line 1, :62F:" },
        { Good.Replace(":60F:C260316EUR100,\r\n", ""), "missing-currency", "line 4, :61:" },
        { Good.Replace(":25:", ":25X:"), "missing-account", "line 1, :25:" },
        { Good.Replace("EUR100,", "EUR10O,"), "malformed-amount", "line 4, :60F:" },
        { Good.Replace("EUR149,90", "CHF149,90"), "wrong-currency", "line 7, :62F:" },
        { Good.Replace("EUR", "XXX"), "unknown-currency", "line 4, :60F:" },
        { Good.Replace(":60F:C", ":60F:X"), "unknown-direction", "line 4, :60F:" },
        { Good.Replace("F:C260316EUR149", "F:C26O316EUR149"), "malformed-date", "line 7, :62F:" },
        { Good.Replace(":61:260316", ":61:261316"), "malformed-date", "line 5, :61:" },
        { Good.Replace("0316CR49", "1316CR49"), "malformed-date", "line 5, :61:" },
        { Good.Replace("0316CR49", "0316X49"), "unknown-direction", "line 5, :61:" },
        { Good.Replace("Jörg", new string('x', 70_000)), "too-long", "line 6, :86:" },
        { Good.Replace("Jörg", new string('x', 300_000)), "too-long", "line 6" },
        {
            Good.Replace("Jörg", string.Concat(Enumerable.Repeat("0123456789\n", 7_000))), "too-long",
            "line 6557, :86:"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_can_not_be_relied_on_is_refused_with_its_place(string text, string reason, string place)
    {
        var item = Assert.Single(await Mt940.ReadAsync(text));
        Assert.Equal((reason, place), (item.Rejection?.Reason, item.Rejection?.Place));
        Assert.Empty(item.Commands);
        Assert.NotEqual(0, item.Raw.Length);
    }

    [Fact]
    public async Task A_refused_statement_stops_no_other_and_keeps_its_own_bytes()
    {
        var bad = Good.Replace("149,90", "149,91");
        var items = await Mt940.ReadAsync("header\r\n" + Good + bad + Good.Replace("00041", "00042"));

        Assert.Equal([1, 2, 3], items.Select(x => x.Position));
        Assert.Equal([null, "balance-mismatch", null], items.Select(x => x.Rejection?.Reason));
        Assert.Equal("line 16, :62F:", items[1].Rejection?.Place);
        Assert.Equal(bad.TrimEnd(), Encoding.UTF8.GetString(items[1].Raw.Span));
        Assert.Contains("They differ by 0.01", items[1].Rejection?.Advice);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task Lines_end_as_they_like(string end)
    {
        var text = Good.Replace("\r\n", end);
        Assert.Equal((await Mt940.TransactionAsync(Good)).ToString(), (await Mt940.TransactionAsync(text)).ToString());
        Assert.Equal("MÜLLER", (await Mt940.TransactionAsync(text.TrimEnd())).CounterpartyName);
        var mixed = Good.Replace("\r\n:86", "\r:86").Replace("\r\n:62", "\n:62");
        Assert.Equal("MÜLLER", (await Mt940.TransactionAsync(mixed)).CounterpartyName);
    }

    [Theory]
    [InlineData("ABNANL2A\n940\nABNANL2A\n", "\n-\n")]
    [InlineData("0000 01INGBNL2AXXXX00001\n0000 01INGBNL2AXXXX00001\n940 00\n", "\n-XXX")]
    [InlineData(":940:\n", "")]
    [InlineData("{1:F01INGBNL2ABXXX0000000000}\n{2:I940INGBNL2AXXXN}\n{4:\n", "\n-}")]
    [InlineData("{1:F01ABNANL2AXXXX0000000000}{2:O9401200260715}{3:{108:REF}}{4:\n", "\n-}{5:{CHK:123456789ABC}}")]
    [InlineData("\n\n", "\n -\n")]
    public async Task Envelopes_of_banks_and_of_SWIFT_are_taken_off(string before, string after)
    {
        var body = Good.Replace("\r\n", "\n").TrimEnd('-', '\n');
        var both = before + body + after + "\n" + before + body.Replace("00041", "00042") + after;
        var items = await Mt940.ReadAsync(both);
        Assert.Equal(2, items.Length);
        Assert.All(items, x => Assert.Equal("MÜLLER", Assert.Single(Camt.Transactions(x)).CounterpartyName));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("ibm850")]
    public async Task Letters_are_right_in_every_encoding_of_the_banks(string name)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var item = Assert.Single(await Mt940.ReadAsync(encoding.GetBytes(Good)));
        var entry = Assert.Single(Camt.Transactions(item));
        Assert.Equal(("Stühle für Jörg, Größe Ä", "MÜLLER"), (entry.Text, entry.CounterpartyName));
    }

    [Fact]
    public async Task Byte_order_mark_is_no_text_and_is_believed()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        var item = Assert.Single(await Mt940.ReadAsync([.. mark, .. Encoding.UTF8.GetBytes(Good)]));
        Assert.Equal("MÜLLER", Assert.Single(Camt.Transactions(item)).CounterpartyName);
        var wrong = Assert.Single(await Mt940.ReadAsync([.. mark, .. Encoding.Latin1.GetBytes(Good)]));
        Assert.Equal("wrong-encoding", wrong.Rejection?.Reason);
    }

    [Fact]
    public async Task Letter_cut_by_a_line_end_is_one_letter()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        var at = bytes.AsSpan().IndexOf("\u00F6"u8) + 1;
        var item = Assert.Single(await Mt940.ReadAsync([.. bytes[..at], (byte)'\r', (byte)'\n', .. bytes[at..]]));
        Assert.Equal("Stühle für Jörg, Größe Ä", Assert.Single(Camt.Transactions(item)).Text);
    }

    [Fact]
    public async Task Control_characters_in_a_text_become_blanks()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text("166?20SVWZ+a\0b\tc\u0001d"));
        Assert.Equal("a b c d", entry.Text);
    }

    [Fact]
    public async Task A_repeat_gives_the_same_commands_and_reading_goes_on_behind_a_position()
    {
        var two = Good + Good.Replace("00041", "00042");
        var first = await Mt940.ReadAsync(two);
        var again = await Mt940.ReadAsync(two.Replace("STARTUMS", "OTHER"));
        Assert.Equal(first.Select(x => Camt.Header(x)), again.Select(x => Camt.Header(x)));

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(two));
        using var source = await OrderToCash.Adapters.Banks.BankSources.OpenAsync(
            "x", stream, Camt.Actor, CancellationToken.None);
        Assert.Equal([2], (await Camt.AllAsync(source, after: 1)).Select(x => x.Position));
        Assert.Empty(await Camt.AllAsync(source, after: 2));
    }

    [Fact]
    public async Task Large_statement_comes_in_parts()
    {
        var lines = string.Join(
            '\n', Enumerable.Range(0, 3001).Select(
                i => $":61:2603160316C0,01NTRFNONREF//{i % 3000:0000000000}A\n:86:x"));
        var item = Assert.Single(await Mt940.ReadAsync(Mt940.Of(lines, "C260316EUR130,01")));
        var entries = Camt.Transactions(item);
        Assert.Equal(7, item.Commands.Length);
        Assert.Equal(3001, entries.Select(x => x.Identity).Distinct().Count());
        // The first reference comes again with the last entry, so it identifies neither.
        var byReference = entries.Count(x => x.Identity == x.BankReference);
        Assert.Equal((2999, false), (byReference, entries[0].Identity == entries[0].BankReference));
    }
}
