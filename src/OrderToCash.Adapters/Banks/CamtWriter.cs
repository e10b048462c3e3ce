using System.Text;
using System.Xml;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>The versions of camt.053 that are written.</summary>
public enum CamtVersion
{
    /// <summary>camt.053.001.02, in use until 2025.</summary>
    V02 = 2,

    /// <summary>camt.053.001.08, in use since 2022.</summary>
    V08 = 8,
}

/// <summary>Writes bank statements, for demonstrations and load tests: one file of any number of statements, as large
/// as wanted, since nothing is kept. What <see cref="CamtSource"/> reads from it are the transactions
/// written.</summary>
/// <remarks>
/// <para>Owned by one writer; disposing completes the file. Entries are written one by one, never as a batch.</para>
/// <para>Two things are not written as given: white space around a text, which readers drop, and characters that XML
/// can't hold, which become U+FFFD.</para>
/// <para>Source: ISO 20022 camt.053.001.02 and .08, the elements in the schema's order.</para>
/// </remarks>
public sealed class CamtWriter : IDisposable
{
    /// <summary>Max140Text: a longer text is written in segments, which readers join without a blank.</summary>
    private const int MaxSegmentChars = 140;

    private readonly XmlWriter _xml;
    private readonly CamtVersion _version;
    private readonly DateTimeOffset _createdAt;
    private int _statements;

    /// <summary>Writes the message's head. The stream stays the caller's.</summary>
    /// <param name="messageId">At most 35 characters; readers ignore it.</param>
    public CamtWriter(Stream output, CamtVersion version, string messageId, DateTimeOffset createdAt)
    {
        _version = version;
        _createdAt = createdAt;
        _xml = XmlWriter.Create(output, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            NewLineHandling = NewLineHandling.Entitize,
            CloseOutput = false,
        });
        _xml.WriteStartDocument();
        _xml.WriteStartElement("Document", $"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{(int)version:00}");
        Open("BkToCstmrStmt");
        Open("GrpHdr");
        Value("MsgId", messageId);
        Value("CreDtTm", Time(createdAt));
        Close();
    }

    /// <summary>Writes a statement. Its balances and count are written as given: that they agree with the transactions
    /// is the caller's business, and a statement where they don't is how a test asks for a refusal.</summary>
    public void Write(Iban account, StatementHeader statement, IEnumerable<BankTransaction> transactions)
    {
        _statements++;
        Open("Stmt");
        Value("Id", $"S{_statements}");
        if (statement.SequenceNumber is { } number)
            Value("ElctrncSeqNb", number);
        Value("CreDtTm", Time(_createdAt));
        if (statement is { FromDate: { } from, ToDate: { } to })
            WritePeriod(from, to);
        Open("Acct");
        WriteAccountId(account.Value);
        Value("Ccy", statement.Currency.Code);
        Close();

        var closingDay = statement.ToDate ?? statement.FromDate ?? DateOnly.FromDateTime(_createdAt.DateTime);
        WriteBalance("OPBD", statement.OpeningMinor, statement.Currency, statement.FromDate ?? closingDay);
        WriteBalance("CLBD", statement.ClosingMinor, statement.Currency, closingDay);
        Open("TxsSummry", "TtlNtries");
        Value("NbOfNtries", $"{statement.EntryCount}");
        Close(2);
        foreach (var transaction in transactions)
            WriteEntry(transaction);
        Close();
    }

    /// <summary>Completes the file.</summary>
    public void Dispose()
    {
        _xml.WriteEndDocument();
        _xml.Dispose();
    }

    private static string Time(DateTimeOffset time) => $"{time:yyyy-MM-ddTHH:mm:sszzz}";

    private static string Day(DateOnly day) => $"{day:yyyy-MM-dd}";

    private void WritePeriod(DateOnly from, DateOnly to)
    {
        Open("FrToDt");
        Value("FrDtTm", Day(from) + "T00:00:00");
        Value("ToDtTm", Day(to) + "T23:59:59");
        Close();
    }

    private void WriteBalance(string kind, long minor, Currency currency, DateOnly day)
    {
        Open("Bal", "Tp", "CdOrPrtry");
        Value("Cd", kind);
        Close(2);
        WriteAmount(minor, currency);
        Open("Dt");
        Value("Dt", Day(day));
        Close(2);
    }

    private void WriteEntry(BankTransaction transaction)
    {
        Open("Ntry");
        WriteAmount(transaction.SignedMinor, transaction.Currency);
        Open("Sts");
        if (_version == CamtVersion.V02)
            _xml.WriteString("BOOK");
        else
            Value("Cd", "BOOK");
        Close();
        Open("BookgDt");
        Value("Dt", Day(transaction.BookingDate));
        Close();
        Open("ValDt");
        Value("Dt", Day(transaction.ValueDate));
        Close();
        if (transaction.BankReference is { } reference)
            Value("AcctSvcrRef", reference);
        Open("BkTxCd", "Prtry");
        Value("Cd", "NTRF");
        Close(2);
        Open("NtryDtls", "TxDtls");
        Open("Refs");
        Value("EndToEndId", transaction.EndToEndId ?? "NOTPROVIDED");
        Close();
        if (_version != CamtVersion.V02)
            WriteAmount(transaction.SignedMinor, transaction.Currency);
        WriteParties(transaction);
        WriteRemittance(transaction);
        WriteReturn(transaction);
        Close(3);
    }

    private void WriteReturn(BankTransaction transaction)
    {
        if (!transaction.IsReturn)
            return;

        Open("RtrInf");
        if (transaction.ReturnReason is { } reason)
        {
            Open("Rsn");
            Value("Cd", reason);
            Close();
        }

        Close();
    }

    private void WriteParties(BankTransaction transaction)
    {
        if (transaction.CounterpartyName is null && transaction.CounterpartyIban is null)
            return;

        var role = transaction.SignedMinor < 0 ? "Cdtr" : "Dbtr";
        Open("RltdPties");
        if (transaction.CounterpartyName is { } name)
        {
            Open(role);
            if (_version != CamtVersion.V02)
                Open("Pty");
            Value("Nm", name);
            Close(_version == CamtVersion.V02 ? 1 : 2);
        }

        if (transaction.CounterpartyIban is { } account)
        {
            Open(role + "Acct");
            WriteAccountId(account);
            Close();
        }

        Close();
    }

    private void WriteRemittance(BankTransaction transaction)
    {
        if (transaction.Text is null && transaction.StructuredReference is null)
            return;

        Open("RmtInf");
        var text = transaction.Text ?? "";
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(MaxSegmentChars, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
                length--;
            Value("Ustrd", text.Substring(start, length));
            start += length;
        }

        foreach (var reference in transaction.StructuredReference?.Split(' ') ?? [])
        {
            Open("Strd", "CdtrRefInf");
            Value("Ref", reference);
            Close(2);
        }

        Close();
    }

    private void WriteAccountId(string account)
    {
        var isIban = account is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= '0' and <= '9', >= '0' and <= '9', ..];
        Open("Id");
        if (!isIban)
            Open("Othr");
        Value(isIban ? "IBAN" : "Id", account);
        Close(isIban ? 1 : 2);
    }

    private void WriteAmount(long signedMinor, Currency currency)
    {
        Open("Amt");
        _xml.WriteAttributeString("Ccy", currency.Code);
        _xml.WriteString(CamtAmount.Format(Int128.Abs(signedMinor), currency));
        Close();
        Value("CdtDbtInd", signedMinor < 0 ? "DBIT" : "CRDT");
    }

    private void Open(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _xml.WriteStartElement(name);
    }

    private void Close(int count = 1)
    {
        for (var closed = 0; closed < count; closed++)
            _xml.WriteEndElement();
    }

    private void Value(string name, string value)
    {
        _xml.WriteStartElement(name);
        _xml.WriteString(Allowed(value));
        _xml.WriteEndElement();
    }

    private static string Allowed(string value)
    {
        var isAllowed = true;
        for (var index = 0; index < value.Length && isAllowed; index++)
            isAllowed = XmlConvert.IsXmlChar(value[index]);
        if (isAllowed)
            return value;

        var allowed = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            // Half a surrogate pair arrives here as U+FFFD already.
            var isCharacter = !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value);
            allowed.Append(isCharacter ? rune.ToString() : "\uFFFD");
        }

        return allowed.ToString();
    }
}
