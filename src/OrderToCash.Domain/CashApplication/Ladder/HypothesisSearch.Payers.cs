
namespace OrderToCash.Domain.CashApplication.Ladder;

/// <content>What the payer has open, and numbers with a slip.</content>
internal sealed partial class HypothesisSearch
{
    /// <summary>Of a payer nobody knows, items of one amount among which a number with a slip is looked for.</summary>
    private const int MaxItemsOfUnknown = 50;

    private readonly AlmostSearch _almost = new(index, references);

    // C.
    private void AddPayersItems()
    {
        foreach (var payer in payers.Payers)
        {
            var isFound = false;
            var customer = index.Customers[payer.Customer];
            if (customer.OpenCount > MaxCustomerItems)
            {
                isFound = AddOfAmount(payer);
            }
            else
            {
                for (var item = customer.FirstItem; item >= 0; item = index.Items[item].NextOfCustomer)
                    isFound |= AddPayersItem(payer, item);
            }

            if (!isFound)
                AddSubset(payer);
        }
    }

    // A customer with very many open items: only those of the amount.
    private bool AddOfAmount(Payer payer)
    {
        var isFound = false;
        var steps = 0;
        for (var item = index.Items.FirstOfAmount(amounts.Currency, amounts.Minor);
            item >= 0 && steps < policy.MaxSameAmountItems; item = index.Items[item].NextOfAmount, steps++)
        {
            if (index.Items[item].Customer == payer.Customer)
                isFound |= AddPayersItem(payer, item);
        }

        return isFound;
    }

    private bool AddPayersItem(Payer payer, int item)
    {
        var fit = amounts.Fit(item);
        if (!fit.IsExact)
            return false;
        var hypothesis = _hypotheses.Begin(MatchRungs.PayersItems, payer.Customer);
        hypothesis.Shares.Add(fit.Share);
        AddFit(hypothesis, fit);
        AddPayer(hypothesis, isNamed: false);
        Keep(hypothesis);
        return true;
    }

    private void AddSubset(Payer payer)
    {
        if (!_subsets.TryOnlySubset(payer.Customer, out var shares))
            return;
        var hypothesis = _hypotheses.Begin(MatchRungs.PayersItems, payer.Customer);
        hypothesis.Shares.AddRange(shares);
        hypothesis.Add(new Fact(EvidenceKind.Amount, MatchRules.Subset, policy.SumPoints, -1, payer.Customer));
        AddPayer(hypothesis, isNamed: false);
        Keep(hypothesis);
    }

    // D. Only where the text names no number of ours, open or closed: a slip would make it another's.
    private void AddAlmost()
    {
        if (!_almost.Start(_text))
            return;
        foreach (var payer in payers.Payers)
        {
            var customer = index.Customers[payer.Customer];
            if (customer.OpenCount > MaxCustomerItems)
                continue;
            for (var item = customer.FirstItem; item >= 0; item = index.Items[item].NextOfCustomer)
                AddAlmost(item);
        }

        // A payer who is known names his own documents; and with many of one amount, some number is always near.
        if (payers.Payers.Count > 0 || payers.IsIbanKnown || CountOfAmount() > MaxItemsOfUnknown)
            return;
        for (var item = index.Items.FirstOfAmount(amounts.Currency, amounts.Minor); item >= 0;
            item = index.Items[item].NextOfAmount)
            AddAlmost(item);
    }

    private int CountOfAmount()
    {
        var count = 0;
        for (var item = index.Items.FirstOfAmount(amounts.Currency, amounts.Minor);
            item >= 0 && count <= MaxItemsOfUnknown; item = index.Items[item].NextOfAmount)
            count++;
        return count;
    }

    private void AddAlmost(int item)
    {
        var fit = amounts.Fit(item);
        if (!fit.IsExact || !_almost.TryFind(item, out var from, out var to))
            return;
        var (start, length) = _text.Origin(from, to);
        var hypothesis = _hypotheses.Begin(MatchRungs.AlmostReference, index.Items[item].Customer);
        hypothesis.Shares.Add(fit.Share);
        hypothesis.Add(new Fact(
            EvidenceKind.Reference, MatchRules.OneEdit, policy.OneEditPoints, item, -1, TransactionField.Text, start,
            length));
        AddFit(hypothesis, fit);
        AddPayer(hypothesis, isNamed: true);
        Keep(hypothesis);
    }
}
