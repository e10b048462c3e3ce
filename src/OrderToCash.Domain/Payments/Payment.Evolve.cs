using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>What events change.</content>
public static partial class Payment
{
    /// <summary>Changes the state by the event and returns it.</summary>
    public static PaymentState Evolve(PaymentState state, PaymentEvent paymentEvent)
    {
        switch (paymentEvent)
        {
            case PaymentEvent.Received received:
                state.OwnAccount = received.OwnAccount;
                state.Transaction = received.Transaction;
                state.Status = received.Transaction.SignedMinor > 0 ? PaymentStatus.Received : PaymentStatus.Outgoing;
                break;
            case PaymentEvent.Matched matched:
                Explain(state, matched.Reason, matched.Explanation, matched.Actor);
                state.Attempt = matched.Attempt;
                state.Shares = ToShares(matched.Shares, matched.Attempt);
                state.Taught = matched.Teaches;
                state.Status = PaymentStatus.Matched;
                break;
            case PaymentEvent.Applied applied: Apply(state, applied); break;
            case PaymentEvent.Parked parked:
                Explain(state, parked.Reason, parked.Explanation, parked.Actor);
                Reopen(state, parked.Waits ? PaymentStatus.Waiting : PaymentStatus.Parked);
                break;
            case PaymentEvent.Refused refused:
                state.Reason = refused.Document.Length == 0
                    ? refused.Reason
                    : "of " + refused.Document + ": " + refused.Reason;
                Reopen(state, PaymentStatus.Parked);
                break;
            case PaymentEvent.Undone undone: Apply(state, undone); break;
            case PaymentEvent.ShareUndone undone: Apply(state, undone); break;
            case PaymentEvent.ReversalDecided decided:
                Explain(state, decided.Reason, decided.Explanation, decided.Actor);
                state.Attempt = decided.Attempt;
                state.Reverses = decided.Reverses;
                state.FeeMinor = decided.FeeMinor;
                state.Return = decided.Return;
                state.Status = PaymentStatus.Reversing;
                break;
            case PaymentEvent.ReversalDone: state.Status = PaymentStatus.TookBack; break;
            case PaymentEvent.Reversed reversed: Apply(state, reversed); break;
            case PaymentEvent.Restored restored: Apply(state, restored); break;
            case PaymentEvent.SetAside aside:
                Explain(state, aside.Reason, aside.Explanation, aside.Actor);
                state.Attempt = aside.Attempt;
                state.Aside = aside.Kind;
                state.Status = PaymentStatus.SetAside;
                break;
            case PaymentEvent.PayoutFound found:
                Explain(state, found.Reason, found.Explanation, found.Actor);
                state.Attempt = found.Attempt;
                state.Settlement = found.Settlement;
                state.Status = PaymentStatus.Settling;
                break;
            case PaymentEvent.PayoutSettled: state.Status = PaymentStatus.Settled; break;
            case PaymentEvent.Detailed detailed:
                state.Details = state.Details.AddRange(detailed.Details);
                state.DetailParts = detailed.Part + 1;
                break;
            case PaymentEvent.ReversalRefused: break;
            default: throw new UnreachableException();
        }

        return state;
    }

    private static void Explain(
        PaymentState state, string reason, CashApplication.MatchExplanation explanation, Actor actor)
    {
        state.Reason = reason;
        state.Explanation = explanation;
        state.DecidedBy = actor;
        state.IsForPersons &= !IsPerson(actor);
    }

    private static void Reopen(PaymentState state, PaymentStatus status)
    {
        state.Shares = [];
        state.Aside = null;
        state.Reverses = null;
        state.FeeMinor = 0;
        state.Return = null;
        state.Settlement = null;
        state.Taught = null;
        state.Status = status;
    }

    private static ImmutableArray<PaymentShareState> ToShares(ImmutableArray<PaymentShare> asked, int attempt)
    {
        if (asked is [var only])
            return [new PaymentShareState(only, attempt, null)];
        var shares = ImmutableArray.CreateBuilder<PaymentShareState>(asked.Length);
        foreach (var share in asked)
            shares.Add(new PaymentShareState(share, attempt, null));
        return shares.MoveToImmutable();
    }

    private static void Apply(PaymentState state, PaymentEvent.Applied applied)
    {
        var areAllApplied = true;
        for (var i = 0; i < state.Shares.Length; i++)
        {
            var share = state.Shares[i];
            if (share.Account == applied.Account && share.Attempt == applied.Attempt)
            {
                state.Shares = state.Shares.SetItem(i, share with
                {
                    Applied = new AppliedShare(
                        applied.Account, applied.Attempt, applied.Allocations, applied.OnAccountMinor,
                        applied.RefundMinor),
                });
            }
            else
            {
                areAllApplied &= share.Applied is not null;
            }
        }

        if (areAllApplied)
            state.Status = PaymentStatus.Applied;
    }

    private static void Apply(PaymentState state, PaymentEvent.Undone undone)
    {
        state.Reason = "undone by " + undone.Actor.Value + ": " + undone.Reason;
        state.DecidedBy = undone.Actor;
        state.IsForPersons = !undone.Rematch;
        state.IsToRematch = undone.Rematch;
        state.Status = PaymentStatus.Undoing;
        if (undone.Shares.IsEmpty)
            Reopen(state, StatusAfterUndo(state));
    }

    private static void Apply(PaymentState state, PaymentEvent.ShareUndone undone)
    {
        var isAnyApplied = false;
        for (var i = 0; i < state.Shares.Length; i++)
        {
            var share = state.Shares[i];
            if (share.Account == undone.Account && share.Attempt == undone.Attempt)
                state.Shares = state.Shares.SetItem(i, share with { Applied = null });
            else
                isAnyApplied |= share.Applied is not null;
        }

        if (!isAnyApplied)
            Reopen(state, StatusAfterUndo(state));
    }

    private static PaymentStatus StatusAfterUndo(PaymentState state) =>
        state.IsToRematch ? PaymentStatus.Received : PaymentStatus.Parked;

    private static void Apply(PaymentState state, PaymentEvent.Reversed reversed)
    {
        state.TakenBack = state.TakenBack.Add(new TakenBack(reversed.By, reversed.Shares));
        foreach (var part in reversed.Shares)
        {
            for (var i = 0; i < state.Shares.Length; i++)
            {
                if (state.Shares[i].Account != part.Account || state.Shares[i].Attempt != part.Attempt
                    || state.Shares[i].Applied is not { } applied)
                    continue;
                var left = applied with
                {
                    Allocations = applied.Allocations.RemoveAll(one => IsIn(part.Allocations, one.Document)),
                    OnAccountMinor = applied.OnAccountMinor - part.OnAccountMinor,
                    RefundMinor = applied.RefundMinor - part.RefundMinor,
                };
                state.Shares = IsNothing(left)
                    ? state.Shares.RemoveAt(i)
                    : state.Shares.SetItem(i, state.Shares[i] with { Applied = left });
                break;
            }
        }

        if (state.Shares.IsEmpty)
            state.Status = PaymentStatus.Reversed;
    }

    private static bool IsIn(ImmutableArray<Receivables.Allocation> allocations, string document)
    {
        foreach (var allocation in allocations)
            if (allocation.Document == document) return true;
        return false;
    }

    private static void Apply(PaymentState state, PaymentEvent.Restored restored)
    {
        state.Attempt = restored.Attempt;
        state.TakenBack = state.TakenBack.RemoveAll(taken => taken.By == restored.By);
        foreach (var part in restored.Shares)
        {
            var asked = new PaymentShare(part.Account, part.AmountMinor, [], [], part.RefundMinor);
            state.Shares = state.Shares.Add(new PaymentShareState(asked, restored.Attempt, null));
        }

        state.Status = PaymentStatus.Matched;
    }
}
