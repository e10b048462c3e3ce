using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <content>Payments that wait: put away, and brought back where something may concern them.</content>
public sealed partial class MatchFeed
{
    /// <summary>So many of all that wait are brought back at a time.</summary>
    private const int MaxWoken = 4096;

    private OpenPayment? Find(PaymentId id) =>
        _open.TryGetValue(id, out var payment) ? payment
            : _waiting.Find(id) is { } waiting ? Bring(waiting)
            : null;

    private BankTransaction? UndecidedTransactionOf(PaymentId id)
    {
        if (!_open.TryGetValue(id, out var payment))
            return _waiting.Find(id)?.Transaction;
        return payment.Stage is OpenStage.New or OpenStage.Parked ? payment.Transaction : null;
    }

    private OpenPayment Bring(in WaitingPayment waiting)
    {
        if (_open.TryGetValue(waiting.Payment, out var payment))
            return payment;
        payment = new OpenPayment(waiting.Payment, waiting.Transaction)
        {
            Stage = OpenStage.Parked, WasParked = true, Score = _waiting.ScoreOf(waiting.Payment),
        };
        _open.Add(waiting.Payment, payment);
        return payment;
    }

    // What was refused or objected to is seldom, and is kept whole.
    private void PutAway(OpenPayment payment)
    {
        if (payment is not
            {
                Stage: OpenStage.Parked, IsDue: false, LeftOpenAt: < 0, Refusals: 0, Denials: 0, SharesToUndo: 0,
                Settlement: null, Objection: null, BookedUnder: null, Held.Count: 0,
            }
            || !_open.TryGetValue(payment.Id, out var known) || known != payment)
            return;
        _waiting.SetScore(payment.Id, payment.Score);
        _open.Remove(payment.Id);
    }

    private void MakeDue(List<WaitingPayment> waiting)
    {
        foreach (var one in waiting)
        {
            var payment = Bring(one);
            if (payment.Stage == OpenStage.Parked)
                MakeDue(payment);
        }
    }

    // All that wait are looked at again.
    private void WakeAll()
    {
        if (!_isRebuilding)
            _waiting.WakeAll();
    }

    private void TakeWoken()
    {
        while (_due.Count < MaxWoken && _waiting.NextWoken() is { } waiting)
            MakeDue([waiting]);
    }
}
