using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// Matches payments against items without a store: it carries out its own decisions in order, so that what one payment
/// settled is not there for the next. The matcher is the one that the engine runs.
/// </summary>
public sealed class MatchTrial(MatchPolicy policy)
{
    private readonly MatchIndex _index = new();
    private readonly WaitingPayments _waiting = new();
    private readonly PriorityQueue<ItemFacts, int> _later = new();
    private readonly Dictionary<PaymentId, MatchDecision> _decisions = [];
    private Matcher? _matcher;

    /// <summary>What it knows, for customers, own accounts, direct debits and payouts to be added.</summary>
    public MatchIndex Index => _index;

    /// <summary>The decisions as they stand; one on a payment that waited is replaced when it is found.</summary>
    public IReadOnlyDictionary<PaymentId, MatchDecision> Decisions => _decisions;

    /// <summary>An item that opens on its day of issue.</summary>
    public void AddItem(ItemFacts item) => _later.Enqueue(item, item.IssueDate.DayNumber);

    /// <summary>Decides on the next payment and carries the decision out. A payment that is known is not new.</summary>
    public void Take(PaymentId payment, BankTransaction transaction)
    {
        if (_decisions.ContainsKey(payment))
            return;
        OpenUntil(transaction.BookingDate);
        Decide(payment, transaction);
    }

    /// <summary>Opens all items that are left, and looks again at the payments that wait for them.</summary>
    public void Complete() => OpenUntil(DateOnly.MaxValue);

    private void OpenUntil(DateOnly day)
    {
        while (_later.TryPeek(out _, out var dayNumber) && dayNumber <= day.DayNumber)
        {
            var item = _later.Dequeue();
            _index.Open(item);
            foreach (var waiting in _waiting.Find(item))
                Decide(waiting.Payment, waiting.Transaction);
            while (_waiting.WakingCount > 0)
            {
                if (_waiting.NextWoken() is { } woken)
                    Decide(woken.Payment, woken.Transaction);
            }
        }
    }

    private void Decide(PaymentId payment, BankTransaction transaction)
    {
        _matcher ??= new Matcher(_index, policy);
        var decision = _matcher.Decide(transaction);
        _decisions[payment] = decision;
        if (decision.Outcome is MatchOutcome.Review or MatchOutcome.Wait)
        {
            _waiting.Add(payment, transaction);
            return;
        }

        _waiting.Remove(payment);
        if (decision.Reverses is { } original)
            TakeBack(original, decision, transaction.BookingDate);
        else
            Settle(decision, 1, transaction.BookingDate);
        if (decision.Payout?.Split('/', 2) is [var provider, var payout])
            _index.SettlePayout(provider, payout);
        _index.Remember(payment, transaction, decision);
        if (decision is { Outcome: MatchOutcome.Book, Account: { } account, Explanation.IsByReference: true })
            _index.Learn(transaction.CounterpartyIban, account);
    }

    // A return names what it takes back of a batch; of a payment it takes back all.
    private void TakeBack(PaymentId original, MatchDecision decision, DateOnly day)
    {
        if (!decision.Allocations.IsEmpty)
            Settle(decision, 1, day);
        else if (_decisions.TryGetValue(original, out var taken))
            Settle(taken, -1, day);
    }

    private void Settle(MatchDecision decision, int sign, DateOnly day)
    {
        foreach (var allocation in decision.Allocations)
        {
            if (_index.OpenMinorOf(allocation.Account, allocation.Document) is { } open)
            {
                _index.SetOpen(
                    allocation.Account, allocation.Document, open - (sign * allocation.SettledMinor), day);
            }
        }
    }
}
