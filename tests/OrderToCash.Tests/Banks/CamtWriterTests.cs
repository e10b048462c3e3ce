using System.Collections.Immutable;
using System.Text;
using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Banks;

public sealed class CamtWriterTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const string Characters = "abcäöüßŁ€漢😀 &<>\"'\u00A0\t\n\r.,-/0123456789RE";
    private static readonly DateTimeOffset CreatedAt = new(2026, 3, 16, 20, 0, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData(CamtVersion.V02)]
    [InlineData(CamtVersion.V08)]
    public async Task What_is_written_is_what_is_read(CamtVersion version)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            var statements = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Statement(random)).ToImmutableArray();

            var items = await Camt.ReadAsync(Written(version, statements));

            Assert.Equal(statements.Length, items.Length);
            foreach (var (item, (account, header, transactions)) in items.Zip(statements))
            {
                Assert.Equal(account.Value, item.Commands[0].To.Id);
                var read = Camt.Transactions(item);
                // An entry without the bank's reference is known by a hash, which the reader finds.
                Assert.Equal(
                    transactions,
                    Whole(read).Select(x => x.BankReference is null ? x with { Identity = "" } : x));
                Assert.Equal(header, Camt.Header(item) with { Id = "" });

                var other = version == CamtVersion.V02 ? CamtVersion.V08 : CamtVersion.V02;
                var again = Assert.Single(await Camt.ReadAsync(Written(other, (account, header, read))));
                Assert.Equal(Whole(read), Whole(Camt.Transactions(again)));
            }
        }
    }

    [Fact]
    public async Task Characters_that_xml_cannot_hold_are_replaced()
    {
        var transaction = Transaction(new Random(1), 0) with { Text = "a\0b\uD83Dc\u0001", SignedMinor = 1 };
        var header = new StatementHeader("", null, CreatedDay, CreatedDay, Currency.Eur, 0, 1, 1);

        var items = await Camt.ReadAsync(Written(CamtVersion.V08, (new Iban(Camt.OwnIban), header, [transaction])));

        Assert.Equal("a\uFFFDb\uFFFDc\uFFFD", Assert.Single(Camt.Transactions(Assert.Single(items))).Text);
    }

    // Where the writer cut a long text is not said by what was written.
    private static IEnumerable<BankTransaction> Whole(IEnumerable<BankTransaction> transactions) =>
        transactions.Select(x => x with { TextBreaks = [] });

    private static DateOnly CreatedDay => DateOnly.FromDateTime(CreatedAt.DateTime);

    private static byte[] Written(
        CamtVersion version, params ImmutableArray<(Iban, StatementHeader, ImmutableArray<BankTransaction>)> statements)
    {
        using var stream = new MemoryStream();
        using (var writer = new CamtWriter(stream, version, "M1", CreatedAt))
        {
            foreach (var (account, header, transactions) in statements)
                writer.Write(account, header, transactions);
        }

        return stream.ToArray();
    }

    private static (Iban, StatementHeader, ImmutableArray<BankTransaction>) Statement(Random random)
    {
        var transactions = Enumerable.Range(0, random.Next(30)).Select(x => Transaction(random, x)).ToImmutableArray();
        var opening = random.NextInt64(-1_000_000, 1_000_000);
        var from = new DateOnly(2026, 1, 1).AddDays(random.Next(300));
        var header = new StatementHeader(
            "", random.Next(3) == 0 ? null : $"{random.Next(1000)}", from, from.AddDays(random.Next(31)), Currency.Eur,
            opening, opening + transactions.Sum(x => x.SignedMinor), transactions.Length);
        return (new Iban(random.Next(2) == 0 ? Camt.OwnIban : "4711-0815"), header, transactions);
    }

    private static BankTransaction Transaction(Random random, int number)
    {
        var reference = random.Next(3) == 0 ? null : $"20260316-{number:0000}";
        var booked = new DateOnly(2026, 1, 1).AddDays(random.Next(300));
        return new BankTransaction(
            reference ?? "", random.NextInt64(-10_000_000, 10_000_000), Currency.Eur,
            booked, booked.AddDays(random.Next(-3, 3)),
            Text(random, 70), random.Next(2) == 0 ? "DE02120300000000202051" : null, Text(random, 500),
            Text(random, 35), random.Next(4) switch { 0 => "RF18539007547034", 1 => "RE-5 RF1", _ => null }, reference);
    }

    private static string? Text(Random random, int maxLength)
    {
        var text = new StringBuilder();
        for (var left = random.Next(maxLength); left > 0; left--)
            text.Append(Characters[random.Next(Characters.Length)]);

        var valid = string.Concat(text.ToString().EnumerateRunes()).Trim();
        return valid.Length == 0 ? null : valid;
    }
}
