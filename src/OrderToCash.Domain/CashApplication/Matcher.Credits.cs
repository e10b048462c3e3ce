using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Ladder;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <content>Money of customers: evidence, hypotheses, and one decision over all of them.</content>
public sealed partial class Matcher
{
    private MatchDecision DecideCredit(BankTransaction transaction)
    {
        _references.Start(transaction.BookingDate);
        Search(transaction.StructuredReference, TransactionField.StructuredReference);
        if (EndToEndIds.IsGiven(transaction.EndToEndId))
            Search(transaction.EndToEndId, TransactionField.EndToEndId);
        _references.Search(_text, TransactionField.Text);
        _references.Resolve();
        _hypotheses.Search(_text);
        var found = _hypotheses.Found;
        found.Sort(_bestFirst);
        if (DecidePaidAgain() is { } again)
            return again;
        if (found.Count == 0)
            return DecideNothingFound(transaction);
        var best = found[0];
        return Objection(best) is { } missing
            ? OldestOfEqual(best) ?? _wording.Review(found, missing)
            : _wording.Book(best, found);
    }

    // Of equals the one whose document comes first: what is decided must not depend on how the index came about.
    private int BestFirst(Hypothesis one, Hypothesis other)
    {
        if (one.Score != other.Score)
            return other.Score.CompareTo(one.Score);
        for (var share = 0; share < one.Shares.Count && share < other.Shares.Count; share++)
        {
            var order = _index.Items.Document(one.Shares[share].Item)
                .SequenceCompareTo(_index.Items.Document(other.Shares[share].Item));
            if (order != 0)
                return order;
        }

        return one.Shares.Count.CompareTo(other.Shares.Count);
    }

    private void Search(string? text, TransactionField field)
    {
        if (string.IsNullOrEmpty(text))
            return;
        _field.Fill(text, []);
        _references.Search(_field, field);
    }

    // What speaks against booking the best hypothesis; null where nothing does.
    private string? Objection(Hypothesis best)
    {
        if (best.Score < _policy.MinScore)
            return $"{_policy.MinScore - best.Score} points more: {Lacking(best)}";
        if (!best.HasTwoKinds)
            return $"evidence of a second kind: {Lacking(best)}";
        if (best.IsSuggestion)
            return "a reference to each document: more than the one that is named may have been paid, or too much";
        foreach (var rival in _hypotheses.Found)
        {
            if (rival != best && best.Score - rival.Score < _policy.MinLead)
                return "something that tells it from the next best, which is almost as good";
        }

        return ObjectionOfPayer(best);
    }

    private string? ObjectionOfPayer(Hypothesis best)
    {
        var isBeyondDoubt = best.ReferencePoints >= _policy.CreditorReferencePoints;
        foreach (var rival in _hypotheses.Found)
        {
            if (rival == best || rival.Rung != MatchRungs.PayersItems || rival.Shares.Count != 1)
                continue;
            // Somebody names another's document, and has one of this amount: the number has a slip, as likely as not.
            if (!best.HasPayer && rival.Customer != best.Customer && !isBeyondDoubt)
                return "a payer that has no item of this amount: the number may have a slip";
            // A part of one document that is another one's amount is that other one's, as likely as not.
            if (best.Rung == MatchRungs.PartOrMore)
                return "an amount that isn't another item's";
        }

        if (best.Rung == MatchRungs.PayersItems && _payers.IsContradicted(best.Customer))
            return "an account that isn't another's than the name's";
        // Whoever is known by name alone and names someone else's document may be a namesake.
        if (best.Rung == MatchRungs.PayersItems && !IsSureOfPayer(best) && NamesOther(best.Customer))
            return "a reference that isn't another customer's";
        return null;
    }

    private bool IsSureOfPayer(Hypothesis hypothesis) =>
        _payers.Find(hypothesis.Customer) is { IsByIban: true };

    private bool NamesOther(int customer)
    {
        foreach (var hit in _hypotheses.Named)
        {
            if (_index.Items[hit.Item].Customer != customer && hit.Points >= _policy.SureReferencePoints)
                return true;
        }

        return false;
    }

    private static string Lacking(Hypothesis best)
    {
        if (best.ReferencePoints == 0)
            return "a reference to a document";
        return best.HasPayer ? "an amount that fits" : "a payer who is known";
    }

    // The tenant may have said: of equal items, the oldest.
    private MatchDecision? OldestOfEqual(Hypothesis best)
    {
        if (!_policy.OldestFirst || best.Rung != MatchRungs.PayersItems || best.Shares.Count != 1
            || best.Score + _policy.OnlyAmountPoints < _policy.MinScore || !best.HasTwoKinds)
            return null;
        var oldest = best;
        foreach (var rival in _hypotheses.Found)
        {
            if (best.Score - rival.Score >= _policy.MinLead)
                continue;
            if (rival.Rung != MatchRungs.PayersItems || rival.Customer != best.Customer || rival.Shares.Count != 1)
                return null;
            if (IsOlder(rival.Shares[0].Item, oldest.Shares[0].Item))
                oldest = rival;
        }

        return _wording.Book(oldest, _hypotheses.Found);
    }

    private bool IsOlder(int one, int other)
    {
        var (first, second) = (_index.Items[one], _index.Items[other]);
        return first.IssueDay != second.IssueDay
            ? first.IssueDay < second.IssueDay
            : _index.Items.Document(one).SequenceCompareTo(_index.Items.Document(other)) < 0;
    }

    // A document that is paid is named with its amount: that is paid again, unless an open one is named too. If the
    // customer has another open item of this amount, the number may be last month's: a person decides.
    private MatchDecision? DecidePaidAgain()
    {
        Hit? paid = null;
        foreach (var hit in _hypotheses.Named)
        {
            if (hit.Points < _policy.SureReferencePoints)
                continue;
            if (_index.Items[hit.Item].State == ItemState.Open)
                return null;
            if (!IsAmountOfClosed(hit.Item))
                continue;
            if (paid is { } other && _index.Items[other.Item].Customer != _index.Items[hit.Item].Customer)
                return null;
            paid = hit;
        }

        if (paid is not { } named)
            return null;
        var customer = _index.Items[named.Item].Customer;
        foreach (var hypothesis in _hypotheses.Found)
        {
            if (hypothesis.Customer == customer || hypothesis.Score >= _policy.MinScore)
            {
                return _wording.Review(
                    _hypotheses.Found, "a reference to an open document: the one named is paid already");
            }
        }

        // The number may have a slip: only the customer pays a paid document again.
        return _payers.Find(customer) is { Points: > 0 } payer
            ? _wording.PaidAgain(named, payer)
            : _wording.Review([], "a payer who is the customer of the document named, which is paid already");
    }

    private bool IsAmountOfClosed(int item)
    {
        var row = _index.Items[item];
        return row.Currency == _amounts.Currency
            && (row.AmountMinor == _amounts.Minor
                || (row.FirstSkontoMinor > 0 && row.AmountMinor - row.FirstSkontoMinor == _amounts.Minor)
                || (row.SecondSkontoMinor > 0 && row.AmountMinor - row.SecondSkontoMinor == _amounts.Minor));
    }

    private MatchDecision DecideNothingFound(BankTransaction transaction)
    {
        if (_payers.IsOwnName || (_hypotheses.Named.Count == 0 && Vocabulary.NamesTransfer(_text)))
            return _wording.Plain(MatchOutcome.Transfer, MatchRungs.Gate, "by name or text it is from ourselves");
        if (_hypotheses.Named.Count > 0)
        {
            return _wording.Review(
                [], "an amount that fits what is named: "
                    + string.Join(", ", _hypotheses.Named.Take(3).Select(hit => _index.Items.DocumentText(hit.Item))));
        }

        _field.Fill(transaction.CounterpartyName, []);
        if (_payers.Payers.Count == 0 && (Vocabulary.NamesOther(_field) || Vocabulary.NamesOther(_text)))
            return _wording.Plain(MatchOutcome.Other, MatchRungs.Gate,
                "nobody who buys: an office, interest, a salary");
        return _wording.Review(
            [], _payers.Payers.Count == 0
                ? "a reference to a document, or a payer who is known"
                : "an open item, or a sum of them, of this amount");
    }
}
