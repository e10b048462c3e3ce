using System.Collections.Immutable;
using System.Text;
using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Banks;

public sealed class Mt940WriterTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Letters = "abcxyzABCRE0123456789 -/.,:+()";

    [Fact]
    public async Task What_is_written_is_what_is_read()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var transactions = Enumerable.Range(0, random.Next(30)).Select(x => Transaction(random, x))
                .ToImmutableArray();
            var header = Header(random.NextInt64(-1_000_000, 1_000_000), transactions);

            var item = Assert.Single(await Mt940.ReadAsync(Written(header, transactions)));

            Assert.Null(item.Rejection);
            Assert.Equal(Mt940.Iban, item.Commands[0].To.Id);
            Assert.Equal(header, Camt.Header(item) with { Id = "" });
            Assert.Equal(transactions, Camt.Transactions(item).Select(x => x with { TextBreaks = [] }));
        }
    }

    [Fact]
    public async Task A_day_has_the_same_identities_as_its_camt()
    {
        var transactions = Enumerable.Range(0, 9).Select(x => Transaction(new Random(x), x)).ToImmutableArray();
        var header = Header(0, transactions);
        using var stream = new MemoryStream();
        using (var writer = new CamtWriter(stream, CamtVersion.V08, "M1", DateTimeOffset.UnixEpoch))
            writer.Write(new Iban(Mt940.Iban), header, transactions);

        var camt = Camt.Transactions(Assert.Single(await Camt.ReadAsync(stream.ToArray())));
        var mt940 = Camt.Transactions(Assert.Single(await Mt940.ReadAsync(Written(header, transactions))));

        Assert.Equal(camt.Select(x => (x.Identity, x.SignedMinor)), mt940.Select(x => (x.Identity, x.SignedMinor)));
        Assert.Equal(camt.Select(x => (x.IsReturn, x.ReturnReason)), mt940.Select(x => (x.IsReturn, x.ReturnReason)));
    }

    [Theory]
    [InlineData("Käthe Weiß & Söhne", "Kaethe Weiss + Soehne")]
    [InlineData("Was? Ayşe", "Was. Ay.e")]
    [InlineData(
        "Leutheusser-Schnarrenberger und Freiherr von Lüttwitz GmbH",
        "Leutheusser-Schnarrenberger und Freiherr von Luettwitz")]
    public async Task Names_are_written_as_banks_write_them(string name, string written)
    {
        var transaction = Transaction(new Random(1), 1) with { CounterpartyName = name };

        var item = Assert.Single(await Mt940.ReadAsync(Written(Header(0, [transaction]), [transaction])));

        Assert.Equal(written, Assert.Single(Camt.Transactions(item)).CounterpartyName);
    }

    [Fact]
    public async Task Text_that_does_not_fit_is_cut()
    {
        var text = string.Concat(Enumerable.Range(100, 200));
        var transaction = Transaction(new Random(1), 1) with { Text = text, EndToEndId = null };

        var item = Assert.Single(await Mt940.ReadAsync(Written(Header(0, [transaction]), [transaction])));

        Assert.Equal(text[..((14 * 27) - 5)], Assert.Single(Camt.Transactions(item)).Text);
    }

    /// <summary>Wherever the text is broken into lines.</summary>
    [Theory]
    [InlineData(":58C:")]
    [InlineData(":61:")]
    [InlineData("-:86:")]
    public async Task No_line_of_text_begins_like_a_field(string mark)
    {
        var transactions = Enumerable.Range(0, 70)
            .Select(x => Transaction(new Random(x), x) with
            {
                Text = "R" + new string('g', x) + mark + "x",
                EndToEndId = null,
            })
            .ToImmutableArray();
        var header = Header(0, transactions);

        var item = Assert.Single(await Mt940.ReadAsync(Written(header, transactions)));

        Assert.Equal(transactions.Select(x => x.Text), Camt.Transactions(item).Select(x => x.Text));
    }

    private static StatementHeader Header(long opening, ImmutableArray<BankTransaction> transactions) => new(
        "", "41", new DateOnly(2026, 3, 16), new DateOnly(2026, 3, 16), Currency.Eur, opening,
        opening + transactions.Sum(static x => x.SignedMinor), transactions.Length);

    private static byte[] Written(StatementHeader header, ImmutableArray<BankTransaction> transactions)
    {
        using var stream = new MemoryStream();
        using (var writer = new Mt940Writer(stream))
            writer.Write(new Iban(Mt940.Iban), header, transactions);
        return stream.ToArray();
    }

    private static BankTransaction Transaction(Random random, int number)
    {
        var reference = $"20260316-{number:0000}";
        var isReturn = random.Next(5) == 0;
        var minor = random.NextInt64(1, 10_000_000) * (isReturn || random.Next(3) == 0 ? -1 : 1);
        return new BankTransaction(
            reference, minor, Currency.Eur, new DateOnly(2026, 3, 16),
            new DateOnly(2026, 3, 16).AddDays(random.Next(3)),
            "Name " + number, random.Next(2) == 0 ? "DE02120300000000202051" : null, Text(random),
            random.Next(2) == 0 ? $"E2E-{number}" : null, null, reference)
        {
            IsReturn = isReturn, ReturnReason = isReturn ? "FOCR" : null,
            BusinessCode = isReturn ? "159" : minor < 0 ? "116" : "166",
        };
    }

    // What a payer writes begins and ends with a word.
    private static string Text(Random random)
    {
        var text = new StringBuilder("Rg ");
        for (var left = random.Next(150); left > 0; left--)
            text.Append(Letters[random.Next(Letters.Length)]);
        return text.Append('x').ToString();
    }
}
