using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Banks;

public sealed class CamtReadingTests
{
    private const string Debtor =
        "<RltdPties><Dbtr><Pty><Nm>Ada Muster</Nm></Pty></Dbtr>"
        + "<DbtrAcct><Id><IBAN>de02 1203 0000 0000 2020 51</IBAN></Id></DbtrAcct>"
        + "<Cdtr><Pty><Nm>Teekontor GmbH</Nm></Pty></Cdtr>"
        + "<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties>";

    [Fact]
    public async Task Reads_a_credit_with_everything_a_bank_says()
    {
        var details = Camt.Details(
            "<Refs><AcctSvcrRef>2026031600001</AcctSvcrRef><EndToEndId>E2E-7</EndToEndId></Refs>"
            + "<Amt Ccy=\"EUR\">19.99</Amt>" + Debtor
            + "<RmtInf><Ustrd>Rechnung RE26-1</Ustrd><Ustrd>000993 &amp; danke</Ustrd>"
            + "<Strd><CdtrRefInf><Ref>RF18 5390 0754 7034</Ref></CdtrRefInf></Strd></RmtInf>");
        var entry = Camt.Entry("19.99", "<AcctSvcrRef>2026031600001</AcctSvcrRef>" + details);

        var item = Assert.Single(await Camt.ReadAsync(Camt.Of(entry, "119.99")));

        Assert.Equal(
            new BankTransaction(
                "2026031600001", 1999, Currency.Eur, new DateOnly(2026, 3, 16), new DateOnly(2026, 3, 17),
                "Ada Muster", "DE02120300000000202051", "Rechnung RE26-1000993 & danke", "E2E-7", "RF18539007547034",
                "2026031600001"),
            Assert.Single(Camt.Transactions(item)) with { TextBreaks = [] });
        Assert.Equal<IEnumerable<int>>([15], Assert.Single(Camt.Transactions(item)).TextBreaks);
        Assert.Equal(
            new StatementHeader(
                "DE89370400440532013000 camt.053 51/2026 2026-03-15..2026-03-16 100.00..119.99 EUR", "51",
                new DateOnly(2026, 3, 15), new DateOnly(2026, 3, 16), Currency.Eur, 10000, 11999, 1),
            Camt.Header(item));
        Assert.Equal("DE89370400440532013000", item.Commands[0].To.Id);
    }

    [Fact]
    public async Task An_empty_statement_is_one_last_part_without_entries()
    {
        var item = Assert.Single(await Camt.ReadAsync(Camt.Of("", "100.00")));

        Assert.Empty(Camt.Transactions(item));
        Assert.Single(item.Commands);
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(501, 2)]
    [InlineData(1000, 2)]
    public async Task Parts_hold_at_most_500_entries(int entries, int parts)
    {
        var xml = string.Concat(Enumerable.Repeat(Camt.Entry("0.01"), entries));

        var item = Assert.Single(await Camt.ReadAsync(Camt.Of(xml, $"{100 + (entries / 100m):0.00}")));

        Assert.Equal(entries, Camt.Transactions(item).Length);
        Assert.Equal(parts, item.Commands.Length);
    }

    [Fact]
    public async Task Announced_entries_are_neither_booked_nor_in_the_balance()
    {
        var entries = Camt.Entry("5.00") + Camt.Entry("7.00", status: "<Cd>PDNG</Cd>")
            + Camt.Entry("8.00", status: "INFO") + Camt.Entry("9.00", status: "<Cd>FUTR</Cd>");

        var transactions = await Camt.TransactionsAsync(Camt.Of(entries, "105.00"));

        Assert.Equal(500, Assert.Single(transactions).SignedMinor);
    }

    [Theory]
    [InlineData("<DtTm>2026-02-27T13:15:00+01:00</DtTm>", "", "2026-02-27", "2026-02-27")]
    [InlineData("", "<Dt>2026-02-30</Dt>", "2026-02-28", "2026-02-28")]
    [InlineData("<Dt>2024-02-29Z</Dt>", "<Dt>2024-02-30+01:00</Dt>", "2024-02-29", "2024-02-29")]
    [InlineData("<Dt>2026-01-01</Dt>", "<DtTm>2025-12-31T23:00:00Z</DtTm>", "2026-01-01", "2025-12-31")]
    [InlineData("", "", "2026-03-16", "2026-03-16")]
    public async Task Dates_are_the_banks_own_days(string bookingDate, string valueDate, string booked, string value)
    {
        var dates = (bookingDate.Length == 0 ? "" : $"<BookgDt>{bookingDate}</BookgDt>")
            + (valueDate.Length == 0 ? "" : $"<ValDt>{valueDate}</ValDt>");
        var xml = Camt.Of(Camt.Entry("1", dates: dates), "101.00");

        var transaction = Assert.Single(await Camt.TransactionsAsync(xml));

        Assert.Equal(DateOnly.Parse(booked), transaction.BookingDate);
        Assert.Equal(DateOnly.Parse(value), transaction.ValueDate);
    }

    [Theory]
    [InlineData("EUR", "36847", 3684700)]
    [InlineData("EUR", "0.2", 20)]
    [InlineData("EUR", "1.23000", 123)]
    [InlineData("EUR", "0.00", 0)]
    [InlineData("EUR", "+12.", 1200)]
    [InlineData("EUR", ".5", 50)]
    [InlineData("JPY", "2700", 2700)]
    [InlineData("JPY", "2700.00", 2700)]
    [InlineData("KWD", "1.234", 1234)]
    public async Task Amounts_are_exact(string currency, string text, long minor)
    {
        var transactions = await Camt.TransactionsAsync(InAndOut(currency, text));

        Assert.Equal([minor, -minor], transactions.Select(x => x.SignedMinor));
        Assert.Equal(currency, transactions[0].Currency.Code);
    }

    [Theory]
    [InlineData("EUR", "12..34")]
    [InlineData("EUR", "1.234")]
    [InlineData("EUR", "-1.00")]
    [InlineData("EUR", "1,00")]
    [InlineData("EUR", "1e2")]
    [InlineData("EUR", "")]
    [InlineData("EUR", ".")]
    [InlineData("EUR", "99999999999999999999")]
    [InlineData("EUR", "٣")]
    [InlineData("JPY", "1.5")]
    public async Task What_is_no_exact_amount_is_refused(string currency, string text)
    {
        var rejection = await Camt.RejectionAsync(InAndOut(currency, text));

        Assert.Equal(("malformed-amount", $"\"{text}\""), (rejection.Reason, rejection.Found));
    }

    [Fact]
    public async Task Debits_name_the_creditor_and_credits_the_debtor()
    {
        const string Parties =
            "<RltdPties><Dbtr><Nm>Teekontor GmbH</Nm></Dbtr><Cdtr><Nm>Karton AG</Nm></Cdtr>"
            + "<CdtrAcct><Id><Othr><Id> 740618130100033626</Id></Othr></Id></CdtrAcct></RltdPties>";
        var xml = Camt.Of(Camt.Entry("10.00", Camt.Details(Parties), "DBIT"), "90.00", "02");

        var transaction = Assert.Single(await Camt.TransactionsAsync(xml));

        Assert.Equal((-1000, "Karton AG", "740618130100033626"),
            (transaction.SignedMinor, transaction.CounterpartyName, transaction.CounterpartyIban));
    }

    [Fact]
    public async Task Ultimate_party_stands_in_for_a_missing_one()
    {
        const string Parties = "<RltdPties><UltmtDbtr><Nm>Clara Krüger</Nm></UltmtDbtr></RltdPties>";
        var xml = Camt.Of(Camt.Entry("10.00", Camt.Details(Parties)), "110.00", "02");

        Assert.Equal("Clara Krüger", Assert.Single(await Camt.TransactionsAsync(xml)).CounterpartyName);
    }

    [Fact]
    public async Task Reversed_credit_is_money_out_and_keeps_its_payer()
    {
        var entry = Camt.Entry("10.00", Camt.Details(Debtor), "DBIT", head: "<RvslInd>true</RvslInd>");

        var transaction = Assert.Single(await Camt.TransactionsAsync(Camt.Of(entry, "90.00")));

        Assert.Equal((-1000, "Ada Muster", "DE02120300000000202051"),
            (transaction.SignedMinor, transaction.CounterpartyName, transaction.CounterpartyIban));
    }

    [Fact]
    public async Task Reversal_with_the_direction_of_what_it_reverses_is_told_by_the_balances()
    {
        var entries = Camt.Entry("25.00")
            + Camt.Entry("10.00", Camt.Details(Debtor), "CRDT", head: "<RvslInd>true</RvslInd>");

        var transactions = await Camt.TransactionsAsync(Camt.Of(entries, "115.00"));

        Assert.Equal([2500, -1000], transactions.Select(x => x.SignedMinor));
        Assert.Equal("Ada Muster", transactions[1].CounterpartyName);
    }

    [Theory]
    [InlineData("NOTPROVIDED")]
    [InlineData("NotProvided")]
    [InlineData("NONREF")]
    [InlineData(" ")]
    public async Task Placeholder_for_an_end_to_end_id_is_none(string id)
    {
        var entry = Camt.Entry("1.00", Camt.Details($"<Refs><EndToEndId>{id}</EndToEndId></Refs>"));

        Assert.Null(Assert.Single(await Camt.TransactionsAsync(Camt.Of(entry, "101.00"))).EndToEndId);
    }

    [Theory]
    [InlineData(
        "<RmtInf><Strd><AddtlRmtInf>R1</AddtlRmtInf><AddtlRmtInf>23</AddtlRmtInf></Strd></RmtInf>", "R123", null)]
    [InlineData(
        "<RmtInf><Strd><RfrdDocInf><Nb>RE-5</Nb></RfrdDocInf></Strd>"
        + "<Strd><CdtrRefInf><Ref>RF 1</Ref></CdtrRefInf></Strd></RmtInf>",
        null, "RE-5 RF1")]
    [InlineData("<AddtlTxInf>Wechselgeld</AddtlTxInf>", "Wechselgeld", null)]
    [InlineData("", "Entgelt", null)]
    public async Task Text_falls_back_to_what_the_bank_says_itself(string inner, string? text, string? reference)
    {
        var entry = Camt.Entry("1.00", Camt.Details(inner) + "<AddtlNtryInf>Entgelt</AddtlNtryInf>");

        var transaction = Assert.Single(await Camt.TransactionsAsync(Camt.Of(entry, "101.00")));

        Assert.Equal((text, reference), (transaction.Text, transaction.StructuredReference));
    }

    private static string InAndOut(string currency, string amount) => Camt.Message(
        Camt.Statement(Camt.Entry(amount) + Camt.Entry(amount, direction: "DBIT"), "100.00").Replace("EUR", currency));

    [Fact]
    public async Task A_return_is_kept_with_its_reason_its_charges_and_what_was_instructed()
    {
        var xml = Camt.Of(
            Camt.Entry(
                "13.50",
                Camt.Details(
                    "<AmtDtls><InstdAmt><Amt Ccy=\"EUR\">10.00</Amt></InstdAmt></AmtDtls>"
                    + "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">9.99</TtlChrgsAndTaxAmt>"
                    + "<Rcrd><Amt Ccy=\"EUR\">4.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd>"
                    + "<Rcrd><Amt Ccy=\"EUR\">0.50</Amt><CdtDbtInd>CRDT</CdtDbtInd></Rcrd>"
                    + "<Rcrd><Amt Ccy=\"USD\">7.00</Amt></Rcrd></Chrgs>"
                    + "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>"),
                "DBIT"),
            "86.50");

        var transaction = Assert.Single(Camt.Transactions(Assert.Single(await Camt.ReadAsync(xml))));

        Assert.Equal((true, "MD06"), (transaction.IsReturn, transaction.ReturnReason));
        Assert.Equal(
            (350, 1000, Currency.Eur),
            (transaction.ChargesMinor, transaction.InstructedMinor, transaction.InstructedCurrency));
    }

    [Theory]
    [InlineData("<Chrgs><Amt Ccy=\"EUR\">1.50</Amt></Chrgs>", 150)]
    [InlineData("<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">1.75</TtlChrgsAndTaxAmt></Chrgs>", 175)]
    [InlineData("<Chrgs><Amt Ccy=\"USD\">1.50</Amt></Chrgs>", null)]
    [InlineData("<Chrgs><Amt Ccy=\"EUR\">much</Amt></Chrgs>", null)]
    [InlineData("", null)]
    public async Task Charges_of_an_entry_are_those_of_its_one_transaction(string charges, int? minor)
    {
        var xml = Camt.Of(
            Camt.Entry(
                "5.00",
                charges + Camt.Details(
                    "<AmtDtls><InstdAmt><Amt Ccy=\"EUR\">5.00</Amt></InstdAmt></AmtDtls>")),
            "105.00");

        var transaction = Assert.Single(Camt.Transactions(Assert.Single(await Camt.ReadAsync(xml))));

        Assert.Equal(minor, (int?)transaction.ChargesMinor);
        Assert.Equal((false, (string?)null), (transaction.IsReturn, transaction.ReturnReason));
        Assert.Null(transaction.InstructedMinor);
    }
}
