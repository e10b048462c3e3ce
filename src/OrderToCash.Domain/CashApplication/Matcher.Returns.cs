using OrderToCash.Domain.CashApplication.Ladder;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <content>Returns, reversals, refunds of ours that come back.</content>
public sealed partial class Matcher
{
    /// <summary>Payments that are compared; with more of one key no single one is meant.</summary>
    private const int MaxOriginals = 16;

    private readonly int[] _originals = new int[MaxOriginals];

    private bool IsReturn(BankTransaction transaction) =>
        IsReturnByBank(transaction) || Vocabulary.NamesReturn(_text);

    // The bank's own word. The text is the payer's, or ours: a refund of ours says "return" too.
    private static bool IsReturnByBank(BankTransaction transaction) =>
        transaction.IsReturn || transaction.IsReversal || transaction.ReturnReason is not null
        || transaction.BusinessCode is "108" or "109" or "159"
        || transaction.TransactionCode is "PMNT-IDDT-UPDD" or "PMNT-ICDT-RRTN";

    private MatchDecision DecideReturn(BankTransaction transaction)
    {
        if (transaction.SignedMinor < 0)
            return DecideTakenBack(transaction);
        return IsReturnByBank(transaction) && !transaction.IsReversal
            ? _wording.Plain(
                MatchOutcome.RefundReturned, MatchRungs.Return,
                "a transfer of ours came back; it pays no document that it names")
            : _wording.Review([], "the payment of ours that comes back: the text speaks of a return");
    }

    private MatchDecision DecideTakenBack(BankTransaction transaction)
    {
        if (!IsReturnByBank(transaction))
            return _wording.Review([], "the bank's word for it: only the text speaks of a return");
        var original = FindOriginal(transaction, out var fact);
        if (original >= 0)
        {
            var row = _index.Payments[original];
            return _wording.Reverse(
                _index.Payments.IdOf(original), -transaction.SignedMinor - row.AmountMinor, fact);
        }

        if (FindCollection(transaction) is { BookedIn: { } payment } collection)
        {
            return _wording.Reverse(payment, -transaction.SignedMinor - collection.Minor, fact) with
            {
                Account = collection.Account,
                Allocations =
                [
                    new MatchAllocation(collection.Account, collection.Document, -collection.Minor),
                ],
            };
        }

        return _wording.Review([], "one payment, and one only, that it can be the return of");
    }

    // By our own id, then by the document named, then by the payer's account; the amount must fit each time.
    private int FindOriginal(BankTransaction transaction, out Fact fact)
    {
        fact = new Fact(
            EvidenceKind.Reference, MatchRules.OwnEndToEndId, _policy.OwnReferencePoints, -1, -1,
            TransactionField.EndToEndId, 0, transaction.EndToEndId?.Length ?? 0);
        var original = FindOriginal(_index.Payments.EndToEndKey(transaction.EndToEndId), transaction);
        if (original >= 0)
            return original;
        _references.Start(transaction.BookingDate);
        _references.Search(_text, TransactionField.Text);
        _references.Resolve();
        foreach (var hit in _references.Hits)
        {
            fact = hit.AsFact();
            original = FindOriginal(_index.Payments.DocumentKey(_index.Items.DocumentText(hit.Item)), transaction);
            if (original >= 0)
                return original;
        }

        fact = new Fact(
            EvidenceKind.Payer, MatchRules.Iban, _policy.IbanPoints, -1, -1, TransactionField.Iban, 0,
            transaction.CounterpartyIban?.Length ?? 0);
        foreach (var minor in OriginalAmounts(transaction))
        {
            original = FindOriginal(
                _index.Payments.AmountKey(transaction.CounterpartyIban, minor), transaction);
            if (original >= 0)
                return original;
        }

        return -1;
    }

    // The only payment of a key whose amount fits and that isn't taken back already; -1 where there are several.
    private int FindOriginal(ulong key, BankTransaction transaction)
    {
        var count = _index.Payments.Find(key, _originals);
        var only = -1;
        for (var i = 0; i < count && count < MaxOriginals; i++)
        {
            var row = _index.Payments[_originals[i]];
            if (row.IsReversed || !IsAmountOf(transaction, row.AmountMinor))
                continue;
            if (only >= 0)
                return -1;
            only = _originals[i];
        }

        return only;
    }

    private bool IsAmountOf(BankTransaction transaction, long originalMinor)
    {
        var fee = -transaction.SignedMinor - originalMinor;
        if (fee == 0)
            return true;
        // What is more than the payment has to be a fee that the bank states.
        return fee > 0 && fee <= MatchPolicy.Scale(_policy.MaxReturnFeeMinor, transaction.Currency)
            && (transaction.ChargesMinor == fee || transaction.InstructedMinor == originalMinor);
    }

    private Indexing.Collection? FindCollection(BankTransaction transaction)
    {
        foreach (var minor in OriginalAmounts(transaction))
        {
            if (_index.Collections.Find(transaction.EndToEndId, minor) is { } collection)
                return collection;
        }

        return null;
    }

    private static List<long> OriginalAmounts(BankTransaction transaction)
    {
        List<long> amounts = [-transaction.SignedMinor];
        if (transaction.InstructedMinor is { } instructed && transaction.InstructedCurrency == transaction.Currency)
            amounts.Add(instructed);
        if (transaction.ChargesMinor is { } charges and > 0)
            amounts.Add(-transaction.SignedMinor - charges);
        return amounts;
    }
}
