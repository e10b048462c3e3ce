using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// What committed events mean to the matcher: it keeps the index, knows which payments have to be decided, and decides
/// them. Without a clock, a store or threads: the same events in the same order give the same decisions.
/// </summary>
/// <remarks>
/// Not for several threads at once. A decision is a proposal until its account took it; meanwhile the feed holds back
/// what it proposed, so that the next payment is not proposed for the same item.
/// </remarks>
public sealed partial class MatchFeed
{
    /// <summary>Closed items are known for two years: a payer may name one again.</summary>
    private const int MaxClosedDays = 731;

    private readonly PolicyState _policies;
    private readonly PolicyUse _use = new();
    private readonly Dictionary<string, Matcher> _matchers = new(StringComparer.Ordinal);
    private readonly WaitingPayments _waiting;
    private readonly ProposedAmounts _proposed;
    private readonly Dictionary<PaymentId, OpenPayment> _open = [];
    private readonly List<OpenPayment> _due = [];

    /// <summary>Payouts whose money came; their report may be told later.</summary>
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);

    // Counts items and reports that payments may wait for.
    private long _told;
    private DateOnly _today;
    private bool _isRebuilding;

    /// <summary>A feed that has seen nothing, and keeps all in memory.</summary>
    /// <param name="policy">The policy in force until another one is confirmed.</param>
    public MatchFeed(MatchPolicy policy)
        : this(policy, new VolatileTransactionShelf())
    {
    }

    /// <summary>A feed that has seen nothing.</summary>
    /// <param name="shelf">Where transactions of payments that wait are kept; this feed's alone.</param>
    public MatchFeed(MatchPolicy policy, ITransactionShelf shelf)
    {
        _waiting = new WaitingPayments(shelf);
        _policies = MatchPolicies.Initial(policy);
        _proposed = new ProposedAmounts(Index);
    }

    /// <summary>What the matcher knows.</summary>
    public MatchIndex Index { get; } = new();

    /// <summary>Payments that <see cref="Decide()"/> will look at.</summary>
    public int DueCount => _due.Count + _waiting.WakingCount;

    /// <summary>
    /// A journal is read from its beginning, shard by shard: what came before what is not told, so nothing is decided
    /// until <see cref="EndRebuild"/>.
    /// </summary>
    public void BeginRebuild() => _isRebuilding = true;

    /// <summary>All was read: every payment that waits is looked at once.</summary>
    public void EndRebuild()
    {
        _isRebuilding = false;
        foreach (var payment in _open.Values)
        {
            if (payment.Stage is OpenStage.New or OpenStage.Parked)
                MakeDue(payment);
        }

        WakeAll();
    }

    /// <summary>Takes in a committed event.</summary>
    /// <param name="at">When it was decided.</param>
    public void Apply(in EntityId entity, object domainEvent, DateTimeOffset at)
    {
        switch (domainEvent)
        {
            case PaymentEvent paymentEvent:
                Apply(new PaymentId(entity.Id), paymentEvent);
                break;
            case AccountEvent accountEvent:
                Apply(new AccountId(entity.Id), accountEvent, DateOnly.FromDateTime(at.UtcDateTime));
                break;
            case OrderEvent.Placed placed:
                Index.AddCustomer(placed.Account, EventFacts.CustomerOf(placed.Content));
                break;
            case OrderEvent.Edited edited:
                Index.AddCustomer(edited.Account, EventFacts.CustomerOf(edited.Content));
                break;
            case BankEvent.Registered:
                Index.AddOwnAccount(entity.Id);
                break;
            case SettlementEvent.Recorded recorded:
                Add(recorded.Report);
                break;
            case PolicyEvent policyEvent:
                MatchPolicies.Evolve(_policies, policyEvent);
                WakeAll();
                break;
        }
    }

    /// <summary>
    /// Decides what is due, in the order of the bank's days, returns last. Each decision holds its items back from the
    /// ones after it. Only decisions that tell a payment something new. Where many that wait are due, they are decided
    /// some thousands a call: as long as <see cref="DueCount"/> is not 0 there are more.
    /// </summary>
    public IEnumerable<(PaymentId Payment, MatchDecision Decision)> Decide()
    {
        TakeWoken();
        if (_due.Count == 0)
            yield break;
        var due = _due.ToArray();
        _due.Clear();
        Array.Sort(due, OpenPayment.ByDay);
        foreach (var payment in due)
        {
            payment.IsDue = false;
            if (Decide(payment) is { } decision)
                yield return (payment.Id, decision);
            else
                PutAway(payment);
        }
    }

    /// <summary>
    /// What a policy says of a payment that is not decided, as things stand; nothing changes. Null where it is decided.
    /// </summary>
    public MatchDecision? Propose(PaymentId id, MatchPolicy policy) =>
        UndecidedTransactionOf(id) is { } transaction ? MatcherOf(policy).Decide(transaction) : null;

    /// <summary>What the bank reported of a payment that is not at its end; null for others.</summary>
    public BankTransaction? TransactionOf(PaymentId id) =>
        _open.TryGetValue(id, out var payment) ? payment.Transaction : _waiting.Find(id)?.Transaction;

    /// <summary>The policy by which a decision was made; null where it is not known.</summary>
    public MatchPolicy? FindPolicy(string id) => _policies.Find(id)?.Policy;

    /// <summary>The command was not committed, or the payment did not take it: what was held back is free.</summary>
    /// <param name="reply">Null where it was not committed; it is due again.</param>
    public void OnRefused(PaymentId id, PaymentReply? reply)
    {
        if (!_open.TryGetValue(id, out var payment) || payment.Stage != OpenStage.Asked)
            return;
        _proposed.Release(payment);
        Count(payment, null);
        payment.Stage = payment.WasParked ? OpenStage.Parked : OpenStage.New;
        switch (reply)
        {
            case null:
                MakeDue(payment);
                break;
            case PaymentReply.NotOpen or PaymentReply.Unknown:
                // Somebody else decided; what became of it is told by its events. Where they say nothing, a node may
                // have answered that has lost the shard and doesn't know what was committed since.
                if (++payment.Denials <= OpenPayment.MaxRefusals)
                    MakeDue(payment);
                break;
            case { } other when payment.Objection is null:
                payment.Objection = "a decision that can be carried out: the payment answers " + other;
                MakeDue(payment);
                break;
        }

        PutAway(payment);
    }

    private MatchDecision? Decide(OpenPayment payment)
    {
        if (payment.Stage is not (OpenStage.New or OpenStage.Parked) || payment.SharesToUndo > 0
            || !_open.TryGetValue(payment.Id, out var known) || known != payment)
            return null;
        var decision = DecideUnderPolicy(payment.Transaction);
        if (payment.Objection is { } objection)
            decision = EventFacts.Review(decision, objection);
        if (EventFacts.IsOpen(decision))
        {
            if (payment.Stage == OpenStage.Parked && decision.Explanation.Score <= payment.Score)
                return null;
            payment.LeftOpenAt = _told;
            return decision;
        }

        // Where others refuse that, nothing was missed meanwhile: the same would be decided for ever.
        payment.LeftOpenAt = -1;
        payment.Stage = OpenStage.Asked;
        Count(payment, decision.Explanation.Policy);
        if (decision.Reverses is null)
            _proposed.Hold(payment, decision, _today);
        return decision;
    }

    // The one on trial decides first; what is beyond its limit, or too doubtful for it, the one in force decides.
    private MatchDecision DecideUnderPolicy(BankTransaction transaction)
    {
        if (_policies.OnTrial is { } trial && _use.HasRoom(trial, transaction.Currency, transaction.SignedMinor))
        {
            var decision = MatcherOf(trial.Policy).Decide(transaction);
            if (!EventFacts.IsOpen(decision))
                return decision;
        }

        return MatcherOf(_policies.InForce.Policy).Decide(transaction);
    }

    private Matcher MatcherOf(MatchPolicy policy)
    {
        if (!_matchers.TryGetValue(policy.Id, out var matcher))
            _matchers.Add(policy.Id, matcher = new Matcher(Index, policy));
        return matcher;
    }

    private void Count(OpenPayment payment, string? policy)
    {
        if (payment.BookedUnder == policy)
            return;
        if (payment.BookedUnder is { } before)
            _use.Remove(before, payment);
        if (policy is not null)
            _use.Add(policy, payment);
        payment.BookedUnder = policy;
    }

    private void MakeDue(OpenPayment payment)
    {
        if (payment.IsDue || _isRebuilding || _underWay.Contains(payment.Id))
            return;
        payment.IsDue = true;
        _due.Add(payment);
    }

    private void Apply(PaymentId id, PaymentEvent paymentEvent)
    {
        if (paymentEvent is PaymentEvent.Received received)
        {
            Begin(id, received.Transaction);
            return;
        }

        if (paymentEvent is PaymentEvent.Undone undone)
        {
            Apply(id, undone);
            return;
        }

        if (Find(id) is not { } payment)
            return;
        switch (paymentEvent)
        {
            case PaymentEvent.Matched matched:
                var decision = EventFacts.DecisionOf(matched);
                Remember(payment, decision);
                Count(payment, matched.Explanation.Policy);
                // Somebody else decided, or this feed did before it was built again.
                if (payment.Held.Count == 0)
                    _proposed.Hold(payment, decision, _today);
                break;
            case PaymentEvent.ReversalDecided decided:
                Remember(payment, EventFacts.DecisionOf(decided));
                Count(payment, decided.Explanation.Policy);
                break;
            case PaymentEvent.PayoutFound found:
                Carry(payment);
                Count(payment, found.Explanation.Policy);
                payment.Settlement = found.Settlement;
                SetSettled(found.Settlement, isSettled: true);
                break;
            case PaymentEvent.Parked parked:
                Park(payment, parked.Explanation.Score);
                // What came while the payment was being told found nobody who waited for it.
                if (payment.LeftOpenAt >= 0 && payment.LeftOpenAt != _told)
                    MakeDue(payment);
                payment.LeftOpenAt = -1;
                break;
            case PaymentEvent.Refused:
                Park(payment, OpenPayment.NoScore);
                // What it was refused for is in the index by now, unless account and index differ for good.
                if (++payment.Refusals < OpenPayment.MaxRefusals)
                    MakeDue(payment);
                break;
            case PaymentEvent.ShareUndone when --payment.SharesToUndo == 0:
                MakeDue(payment);
                break;
            case PaymentEvent.SetAside aside:
                Count(payment, aside.Explanation.Policy);
                End(payment);
                break;
            case PaymentEvent.Applied or PaymentEvent.ReversalDone or PaymentEvent.PayoutSettled:
                End(payment);
                break;
        }

        PutAway(payment);
    }

    private void Begin(PaymentId id, BankTransaction transaction)
    {
        if (transaction.BookingDate > _today)
        {
            _today = transaction.BookingDate;
            if (_today.DayNumber > MaxClosedDays)
                Index.ForgetClosed(_today.AddDays(-MaxClosedDays));
        }

        var payment = new OpenPayment(id, transaction);
        _open[id] = payment;
        MakeDue(payment);
    }

    private void Apply(PaymentId id, PaymentEvent.Undone undone)
    {
        if (Find(id) is { } payment)
            End(payment);
        if (undone.Settlement is { } settlement)
            SetSettled(settlement, isSettled: false);
        if (undone.Transaction is not { } transaction)
            return;
        var document = undone.Shares is [{ Allocations: [var first, ..] }, ..] ? first.Document : null;
        Index.Unremember(id, transaction, document, undone.Reverses);
        if (!undone.Rematch)
            return;
        payment = new OpenPayment(id, transaction) { SharesToUndo = undone.Shares.Length };
        _open[id] = payment;
        if (undone.Shares.IsEmpty)
            MakeDue(payment);
    }

    private void Remember(OpenPayment payment, MatchDecision decision)
    {
        Carry(payment);
        Index.Remember(payment.Id, payment.Transaction, decision);
        if (payment.Transaction.SignedMinor > 0 && !_isRebuilding)
            MakeDue(_waiting.FindReturns(payment.Transaction));
    }

    private void Carry(OpenPayment payment)
    {
        payment.Stage = OpenStage.Carried;
        _waiting.Remove(payment.Id);
    }

    private void Park(OpenPayment payment, int score)
    {
        _proposed.Release(payment);
        Count(payment, null);
        // A payment that refuses to be taken back stays one that can't be: else the same would be proposed again.
        if (payment.Settlement is { } settlement)
            SetSettled(settlement, isSettled: false);
        payment.Settlement = null;
        payment.Stage = OpenStage.Parked;
        payment.WasParked = true;
        payment.Score = score;
        _waiting.Add(payment.Id, payment.Transaction);
    }

    private void End(OpenPayment payment)
    {
        _proposed.Release(payment);
        _waiting.Remove(payment.Id);
        _open.Remove(payment.Id);
    }

    // Payments that wait for this report are looked at again.
    private void Add(SettlementReport report)
    {
        _told++;
        Index.AddPayout(report);
        if (_settled.Contains(Settlement.IdOf(report)))
            Index.SettlePayout(report.Provider, report.PayoutId);
        if (!_isRebuilding)
            MakeDue(_waiting.Find(report));
    }

    private void SetSettled(string settlement, bool isSettled)
    {
        if (isSettled)
            _settled.Add(settlement);
        else
            _settled.Remove(settlement);
        if (settlement.Split('/', 2) is [var provider, var payout])
            Index.SettlePayout(provider, payout, isSettled);
    }

    private void Apply(AccountId account, AccountEvent accountEvent, DateOnly on)
    {
        switch (accountEvent)
        {
            case AccountEvent.ItemOpened opened:
                Open(EventFacts.ItemOf(account, opened));
                // Delivered before it was paid: the invoice asks for what the prepayment asked for.
                Withdraw(account, opened.Order, opened.OpenMinor + opened.PspMinor, on);
                break;
            case AccountEvent.PrepaymentOpened opened:
                Open(EventFacts.ItemOf(account, opened, on));
                break;
            case AccountEvent.ItemImported imported:
                Open(EventFacts.ItemOf(account, imported));
                break;
            case AccountEvent.OrderWithdrawn withdrawn:
                Withdraw(account, withdrawn.Order, withdrawn.Whole ? long.MaxValue : withdrawn.WithdrawnMinor, on);
                break;
            case AccountEvent.PaymentApplied applied:
                if (_open.TryGetValue(applied.Payment, out var payment))
                    _proposed.Release(payment);
                foreach (var allocation in applied.Allocations)
                    _proposed.SetOpen(account, allocation.Document, allocation.OpenMinor, applied.ValueDate);
                if (applied.Learned is { } payer)
                    Learn(account, payer.Iban, payer.Name, payer.Count);
                break;
            case AccountEvent.PaymentUndone undone:
                foreach (var allocation in undone.Reopened)
                    Reopen(account, allocation, undone.Date);
                break;
            case AccountEvent.CustomerNoted noted:
                Index.AddCustomer(account, EventFacts.CustomerOf(noted));
                break;
            case AccountEvent.DebitPresented presented:
                Present(account, presented.Debit);
                break;
            case AccountEvent.PayerLearned learned:
                Learn(account, learned.Iban, learned.Name, learned.Count);
                break;
            case AccountEvent.PayerForgotten forgotten:
                Index.Forget(account, forgotten.Iban, forgotten.Name);
                break;
        }
    }

    private void Open(ItemFacts item)
    {
        Index.Open(item);
        _proposed.SetOpen(item.Account, item.Document, item.OpenMinor, item.IssueDate);
        _told++;
        if (item.OpenMinor != 0 && !_isRebuilding)
            MakeDue(_waiting.Find(item));
    }

    // The bank may have booked it before it was told here.
    private void Present(AccountId account, PresentedDebit debit)
    {
        Index.AddCollection(debit.Batch, debit.EndToEndId, account, debit.Document, debit.AmountMinor);
        _told++;
        if (!_isRebuilding)
            MakeDue(_waiting.Find(debit));
    }

    // What is open again may be what a payment waits for; only its number and amount are known here.
    private void Reopen(AccountId account, Allocation reopened, DateOnly on)
    {
        _proposed.SetOpen(account, reopened.Document, reopened.OpenMinor, on);
        if (_isRebuilding || Index.FactsOf(account, reopened.Document) is not { } item)
            return;
        _told++;
        MakeDue(_waiting.Find(item));
    }

    private void Withdraw(AccountId account, OrderId order, long minor, DateOnly on)
    {
        if (_proposed.OpenMinorOf(account, order.Value) is > 0 and var open)
            _proposed.SetOpen(account, order.Value, open - Math.Min(open, minor), on);
    }

    // A name alone is taken for the customer's once two payments confirmed it; an account is weighed by the index.
    private void Learn(AccountId account, string? iban, string? name, int count)
    {
        if (iban is not null)
            Index.Learn(iban, account, count);
        else if (name is not null && count >= 2)
            Index.AddCustomer(account, new CustomerOnFile { Names = [name] });
    }
}
