using System.Globalization;
using System.Text;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>The first pass over a statement: reads all of it, keeps only sums and eight bytes an entry, and proves that
/// opening balance, entries and closing balance agree.</summary>
internal sealed class Mt940Verifier
{
    private readonly Mt940StatementReader _reader;
    private readonly ReferenceHashes _references = new();
    private readonly HashSet<ulong> _repeated = [];
    private Int128 _netMinor;
    private Int128 _reversalsMinor;
    private Int128 _expectedMinor;
    private Int128 _creditsMinor;
    private Int128 _debitsMinor;
    private int _credits;
    private int _debits;
    private int _entries;
    private int _expected;

    private Mt940Verifier(Mt940StatementReader reader) => _reader = reader;

    private Mt940Statement Statement => _reader.Statement;

    /// <summary>Reads a statement to its end.</summary>
    public static Mt940Plan Verify(
        Mt940StatementReader reader, OwnAccounts ownAccounts, CancellationToken cancellationToken)
    {
        var verifier = new Mt940Verifier(reader);
        while (reader.NextEntry() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verifier.Add(entry);
        }

        var accepted = verifier.Accept(ownAccounts);
        var rejection = reader.Rejection;
        var statement = reader.Statement;
        var page = int.TryParse(statement.Page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
        return new Mt940Plan(
            statement.Line, page, statement.Start, reader.End, rejection, rejection is null ? accepted : null);
    }

    /// <summary>A bank reference's hash, or null where it can't identify an entry.</summary>
    public static ulong? HashOf(ReadOnlySpan<byte> reference)
    {
        reference = reference.Trim((byte)' ');
        if (reference.Length < EntryIdentity.MinReferenceLength || !reference.ContainsAnyExcept("0- "u8)
            || Ascii.EqualsIgnoreCase(reference[..6], "NONREF"u8))
        {
            return null;
        }

        // EntryIdentity.Hash of the text: for ASCII a character is a byte, so no text is needed.
        var hash = 14695981039346656037UL;
        foreach (var octet in reference)
            hash = unchecked((hash ^ octet) * 1099511628211UL);
        return Ascii.IsValid(reference) ? hash : null;
    }

    private void Add(Mt940Entry entry)
    {
        if (entry.IsExpected)
        {
            _expected++;
            _expectedMinor += entry.SignedMinor;
        }
        else
        {
            _entries++;
            _netMinor += entry.SignedMinor;
        }

        _credits += entry.Sign > 0 ? 1 : 0;
        _debits += entry.Sign < 0 ? 1 : 0;
        _creditsMinor += entry.Sign > 0 ? entry.AmountMinor : 0;
        _debitsMinor += entry.Sign < 0 ? entry.AmountMinor : 0;
        if (entry.IsReversal)
            _reversalsMinor += entry.SignedMinor;
        if (HashOf(entry.Of(entry.BankReference)) is { } hash && !_references.Add(hash))
            _repeated.Add(hash);
    }

    private Mt940Accepted? Accept(OwnAccounts ownAccounts)
    {
        if (Statement.Account is not { } named || ownAccounts.Resolve(named) is not { } account)
        {
            Refuse("missing-account", ":25:", "nothing", "the account's IBAN, or bank code and number");
            return null;
        }

        if (Statement.IsIntraday && Statement.Opening is null)
            return AcceptReport(account);
        if (Statement.Opening is not { } opening)
        {
            Refuse(
                "missing-opening-balance", ":60F:", "none", "an opening balance, :60F: or :60M:",
                "Fetch the statement again: its beginning is missing.");
            return null;
        }

        if (Statement.Closing is not { } closing)
        {
            Refuse(
                "missing-closing-balance", ":62F:", "none", "a closing balance, :62F: or :62M:",
                "Fetch the statement again: its end is missing.");
            return null;
        }

        if ((opening.Currency ?? closing.Currency) is not { } currency)
        {
            Refuse("missing-currency", ":60F:", "a balance without one", "a currency of ISO 4217");
            return null;
        }

        if (closing.Currency is { } other && other != currency)
        {
            _reader.Refuse(closing.Line, ":62F:", "wrong-currency", $"{other}", $"{currency}, as the opening balance");
            return null;
        }

        return Minor(opening, currency, ":60F:") is { } from && Minor(closing, currency, ":62F:") is { } to
            ? Accept(account, currency, (opening, from), (closing, to))
            : null;
    }

    private long? Minor(Mt940Balance balance, Currency currency, string field)
    {
        if (Mt940Amount.Parse(balance.AmountText, currency) is { } minor)
            return minor * balance.Sign;
        _reader.Refuse(
            balance.Line, field, "malformed-amount", Mt940Quote.Of(balance.AmountText),
            $"an amount in {currency}, with a comma and at most {currency.Exponent} decimals");
        return null;
    }

    private Mt940Accepted? Accept(
        string account, Currency currency, (Mt940Balance Balance, long Minor) opening,
        (Mt940Balance Balance, long Minor) closing)
    {
        if (Reconcile(opening.Minor, closing.Minor) is not var (flip, expected))
        {
            RefuseMismatch(currency, opening.Minor, closing.Minor, closing.Balance.Line);
            return null;
        }

        var isPage = opening.Balance.IsOfPage || closing.Balance.IsOfPage;
        var header = new StatementHeader(
            Mt940Identity.Of(
                account, Statement.SequenceNumber, isPage ? Statement.Page ?? "-" : null, opening.Balance.Date,
                closing.Balance.Date, opening.Minor, closing.Minor, currency),
            Statement.SequenceNumber, opening.Balance.Date, closing.Balance.Date, currency, opening.Minor,
            closing.Minor, _entries + (expected ? _expected : 0));
        return new Mt940Accepted(account, header, header.Id, currency, flip, expected, _repeated);
    }

    private Mt940Accepted? AcceptReport(string account)
    {
        if (Statement.Currency is not { } currency)
        {
            Refuse("missing-currency", ":34F:", "none", "a limit, :34F:, or a total, :90C:, with a currency");
            return null;
        }

        CheckTotal(Statement.Credits, ":90C:", isCredit: true);
        CheckTotal(Statement.Debits, ":90D:", isCredit: false);
        return new Mt940Accepted(
            account, null, Mt940Identity.OfReport(account, Statement), currency, ReversalsFlip: false,
            ExpectedCount: false, _repeated);
    }

    private void CheckTotal((long Count, long SumMinor, int Line)? total, string field, bool isCredit)
    {
        var (count, sum) = isCredit ? (_credits, _creditsMinor) : (_debits, _debitsMinor);
        if (total is { } stated && (stated.Count != count || stated.SumMinor != sum))
        {
            _reader.Refuse(
                stated.Line, field, "totals-differ", $"{stated.Count} entries, {stated.SumMinor} in minor units",
                $"{count} entries, {sum}", "The report has other entries than the bank counted. Fetch it again.");
        }
    }

    // RC is the reversal of a credit, a debit; a bank that means the contrary proves it by its balances, and so does
    // one that counts what it marks as expected.
    private (bool Flip, bool Expected)? Reconcile(long openingMinor, long closingMinor)
    {
        foreach (var expected in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var flip in (ReadOnlySpan<bool>)[false, true])
            {
                var net = _netMinor + (expected ? _expectedMinor : 0) - (flip ? 2 * _reversalsMinor : 0);
                if (openingMinor + net == closingMinor)
                    return (flip, expected);
            }
        }

        return null;
    }

    private void RefuseMismatch(Currency currency, long openingMinor, long closingMinor, int line)
    {
        var sum = openingMinor + _netMinor;
        var booked = _netMinor < 0
            ? $"- {CamtAmount.Format(-_netMinor, currency)}"
            : $"+ {CamtAmount.Format(_netMinor, currency)}";
        _reader.Refuse(
            line, ":62F:", "balance-mismatch",
            $"opening {CamtAmount.Format(openingMinor, currency)} {booked} booked = {CamtAmount.Format(sum, currency)}",
            $"closing {CamtAmount.Format(closingMinor, currency)}",
            $"They differ by {CamtAmount.Format(closingMinor - sum, currency)}: an entry is missing or altered. "
            + "Fetch the statement again.");
    }

    private void Refuse(string reason, string field, string found, string expected, string? advice = null) =>
        _reader.Refuse(Statement.Line, field, reason, found, expected, advice);
}
