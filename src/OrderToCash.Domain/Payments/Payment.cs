using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// One bank transaction and what became of it. This file: the commands; <c>Decisions</c>: what is to become of it;
/// <c>Undo</c>: taking that back; <c>Reversal</c>: the bank takes money back; <c>Evolve</c>: what events change.
/// </summary>
public static partial class Payment
{
    /// <summary>The id of the payment that an entry of an own account becomes.</summary>
    public static PaymentId IdOf(Iban ownAccount, BankTransaction transaction) =>
        new(ownAccount.Value + "/" + transaction.Identity);

    /// <summary>The payment before the bank booked it.</summary>
    public static PaymentState Initial(string id) => new(id);

    /// <summary>
    /// True where nothing more is expected of it, though the bank or a person may still come back to it.
    /// </summary>
    public static bool IsAtRest(PaymentState state) => state.Status is PaymentStatus.Applied or PaymentStatus.Outgoing
        or PaymentStatus.SetAside or PaymentStatus.TookBack or PaymentStatus.Reversed or PaymentStatus.Settled;

    /// <summary>
    /// True where nothing is under way: it is at rest, or waits for a person, or for what others may tell in days.
    /// </summary>
    public static bool IsIdle(PaymentState state) => IsAtRest(state)
        || state.Status is PaymentStatus.Parked or PaymentStatus.Waiting or PaymentStatus.Settling;

    /// <summary>What the command changes; never changes the state itself.</summary>
    /// <param name="at">When the command came, UTC; no decision of a payment depends on it.</param>
    public static Decision<PaymentReply, PaymentEvent> Decide(
        PaymentState state, PaymentCommand command, DateTimeOffset at) => command switch
        {
            PaymentCommand.Record record => state.Transaction is null
                ? Accept(new PaymentEvent.Received(record.OwnAccount, record.Transaction))
                : Answer(PaymentReply.Duplicate),
            PaymentCommand.Reverse reverse => Reverse(state, reverse),
            PaymentCommand.NoteDetails note => note.Part < state.DetailParts
                ? Answer(PaymentReply.Duplicate)
                : Accept(new PaymentEvent.Detailed(note.Part, note.Details)),
            _ when state.Transaction is null => Answer(PaymentReply.Unknown),
            PaymentCommand.Decide decide => Decide(state, decide, state.Transaction),
            PaymentCommand.NoteApplied note => NoteApplied(state, note),
            PaymentCommand.Assign assign => Share(
                state, state.Transaction, assign.Shares, assign.Reason, MatchFacts.OfPerson, assign.Actor),
            PaymentCommand.NoteRefused note => NoteRefused(state, note),
            PaymentCommand.Undo undo => Undo(state, undo, state.Transaction),
            PaymentCommand.NoteUndone note => NoteUndone(state, note),
            PaymentCommand.NoteReversed note => NoteReversed(state, note, state.Transaction),
            PaymentCommand.Restore restore => Restore(state, restore, state.Transaction),
            PaymentCommand.NoteSettled note => NoteSettled(state, note),
            _ => throw new UnreachableException(),
        };

    private static Decision<PaymentReply, PaymentEvent> NoteApplied(
        PaymentState state, PaymentCommand.NoteApplied note)
    {
        foreach (var share in state.Shares)
        {
            if (share.Account != note.Account || share.Attempt != note.Attempt)
                continue;
            if (share.Applied is not null)
                return Answer(PaymentReply.Duplicate);
            return Accept(new PaymentEvent.Applied(
                note.Account, note.Allocations, note.OnAccountMinor, note.Attempt, note.RefundMinor));
        }

        return Answer(PaymentReply.NotOpen);
    }

    private static Decision<PaymentReply, PaymentEvent> NoteRefused(
        PaymentState state, PaymentCommand.NoteRefused note) =>
        state.Status == PaymentStatus.Matched && state.Shares is [{ Applied: null } only]
        && only.Account == note.Account && only.Attempt == note.Attempt
            ? Accept(new PaymentEvent.Refused(note.Account, note.Attempt, note.Document, note.Reason))
            : Answer(PaymentReply.NotOpen);

    private static Decision<PaymentReply, PaymentEvent> NoteSettled(
        PaymentState state, PaymentCommand.NoteSettled note)
    {
        // Of a payout in several parts, all are open again where one of them was undone.
        var isAsked = state.Status == PaymentStatus.Settling
            || (state.Status == PaymentStatus.Settled && note.Refusal is not null);
        if (!isAsked || state.Settlement != note.Settlement || (note.Attempt != 0 && note.Attempt != state.Attempt))
            return Answer(PaymentReply.NotOpen);
        return Accept(note.Refusal is { } refusal
            ? new PaymentEvent.Parked(refusal, state.Explanation ?? MatchFacts.OfPerson, Actor.Rule("settlement"))
            : new PaymentEvent.PayoutSettled(note.Settlement));
    }

    private static Decision<PaymentReply, PaymentEvent> Answer(PaymentReply reply) => new(reply, []);

    private static Decision<PaymentReply, PaymentEvent> Accept(PaymentEvent paymentEvent) =>
        new(PaymentReply.Accepted, ImmutableArray.Create(paymentEvent));
}
