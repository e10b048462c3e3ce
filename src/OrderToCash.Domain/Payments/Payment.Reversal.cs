using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>The bank takes money back: on the side of that transaction, and of the payment it takes back.</content>
public static partial class Payment
{
    private static Decision<PaymentReply, PaymentEvent> DecideReversal(
        PaymentState state, PaymentCommand.Decide command, BankTransaction transaction)
    {
        var decision = command.Decision;
        if (decision.Reverses is not { } original || original == state.Id)
            return Answer(PaymentReply.Incomplete);
        if (!IsOpenTo(state, command.Actor))
            return Answer(PaymentReply.NotOpen);
        var taken = -transaction.SignedMinor - decision.FeeMinor;
        if (decision.FeeMinor < 0 || taken == 0)
            return Answer(PaymentReply.SumDiffers);
        var documents = ImmutableArray.CreateBuilder<string>(decision.Allocations.Length);
        foreach (var allocation in decision.Allocations)
            documents.Add(allocation.Document);
        return Accept(new PaymentEvent.ReversalDecided(
            state.Attempt + 1, original, taken, decision.FeeMinor, transaction.Currency, transaction.BookingDate,
            documents.MoveToImmutable(), new DebitReturn(transaction.ReturnReason, transaction.MandateId),
            decision.Reason, decision.Explanation, command.Actor));
    }

    private static Decision<PaymentReply, PaymentEvent> NoteReversed(
        PaymentState state, PaymentCommand.NoteReversed note, BankTransaction transaction)
    {
        if (state.Status != PaymentStatus.Reversing || state.Reverses != note.Original)
            return Answer(PaymentReply.NotOpen);
        return Accept(note.Refusal is { } refusal
            ? new PaymentEvent.Parked(refusal, state.Explanation ?? MatchFacts.OfPerson, Actor.Rule("reversal"))
            : new PaymentEvent.ReversalDone(
                note.Original, state.FeeMinor, transaction.Currency, transaction.BookingDate));
    }

    // Whatever is answered, the one that asked has to hear it: so a refusal is an event too.
    private static Decision<PaymentReply, PaymentEvent> Reverse(PaymentState state, PaymentCommand.Reverse reverse)
    {
        foreach (var known in state.TakenBack)
            if (known.By == reverse.By) return Answer(PaymentReply.Duplicate);
        if (state.Transaction is not { } transaction)
            return Refuse(reverse, "the payment it takes back is not known");
        if (state.Status is not (PaymentStatus.Applied or PaymentStatus.Reversed))
            return Refuse(reverse, "the payment it takes back is not applied");
        if (transaction.Currency != reverse.Currency)
            return Refuse(reverse, "the payment it takes back is in another currency");

        var shares = ImmutableArray.CreateBuilder<AppliedShare>();
        long sum = 0;
        long left = 0;
        var isBeyondShare = false;
        foreach (var share in state.Shares)
        {
            if (share.Applied is not { } applied)
                continue;
            left += applied.AmountMinor;
            if (Part(applied, reverse.Documents) is not { } part)
                continue;
            shares.Add(part);
            sum += part.AmountMinor;
            isBeyondShare |= IsBeyond(part.AmountMinor, applied.AmountMinor);
        }

        if (shares.Count == 0)
            return Refuse(reverse, "what it takes back was taken back before, or never applied");
        if (sum != reverse.AmountMinor)
        {
            return Refuse(reverse, string.Create(
                CultureInfo.InvariantCulture,
                $"it takes back {reverse.AmountMinor} where {sum} were applied (minor units)"));
        }

        // A document that was paid together with a credit note is larger than the money that came in for both.
        if (isBeyondShare || IsBeyond(sum, left))
        {
            return Refuse(reverse, string.Create(
                CultureInfo.InvariantCulture,
                $"it takes back {sum} where {left} of the payment's money are left (minor units)"));
        }

        return Accept(new PaymentEvent.Reversed(
            reverse.By, shares.ToImmutable(), reverse.Currency, reverse.Date, reverse.Return, state.Attempt));
    }

    private static bool IsBeyond(long partMinor, long wholeMinor) =>
        Math.Abs(partMinor) > Math.Abs(wholeMinor) || Math.Sign(partMinor) * Math.Sign(wholeMinor) < 0;

    private static Decision<PaymentReply, PaymentEvent> Refuse(PaymentCommand.Reverse reverse, string reason) =>
        Accept(new PaymentEvent.ReversalRefused(reverse.By, reason));

    // All of a share, or of it what settled these documents; null where nothing of it is meant.
    private static AppliedShare? Part(AppliedShare applied, ImmutableArray<string> documents)
    {
        if (documents.IsEmpty)
            return IsNothing(applied) ? null : applied;
        var allocations = applied.Allocations.RemoveAll(
            allocation => !documents.Contains(allocation.Document, StringComparer.OrdinalIgnoreCase));
        return allocations.IsEmpty
            ? null
            : applied with { Allocations = allocations, OnAccountMinor = 0, RefundMinor = 0 };
    }

    private static bool IsNothing(AppliedShare applied) =>
        applied is { Allocations.IsEmpty: true, OnAccountMinor: 0, RefundMinor: 0 };

    private static Decision<PaymentReply, PaymentEvent> Restore(
        PaymentState state, PaymentCommand.Restore restore, BankTransaction transaction)
    {
        foreach (var taken in state.TakenBack)
        {
            if (taken.By != restore.By)
                continue;
            return Accept(new PaymentEvent.Restored(
                restore.By, state.Attempt + 1, OneAnAccount(taken.Shares), transaction.Currency, restore.Date,
                restore.Return));
        }

        return Answer(PaymentReply.Duplicate);
    }

    // What an account has by several decisions it is asked to apply again by one.
    private static ImmutableArray<AppliedShare> OneAnAccount(ImmutableArray<AppliedShare> shares)
    {
        var merged = ImmutableArray.CreateBuilder<AppliedShare>(shares.Length);
        foreach (var share in shares)
        {
            var index = -1;
            for (var i = 0; i < merged.Count && index < 0; i++)
                if (merged[i].Account == share.Account) index = i;
            if (index < 0)
            {
                merged.Add(share);
                continue;
            }

            var known = merged[index];
            merged[index] = known with
            {
                Allocations = known.Allocations.AddRange(share.Allocations),
                OnAccountMinor = known.OnAccountMinor + share.OnAccountMinor,
                RefundMinor = known.RefundMinor + share.RefundMinor,
            };
        }

        return merged.DrainToImmutable();
    }
}
