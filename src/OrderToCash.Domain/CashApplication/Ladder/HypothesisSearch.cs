using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>
/// All ways in which a credit could be meant. This file: what is named, alone (A) and together (B); <c>Payers</c>: what
/// the payer has open (C, D); <c>Parts</c>: a part or more (E).
/// </summary>
internal sealed partial class HypothesisSearch(
    MatchIndex index, MatchPolicy policy, Amounts amounts, ReferenceSearch references, PayerSearch payers)
{
    /// <summary>Open items of a customer that are looked through.</summary>
    private const int MaxCustomerItems = 400;

    private readonly List<Hit> _named = [];
    private readonly HypothesisPool _hypotheses = new();
    private readonly List<int> _customers = [];
    private readonly List<int> _pool = [];
    private readonly SubsetSearch _subsets = new(index, policy, amounts);
    private SqueezedText _text = new();

    /// <summary>What was found.</summary>
    public List<Hypothesis> Found { get; } = [];

    /// <summary>The best hit of each item that is named, closed ones too, in the order of the text.</summary>
    public List<Hit> Named => _named;

    /// <summary>Finds all hypotheses of the transaction that the parts have taken in.</summary>
    public void Search(SqueezedText text)
    {
        _text = text;
        Found.Clear();
        _hypotheses.TakeBack();
        CollectNamed();
        foreach (var hit in _named)
        {
            if (IsOpen(hit.Item) && hit.Rule != MatchRules.Tail)
                AddOne(hit);
        }

        AddTogether();
        AddPayersItems();
        if (!_named.Exists(hit => hit.Points > policy.OneEditPoints))
            AddAlmost();
        AddParts();
    }

    /// <summary>True where something of the item is open.</summary>
    private bool IsOpen(int item) => index.Items[item].State == ItemState.Open;

    private void CollectNamed()
    {
        _named.Clear();
        foreach (var hit in references.Hits)
        {
            var known = NamedAt(hit.Item);
            if (known < 0)
                _named.Add(hit);
            else if (hit.Points > _named[known].Points)
                _named[known] = hit;
        }
    }

    private int NamedAt(int item)
    {
        var index = _named.Count - 1;
        while (index >= 0 && _named[index].Item != item)
            index--;
        return index;
    }

    private void AddOne(in Hit hit)
    {
        var fit = amounts.Fit(hit.Item);
        if (fit.Rule is null)
            return;
        var hypothesis = _hypotheses.Begin(MatchRungs.OneReference, index.Items[hit.Item].Customer);
        hypothesis.Shares.Add(fit.Share);
        hypothesis.Add(hit.AsFact());
        AddFit(hypothesis, fit);
        AddPayer(hypothesis, isNamed: true);
        Keep(hypothesis);
    }

    private void AddFit(Hypothesis hypothesis, in AmountFit fit)
    {
        var item = fit.Share.Item;
        hypothesis.Add(new Fact(EvidenceKind.Amount, fit.Rule ?? "", fit.Points, item));
        if (fit.IsExact && IsOnlyOfAmount(item))
            hypothesis.Add(new Fact(EvidenceKind.Amount, MatchRules.OnlyAmount, policy.OnlyAmountPoints, item));
    }

    /// <summary>True where no other open item of the customer is owed with this amount.</summary>
    private bool IsOnlyOfAmount(int item)
    {
        var customer = index.Customers[index.Items[item].Customer];
        if (customer.OpenCount > MaxCustomerItems)
            return false;
        for (var other = customer.FirstItem; other >= 0; other = index.Items[other].NextOfCustomer)
        {
            if (other != item && amounts.IsExact(other))
                return false;
        }

        return true;
    }

    private void AddPayer(Hypothesis hypothesis, bool isNamed)
    {
        if (hypothesis.Customer < 0)
            return;
        if (payers.Find(hypothesis.Customer) is { } payer)
        {
            var points = 0;
            foreach (var fact in payer.Facts)
            {
                hypothesis.Add(fact with { Points = Math.Min(fact.Points, policy.MaxPayerPoints - points) });
                points = Math.Min(points + fact.Points, policy.MaxPayerPoints);
            }
        }
        else if (isNamed && payers.IsNamedIn(_text, hypothesis.Customer, out var fact))
        {
            hypothesis.Add(fact);
        }
        else if (payers.IsIbanKnown && hypothesis.ReferencePoints < policy.SureReferencePoints)
        {
            hypothesis.Add(new Fact(
                EvidenceKind.Against, MatchRules.OtherIban, policy.OtherIbanPoints, -1, hypothesis.Customer,
                TransactionField.Iban));
        }
    }

    /// <summary>Keeps a hypothesis; of two that settle the same items the better one.</summary>
    private void Keep(Hypothesis hypothesis)
    {
        for (var i = 0; i < Found.Count; i++)
        {
            if (Found[i].IsOfSameItems(hypothesis))
            {
                if (hypothesis.Score > Found[i].Score)
                    Found[i] = hypothesis;
                return;
            }
        }

        Found.Add(hypothesis);
    }

    // B. Each customer's documents together, and all of several customers.
    private void AddTogether()
    {
        if (_named.Count < 2 && !(_named.Count == 1 && payers.Payers.Count > 0))
            return;
        _customers.Clear();
        foreach (var hit in _named)
        {
            var customer = index.Items[hit.Item].Customer;
            if (IsOpen(hit.Item) && !_customers.Contains(customer))
                _customers.Add(customer);
        }

        foreach (var customer in _customers)
            AddTogether(customer);
        if (_customers.Count > 1)
            AddTogether(-1);
    }

    private void AddTogether(int customer)
    {
        _pool.Clear();
        foreach (var hit in _named)
        {
            var row = index.Items[hit.Item];
            if (!IsOpen(hit.Item) || row.Currency != amounts.Currency || (customer >= 0 && row.Customer != customer))
                continue;
            // Several customers' documents: each must be named beyond doubt.
            if (customer < 0 && (hit.Points < policy.NumberInPiecesPoints || IsShared(hit)))
                return;
            _pool.Add(hit.Item);
        }

        if (_pool.Count >= 2)
        {
            AddSum(customer, _pool, policy.AllReferencesPoints, MatchRules.Sum, isRange: false);
            if (customer >= 0)
                AddRange(customer);
        }

        if (customer >= 0 && payers.Find(customer) is { Points: > 0 })
        {
            AddPartOfNamed(customer);
            AddNamedAndMore(customer);
        }
    }

    private bool IsShared(in Hit hit)
    {
        foreach (var other in references.Hits)
        {
            if (other.Item != hit.Item && other.Overlaps(hit))
                return true;
        }

        return false;
    }

    private bool AddSum(int customer, List<int> pool, int points, string rule, bool isRange)
    {
        if (!_subsets.TrySum(pool, out var shares, out var isRounded))
            return false;
        var hypothesis = _hypotheses.Begin(MatchRungs.AllReferences, customer);
        hypothesis.Shares.AddRange(shares);
        AddNamed(hypothesis, points, isRange);
        hypothesis.Add(new Fact(
            EvidenceKind.Amount, rule, isRounded ? policy.RoundingPoints : policy.SumPoints, -1, customer));
        if (customer >= 0)
            hypothesis.Add(new Fact(EvidenceKind.Amount, MatchRules.OneCustomer, policy.OneCustomerPoints, -1,
                customer));
        AddPayer(hypothesis, isNamed: true);
        Keep(hypothesis);
        return true;
    }

    // The base stands for all that is named; the single hits say where.
    private void AddNamed(Hypothesis hypothesis, int points, bool isRange)
    {
        foreach (var share in hypothesis.Shares)
        {
            var hit = _named.Find(of => of.Item == share.Item);
            var isNamed = hit.Length > 0;
            if (!isNamed && !isRange)
                continue;
            var fact = isNamed
                ? hit.AsFact()
                : new Fact(EvidenceKind.Reference, MatchRules.InRange, 0, share.Item);
            hypothesis.Add(fact with { Points = points });
            points = 0;
        }
    }

    // "2026100293 bis 2026100680": all of the customer's documents between the two.
    private void AddRange(int customer)
    {
        for (var i = 0; i + 1 < _named.Count; i++)
        {
            var (first, last) = (_named[i], _named[i + 1]);
            if (index.Items[first.Item].Customer != customer || index.Items[last.Item].Customer != customer
                || first.Field != TransactionField.Text || last.Field != TransactionField.Text || first.To > last.From
                || !Vocabulary.IsRange(_text.Characters[first.To..last.From]))
                continue;
            if (_subsets.TryCollectRange(customer, first.Item, last.Item, _pool))
                AddSum(customer, _pool, policy.AllReferencesPoints, MatchRules.Sum, isRange: true);
        }
    }

    // Not all that is named was paid: the only part of it that fits.
    private void AddPartOfNamed(int customer)
    {
        _pool.Clear();
        foreach (var hit in _named)
        {
            if (IsOpen(hit.Item) && index.Items[hit.Item].Customer == customer)
                _pool.Add(hit.Item);
        }

        if (_pool.Count < 3 || !_subsets.TryOnlySubset(_pool, [], out var shares) || shares.Count < 2)
            return;
        var hypothesis = _hypotheses.Begin(MatchRungs.AllReferences, customer);
        hypothesis.Shares.AddRange(shares);
        AddNamed(hypothesis, policy.NumberInPiecesPoints, isRange: false);
        hypothesis.Add(new Fact(EvidenceKind.Amount, MatchRules.SumOfPart, policy.SumPoints, -1, customer));
        AddPayer(hypothesis, isNamed: true);
        Keep(hypothesis);
    }

    // The text was cut, or a credit note was taken off without a word: what is named, and the only rest that fits.
    private void AddNamedAndMore(int customer)
    {
        _pool.Clear();
        foreach (var hit in _named)
        {
            if (IsOpen(hit.Item) && index.Items[hit.Item].Customer == customer && hit.Rule != MatchRules.Tail)
                _pool.Add(hit.Item);
        }

        if (_pool.Count == 0 || !_subsets.TryComplete(customer, _pool, out var shares))
            return;
        var hypothesis = _hypotheses.Begin(MatchRungs.AllReferences, customer);
        hypothesis.Shares.AddRange(shares);
        AddNamed(hypothesis, policy.NumberPoints, isRange: false);
        // One document named and another paid along with it may as well be a payment of too much.
        var isSure = _pool.Count > 1 || shares.Exists(share => share.PaidMinor < 0);
        hypothesis.Add(new Fact(
            EvidenceKind.Amount, MatchRules.SumWithMore, isSure ? policy.SumPoints : policy.PartPoints, -1, customer));
        AddPayer(hypothesis, isNamed: true);
        hypothesis.IsSuggestion = !isSure;
        if (!isSure)
            hypothesis.Reduce(EvidenceKind.Payer, 2, 3);
        Keep(hypothesis);
    }
}
