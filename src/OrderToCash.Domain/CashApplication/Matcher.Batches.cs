using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Ladder;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <content>Our direct debits, one by one or a batch in one sum.</content>
public sealed partial class Matcher
{
    private MatchDecision? DecideCollection(BankTransaction transaction)
    {
        if (_index.Collections.Find(transaction.EndToEndId, transaction.SignedMinor) is { } collection)
            return DecideOne(transaction, collection);
        var batch = FindBatch(transaction, out var fact, out var id);
        if (batch < 0)
            return null;
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>();
        long sum = 0;
        foreach (var debit in _index.Collections.OfBatch(batch))
        {
            allocations.Add(new MatchAllocation(debit.Account, debit.Document, debit.Minor));
            sum += debit.Minor;
            if (_index.OpenMinorOf(debit.Account, debit.Document) != debit.Minor)
                return _wording.Review([], $"{debit.Document} of the batch open with what was collected");
        }

        return sum == transaction.SignedMinor
            ? _wording.Batch(id, fact, allocations.DrainToImmutable())
            : _wording.Review([], "an amount that is the sum of the batch");
    }

    private MatchDecision? DecideOne(BankTransaction transaction, Collection collection)
    {
        var item = _index.Find(collection.Account, collection.Document);
        if (item < 0 || _index.Items[item].State != ItemState.Open)
            return null;
        var hypothesis = new Hypothesis();
        hypothesis.Start(MatchRungs.DirectDebit, _index.Items[item].Customer);
        hypothesis.Add(new Fact(
            EvidenceKind.Reference, MatchRules.OwnEndToEndId, _policy.OwnReferencePoints, item, -1,
            TransactionField.EndToEndId, 0, transaction.EndToEndId?.Length ?? 0));
        var fit = _amounts.Fit(item);
        if (fit.Rule is null)
            return null;
        hypothesis.Shares.Add(fit.Share);
        hypothesis.Add(new Fact(EvidenceKind.Amount, fit.Rule, fit.Points, item));
        return _wording.Book(hypothesis, [hypothesis]);
    }

    // The batch's id as the bank repeats it, in its own field or in the text.
    private int FindBatch(BankTransaction transaction, out Fact fact, out string id)
    {
        fact = new Fact(EvidenceKind.Reference, MatchRules.OwnBatch, _policy.OwnReferencePoints);
        id = transaction.BatchId ?? "";
        var batch = _index.Collections.FindBatch(transaction.BatchId);
        if (batch >= 0)
            return batch;
        for (var from = 0; from < _text.Count; from++)
        {
            if (_text.Gaps[from] == Gap.None)
                continue;
            var to = from + 1;
            while (to < _text.Count && _text.Gaps[to] < Gap.Blank)
                to++;
            if (!_index.Collections.HasBatch(to - from)
                || _index.Collections.FindBatch(_text.Characters[from..to]) is not (>= 0 and var found))
                continue;
            var (start, length) = _text.Origin(from, to);
            fact = fact with { Field = TransactionField.Text, Start = start, Length = length };
            id = System.Text.Encoding.ASCII.GetString(_text.Characters[from..to]);
            return found;
        }

        return -1;
    }
}
