using OrderToCash.Domain.Payments;

namespace OrderToCash.Application.Audit;

/// <summary>A payment: received once, applied in full, or waiting for someone who has a name.</summary>
internal sealed class PaymentFold(ulong payment) : EntityFold
{
    private long _amountMinor;
    private ulong _account;
    private bool _isReceived;
    private bool _isApplied;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        switch ((PaymentEvent)domainEvent)
        {
            case PaymentEvent.Received received: Receive(received, findings); break;
            case PaymentEvent.Matched matched: Match(matched, findings); break;
            case PaymentEvent.Applied applied: Finish(applied, findings); break;
            default: break;
        }

        return this;
    }

    /// <inheritdoc/>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        if (!_isApplied && _amountMinor > 0)
            findings.Count(Checked.PaymentsWaiting);
    }

    private void Receive(PaymentEvent.Received received, Findings findings)
    {
        if (_isReceived)
            findings.Break(Invariant.CountedOnce, "a payment that is received again", "one payment.received");
        _isReceived = true;
        _amountMinor = received.Transaction.SignedMinor;
        findings.Effect(Relation.BankEntry, Key.Mix(payment, _amountMinor));
        LedgerCheck.Run(received, findings);
    }

    private void Match(PaymentEvent.Matched matched, Findings findings)
    {
        var account = Key.Of(matched.Account.Value);
        if (matched.AmountMinor != _amountMinor || _amountMinor <= 0 || _account != 0)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{matched.AmountMinor} matched with {matched.Account}",
                $"the {_amountMinor} that came in, matched once");
        }

        _account = account;
        findings.Cause(Relation.Match, Links.Match(payment, account, matched.AmountMinor));
    }

    private void Finish(PaymentEvent.Applied applied, Findings findings)
    {
        var sum = applied.OnAccountMinor;
        foreach (var allocation in applied.Allocations)
            sum += allocation.AmountMinor;
        var account = Key.Of(applied.Account.Value);
        findings.Effect(Relation.Application, Links.Match(payment, account, sum));
        if (sum != _amountMinor || account != _account)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{sum} applied by {applied.Account}",
                $"the {_amountMinor} that came in, applied by the account it was matched with");
        }

        _isApplied = true;
    }
}
