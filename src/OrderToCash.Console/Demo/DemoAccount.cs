using System.Globalization;
using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Demo;

/// <summary>One of our accounts at a bank: books entries, and writes the day's statement.</summary>
/// <param name="mark">One letter, which the bank's references begin with.</param>
internal sealed class DemoAccount(Iban iban, char mark, int seed)
{
    private readonly List<BankTransaction> _entries = [];
    private long _balanceMinor = 100_000_00;
    private int _statements;
    private int _booked;
    private StatementHeader? _header;

    /// <summary>Its IBAN.</summary>
    public Iban Iban => iban;

    /// <summary>Books an entry of a day; returns the id that the payment has here.</summary>
    /// <param name="returnReason">Where it takes an earlier one back: why, as a code of ISO 20022.</param>
    public string Book(
        DateOnly day, long signedMinor, string name, string? otherIban, string text, string? returnReason = null)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"{mark}{seed % 1000:D3}{_booked++:D9}");
        _entries.Add(new BankTransaction(
            identity, signedMinor, Currency.Eur, day, day, name, otherIban, text, null, null, identity)
        {
            IsReturn = returnReason is not null, ReturnReason = returnReason,
        });
        return $"{iban.Value}/{identity}";
    }

    /// <summary>Ends the day: what is booked from now on is on the next statement.</summary>
    public void Close(DateOnly day)
    {
        _statements++;
        var opening = _balanceMinor;
        foreach (var entry in _entries)
            _balanceMinor += entry.SignedMinor;
        _header = new StatementHeader(
            "", _statements.ToString(CultureInfo.InvariantCulture), day, day, Currency.Eur, opening, _balanceMinor,
            _entries.Count);
    }

    /// <summary>Writes the day's statement as camt.053.</summary>
    /// <param name="message">The message's id, which a repeat has anew.</param>
    public void WriteCamt(string path, string message)
    {
        using var file = new FileStream(path, FileMode.Create);
        using var writer = new CamtWriter(file, CamtVersion.V08, message, DemoWorld.Start);
        if (_header is { } header)
            writer.Write(iban, header, _entries);
    }

    /// <summary>Writes the day's statement as MT940.</summary>
    public void WriteMt940(string path)
    {
        using var file = new FileStream(path, FileMode.Create);
        using var writer = new Mt940Writer(file);
        if (_header is { } header)
            writer.Write(iban, header, _entries);
    }

    /// <summary>The next day begins.</summary>
    public void Open() => _entries.Clear();
}
