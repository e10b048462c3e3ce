using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>The first pass over a statement: reads all of it, keeps only sums, a bit and eight bytes an entry, and
/// proves that opening balance, booked entries and closing balance agree.</summary>
internal sealed class CamtVerifier
{
    private const string BalanceAdvice = "Ask the bank for end-of-day statements with booked balances.";

    private readonly CamtStatementReader _reader;
    private readonly CamtKind _kind;
    private readonly BitList _isSplit = new();
    private readonly HashSet<ulong> _references = [];
    private readonly HashSet<ulong> _repeated = [];
    private Int128 _creditsMinor;
    private Int128 _debitsMinor;
    private Int128 _reversalsMinor;
    private Int128 _announcedCreditsMinor;
    private Int128 _announcedDebitsMinor;
    private int _credits;
    private int _debits;
    private int _announcedCredits;
    private int _announcedDebits;
    private int _transactions;
    private bool _isUndated;

    private CamtVerifier(CamtXml xml, CamtKind kind, int number)
    {
        _kind = kind;
        _reader = new CamtStatementReader(xml, number, keepDetails: false);
    }

    private CamtStatement Statement => _reader.Statement;

    private Int128 Net => _creditsMinor - _debitsMinor;

    /// <summary>Reads the statement on whose first tag the parser stands, to its end.</summary>
    public static CamtPlan Verify(CamtXml xml, CamtKind kind, int number, CancellationToken cancellationToken)
    {
        var start = new CamtPosition(xml.Line, xml.Column);
        var verifier = new CamtVerifier(xml, kind, number);
        while (verifier._reader.NextEntry() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verifier.Add(entry);
        }

        // An empty element has no end tag: the parser still stands on the start.
        var end = new CamtPosition(xml.Line, xml.Column);
        var accepted = verifier.Accept();
        var rejection = verifier._reader.Rejection;
        return new CamtPlan(number, start, end, rejection, rejection is null ? accepted : null);
    }

    private void Add(CamtEntry entry)
    {
        var isCredit = entry.Direction > 0;
        var amount = entry.AmountMinor.GetValueOrDefault();
        _isSplit.Add(entry.IsSplit);
        if (!entry.IsBooked)
        {
            _announcedCredits += isCredit ? 1 : 0;
            _announcedDebits += isCredit ? 0 : 1;
            _announcedCreditsMinor += isCredit ? amount : 0;
            _announcedDebitsMinor += isCredit ? 0 : amount;
            return;
        }

        _credits += isCredit ? 1 : 0;
        _debits += isCredit ? 0 : 1;
        _creditsMinor += isCredit ? amount : 0;
        _debitsMinor += isCredit ? 0 : amount;
        _reversalsMinor += entry.IsReversal ? entry.SignedMinor : 0;
        _transactions += entry.IsSplit ? entry.DetailCount : 1;
        _isUndated |= entry.BookingDate is null && entry.ValueDate is null;
        if (EntryIdentity.IsUsable(entry.Reference) && !_references.Add(EntryIdentity.Hash(entry.Reference)))
            _repeated.Add(EntryIdentity.Hash(entry.Reference));
    }

    private CamtAccepted? Accept()
    {
        if (Statement.Account is not { } account)
        {
            Refuse("missing-account", "Acct/Id", "nothing", "an IBAN or another number of the account");
            return null;
        }

        return _kind == CamtKind.Statement ? AcceptStatement(account) : AcceptReport(account);
    }

    // An intraday report and a notification book nothing: without balances all that can be checked is what they count.
    private CamtAccepted? AcceptReport(string account)
    {
        var day = Statement.ToDate ?? Statement.FromDate ?? Statement.CreationDate
            ?? Statement.Balances.Find(x => x.Date is not null)?.Date;
        if (_isUndated && day is null)
            RefuseUndated();
        // Without an entry there is no need of a currency.
        var currency = Statement.Currency ?? Currency.Eur;
        CheckTotals(currency);
        var id = $"{account} camt.0{(int)_kind} {Number()}/{day?.Year.ToString("0000") ?? "-"} "
            + $"{Day(Statement.FromDate)}..{Day(Statement.ToDate ?? day)}";
        return new CamtAccepted(_kind, account, null, id, currency, day, false, _isSplit, _repeated);
    }

    private void RefuseUndated() => Refuse(
        "missing-date", "Ntry", "an entry without booking and value date",
        "a date of the entry or of the closing balance");

    private CamtAccepted? AcceptStatement(string account)
    {
        var opening = Statement.Balances.Find(x => x.Kind == "OPBD")
            ?? Statement.Balances.Find(x => x.Kind == "PRCD") ?? OnPage(first: true);
        if (opening is null)
        {
            Refuse("missing-opening-balance", "Bal", FoundBalances(), "a balance OPBD or PRCD", BalanceAdvice);
            return null;
        }

        var closing = Statement.Balances.FindLast(x => x.Kind == "CLBD") ?? OnPage(first: false);
        if (closing is null || Statement.Currency is not { } currency)
        {
            Refuse("missing-closing-balance", "Bal", FoundBalances(), "a balance CLBD", BalanceAdvice);
            return null;
        }

        var from = Statement.FromDate ?? opening.Date;
        var to = Statement.ToDate ?? closing.Date;
        if (_isUndated && (closing.Date ?? to) is null)
            RefuseUndated();

        var balances = Reconcile(opening, closing, currency);
        CheckTotals(currency);
        if (balances is not { } agreed)
            return null;

        var header = new StatementHeader(
            Id(account, currency, from, to, agreed), Statement.SequenceNumber ?? Statement.LegalSequenceNumber,
            from, to, currency, agreed.OpeningMinor, agreed.ClosingMinor, _transactions);
        return new CamtAccepted(
            _kind, account, header, header.Id, currency, closing.Date ?? to, agreed.ReversalsFlip, _isSplit, _repeated);
    }

    // On one of several pages the balance carried over stands for the one that is on another page.
    private CamtBalance? OnPage(bool first)
    {
        if (Statement.Page is null)
            return null;

        var interim = Statement.Balances.FindAll(x => x.Kind == "ITBD");
        if (interim.Count == 2)
            return interim[first ? 0 : 1];

        // A single one is the end of the first page, or the start of the last.
        var isEnd = Statement.Balances.Exists(x => x.Kind is "OPBD" or "PRCD");
        return interim.Count == 1 && isEnd != first ? interim[0] : null;
    }

    private string FoundBalances() => Statement.Balances.Count == 0
        ? "no booked balance"
        : string.Join(", ", Statement.Balances.ConvertAll(x => x.Kind));

    // Some banks leave out a balance's direction, and some give a reversal the direction of the entry it reverses. What
    // is meant is what makes the balances agree, and nothing is booked unless they do.
    private (long OpeningMinor, long ClosingMinor, bool ReversalsFlip)? Reconcile(
        CamtBalance opening, CamtBalance closing, Currency currency)
    {
        var openingMinor = opening.AmountMinor * (opening.Direction < 0 ? -1 : 1);
        var closingMinor = closing.AmountMinor * (closing.Direction < 0 ? -1 : 1);
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var net = flip ? Net - (2 * _reversalsMinor) : Net;
            for (var signs = 0; signs < 4; signs++)
            {
                var isOpeningTurned = (signs & 2) != 0;
                var isClosingTurned = (signs & 1) != 0;
                if ((isOpeningTurned && opening.Direction != 0) || (isClosingTurned && closing.Direction != 0))
                    continue;

                var from = isOpeningTurned ? -openingMinor : openingMinor;
                var to = isClosingTurned ? -closingMinor : closingMinor;
                if (from + net == to)
                    return (from, to, flip);
            }
        }

        var booked = Net < 0 ? $"- {CamtAmount.Format(-Net, currency)}" : $"+ {CamtAmount.Format(Net, currency)}";
        var sum = openingMinor + Net;
        _reader.Refuse(
            "balance-mismatch", closing.Line, $"Bal[{closing.Kind}]/Amt",
            $"opening {CamtAmount.Format(openingMinor, currency)} {booked} booked = {CamtAmount.Format(sum, currency)}",
            $"closing {CamtAmount.Format(closingMinor, currency)}",
            $"They differ by {CamtAmount.Format(closingMinor - sum, currency)}: an entry is missing or altered. "
            + "Fetch the statement again.");
        return null;
    }

    // Banks differ in whether announced entries count, whether a batch counts as one, and whether the total sum is net.
    // A total that fits no reading is an error.
    private void CheckTotals(Currency currency)
    {
        foreach (var total in Statement.Totals)
        {
            var (count, sum, announced, announcedSum) = total.Name switch
            {
                "TtlCdtNtries" => (_credits, _creditsMinor, _announcedCredits, _announcedCreditsMinor),
                "TtlDbtNtries" => (_debits, _debitsMinor, _announcedDebits, _announcedDebitsMinor),
                _ => (_credits + _debits, _creditsMinor + _debitsMinor,
                    _announcedCredits + _announcedDebits, _announcedCreditsMinor + _announcedDebitsMinor),
            };
            var isNet = total.Name == "TtlNtries" && total.SumMinor == Int128.Abs(Net);
            var isBatchCounted = _transactions > _credits + _debits && total.Count > count;
            if (total.Count is { } stated && stated != count && stated != count + announced && !isBatchCounted)
                RefuseTotal(total, "NbOfNtries", $"{stated}", $"{count}, the entries booked");
            if (total.SumMinor is { } statedSum && statedSum != sum && statedSum != sum + announcedSum && !isNet)
            {
                RefuseTotal(
                    total, "Sum", CamtAmount.Format(statedSum, currency),
                    $"{CamtAmount.Format(sum, currency)}, the sum of the entries booked");
            }
        }
    }

    private void RefuseTotal(CamtTotal total, string element, string found, string expected) =>
        _reader.Refuse(
            "totals-differ", total.Line, $"TxsSummry/{total.Name}/{element}", found, expected,
            "The file has other entries than the bank counted. Fetch the statement again.");

    private void Refuse(string reason, string path, string found, string expected, string? advice = null) =>
        _reader.Refuse(reason, Statement.Line, path, found, expected, advice);

    // The message's own id is left out on purpose: a repeat under another one is the same statement. A page is not its
    // neighbour.
    private string Id(
        string account, Currency currency, DateOnly? from, DateOnly? to,
        (long OpeningMinor, long ClosingMinor, bool ReversalsFlip) balances)
    {
        var page = Statement.Page is null ? "" : $" page {Statement.Page}";
        var year = (to ?? from)?.Year.ToString("0000") ?? "-";
        var opening = CamtAmount.Format(balances.OpeningMinor, currency);
        var closing = CamtAmount.Format(balances.ClosingMinor, currency);
        return $"{account} camt.053 {Number()}/{year}{page} {Day(from)}..{Day(to)} {opening}..{closing} {currency}";
    }

    private string Number() => Statement.SequenceNumber ?? Statement.LegalSequenceNumber ?? "-";

    private static string Day(DateOnly? date) => date?.ToString("yyyy-MM-dd") ?? "";
}
