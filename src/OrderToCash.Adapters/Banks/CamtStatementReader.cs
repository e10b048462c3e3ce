using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads one statement's head and, on demand, its entries. The first thing that is wrong is kept, and the
/// reading goes on to the statement's end, so that the next statement can be read.</summary>
/// <remarks>Source: ISO 20022 camt.053.001.02 and .08, BankToCustomerStatement; the elements read are the same from 01
/// to 13.</remarks>
internal sealed class CamtStatementReader
{
    private readonly CamtXml _xml;
    private readonly CamtEntryReader _entries;
    private readonly int _depth;
    private int _entryCount;

    /// <summary>The parser stands on the statement's first tag.</summary>
    /// <param name="keepDetails">False to check amounts and add up only; parties and texts are passed over.</param>
    public CamtStatementReader(CamtXml xml, int number, bool keepDetails)
    {
        _xml = xml;
        Statement = new CamtStatement { Number = number, Line = xml.Line };
        _entries = new CamtEntryReader(xml, this, keepDetails);
        _depth = xml.Enter();
    }

    /// <summary>What was read of the head so far; whole after the last entry.</summary>
    public CamtStatement Statement { get; }

    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public Rejection? Rejection { get; private set; }

    /// <summary>The next entry, booked or not; null at the statement's end.</summary>
    public CamtEntry? NextEntry()
    {
        while (_xml.Next(_depth))
        {
            if (_xml.Name == "Ntry")
            {
                _entryCount++;
                return _entries.Read(_entryCount);
            }

            ReadHead();
        }

        return null;
    }

    /// <summary>Notes why the statement is refused; only the first reason is kept.</summary>
    /// <param name="path">Below the statement, <c>Ntry[3]/Amt</c>.</param>
    public void Refuse(string reason, int line, string path, string found, string expected, string? advice = null)
    {
        if (Rejection is not null)
            return;

        var statement = Statement.Number == 1 ? "Stmt" : $"Stmt[{Statement.Number}]";
        var place = $"line {line}, {(path.Length == 0 ? statement : statement + "/" + path)}";
        Rejection = new Rejection(reason, place, found.Length > 80 ? found[..80] + "…" : found, expected, advice);
    }

    /// <summary>The amount of the element the parser stands on; null, and refused, where it is none in the statement's
    /// currency.</summary>
    public long? ReadAmount(string path)
    {
        var line = _xml.Line;
        var code = _xml.Attribute("Ccy");
        var text = _xml.Token();
        if (TakeCurrency(code, line, path + "/@Ccy") is not { } currency)
            return null;

        if (CamtAmount.Parse(text, currency) is { } minor)
            return minor;

        Refuse(
            "malformed-amount", line, path, $"\"{text}\"",
            $"an amount in {currency} with at most {currency.Exponent} decimals");
        return null;
    }

    /// <summary>1 for a credit, -1 for a debit; 0, and refused, for anything else.</summary>
    public int ReadDirection(string path)
    {
        var line = _xml.Line;
        switch (_xml.Token())
        {
            case "CRDT":
                return 1;
            case "DBIT":
                return -1;
            case var other:
                Refuse("unknown-direction", line, path, $"\"{other}\"", "CRDT or DBIT");
                return 0;
        }
    }

    /// <summary>The day of the element the parser stands on; null, and refused, where it is none.</summary>
    public DateOnly? ReadDate(string path)
    {
        var line = _xml.Line;
        var text = _xml.Token();
        var date = CamtDate.Parse(text);
        if (date is null)
            Refuse("malformed-date", line, path, $"\"{text}\"", "a date such as 2026-03-16, with or without a time");

        return date;
    }

    /// <summary>The number of an account in the element the parser stands on, upper case without blanks; null where
    /// there is none.</summary>
    public string? ReadAccount()
    {
        string? account = null;
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name == "Id")
                account ??= ReadAccountId();
        }

        return account;
    }

    /// <summary>Upper case, without blanks.</summary>
    public static string Squeeze(ReadOnlySpan<char> text)
    {
        var squeezed = new string(text).ToUpperInvariant();
        return squeezed.Contains(' ') ? string.Concat(squeezed.Split(default(char[]))) : squeezed;
    }

    private string? ReadAccountId()
    {
        string? account = null;
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            var id = _xml.Name is "IBAN" or "BBAN" or "UPIC" ? new string(_xml.Token()) : _xml.Find("Id");
            if (id.Length > 0)
                account ??= Squeeze(id);
        }

        return account;
    }

    private void ReadHead()
    {
        switch (_xml.Name)
        {
            case "ElctrncSeqNb":
                Statement.SequenceNumber = new string(_xml.Token());
                break;
            case "LglSeqNb":
                Statement.LegalSequenceNumber = new string(_xml.Token());
                break;
            case "FrToDt":
                ReadPeriod();
                break;
            case "StmtPgntn":
                ReadPage();
                break;
            case "Acct":
                ReadOwnAccount();
                break;
            case "Bal":
                ReadBalance();
                break;
            case "TxsSummry":
                ReadTotals();
                break;
            default:
                break;
        }
    }

    private void ReadPeriod()
    {
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name is "FrDtTm" or "FrDt")
                Statement.FromDate = ReadDate("FrToDt/" + _xml.Name);
            else if (_xml.Name is "ToDtTm" or "ToDt")
                Statement.ToDate = ReadDate("FrToDt/" + _xml.Name);
        }
    }

    private void ReadPage()
    {
        var page = "";
        var isLast = true;
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name == "PgNb")
                page = new string(_xml.Token());
            else if (_xml.Name == "LastPgInd")
                isLast = _xml.Token() is "true" or "1";
        }

        Statement.Page = isLast && page.TrimStart('0') is "" or "1" ? null : page;
    }

    private void ReadOwnAccount()
    {
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name == "Id")
                Statement.Account = ReadAccountId();
            else if (_xml.Name == "Ccy")
                TakeCurrency(new string(_xml.Token()), _xml.Line, "Acct/Ccy");
            else if (_xml.Name == "Ownr")
                Statement.OwnerName = _xml.Find("Nm");
        }
    }

    private void ReadBalance()
    {
        var line = _xml.Line;
        var kind = "";
        long? amount = null;
        var direction = 0;
        DateOnly? date = null;
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name == "Tp")
                kind = _xml.Find("Cd");
            else if (kind is not ("OPBD" or "PRCD" or "CLBD" or "ITBD"))
                continue; // Available and forward balances may be in another currency; they aren't checked.
            else if (_xml.Name == "Amt")
                amount = ReadAmount($"Bal[{kind}]/Amt");
            else if (_xml.Name == "CdtDbtInd")
                direction = ReadDirection($"Bal[{kind}]/CdtDbtInd");
            else if (_xml.Name == "Dt")
                date = ReadDate($"Bal[{kind}]/Dt");
        }

        if (amount is { } minor)
            Statement.Balances.Add(new CamtBalance(kind, minor, direction, date, line));
    }

    private void ReadTotals()
    {
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name is "TtlNtries" or "TtlCdtNtries" or "TtlDbtNtries")
                Statement.Totals.Add(ReadTotal(_xml.Name));
        }
    }

    private CamtTotal ReadTotal(string name)
    {
        var line = _xml.Line;
        long? count = null;
        long? sum = null;
        var depth = _xml.Enter();
        while (_xml.Next(depth))
        {
            if (_xml.Name == "NbOfNtries")
                count = ReadCount($"TxsSummry/{name}/NbOfNtries");
            else if (_xml.Name == "Sum")
                sum = ReadAmount($"TxsSummry/{name}/Sum");
        }

        return new CamtTotal(name, count, sum, line);
    }

    private long? ReadCount(string path)
    {
        var line = _xml.Line;
        var text = _xml.Token();
        if (long.TryParse(text, System.Globalization.NumberStyles.None, null, out var count))
            return count;

        Refuse("malformed-number", line, path, $"\"{text}\"", "a number of entries");
        return null;
    }

    // The first currency named is the statement's; every other amount that counts must be in it. Null without a
    // currency.
    private Currency? TakeCurrency(string? code, int line, string path)
    {
        if (string.IsNullOrEmpty(code))
        {
            if (Statement.Currency is null)
                Refuse("missing-currency", line, path, "nothing", "an ISO 4217 code, EUR");
            return Statement.Currency;
        }

        if (!Currency.TryParse(code, out var currency))
        {
            Refuse("unknown-currency", line, path, $"\"{code}\"", "an ISO 4217 code that is supported, EUR");
            return null;
        }

        if (Statement.Currency is { } own && own != currency)
        {
            Refuse("wrong-currency", line, path, code, $"{own}, the statement's currency");
            return null;
        }

        Statement.Currency = currency;
        return currency;
    }
}
