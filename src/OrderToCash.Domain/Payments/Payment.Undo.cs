using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Undoing a decision.</content>
public static partial class Payment
{
    private static Decision<PaymentReply, PaymentEvent> Undo(
        PaymentState state, PaymentCommand.Undo undo, BankTransaction transaction)
    {
        var isDecided = state.Status is PaymentStatus.Applied or PaymentStatus.SetAside or PaymentStatus.TookBack
            or PaymentStatus.Settling or PaymentStatus.Settled;
        // What others took back they have to give again first.
        if (!isDecided || !state.TakenBack.IsEmpty)
            return Answer(PaymentReply.NotUndoable);

        var shares = ImmutableArray.CreateBuilder<AppliedShare>(state.Shares.Length);
        foreach (var share in state.Shares)
            if (share.Applied is { } applied) shares.Add(applied);
        return Accept(new PaymentEvent.Undone(
            state.Attempt, undo.Reason, undo.Actor, undo.Rematch, shares.ToImmutable(), transaction.SignedMinor,
            transaction.Currency, transaction.BookingDate, state.Aside, state.Reverses, state.FeeMinor, state.Return,
            state.Settlement, state.Taught, transaction));
    }

    private static Decision<PaymentReply, PaymentEvent> NoteUndone(PaymentState state, PaymentCommand.NoteUndone note)
    {
        foreach (var share in state.Shares)
        {
            if (share.Account != note.Account || share.Attempt != note.Attempt)
                continue;
            return state.Status == PaymentStatus.Undoing && share.Applied is not null
                ? Accept(new PaymentEvent.ShareUndone(note.Account, note.Attempt))
                : Answer(PaymentReply.Duplicate);
        }

        return Answer(PaymentReply.NotOpen);
    }
}
