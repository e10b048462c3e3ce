using System.Text;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads a transaction inside an entry; what is wrong is noted at the statement.</summary>
internal sealed class CamtDetailReader(CamtXml xml, CamtStatementReader statement, bool keepDetails)
{
    private readonly SegmentedText _text = new();
    private readonly SegmentedText _additional = new();
    private readonly StringBuilder _references = new();

    /// <summary>The text, null where it is empty or says that nothing was given.</summary>
    public static string? Known(ReadOnlySpan<char> text) =>
        text is [] or "NONREF" || text.Equals("NOTPROVIDED", StringComparison.OrdinalIgnoreCase)
            ? null
            : new string(text);

    /// <summary>True where the amount the parser stands on is in the account's currency; others are for
    /// information.</summary>
    public bool IsOwnCurrency() =>
        xml.Attribute("Ccy") is not { } code || statement.Statement.Currency is not { } own || code == own.Code;

    /// <summary>The parser stands on the detail's first tag.</summary>
    public CamtDetail Read(CamtEntry entry)
    {
        var detail = new CamtDetail();
        statement.DetailNumber = entry.DetailCount + 1;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "Amt" && IsOwnCurrency())
                detail.AmountMinor = statement.ReadAmount("Amt");
            else if (xml.Name == "AmtDtls")
                ReadAmounts(detail);
            else if (xml.Name == "CdtDbtInd")
                detail.Direction = statement.ReadDirection("CdtDbtInd");
            else if (keepDetails)
                ReadPart(detail);
        }

        statement.DetailNumber = 0;
        return detail;
    }

    /// <summary>
    /// The charges that the parser stands on: those recorded one by one, else their total; null where they are in
    /// another currency.
    /// </summary>
    public long? ReadCharges() => new CamtCharges(xml, statement.Statement.Currency).Read();

    /// <summary>The transaction code that the parser stands on.</summary>
    public CamtCode ReadCode()
    {
        string? domain = null, family = null, subFamily = null, business = null;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            var part = xml.Name;
            if (part is not ("Domn" or "Prtry"))
                continue;

            var inner = xml.Enter();
            while (xml.Next(inner))
            {
                if (xml.Name == "Fmly")
                    (family, subFamily) = ReadFamily();
                else if (xml.Name == "Cd" && part == "Domn")
                    domain = Known(xml.Token());
                else if (xml.Name == "Cd")
                    business = BusinessCode(xml.Token());
            }
        }

        return new CamtCode(domain is null ? null : $"{domain}-{family}-{subFamily}", business);
    }

    private (string? Family, string? SubFamily) ReadFamily()
    {
        string? family = null, subFamily = null;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "Cd")
                family = Known(xml.Token());
            else if (xml.Name == "SubFmlyCd")
                subFamily = Known(xml.Token());
        }

        return (family, subFamily);
    }

    // `NTRF+166+9310`: SWIFT's code, the German banks' (GVC), their text key. Some write the GVC alone.
    // Source: Deutsche Kreditwirtschaft, DFÜ-Abkommen, annex 3, chapter 7 (BkTxCd/Prtry/Cd).
    private static string? BusinessCode(ReadOnlySpan<char> code)
    {
        var separator = code.IndexOf('+');
        var rest = separator < 0 ? code : code[(separator + 1)..];
        var end = rest.IndexOf('+');
        var digits = end < 0 ? rest : rest[..end];
        return digits.Length == 3 && !digits.ContainsAnyExceptInRange('0', '9') ? new string(digits) : null;
    }

    private void ReadAmounts(CamtDetail detail)
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            var part = xml.Name;
            if (part != "TxAmt" && (part != "InstdAmt" || !keepDetails))
                continue;

            var inner = xml.Enter();
            while (xml.Next(inner))
            {
                if (xml.Name != "Amt")
                    continue;
                if (part == "InstdAmt")
                    detail.Instructed = ReadInstructed();
                else if (IsOwnCurrency())
                    detail.AmountMinor ??= statement.ReadAmount("AmtDtls/TxAmt/Amt");
            }
        }
    }

    // Only told along: an amount that can't be read refuses no statement.
    private (long Minor, Currency Currency)? ReadInstructed() =>
        Currency.TryParse(xml.Attribute("Ccy"), out var currency)
        && CamtAmount.Parse(xml.Token(), currency) is { } minor
            ? (minor, currency)
            : null;

    private void ReadPart(CamtDetail detail)
    {
        switch (xml.Name)
        {
            case "Refs":
                ReadReferences(detail);
                break;
            case "RltdPties":
                ReadParties(detail);
                break;
            case "RmtInf":
                ReadRemittance(detail);
                break;
            case "RtrInf":
                detail.IsReturn = true;
                ReadReturn(detail);
                break;
            case "Chrgs":
                detail.ChargesMinor = CamtCharges.Add(detail.ChargesMinor, ReadCharges());
                break;
            case "BkTxCd":
                detail.Code = ReadCode();
                break;
            case "AddtlTxInf":
                detail.AdditionalText = Known(xml.Token());
                break;
            default:
                break;
        }
    }

    private void ReadReturn(CamtDetail detail)
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name is not ("Rsn" or "RtrRsn"))
                continue;

            // `Cd` or `Prtry`; version 01 has the code itself.
            detail.ReturnReason = Known(xml.Token());
        }
    }

    private void ReadReferences(CamtDetail detail)
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "EndToEndId")
                detail.EndToEndId = Known(xml.Token());
            else if (xml.Name == "AcctSvcrRef")
                detail.Reference = Known(xml.Token());
            else if (xml.Name == "MndtId")
                detail.MandateId = Known(xml.Token());
            else if (xml.Name == "PmtInfId")
                detail.BatchId = Known(xml.Token());
        }
    }

    private void ReadParties(CamtDetail detail)
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "Dbtr":
                    detail.Debtor.Name = ReadName();
                    break;
                case "Cdtr":
                    detail.Creditor.Name = ReadName();
                    break;
                case "UltmtDbtr":
                    detail.Debtor.UltimateName = ReadName();
                    break;
                case "UltmtCdtr":
                    detail.Creditor.UltimateName = ReadName();
                    break;
                case "DbtrAcct":
                    detail.Debtor.Account = statement.ReadAccount();
                    break;
                case "CdtrAcct":
                    detail.Creditor.Account = statement.ReadAccount();
                    break;
                default:
                    break;
            }
        }
    }

    // `Nm` up to version 07, `Pty/Nm` from 08 on, `Agt/FinInstnId/Nm` where a bank is the party. A contact's name is
    // none of these.
    private string? ReadName()
    {
        string? name = null;
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "Nm")
                name ??= Known(xml.Token());
            else if (xml.Name is "Pty" or "Agt" or "FinInstnId")
                name ??= ReadName();
        }

        return name;
    }

    private void ReadRemittance(CamtDetail detail)
    {
        _text.Clear();
        _additional.Clear();
        _references.Clear();
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == "Ustrd")
                _text.Append(xml.Text());
            else if (xml.Name == "Strd")
                ReadStructured();
        }

        var source = Known(_text.Trimmed) is null ? _additional : _text;
        detail.Text = Known(source.Trimmed);
        detail.TextBreaks = detail.Text is null ? [] : source.Breaks();
        detail.StructuredReference = _references.Length == 0 ? null : _references.ToString();
    }

    private void ReadStructured()
    {
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            switch (xml.Name)
            {
                case "CdtrRefInf":
                    AddReference(FindIn("Ref", "CdtrRef"));
                    break;
                case "RfrdDocInf":
                    AddReference(FindIn("Nb", "RfrdDocNb"));
                    break;
                case "AddtlRmtInf":
                    _additional.Append(xml.Text());
                    break;
                default:
                    break;
            }
        }
    }

    // Only direct children: `Tp/.../Cd` and the line details further down have numbers of other things.
    private string FindIn(string name, string nameInVersion01)
    {
        var found = "";
        var depth = xml.Enter();
        while (xml.Next(depth))
        {
            if (xml.Name == name || xml.Name == nameInVersion01)
                found = new string(xml.Token());
        }

        return found;
    }

    private void AddReference(string reference)
    {
        var squeezed = string.Concat(reference.Split(default(char[])));
        if (Known(squeezed) is null)
            return;

        if (_references.Length > 0)
            _references.Append(' ');
        _references.Append(squeezed);
    }
}
