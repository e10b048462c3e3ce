using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <content>A part of the one document that is named, or more than it.</content>
internal sealed partial class HypothesisSearch
{
    private const int MinUnknownDigits = 5;

    // E.
    private void AddParts()
    {
        if (!TryFindOnlyNamed(out var hit))
            return;
        ref var row = ref index.Items[hit.Item];
        if (!IsOpen(hit.Item) || row.OpenMinor <= 0 || row.Currency != amounts.Currency
            || amounts.Fit(hit.Item).Rule is not null)
            return;
        // Another number that nothing is known of may be one of the documents paid.
        if (HasUnknownNumber() || (references.GoesOnAsList(_text, hit) && !amounts.IsLateSkonto(hit.Item)))
            return;
        var isMore = amounts.Minor > row.OpenMinor;
        var isLate = amounts.IsLateSkonto(hit.Item);
        if (!isMore && amounts.Minor < MatchPolicy.Scale(policy.MinPartMinor, index.Items.CurrencyOf(hit.Item)))
            return;
        var hypothesis = _hypotheses.Begin(MatchRungs.PartOrMore, row.Customer);
        hypothesis.Shares.Add(new Share(hit.Item, Math.Min(amounts.Minor, row.OpenMinor)));
        hypothesis.OnAccountMinor = isMore ? amounts.Minor - row.OpenMinor : 0;
        hypothesis.Add(hit.AsFact());
        hypothesis.Add(new Fact(
            EvidenceKind.Amount, isMore ? MatchRules.More : isLate ? MatchRules.LateSkonto : MatchRules.Part,
            policy.PartPoints, hit.Item));
        AddPayer(hypothesis, isNamed: true);
        // Without the payer a number alone would book any amount.
        if (!hypothesis.HasPayer && !isLate)
            return;
        hypothesis.Reduce(EvidenceKind.Payer, 2, 3);
        Keep(hypothesis);
    }

    // Exactly one document is named beyond doubt, and no closed one beside it.
    private bool TryFindOnlyNamed(out Hit only)
    {
        only = default;
        var count = 0;
        foreach (var hit in _named)
        {
            if (hit.Points <= policy.OneEditPoints)
                continue;
            count++;
            only = hit;
        }

        return count == 1 && only.Points >= policy.SureReferencePoints;
    }

    // Digits that are no date, no telephone and no customer, as many as a number of ours has, where nothing was found.
    private bool HasUnknownNumber()
    {
        var group = 0;
        for (var from = 0; from < _text.Count; from++)
        {
            if (!_text.IsDigit(from))
                continue;
            if (from == 0 || !_text.IsDigit(from - 1) || _text.Gaps[from] == Gap.Blank)
                group = from;
            if (from > group && _text.Gaps[from] < Gap.Mark)
                continue;
            var to = from + 1;
            while (to < _text.Count && _text.IsDigit(to) && _text.Gaps[to] < Gap.Mark)
                to++;
            if (to - from >= MinUnknownDigits && !IsExplained(from, to)
                && Vocabulary.LabelBefore(_text, group) == Label.None && !references.IsDate(_text, from, to))
                return true;
        }

        return false;
    }

    private bool IsExplained(int from, int to)
    {
        foreach (var hit in references.Hits)
        {
            if (hit.Field == TransactionField.Text && hit.From < to && from < hit.To)
                return true;
        }

        return references.IsCovered(from);
    }
}
