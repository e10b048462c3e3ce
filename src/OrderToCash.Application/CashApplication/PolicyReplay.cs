using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// What another policy would have decided: at each moment at which a rule decided a payment, by what was open then.
/// Both the policy that decided and the other one are asked on the same state: only the policy makes the difference.
/// </summary>
/// <param name="other">The policy to be tried.</param>
/// <param name="since">Payments booked before are not compared; null compares all.</param>
public sealed class PolicyReplay(MatchPolicy other, DateOnly? since)
{
    private readonly MatchFeed _feed = new(MatchPolicy.Default);
    private readonly HashSet<PaymentId> _changed = [];

    /// <summary>Decisions that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Takes in the next event of the journal, in the order of time.</summary>
    /// <returns>The decision that would change; null where none would.</returns>
    public PolicyChange? Apply(in EntityId entity, object domainEvent, DateTimeOffset at)
    {
        // A rebuild never fills the list of what is due: events decide here.
        _feed.BeginRebuild();
        var change = domainEvent is PaymentEvent && PolicyOf(domainEvent) is { } policy
            ? Compare(new PaymentId(entity.Id), policy, at)
            : null;
        _feed.Apply(entity, domainEvent, at);
        return change;
    }

    private PolicyChange? Compare(PaymentId id, string policy, DateTimeOffset at)
    {
        if (_feed.FindPolicy(policy) is not { } known || _feed.Propose(id, known) is not { } before
            || _feed.TransactionOf(id) is not { } transaction || transaction.BookingDate < since)
            return null;
        Compared++;
        return _feed.Propose(id, other) is { } after && IsOther(before, after) && _changed.Add(id)
            ? new PolicyChange(id, transaction, at, before, after)
            : null;
    }

    // The name of the policy under which a rule decided; persons decide under none.
    private static string? PolicyOf(object domainEvent) => domainEvent switch
    {
        PaymentEvent.Matched { Explanation: var why } => why.Policy,
        PaymentEvent.Parked { Explanation: var why } => why.Policy,
        PaymentEvent.SetAside { Explanation: var why } => why.Policy,
        PaymentEvent.ReversalDecided { Explanation: var why } => why.Policy,
        PaymentEvent.PayoutFound { Explanation: var why } => why.Policy,
        _ => null,
    };

    private static bool IsOther(MatchDecision before, MatchDecision after) =>
        before.Outcome != after.Outcome || before.Account != after.Account
        || before.OnAccountMinor != after.OnAccountMinor || before.Reverses != after.Reverses
        || before.FeeMinor != after.FeeMinor || before.Payout != after.Payout
        || !before.Allocations.AsSpan().SequenceEqual(after.Allocations.AsSpan());
}

/// <summary>A decision that another policy would have made otherwise.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Before">What the policy of then says.</param>
/// <param name="After">What the other one says.</param>
public sealed record PolicyChange(
    PaymentId Payment, BankTransaction Transaction, DateTimeOffset At, MatchDecision Before, MatchDecision After)
{
    /// <summary>True where money would be booked that was left to a person.</summary>
    public bool IsNewlyBooked => EventFacts.IsOpen(Before) && !EventFacts.IsOpen(After);

    /// <summary>True where money would be left to a person that was booked.</summary>
    public bool IsNoLongerBooked => !EventFacts.IsOpen(Before) && EventFacts.IsOpen(After);
}
