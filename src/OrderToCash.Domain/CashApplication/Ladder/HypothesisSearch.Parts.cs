namespace OrderToCash.Domain.CashApplication.Ladder;

/// <content>A part of the one document that is named, or more than it.</content>
internal sealed partial class HypothesisSearch
{
    // E.
    private void AddParts()
    {
        if (!TryFindOnlyNamed(out var hit))
            return;
        ref var row = ref index.Items[hit.Item];
        if (!IsOpen(hit.Item) || row.OpenMinor <= 0 || row.Currency != amounts.Currency
            || amounts.Fit(hit.Item).Rule is not null)
            return;
        var isMore = amounts.Minor > row.OpenMinor;
        var isLate = amounts.IsLateSkonto(hit.Item);
        if (!isMore && amounts.Minor < MatchPolicy.Scale(policy.MinPartMinor, index.Items.CurrencyOf(hit.Item)))
            return;
        var hypothesis = new Hypothesis(MatchRungs.PartOrMore, row.Customer);
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
}
