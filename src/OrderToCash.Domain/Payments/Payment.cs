using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>One bank transaction and what became of it.</summary>
public static class Payment
{
    /// <summary>The id of the payment that an entry of an own account becomes.</summary>
    public static PaymentId IdOf(Iban ownAccount, BankTransaction transaction) =>
        new(ownAccount.Value + "/" + transaction.Identity);

    /// <summary>The payment before the bank booked it.</summary>
    public static PaymentState Initial(string id) => new(id);

    /// <summary>What the command changes; never changes the state itself.</summary>
    /// <param name="at">When the command came, UTC; no decision of a payment depends on it.</param>
    public static Decision<PaymentReply, PaymentEvent> Decide(
        PaymentState state, PaymentCommand command, DateTimeOffset at) => command switch
        {
            PaymentCommand.Record record => state.Transaction is null
                ? Accept(new PaymentEvent.Received(record.OwnAccount, record.Transaction))
                : Answer(PaymentReply.Duplicate),
            PaymentCommand.Match match => Match(state, match),
            PaymentCommand.Park park => Park(state, park),
            PaymentCommand.NoteApplied note => NoteApplied(state, note),
            _ => throw new UnreachableException(),
        };

    /// <summary>Changes the state by the event and returns it.</summary>
    public static PaymentState Evolve(PaymentState state, PaymentEvent paymentEvent)
    {
        switch (paymentEvent)
        {
            case PaymentEvent.Received received:
                state.OwnAccount = received.OwnAccount;
                state.Transaction = received.Transaction;
                state.Status = received.Transaction.SignedMinor > 0 ? PaymentStatus.Received : PaymentStatus.Outgoing;
                return state;
            case PaymentEvent.Matched matched:
                state.Account = matched.Account;
                state.Documents = matched.Documents;
                state.Reason = matched.Rule;
                state.Evidence = matched.Evidence;
                state.Status = PaymentStatus.Matched;
                return state;
            case PaymentEvent.Parked parked:
                state.Reason = parked.Reason;
                state.Evidence = parked.Evidence;
                state.Status = PaymentStatus.Parked;
                return state;
            case PaymentEvent.Applied applied:
                state.Allocations = applied.Allocations;
                state.OnAccountMinor = applied.OnAccountMinor;
                state.Status = PaymentStatus.Applied;
                return state;
            default:
                throw new UnreachableException();
        }
    }

    private static Decision<PaymentReply, PaymentEvent> Match(PaymentState state, PaymentCommand.Match match)
    {
        if (state.Status is PaymentStatus.Matched or PaymentStatus.Applied && state.Account == match.Account
            && state.Documents.AsSpan().SequenceEqual(match.Documents.AsSpan()))
            return Answer(PaymentReply.Duplicate);
        if (state.Transaction is not { } transaction)
            return Answer(PaymentReply.Unknown);
        // A person may have parked money that went out; it still belongs to no customer.
        if (state.Status is not (PaymentStatus.Received or PaymentStatus.Parked) || transaction.SignedMinor <= 0)
            return Answer(PaymentReply.NotOpen);
        return Accept(new PaymentEvent.Matched(
            match.Account, match.Documents, match.Rule, match.Evidence, transaction.SignedMinor, transaction.Currency,
            transaction.ValueDate));
    }

    private static Decision<PaymentReply, PaymentEvent> Park(PaymentState state, PaymentCommand.Park park)
    {
        if (state.Status == PaymentStatus.Parked && state.Reason == park.Reason
            && state.Evidence.AsSpan().SequenceEqual(park.Evidence.AsSpan()))
            return Answer(PaymentReply.Duplicate);
        if (state.Transaction is null)
            return Answer(PaymentReply.Unknown);
        if (state.Status is PaymentStatus.Matched or PaymentStatus.Applied)
            return Answer(PaymentReply.NotOpen);
        return Accept(new PaymentEvent.Parked(park.Reason, park.Evidence));
    }

    private static Decision<PaymentReply, PaymentEvent> NoteApplied(
        PaymentState state, PaymentCommand.NoteApplied note)
    {
        if (state.Status == PaymentStatus.Applied && state.Account == note.Account)
            return Answer(PaymentReply.Duplicate);
        if (state.Transaction is null)
            return Answer(PaymentReply.Unknown);
        if (state.Status != PaymentStatus.Matched || state.Account != note.Account)
            return Answer(PaymentReply.NotOpen);
        return Accept(new PaymentEvent.Applied(note.Account, note.Allocations, note.OnAccountMinor));
    }

    private static Decision<PaymentReply, PaymentEvent> Answer(PaymentReply reply) => new(reply, []);

    private static Decision<PaymentReply, PaymentEvent> Accept(PaymentEvent paymentEvent) =>
        new(PaymentReply.Accepted, ImmutableArray.Create(paymentEvent));
}
