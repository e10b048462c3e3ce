using OrderToCash.Domain.CashApplication.Ladder;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.CashApplication;

/// <summary>
/// Decides whose money a bank transaction is: the gate, then evidence, then one decision over all hypotheses. The same
/// index, policy and transaction give the same decision. This file: the gate; <c>Credits</c>: money of customers;
/// <c>Returns</c>: what is taken back; <c>Batches</c>: direct debits.
/// </summary>
/// <remarks>
/// Changes nothing: a decision is a proposal. Not for several threads at once, as its lists are used again for each
/// transaction.
/// </remarks>
public sealed partial class Matcher
{
    private readonly MatchIndex _index;
    private readonly MatchPolicy _policy;
    private readonly SqueezedText _text = new();
    private readonly SqueezedText _field = new();
    private readonly Amounts _amounts;
    private readonly ReferenceSearch _references;
    private readonly PayerSearch _payers;
    private readonly HypothesisSearch _hypotheses;
    private readonly Wording _wording;
    private readonly Comparison<Hypothesis> _bestFirst;

    /// <summary>A matcher over an index, which its owner may change between two decisions.</summary>
    public Matcher(MatchIndex index, MatchPolicy policy)
    {
        _bestFirst = BestFirst;
        _index = index;
        _policy = policy;
        _amounts = new Amounts(index, policy);
        _references = new ReferenceSearch(index, policy);
        _payers = new PayerSearch(index, policy);
        _hypotheses = new HypothesisSearch(index, policy, _amounts, _references, _payers);
        _wording = new Wording(index, policy);
    }

    /// <summary>What is to become of a transaction.</summary>
    public MatchDecision Decide(BankTransaction transaction)
    {
        _text.Fill(transaction.Text, transaction.TextBreaks);
        _wording.Start(transaction);
        _amounts.Start(transaction);
        if (transaction.SignedMinor == 0)
            return _wording.Plain(MatchOutcome.Other, MatchRungs.Gate, "an amount of zero settles nothing");
        if (IsReturn(transaction))
            return DecideReturn(transaction);
        if (transaction.SignedMinor < 0)
            return DecideDebit(transaction);
        if (_index.IsOwnAccount(transaction.CounterpartyIban))
            return _wording.Plain(MatchOutcome.Transfer, MatchRungs.Gate, "it comes from an account of ours");
        _payers.Search(transaction, _text);
        if (DecideCollection(transaction) is { } collection)
            return collection;
        return DecideSettlement(transaction) ?? DecideCredit(transaction);
    }

    // What goes out is no customer's payment; a payout may be one that a provider collects.
    private MatchDecision DecideDebit(BankTransaction transaction)
    {
        if (_index.IsOwnAccount(transaction.CounterpartyIban))
            return _wording.Plain(MatchOutcome.Transfer, MatchRungs.Gate, "it goes to an account of ours");
        _payers.Search(transaction, _text);
        return DecideSettlement(transaction)
            ?? _wording.Plain(MatchOutcome.Other, MatchRungs.Gate, "money went out, and nothing of it is taken back");
    }
}
