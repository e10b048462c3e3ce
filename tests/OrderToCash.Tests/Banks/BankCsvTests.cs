using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>CSV exports of banks, by a mapping.</summary>
public sealed class BankCsvTests
{
    private const string Text = "Buchungstag;Wertstellung;Verwendungszweck;Name;IBAN;Soll;Haben;Saldo;Ref\n"
        + "18.03.2026;19.03.2026;RE26-1000183;Müller;DE89 3704 0044 0532 0130 00;;1.234,50;1.334,50;BANKREF-1\n"
        + "18.03.2026;18.03.2026;Entgelt;;;4,50;;1.330,00;\n"
        + "19.03.2026;19.03.2026;Entgelt;;;4,50;;1.325,50;\n";

    private static readonly BankCsvMapping Mapping = new()
    {
        Account = Mt940.Iban, Currency = "EUR", DateColumn = "Buchungstag", ValueDateColumn = "Wertstellung",
        DebitColumn = "Soll", CreditColumn = "Haben", BalanceColumn = "Saldo", TextColumn = "Verwendungszweck",
        NameColumn = "Name", IbanColumn = "IBAN", ReferenceColumn = "Ref",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_is_one_statement_oldest_first(bool isNewestFirst)
    {
        var lines = Text.TrimEnd().Split('\n');
        var rows = isNewestFirst ? lines[1..].Reverse() : lines[1..];
        var item = Assert.Single(await ReadAsync(string.Join('\n', [lines[0], .. rows])));

        var header = Camt.Header(item);
        Assert.Equal((10_000L, 132_550L), (header.OpeningMinor, header.ClosingMinor));
        Assert.Equal(Mt940.Iban, item.Commands[0].To.Id);
        var entries = Camt.Transactions(item);
        Assert.Equal([123_450L, -450L, -450L], entries.Select(x => x.SignedMinor));
        Assert.Equal(("BANKREF-1", "Müller", Mt940.Iban), (entries[0].Identity, entries[0].CounterpartyName,
            entries[0].CounterpartyIban));
        Assert.Equal(new DateOnly(2026, 3, 19), entries[0].ValueDate);
        Assert.Equal(3, entries.Select(x => x.Identity).Distinct().Count());
    }

    [Theory]
    [InlineData("1.330,00", "1.330,01", "balance-mismatch", "line 3, Saldo")]
    [InlineData("1.234,50", "1.234,5o", "malformed-amount", "line 2, Haben")]
    [InlineData("18.03.2026;19", "32.03.2026;19", "malformed-date", "line 2, Buchungstag")]
    [InlineData(";4,50;;1.330", ";4,50;1;1.330", "malformed-amount", "line 3, Haben")]
    [InlineData("Saldo", "Sald", "missing-column", "line 1")]
    public async Task What_does_not_add_up_is_refused_with_its_line(
        string good, string bad, string reason, string place)
    {
        var item = Assert.Single(await ReadAsync(Text.Replace(good, bad)));
        Assert.Equal((reason, place), (item.Rejection?.Reason, item.Rejection?.Place));
        Assert.Empty(item.Commands);
    }

    [Fact]
    public void Schema_has_the_fields_of_the_mapping()
    {
        using var schema = JsonDocument.Parse(RepositoryFiles.ReadText("docs/formats/bank-csv-mapping.schema.json"));
        Assert.Equal(
            typeof(BankCsvMapping).GetProperties().Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name)).Order(),
            schema.RootElement.GetProperty("properties").EnumerateObject().Select(x => x.Name).Order());
    }

    private static async Task<ImmutableArray<SourceItem>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var source = await BankSources.OpenCsvAsync(
            "export", stream, new BankFeed(Camt.Actor), Mapping, CancellationToken.None);
        return await Camt.AllAsync(source);
    }
}
