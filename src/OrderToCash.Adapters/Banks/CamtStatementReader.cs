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
    private readonly CamtHeadReader _head;
    private readonly CamtEntryReader _entries;
    private readonly int _depth;
    private int _entryCount;

    /// <summary>The parser stands on the statement's first tag.</summary>
    /// <param name="keepDetails">False to check amounts and add up only; parties and texts are passed over.</param>
    public CamtStatementReader(CamtXml xml, int number, bool keepDetails)
    {
        _xml = xml;
        Statement = new CamtStatement { Number = number, Line = xml.Line };
        _head = new CamtHeadReader(xml, this);
        _entries = new CamtEntryReader(xml, this, keepDetails);
        _depth = xml.Enter();
    }

    /// <summary>What was read of the head so far; whole after the last entry.</summary>
    public CamtStatement Statement { get; }

    /// <summary>The entry being read, for the place of a refusal; 0 outside of entries.</summary>
    public int EntryNumber { get; set; }

    /// <summary>The transaction being read in the entry; 0 outside.</summary>
    public int DetailNumber { get; set; }

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

            _head.Read();
        }

        return null;
    }

    /// <summary>Notes why the statement is refused; only the first reason is kept.</summary>
    /// <param name="path">Below what is being read: the statement, the entry, the transaction.</param>
    public void Refuse(string reason, int line, string path, string found, string expected, string? advice = null)
    {
        if (Rejection is not null)
            return;

        var statement = Statement.Number == 1 ? "Stmt" : $"Stmt[{Statement.Number}]";
        var entry = EntryNumber == 0 ? "" : $"Ntry[{EntryNumber}]/";
        var detail = DetailNumber == 0 ? "" : $"NtryDtls/TxDtls[{DetailNumber}]/";
        var place = $"line {line}, {statement}/{entry}{detail}{path}";
        Rejection = new Rejection(reason, place, found.Length > 80 ? found[..80] + "…" : found, expected, advice);
    }

    /// <summary>The amount of the element the parser stands on; null, and refused, where it is none in the statement's
    /// currency.</summary>
    public long? ReadAmount(string path)
    {
        var line = _xml.Line;
        var code = _xml.Attribute("Ccy");
        var text = _xml.Token();
        if (TakeCurrency(code, line, path) is not { } currency)
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

    /// <summary>The number in an account's <c>Id</c>, upper case without blanks; null where there is none.</summary>
    public string? ReadAccountId()
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

    // The first currency named is the statement's; every other amount that counts must be in it. Null without a
    // currency.
    /// <summary>The currency of a code; null, and refused, where it is missing, unknown or another than the
    /// statement's.</summary>
    public Currency? TakeCurrency(string? code, int line, string path)
    {
        if (string.IsNullOrEmpty(code))
        {
            if (Statement.Currency is null)
                Refuse("missing-currency", line, path, "nothing", "an ISO 4217 code, EUR");
            return Statement.Currency;
        }

        // The first currency named is the statement's; every other amount that counts must be in it.
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
