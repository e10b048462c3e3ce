using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>Field 86 in the dialects of the banks.</summary>
public sealed class Mt940DialectTests
{
    [Fact]
    public async Task German_subfields_are_told_apart()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "171?00SEPA-LASTSCHRIFT EINZUG?109310?20EREF+E2EI00000430?21MREF+M\n102814-1?22CRED+DE98ZZZ09999999999"
            + "?23SVWZ+Rechnung RE26-1000183?3\n0GENODE61OG1?31DE33664900001692044390?32Clara Beck",
            "2603160316CR49,90NDDTNONREF//260760000001B"));

        Assert.Equal("Rechnung RE26-1000183", entry.Text);
        Assert.Equal("E2EI00000430", entry.EndToEndId);
        Assert.Equal("M102814-1", entry.MandateId);
        Assert.Equal("DE33664900001692044390", entry.CounterpartyIban);
        Assert.Equal("Clara Beck", entry.CounterpartyName);
        Assert.Equal("171", entry.BusinessCode);
        Assert.Equal(("260760000001B", "260760000001B"), (entry.Identity, entry.BankReference));
        Assert.Equal(4990, entry.SignedMinor);
        Assert.Equal(new DateOnly(2026, 3, 16), entry.BookingDate);
        Assert.False(entry.IsReturn);
    }

    [Fact]
    public async Task Text_is_joined_as_it_came_and_says_where_it_was_cut()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "166?20SVWZ+RG-NR VOM 03.03.20 202?216102 471?22 danke"));

        Assert.Equal("RG-NR VOM 03.03.20 2026102 471 danke", entry.Text);
        Assert.Equal([22, 30], entry.TextBreaks.ToArray());
    }

    [Theory]
    [InlineData("SVWZ+...Buchungssche?2\n4ma ABC", "...Buchungsschema ABC")]
    [InlineData("x?24SV\nWZ+y", "y")]
    public async Task Line_ends_inside_a_tag_are_no_end(string tail, string text)
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text("166?20" + tail));
        Assert.Equal(text, entry.Text);
    }

    [Fact]
    public async Task Tags_need_not_begin_a_subfield()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "835?20Cie., S.C.A.?21SEPA-BASISLASTSCHRIFT?22EREF+ 1234567890123 PAYPAL?23MREF+ 12AB234CD6E7F CRED+ A"
            + "?24B12CDE0000000000000000034 S?25VWZ+ . SPOTIFY, Ihr Einkauf?26bei SPOTIFY"));

        Assert.Equal(". SPOTIFY, Ihr Einkaufbei SPOTIFY", entry.Text);
        Assert.Equal("1234567890123 PAYPAL", entry.EndToEndId);
        Assert.Equal("12AB234CD6E7F", entry.MandateId);
    }

    [Fact]
    public async Task Value_goes_on_only_where_its_subfield_is_full()
    {
        var full = await Mt940.TransactionAsync(Mt940.Text("166?20EREF+EndToEndId TFNR 22 004?21 00001?22RG 4711"));
        Assert.Equal("EndToEndId TFNR 22 004 00001", full.EndToEndId);
        Assert.Equal("RG 4711", full.Text);

        var part = await Mt940.TransactionAsync(Mt940.Text("159?20EREF+TFNR 40001 00005?21MTLG:Grund nicht s"));
        Assert.Equal("TFNR 40001 00005", part.EndToEndId);
        Assert.Equal("MTLG:Grund nicht s", part.Text);
    }

    [Theory]
    [InlineData("166?20Rechnung 4711?21vom 3.3.", "Rechnung 4711vom 3.3.")]
    [InlineData("166?20EREF+S1001675?21SVWZ+?22Rechnung 4711", "Rechnung 4711")]
    [InlineData("166?20Warum? ?20 Fragen?21und ?99 mehr", "Warum? ?20 Fragenund ")]
    [InlineData("808?00ENTGELT?109310", "ENTGELT")]
    [InlineData("091", null)]
    public async Task Text_without_its_tag_is_the_text(string details, string? text)
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(details));
        Assert.Equal(text?.Trim(), entry.Text);
    }

    [Fact]
    public async Task What_is_glued_behind_the_text_is_read_beside_it()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "166?20Rechnung 4711 EREF: ABC-12345678 ?21MREF: M-1 IBAN: DE89370400440532013000 BIC: COBADEFFXXX"));

        Assert.Equal("ABC-12345678", entry.EndToEndId);
        Assert.Equal("M-1", entry.MandateId);
        Assert.Equal("DE89370400440532013000", entry.CounterpartyIban);
        Assert.StartsWith("Rechnung 4711 EREF: ABC-12345678", entry.Text);
    }

    [Theory]
    [InlineData("?32Finanzamt Muenchen Abteilun?33g Erhebung", "Finanzamt Muenchen Abteilung Erhebung")]
    [InlineData("?32KARL?33        KAUFMANN", "KARL         KAUFMANN")]
    [InlineData("?32SOMEONE?33ELSE", "SOMEONE ELSE")]
    public async Task Names_are_joined_where_they_were_cut(string name, string joined)
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text($"166?20x{name}"));
        Assert.Equal(joined, entry.CounterpartyName);
    }

    [Theory]
    [InlineData("?3010020030?31234567", "DE26100200300000234567")]
    [InlineData("?31 de89 3704 0044 0532 0130 00", "DE89370400440532013000")]
    [InlineData("?30BPHKPLPK?310000777777777777?38PL08106000760000777777777777", "PL08106000760000777777777777")]
    [InlineData("?31781231238811", "781231238811")]
    public async Task Accounts_are_IBANs_where_they_can_be(string field, string account)
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text($"166?20x{field}?32N"));
        Assert.Equal(account, entry.CounterpartyIban);
    }

    [Fact]
    public async Task Ultimate_party_is_the_other_side_s()
    {
        var credit = await Mt940.TransactionAsync(Mt940.Text("166?20SVWZ+x?21ABWA+Mutter AG?22ABWE+Wir"));
        Assert.Equal("Mutter AG", credit.UltimateName);
        const string Debit = "2603160316DR49,90NDDTNONREF//260760000001B";
        var collected = await Mt940.TransactionAsync(Mt940.Text("105?20SVWZ+x?21ABWA+Konzern AG", Debit));
        Assert.Equal("Konzern AG", collected.UltimateName);
        var paid = await Mt940.TransactionAsync(Mt940.Text("116?20SVWZ+x?21ABWA+Wir?22ABWE+Kind AG", Debit));
        Assert.Equal("Kind AG", paid.UltimateName);
    }

    [Theory]
    [InlineData('<')]
    [InlineData('>')]
    [InlineData('~')]
    [InlineData('^')]
    public async Task Polish_banks_part_subfields_otherwise(char separator)
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "020?00Wyplata?20FAKTURA 333/?212003?30BPHKPLPK?32HUTA SZKLA".Replace('?', separator)));
        Assert.Equal(("FAKTURA 333/2003", "HUTA SZKLA", "020"),
            (entry.Text, entry.CounterpartyName, entry.BusinessCode));
    }

    [Fact]
    public async Task Polish_labels_name_payer_and_account()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "911 TRANSAKCJA COLLECT; ID IPH: XX000000000001; Z RACH.: \n56114010810000267002001001; OD: JAN NOWAK  "
            + "\nUL. NIJAKA 1 M 2 31-234 KRAKOW; TYT.: PRZELEW SRODKOW   ; \nTNR: 179171073864111.010001"));

        Assert.Equal("PL56114010810000267002001001", entry.CounterpartyIban);
        Assert.Equal("JAN NOWAK  UL. NIJAKA 1 M 2 31-234 KRAKOW", entry.CounterpartyName);
        Assert.Contains("TYT.: PRZELEW SRODKOW", entry.Text);
    }

    [Fact]
    public async Task Dutch_names_between_slashes_are_told_apart()
    {
        var ing = await Mt940.TransactionAsync(Mt940.Text(
            "/EREF/02164810730000043//MARF/M12345678909//CSID/NL39KPN12345\n0000000//CNTP/NL75INGB0000012345/INGBNL2A"
            + "/KPN - MOBIEL///REMI/UST\nD//Factuurnr: 2015/123456789.00. Kijk op KPN.com\nof Hi.nl/"));
        Assert.Equal("02164810730000043", ing.EndToEndId);
        Assert.Equal("M12345678909", ing.MandateId);
        Assert.Equal(("KPN - MOBIEL", "NL75INGB0000012345"), (ing.CounterpartyName, ing.CounterpartyIban));
        Assert.Equal("Factuurnr: 2015/123456789.00. Kijk op KPN.comof Hi.nl", ing.Text);

        var rabo = await Mt940.TransactionAsync(Mt940.Text(
            "/EREF/REF17/22/4444 555555/DEC- 16/ORDP//NAME/AAAAAA RR/ADDR/Postbus 1/REMI//REMI/AFR\n"
            + "EK. 342157/DEC- 16, ONZE/ISDT/2013-04-03",
            "2603160316C49,90N541EREF\nNL55RABO0444444444"));
        Assert.Equal("REF17/22/4444 555555/DEC- 16", rabo.EndToEndId);
        Assert.Equal(("AAAAAA RR", "NL55RABO0444444444"), (rabo.CounterpartyName, rabo.CounterpartyIban));
        Assert.Equal("AFREK. 342157/DEC- 16, ONZE", rabo.Text);

        var abn = await Mt940.TransactionAsync(Mt940.Text(
            "/TRTP/SEPA OVERBOEKING/IBAN/NL57INGB0001212121/BIC/INGBNL2A/NAME/\nCAFE MON AMI/REMI/897789005"
            + "/EREF/NOTPROVIDED"));
        Assert.Equal(("897789005", "CAFE MON AMI", "NL57INGB0001212121"),
            (abn.Text, abn.CounterpartyName, abn.CounterpartyIban));
        Assert.Null(abn.EndToEndId);
    }

    [Theory]
    [InlineData("/EREF/1/BENM//NAME/Tax/REMI//CDTRREFTP//CD/SC\nOR/ISSR/CUR/CDTRREF/1234567899874563/ISDT/2013-12-27")]
    [InlineData("/REMI/STRD/CUR/1234567899874563/")]
    [InlineData("SEPA ACCEPTGIRO  IBAN: NL86INGB0002445588\nNAAM: BELASTINGDIENST\nBETALINGSKENM.: 1234567899874563")]
    public async Task Dutch_payment_references_have_a_field_of_their_own(string details)
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(details));
        Assert.Equal("1234567899874563", entry.StructuredReference);
    }

    [Fact]
    public async Task Dutch_labels_name_the_other_party()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "SEPA OVERBOEKING                 IBAN: NL56CHAS0101010101\nBIC: CHASNL2XXXX                 NAAM: "
            + "AA GHGHGH NETHERLANDS B.V.\nOMSCHRIJVING: 1412DEC 2015 CONSU LTING\nKENMERK: 7541410"));
        Assert.Equal(("AA GHGHGH NETHERLANDS B.V.", "NL56CHAS0101010101", "7541410"),
            (entry.CounterpartyName, entry.CounterpartyIban, entry.EndToEndId));
    }

    [Fact]
    public async Task Repeated_fields_of_Danish_and_Dutch_banks_are_one_text()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "Terugboeking\n:86:NIET AKKOORD\n:86:KOSTEN JUNI\n:86:20095731",
            "260316C000000000049,90N0440121470966      W.P. Jansen"));
        Assert.Equal("TerugboekingNIET AKKOORDKOSTEN JUNI20095731", entry.Text);
        Assert.Equal([12, 24, 35], entry.TextBreaks.ToArray());
        Assert.Equal(("W.P. Jansen", "0121470966"), (entry.CounterpartyName, entry.CounterpartyIban));
    }

    [Fact]
    public async Task Free_text_is_joined_and_a_time_in_it_is_no_field()
    {
        var entry = await Mt940.TransactionAsync(Mt940.Text(
            "basically some information here\n:12:11 of it\n:20:44 and more\n-\n:23E:not this"));
        Assert.Equal("basically some information here:12:11 of it:20:44 and more-", entry.Text);
    }

    [Fact]
    public async Task Text_before_the_first_entry_and_behind_the_closing_balance_is_the_statement_s()
    {
        var text = Mt940.Of(
            ":86:of the statement\n:61:2603160316C49,90NTRFNONREF//260760000001B", "C260316EUR149,90")
            .Replace("-\r\n", ":64:C260316EUR149,90\r\n:86:/SUM/1/1/\r\n-\r\n");
        Assert.Null((await Mt940.TransactionAsync(text)).Text);
    }
}
