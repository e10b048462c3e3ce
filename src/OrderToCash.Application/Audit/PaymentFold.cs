using System.Collections.Immutable;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Application.Audit;

/// <summary>
/// A payment: received once, and its money is always somewhere: with customers, set aside, taken back, or waiting for
/// someone who has a name.
/// </summary>
internal sealed class PaymentFold(ulong payment) : EntityFold
{
    private long _amountMinor;
    private bool _isReceived;
    private Where _where;

    /// <summary>What accounts were asked to apply and did not answer, by account and attempt.</summary>
    private List<(ulong Share, long Minor)>? _asked;

    /// <summary>What accounts have of it.</summary>
    private long _appliedMinor;

    /// <summary>The settlement that was asked whether it is its payout, and did not answer; else 0.</summary>
    private ulong _payout;

    private ulong _reverses;
    private long _reversalMinor;

    /// <summary>Where the money of a payment is.</summary>
    private enum Where
    {
        /// <summary>Nowhere yet: to be decided.</summary>
        Open,

        /// <summary>With customers, or on its way to or from them.</summary>
        Customers,

        /// <summary>No customer's.</summary>
        Aside,

        /// <summary>It takes back another payment's money.</summary>
        Reversal,

        /// <summary>A provider's payout.</summary>
        Payout,
    }

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        switch ((PaymentEvent)domainEvent)
        {
            case PaymentEvent.Received received: Receive(received, findings); break;
            case PaymentEvent.Matched matched: Match(matched, findings); break;
            case PaymentEvent.Applied applied: Take(applied, findings); break;
            case PaymentEvent.Parked:
                AnswerReversal(findings);
                AnswerPayout(findings);
                CheckOpen("parked", findings);
                break;
            case PaymentEvent.Refused refused: Refuse(refused, findings); break;
            case PaymentEvent.SetAside aside:
                Decide(Where.Aside, aside.AmountMinor, findings);
                LedgerCheck.Run(aside, findings);
                break;
            case PaymentEvent.PayoutFound found:
                Decide(Where.Payout, found.AmountMinor, findings);
                _payout = Links.Payout(payment, Key.Of(found.Settlement), found.Attempt);
                findings.Cause(Relation.Payout, Key.Mix(_payout, found.AmountMinor));
                break;
            case PaymentEvent.PayoutSettled: AnswerPayout(findings); break;
            case PaymentEvent.ReversalDecided decided: Reverse(decided, findings); break;
            case PaymentEvent.ReversalDone done:
                AnswerReversal(findings);
                LedgerCheck.Run(done, findings);
                if (_where != Where.Reversal || -_amountMinor != _reversalMinor + done.FeeMinor)
                {
                    findings.Break(
                        Invariant.MoneyConserved, $"{_reversalMinor} taken back, and a fee of {done.FeeMinor}",
                        $"together the {-_amountMinor} that the bank took");
                }

                break;
            case PaymentEvent.Reversed reversed: TakeBack(reversed, findings); break;
            case PaymentEvent.ReversalRefused refused:
                var refusing = Links.Reversal(Key.Of(refused.By.Value), payment);
                findings.Effect(Relation.Reversal, refusing);
                findings.Cause(Relation.ReversalAnswer, refusing);
                break;
            case PaymentEvent.Restored restored: Restore(restored, findings); break;
            case PaymentEvent.Undone undone: Undo(undone, findings); break;
            case PaymentEvent.ShareUndone undone:
                findings.Effect(
                    Relation.TakenBack, Links.Match(payment, Key.Of(undone.Account.Value), undone.Attempt, 0));
                break;
            default: break;
        }

        return this;
    }

    /// <inheritdoc/>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        if (_where == Where.Open && _amountMinor > 0)
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

    private void CheckOpen(string what, Findings findings)
    {
        if (_where is Where.Customers or Where.Aside || _appliedMinor != 0)
        {
            findings.Break(
                Invariant.MoneyConserved, $"a payment {what} of which {_appliedMinor} are with customers",
                "nothing decided before, or that undone");
        }

        _where = Where.Open;
    }

    private void Decide(Where where, long amountMinor, Findings findings)
    {
        CheckOpen("decided", findings);
        if (amountMinor != _amountMinor)
            findings.Break(Invariant.MoneyConserved, $"{amountMinor} decided", $"the {_amountMinor} that came in");
        _where = where;
    }

    private void Match(PaymentEvent.Matched matched, Findings findings)
    {
        long sum = 0;
        foreach (var share in matched.Shares)
        {
            sum += share.AmountMinor;
            Ask(share.Account.Value, matched.Attempt, share.AmountMinor, findings);
        }

        Decide(Where.Customers, sum, findings);
    }

    private void Ask(string account, int attempt, long amountMinor, Findings findings)
    {
        var key = Key.Of(account);
        findings.Cause(Relation.Match, Links.Match(payment, key, attempt, amountMinor));
        (_asked ??= new(1)).Add((Key.Mix(key, attempt), amountMinor));
    }

    /// <summary>What the account was asked to apply, which is answered now; 0 where it was not asked.</summary>
    private long Answered(string account, int attempt)
    {
        var share = Key.Mix(Key.Of(account), attempt);
        var index = _asked?.FindIndex(asked => asked.Share == share) ?? -1;
        if (_asked is null || index < 0)
            return 0;
        var minor = _asked[index].Minor;
        _asked.RemoveAt(index);
        if (_asked.Count == 0)
            _asked = null;
        return minor;
    }

    private void Take(PaymentEvent.Applied applied, Findings findings)
    {
        var sum = applied.OnAccountMinor + applied.RefundMinor;
        foreach (var allocation in applied.Allocations)
            sum += allocation.AmountMinor;
        findings.Effect(
            Relation.Application, Links.Match(payment, Key.Of(applied.Account.Value), applied.Attempt, sum));
        _appliedMinor += sum;
        var asked = Answered(applied.Account.Value, applied.Attempt);
        if (sum != asked || Math.Abs(_appliedMinor) > Math.Abs(_amountMinor))
        {
            findings.Break(
                Invariant.MoneyConserved, $"{sum} applied by {applied.Account}",
                $"the {asked} that it was asked for, of the {_amountMinor} that came in");
        }
    }

    private void Refuse(PaymentEvent.Refused refused, Findings findings)
    {
        findings.Effect(
            Relation.Application, Links.Match(payment, Key.Of(refused.Account.Value), refused.Attempt, 0));
        if (_appliedMinor != 0)
            findings.Break(Invariant.MoneyConserved, $"{_appliedMinor} applied and refused", "one of both");
        Answered(refused.Account.Value, refused.Attempt);
        _where = Where.Open;
    }

    private void Reverse(PaymentEvent.ReversalDecided decided, Findings findings)
    {
        Decide(Where.Reversal, -(decided.AmountMinor + decided.FeeMinor), findings);
        _reverses = Key.Of(decided.Reverses.Value);
        _reversalMinor = decided.AmountMinor;
        findings.Cause(Relation.Reversal, Links.Reversal(payment, _reverses));
    }

    private void AnswerReversal(Findings findings)
    {
        if (_reverses != 0)
            findings.Effect(Relation.ReversalAnswer, Links.Reversal(payment, _reverses));
        _reverses = 0;
    }

    private void AnswerPayout(Findings findings)
    {
        if (_payout != 0)
            findings.Effect(Relation.PayoutAnswer, _payout);
        _payout = 0;
    }

    private void TakeBack(PaymentEvent.Reversed reversed, Findings findings)
    {
        var link = Links.Reversal(Key.Of(reversed.By.Value), payment);
        findings.Effect(Relation.Reversal, link);
        findings.Cause(Relation.ReversalAnswer, link);
        _appliedMinor -= AskBack(reversed.Shares, reversed.By.Value, reversed.AtAttempt, findings);
        if (Math.Sign(_appliedMinor) == -Math.Sign(_amountMinor))
        {
            findings.Break(
                Invariant.MoneyConserved, "more taken back than was applied",
                $"what accounts have of the {_amountMinor} that came in");
        }
    }

    private void Restore(PaymentEvent.Restored restored, Findings findings)
    {
        foreach (var share in restored.Shares)
            Ask(share.Account.Value, restored.Attempt, share.AmountMinor, findings);
    }

    private void Undo(PaymentEvent.Undone undone, Findings findings)
    {
        LedgerCheck.Run(undone, findings);
        AnswerPayout(findings);
        if (undone.Settlement is { } settlement)
        {
            findings.Cause(
                Relation.PayoutUndone, Links.Payout(payment, Key.Of(settlement), undone.Attempt));
        }

        var sum = AskBack(undone.Shares, null, 0, findings);
        if (sum != _appliedMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{sum} asked back", $"all {_appliedMinor} that accounts have of it");
        }

        _appliedMinor = 0;
        _where = Where.Open;
    }

    private long AskBack(
        ImmutableArray<AppliedShare> shares, string? through, int atAttempt, Findings findings)
    {
        long sum = 0;
        foreach (var share in shares)
        {
            sum += share.AmountMinor;
            findings.Cause(
                Relation.TakingBack,
                Links.TakingBack(
                    payment, Key.Of(share.Account.Value), share.Attempt, through, atAttempt,
                    share.AmountMinor));
        }

        return sum;
    }
}
