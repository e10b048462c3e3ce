using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Simulation.Audit;

/// <content>What customers get of it, and give back.</content>
internal sealed partial class PaymentModel
{
    private void Apply(PaymentEvent.Matched matched)
    {
        Leave("matched", matched.Reason, PaymentPlace.Open);
        verdict.Same(Attempt + 1, matched.Attempt, $"Decisions of {id}");
        verdict.Require(
            matched.AmountMinor == SignedMinor
            && matched.Shares.Sum(static share => share.AmountMinor) == SignedMinor,
            $"{id} is matched as another amount.");
        (Place, Attempt) = (PaymentPlace.Customers, matched.Attempt);
        foreach (var share in matched.Shares)
            Ask(share.Account.Value, share.AmountMinor);
    }

    private void Apply(PaymentEvent.Applied applied)
    {
        var share = new AppliedShare(
            applied.Account, applied.Attempt, applied.Allocations, applied.OnAccountMinor, applied.RefundMinor);
        var key = (applied.Account.Value, applied.Attempt);
        if (!_asked.Remove(key, out var asked))
        {
            verdict.Fail($"{applied.Account} applies {id} unasked, or twice.");
            return;
        }

        verdict.Same(asked, share.AmountMinor, $"What {applied.Account} applies of {id}");
        Shares.Add(key, share);
    }

    private void Apply(PaymentEvent.Refused refused)
    {
        verdict.Require(
            _asked.Remove((refused.Account.Value, refused.Attempt)) && !IsAsking && Shares.Count == 0,
            $"{refused.Account} refuses what it was not asked to apply of {id}, or applied.");
        Place = PaymentPlace.Open;
    }

    private void Apply(PaymentEvent.Undone undone)
    {
        verdict.Require(
            TakenBack.Count == 0 && !IsAsking && (Place, undone) is
                (PaymentPlace.Customers, { Aside: null, Reverses: null, Shares.IsEmpty: false })
                or (PaymentPlace.Aside, { Aside: not null, Reverses: null, Shares.IsEmpty: true })
                or (PaymentPlace.TookBack, { Aside: null, Reverses: not null, Shares.IsEmpty: true })
                or (PaymentPlace.Payout, { Settlement: not null }),
            $"A decision of {id} is undone that is not what became of it: it is {Place}.");
        verdict.Same(Shares.Count, undone.Shares.Length, $"Shares of {id} that are undone");
        foreach (var share in undone.Shares)
            CheckSame(share, Shares.GetValueOrDefault((share.Account.Value, share.Attempt)));

        if (Place == PaymentPlace.TookBack)
            verdict.Same(Reversal?.FeeMinor ?? 0, undone.FeeMinor, $"Fee of {id} that is undone");

        Reasons.Add(undone.Reason);
        Reversal = null;
        IsUnseen = undone.Rematch;
        Place = undone.Shares.IsEmpty ? PaymentPlace.Open : PaymentPlace.Undoing;
    }

    private void Apply(PaymentEvent.ReversalDecided decided)
    {
        Leave("a return", decided.Reason, PaymentPlace.Open);
        verdict.Same(-SignedMinor, decided.AmountMinor + decided.FeeMinor, $"Money and fee of return {id}");
        (Place, Attempt, Reversal) = (PaymentPlace.Reversing, decided.Attempt, decided);
    }

    private void Apply(PaymentEvent.Reversed reversed)
    {
        verdict.Require(
            Place == PaymentPlace.Customers && !IsAsking && TakenBack.TryAdd(reversed.By.Value, reversed),
            $"{reversed.By} takes back {id}, which is {Place}, or does so twice.");
        foreach (var part in reversed.Shares)
        {
            var key = (part.Account.Value, part.Attempt);
            if (!Shares.TryGetValue(key, out var share))
            {
                verdict.Fail($"{reversed.By} takes back of {id} what {part.Account} has not got.");
                return;
            }

            var left = share with
            {
                Allocations = share.Allocations.RemoveAll(one => part.Allocations.Any(other => IsSame(one, other))),
                OnAccountMinor = share.OnAccountMinor - part.OnAccountMinor,
                RefundMinor = share.RefundMinor - part.RefundMinor,
            };
            verdict.Same(share.AmountMinor - part.AmountMinor, left.AmountMinor, $"What {reversed.By} leaves of {id}");
            Shares.Remove(key);
            if (left is not { Allocations.IsEmpty: true, OnAccountMinor: 0, RefundMinor: 0 })
                Shares.Add(key, left);
        }
    }

    private void Apply(PaymentEvent.Restored restored)
    {
        if (!TakenBack.Remove(restored.By.Value, out var taken))
        {
            verdict.Fail($"{restored.By} gives back to {id} what it did not take.");
            return;
        }

        verdict.Same(Attempt + 1, restored.Attempt, $"Decisions of {id}");
        verdict.Same(
            taken.Shares.Sum(static share => share.AmountMinor),
            restored.Shares.Sum(static share => share.AmountMinor), $"What {restored.By} gives back to {id}");
        Attempt = restored.Attempt;
        foreach (var share in restored.Shares)
            Ask(share.Account.Value, share.AmountMinor);
    }

    private void Ask(string account, long amountMinor) => verdict.Require(
        _asked.TryAdd((account, Attempt), amountMinor),
        $"{account} is asked twice to apply {id} by decision {Attempt}.");

    private void CheckSame(AppliedShare found, AppliedShare? expected) => verdict.Require(
        expected is not null && found.OnAccountMinor == expected.OnAccountMinor
        && found.RefundMinor == expected.RefundMinor
        && found.Allocations.Length == expected.Allocations.Length
        && found.Allocations.Zip(expected.Allocations, IsSame).All(static isSame => isSame),
        $"{id} asks {found.Account} to take back what it had not applied: {found}, where it was {expected}.");

    private static bool IsSame(Allocation one, Allocation other) =>
        one.Document == other.Document && one.AmountMinor == other.AmountMinor
        && one.SettledMinor == other.SettledMinor && one.SkontoMinor == other.SkontoMinor;
}
