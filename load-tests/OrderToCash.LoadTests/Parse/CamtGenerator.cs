using System.Globalization;
using System.Text;

namespace OrderToCash.LoadTests.Parse;

/// <summary>Writes one camt.053 statement of any size, as a large German bank would: 1.3 kB an entry.</summary>
internal static class CamtGenerator
{
    /// <summary>The own account of every generated statement.</summary>
    public const string Account = "DE89370400440532013000";
    private const string Iso = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
        + "<Prtry><Cd>NTRF+166+9310</Cd><Issr>DK</Issr></Prtry></BkTxCd>";

    private static readonly string[] Names =
    [
        "Stein Autogruppe GbR", "Nguyễn, Vera", "Łukasz Klein", "Krause, André", "Weber Isarservice UG",
        "TINA PFEIFFER",
    ];

    /// <summary>Writes at least so many bytes; returns how many entries. The stream stays the caller's.</summary>
    public static int Write(Stream stream, long bytes)
    {
        // The closing balance comes before the entries, so their number is fixed first.
        var entry = new StringBuilder();
        Append(entry, 1);
        var count = (int)(bytes / Encoding.UTF8.GetByteCount(entry.ToString())) + 1;
        var total = 0L;
        for (var number = 1; number <= count; number++)
            total += MinorOf(number);

        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.Write("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr>");
        writer.Write("<MsgId>M1</MsgId><CreDtTm>2026-03-04T20:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id>");
        writer.Write($"<ElctrncSeqNb>43</ElctrncSeqNb><Acct><Id><IBAN>{Account}</IBAN></Id><Ccy>EUR</Ccy></Acct>");
        writer.Write(Balance("OPBD", 0) + Balance("CLBD", total));
        for (var number = 1; number <= count; number++)
        {
            entry.Clear();
            Append(entry, number);
            foreach (var chunk in entry.GetChunks())
                writer.Write(chunk.Span);
        }

        writer.Write("</Stmt></BkToCstmrStmt></Document>");
        return count;
    }

    /// <summary>The amount of an entry, 1 for the first.</summary>
    public static long MinorOf(int number) => 1_000 + (number * 7919L % 500_000);

    private static string Amount(long minor) => (minor / 100m).ToString("F2", CultureInfo.InvariantCulture);

    private static string Balance(string kind, long minor) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{Amount(minor)}</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-04</Dt></Dt></Bal>";

    private static void Append(StringBuilder text, int number)
    {
        var amount = $"<Amt Ccy=\"EUR\">{Amount(MinorOf(number))}</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
        var reference = $"2606300{number:00000000}B";
        var name = Names[number % Names.Length];
        text.Append("<Ntry><NtryRef>").Append(reference).Append("</NtryRef>").Append(amount)
            .Append("<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-04</Dt></BookgDt><ValDt><Dt>2026-03-04</Dt></ValDt>")
            .Append("<AcctSvcrRef>").Append(reference).Append("</AcctSvcrRef>").Append(Iso)
            .Append("<NtryDtls><TxDtls><Refs><AcctSvcrRef>").Append(reference).Append("</AcctSvcrRef><EndToEndId>E2E")
            .Append(number).Append("</EndToEndId></Refs>").Append(amount).Append(Iso)
            .Append("<RltdPties><Dbtr><Pty><Nm>").Append(name)
            .Append("</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>")
            .Append("<Cdtr><Pty><Nm>OrderToCash Handels GmbH</Nm></Pty></Cdtr></RltdPties><RltdAgts><DbtrAgt>")
            .Append("<FinInstnId><BICFI>BYLADEM1001</BICFI></FinInstnId></DbtrAgt></RltdAgts><RmtInf><Ustrd>")
            .Append(CultureInfo.InvariantCulture, $"Ihre Rechnung RE26-{number:0000000} vom 21.02.2026</Ustrd>")
            .Append("</RmtInf></TxDtls></NtryDtls><AddtlNtryInf>SEPA-GUTSCHRIFT</AddtlNtryInf></Ntry>");
    }
}
