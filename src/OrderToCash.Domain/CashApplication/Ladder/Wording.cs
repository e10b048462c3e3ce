using System.Collections.Immutable;
using System.Text;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>Puts decisions and their evidence into what is kept and read.</summary>
internal sealed class Wording(MatchIndex index, MatchPolicy policy)
{
    private const int MaxRivals = 3;

    /// <summary>Documents that a line names; of more it says how many there are.</summary>
    private const int MaxDocumentsInLine = 3;

    private readonly StringBuilder _line = new();
    private BankTransaction? _transaction;

    // Most of a decision speaks of one item and one customer.
    private (int Item, string Text) _document = (-1, "");
    private (int Customer, AccountId Id) _account = (-1, default);

    /// <summary>Takes in the transaction that is decided on.</summary>
    public void Start(BankTransaction transaction)
    {
        _transaction = transaction;
        _document = (-1, "");
        _account = (-1, default);
    }

    /// <summary>A decision that needs no evidence but what the bank says.</summary>
    public MatchDecision Plain(MatchOutcome outcome, string rung, string reason) =>
        new(outcome, reason, new MatchExplanation(policy.Id, rung, 0, [], [], null));

    /// <summary>The best hypothesis is booked.</summary>
    public MatchDecision Book(Hypothesis best, List<Hypothesis> all)
    {
        var allocations = Allocations(best);
        return new MatchDecision(MatchOutcome.Book, Line(best), Explain(best, all, null))
        {
            Account = best.Customer < 0 ? null : AccountOf(best.Customer),
            Allocations = allocations,
            OnAccountMinor = best.OnAccountMinor,
        };
    }

    /// <summary>A person decides, given the best hypotheses.</summary>
    public MatchDecision Review(List<Hypothesis> all, string missing)
    {
        var explanation = all.Count == 0
            ? new MatchExplanation(policy.Id, MatchRungs.None, 0, [], [], missing)
            : Explain(all[0], all, missing);
        var reason = all.Count == 0 ? $"nothing is sure; missing is {missing}"
            : $"{Line(all[0])}; missing is {missing}";
        return new MatchDecision(MatchOutcome.Review, reason, explanation);
    }

    /// <summary>A paid document is paid again.</summary>
    public MatchDecision PaidAgain(in Hit hit, Payer payer)
    {
        var evidence = ImmutableArray.CreateBuilder<MatchEvidence>();
        evidence.Add(Put(hit.AsFact() with { Rule = MatchRules.Closed }));
        foreach (var fact in payer.Facts)
            evidence.Add(Put(fact));
        var document = DocumentOf(hit.Item);
        return new MatchDecision(
            MatchOutcome.OnAccount, $"{document} is paid already: perhaps paid twice",
            new MatchExplanation(policy.Id, MatchRungs.PaidAgain, hit.Points, evidence.DrainToImmutable(), [], null))
        {
            Account = AccountOf(index.Items[hit.Item].Customer),
            OnAccountMinor = _transaction?.SignedMinor ?? 0,
        };
    }

    /// <summary>An earlier payment is taken back.</summary>
    public MatchDecision Reverse(PaymentId original, long feeMinor, in Fact fact) =>
        new(
            MatchOutcome.Reverse, $"takes back {original.Value}",
            new MatchExplanation(
                policy.Id, MatchRungs.Return, fact.Points,
                [Put(fact) with { Target = original.Value }], [], null))
        {
            Reverses = original,
            FeeMinor = feeMinor,
        };

    /// <summary>A batch of direct debits in one sum.</summary>
    public MatchDecision Batch(string batch, in Fact fact, ImmutableArray<MatchAllocation> allocations) =>
        new(
            MatchOutcome.Book, $"direct debit batch {batch}, {allocations.Length} debits",
            new MatchExplanation(
                policy.Id, MatchRungs.Batch, fact.Points + policy.SumPoints,
                [
                    Put(fact) with { Target = batch },
                    Put(new Fact(EvidenceKind.Amount, MatchRules.Sum, policy.SumPoints)),
                ], [], null))
        {
            Allocations = allocations,
        };

    /// <summary>A provider's payout settles what its report lists.</summary>
    public MatchDecision Settle(string payout, in Fact fact, ImmutableArray<MatchAllocation> allocations) =>
        new(
            MatchOutcome.Settle, $"payout {payout}",
            new MatchExplanation(
                policy.Id, MatchRungs.Settlement, fact.Points, [Put(fact) with { Target = payout }], [], null))
        {
            Payout = payout,
            Allocations = allocations,
        };

    // Where nothing is booked the best one is a suggestion too, the first.
    private MatchExplanation Explain(Hypothesis best, List<Hypothesis> all, string? missing)
    {
        var rivals = ImmutableArray.CreateBuilder<MatchRival>();
        foreach (var rival in all)
        {
            if ((rival != best || missing is not null) && rivals.Count < MaxRivals)
                rivals.Add(new MatchRival(rival.Score, Allocations(rival), Put(rival)));
        }

        return new MatchExplanation(
            policy.Id, best.Rung, best.Score, Put(best), rivals.DrainToImmutable(), missing);
    }

    private string DocumentOf(int item)
    {
        if (_document.Item != item)
            _document = (item, index.Items.DocumentText(item));
        return _document.Text;
    }

    private AccountId AccountOf(int customer)
    {
        if (_account.Customer != customer)
            _account = (customer, index.Customers.AccountOf(customer));
        return _account.Id;
    }

    private ImmutableArray<MatchAllocation> Allocations(Hypothesis hypothesis)
    {
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>(hypothesis.Shares.Count);
        foreach (var share in hypothesis.Shares)
        {
            allocations.Add(new MatchAllocation(
                AccountOf(index.Items[share.Item].Customer), DocumentOf(share.Item),
                share.PaidMinor, share.SkontoMinor, share.ChargesMinor, share.WriteOffMinor));
        }

        return allocations.DrainToImmutable();
    }

    private ImmutableArray<MatchEvidence> Put(Hypothesis hypothesis)
    {
        var evidence = ImmutableArray.CreateBuilder<MatchEvidence>(hypothesis.Facts.Count);
        foreach (var fact in hypothesis.Facts)
            evidence.Add(Put(fact));
        return evidence.DrainToImmutable();
    }

    private MatchEvidence Put(in Fact fact)
    {
        var target = fact.Item >= 0 ? DocumentOf(fact.Item)
            : fact.Customer >= 0 ? AccountOf(fact.Customer).Value
            : null;
        return new MatchEvidence(fact.Kind, fact.Rule, fact.Points, fact.Field, fact.Start, fact.Length, target);
    }

    // "RE26-1000993 in text (in pieces), exact open amount 39.90, account of K119544".
    private string Line(Hypothesis hypothesis)
    {
        _line.Clear();
        var documents = 0;
        foreach (var fact in hypothesis.Facts)
        {
            // Documents named together have their points in one sum, at the first.
            var isDocument = fact is { Kind: EvidenceKind.Reference, Item: >= 0 };
            if ((fact.Points == 0 && !isDocument) || fact.Rule is MatchRules.OnlyAmount or MatchRules.OneCustomer)
                continue;
            documents += isDocument ? 1 : 0;
            if (isDocument && documents > MaxDocumentsInLine + 1)
                continue;
            if (_line.Length > 0)
                _line.Append(", ");
            if (isDocument && documents > MaxDocumentsInLine)
                _line.Append(CountDocuments(hypothesis) - MaxDocumentsInLine).Append(" documents more");
            else
                Append(fact);
        }

        if (hypothesis.Facts.Count == 0)
            _line.Append("nothing was found");
        return _line.ToString();
    }

    private static int CountDocuments(Hypothesis hypothesis)
    {
        var count = 0;
        foreach (var fact in hypothesis.Facts)
            count += fact is { Kind: EvidenceKind.Reference, Item: >= 0 } ? 1 : 0;
        return count;
    }

    private void Append(in Fact fact)
    {
        if (fact.Kind == EvidenceKind.Reference)
        {
            var text = _transaction?.Text;
            if (fact.Item >= 0)
                _line.Append(DocumentOf(fact.Item)).Append(' ');
            if (fact.Field == TransactionField.Text && text is not null && fact.Start + fact.Length <= text.Length
                && fact.Rule is not (MatchRules.Number or MatchRules.CreditorReference))
                _line.Append("as \"").Append(text, fact.Start, fact.Length).Append("\" ");
            _line.Append("in ").Append(NameOf(fact.Field));
        }
        else if (fact.Kind == EvidenceKind.Amount)
        {
            _line.Append(NameOf(fact.Rule)).Append(' ');
            AppendAmount(_transaction?.SignedMinor ?? 0);
        }
        else
        {
            _line.Append(NameOf(fact.Rule)).Append(' ').Append(AccountOf(fact.Customer).Value);
        }
    }

    private void AppendAmount(long minor) =>
        _line.Append((_transaction?.Currency ?? Currency.Eur).Format(minor));

    private static string NameOf(TransactionField field) => field switch
    {
        TransactionField.StructuredReference => "structured reference",
        TransactionField.EndToEndId => "end-to-end id",
        TransactionField.None => "list",
        _ => "text",
    };

    private static string NameOf(string rule) => rule switch
    {
        MatchRules.Amount => "exact open amount",
        MatchRules.Skonto => "open amount less discount",
        MatchRules.LateSkonto => "open amount less discount, too late,",
        MatchRules.Charges => "open amount less charges",
        MatchRules.Rounding => "open amount but for cents",
        MatchRules.Exchange => "open amount but for exchange",
        MatchRules.Sum => "sum of what is named",
        MatchRules.SumOfPart => "sum of a part of what is named",
        MatchRules.SumWithMore => "sum of what is named and more,",
        MatchRules.Subset => "only sum of open items",
        MatchRules.Part => "part,",
        MatchRules.More => "more than is open,",
        MatchRules.Iban => "account of",
        MatchRules.LearnedIban => "account that paid for",
        MatchRules.Mandate => "mandate of",
        MatchRules.CustomerNumber => "customer number of",
        MatchRules.NameInText => "text names",
        MatchRules.OtherIban => "but account of another than",
        _ => "name of",
    };
}
