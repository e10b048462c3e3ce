using System.Globalization;
using System.Text;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.LoadTests.Payments;

/// <summary>Writes one statement that books given transactions, as a bank does.</summary>
internal static class StatementFile
{
    private const int SubfieldLength = 27;
    private const int MaxTextFields = 10;

    /// <summary>Writes camt.053.</summary>
    /// <param name="number">The statement's number, from 1; those of an account follow each other.</param>
    public static void WriteCamt(
        Stream stream, Iban account, int number, long openingMinor, ReadOnlySpan<BankTransaction> transactions)
    {
        using var writer = WriterOn(stream);
        var day = IsoDay(transactions[0].BookingDate);
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.Write("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>");
        writer.Write($"<MsgId>M{number}</MsgId><CreDtTm>{day}T20:00:00+01:00</CreDtTm></GrpHdr>");
        writer.Write($"<Stmt><Id>S{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>");
        writer.Write($"<Acct><Id><IBAN>{account.Value}</IBAN></Id><Ccy>EUR</Ccy></Acct>");
        WriteBalance(writer, "OPBD", openingMinor, day);
        WriteBalance(writer, "CLBD", openingMinor + SumOf(transactions), day);
        foreach (var transaction in transactions)
            WriteCamt(writer, transaction, day);
        writer.Write("</Stmt></BkToCstmrStmt></Document>");
    }

    /// <summary>Writes MT940 of a German account, with structured details.</summary>
    /// <param name="number">As of <see cref="WriteCamt"/>.</param>
    public static void WriteMt940(
        Stream stream, Iban account, int number, long openingMinor, ReadOnlySpan<BankTransaction> transactions)
    {
        using var writer = WriterOn(stream);
        writer.NewLine = "\r\n";
        var day = transactions[0].BookingDate.ToString("yyMMdd", CultureInfo.InvariantCulture);
        writer.WriteLine(":20:STARTUMS");
        writer.WriteLine($":25:{account.Value[4..12]}/{account.Value[12..]}EUR");
        writer.WriteLine($":28C:{number:00000}/001");
        writer.WriteLine($":60F:C{day}EUR{Comma(openingMinor)}");
        var details = new StringBuilder();
        foreach (var transaction in transactions)
        {
            writer.WriteLine(
                $":61:{day}{day[2..]}CR{Comma(transaction.SignedMinor)}NTRFNONREF//{transaction.BankReference}");
            details.Clear();
            details.Append("166?00SEPA-GUTSCHRIFT?109310");
            AppendSubfields(details, 20, "SVWZ+" + transaction.Text);
            details.Append("?30BYLADEM1001?31").Append(transaction.CounterpartyIban);
            AppendSubfields(details, 32, transaction.CounterpartyName ?? "");
            writer.Write(":86:");
            writer.WriteLine(details.ToString());
        }

        writer.WriteLine($":62F:C{day}EUR{Comma(openingMinor + SumOf(transactions))}");
        writer.WriteLine("-");
    }

    private static StreamWriter WriterOn(Stream stream) =>
        new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);

    private static long SumOf(ReadOnlySpan<BankTransaction> transactions)
    {
        var sum = 0L;
        foreach (var transaction in transactions)
            sum += transaction.SignedMinor;
        return sum;
    }

    private static void WriteCamt(StreamWriter writer, BankTransaction transaction, string day)
    {
        var amount = $"<Amt Ccy=\"EUR\">{Point(transaction.SignedMinor)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
        writer.Write($"<Ntry><NtryRef>{transaction.BankReference}</NtryRef>{amount}<Sts><Cd>BOOK</Cd></Sts>");
        writer.Write($"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>");
        writer.Write($"<AcctSvcrRef>{transaction.BankReference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly>");
        writer.Write("<Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>NTRF+166+9310</Cd>");
        writer.Write("<Issr>DK</Issr></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><AcctSvcrRef>");
        writer.Write($"{transaction.BankReference}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{amount}");
        writer.Write($"<RltdPties><Dbtr><Pty><Nm>{transaction.CounterpartyName}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>");
        writer.Write($"{transaction.CounterpartyIban}</IBAN></Id></DbtrAcct><Cdtr><Pty>");
        writer.Write("<Nm>OrderToCash Handels GmbH</Nm></Pty></Cdtr>");
        writer.Write("</RltdPties><RltdAgts><DbtrAgt><FinInstnId><BICFI>BYLADEM1001</BICFI></FinInstnId>");
        writer.Write($"</DbtrAgt></RltdAgts><RmtInf><Ustrd>{transaction.Text}</Ustrd></RmtInf></TxDtls></NtryDtls>");
        writer.Write("<AddtlNtryInf>SEPA-GUTSCHRIFT</AddtlNtryInf></Ntry>");
    }

    private static void WriteBalance(StreamWriter writer, string kind, long minor, string day)
    {
        writer.Write($"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{Point(minor)}</Amt>");
        writer.Write($"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>");
    }

    private static void AppendSubfields(StringBuilder details, int first, string text)
    {
        for (var i = 0; i < MaxTextFields && i * SubfieldLength < text.Length; i++)
        {
            details.Append(CultureInfo.InvariantCulture, $"?{first + i}")
                .Append(text.AsSpan(i * SubfieldLength, Math.Min(SubfieldLength, text.Length - (i * SubfieldLength))));
        }
    }

    private static string IsoDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Point(long minor) => (minor / 100m).ToString("F2", CultureInfo.InvariantCulture);

    private static string Comma(long minor) => Point(minor).Replace('.', ',');
}
