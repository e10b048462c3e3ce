using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>What is to become of it.</content>
public static partial class Payment
{
    /// <summary>
    /// Accounts that one payment goes to at most: each is asked, and a command yields at most 1,024 events and
    /// reactions.
    /// </summary>
    public const int MaxShares = 500;

    private static Decision<PaymentReply, PaymentEvent> Decide(
        PaymentState state, PaymentCommand.Decide command, BankTransaction transaction)
    {
        var decision = command.Decision;
        switch (decision.Outcome)
        {
            // Whose refund came back a rule can't tell: it names no account.
            case MatchOutcome.RefundReturned when decision.Account is null && !IsPerson(command.Actor):
            case MatchOutcome.Review or MatchOutcome.Wait:
                return Park(
                    state, decision.Reason, decision.Explanation, command.Actor,
                    decision.Outcome == MatchOutcome.Wait);
            case MatchOutcome.Book or MatchOutcome.OnAccount or MatchOutcome.RefundReturned:
                return SharesOf(decision, transaction.SignedMinor) is { } shares
                    ? Share(state, transaction, shares, decision.Reason, decision.Explanation, command.Actor)
                    : Answer(PaymentReply.Incomplete);
            case MatchOutcome.Reverse:
                return DecideReversal(state, command, transaction);
            case MatchOutcome.Settle:
                if (decision.Payout is not { } payout)
                    return Answer(PaymentReply.Incomplete);
                return IsOpenTo(state, command.Actor)
                    ? Accept(new PaymentEvent.PayoutFound(
                        state.Attempt + 1, payout, decision.Allocations, decision.Reason, decision.Explanation,
                        transaction.SignedMinor, transaction.Currency, transaction.BookingDate, command.Actor,
                        decision.IsPart))
                    : Answer(PaymentReply.NotOpen);
            case MatchOutcome.Transfer or MatchOutcome.Other:
                var kind = decision.Outcome == MatchOutcome.Transfer ? AsideKind.Transfer
                    : IsPerson(command.Actor) && decision.Explanation == MatchFacts.OfPerson ? AsideKind.Ignored
                    : AsideKind.Other;
                return IsOpenTo(state, command.Actor)
                    ? Accept(new PaymentEvent.SetAside(
                        state.Attempt + 1, kind, decision.Reason, decision.Explanation, transaction.SignedMinor,
                        transaction.Currency, transaction.BookingDate, command.Actor))
                    : Answer(PaymentReply.NotOpen);
            default:
                throw new UnreachableException();
        }
    }

    // One share an account, in the order in which the decision names them; null where money has no account.
    private static ImmutableArray<PaymentShare>? SharesOf(MatchDecision decision, long signedMinor)
    {
        if (decision.Outcome == MatchOutcome.RefundReturned)
        {
            return decision.Account is { } refunded
                ? [new PaymentShare(refunded, signedMinor, [], [], signedMinor)]
                : null;
        }

        if (OnlyShareOf(decision) is { } only)
            return [only];

        var accounts = new List<(AccountId Account, long Minor, ImmutableArray<MatchAllocation>.Builder Parts)>(1);
        foreach (var allocation in decision.Allocations)
            Add(allocation.Account, allocation.PaidMinor, allocation);
        if (decision.OnAccountMinor != 0 || accounts.Count == 0)
        {
            if (decision.Account is not { } account)
                return null;
            Add(account, decision.OnAccountMinor, null);
        }

        var shares = ImmutableArray.CreateBuilder<PaymentShare>(accounts.Count);
        foreach (var (account, minor, parts) in accounts)
            shares.Add(new PaymentShare(account, minor, parts.ToImmutable(), []));
        return shares.MoveToImmutable();

        void Add(AccountId account, long minor, MatchAllocation? allocation)
        {
            var index = accounts.FindIndex(known => known.Account == account);
            if (index < 0)
            {
                index = accounts.Count;
                accounts.Add((account, 0, ImmutableArray.CreateBuilder<MatchAllocation>(1)));
            }

            var (_, before, parts) = accounts[index];
            if (allocation is { } part)
                parts.Add(part);
            accounts[index] = (account, before + minor, parts);
        }
    }

    // Nearly every payment is one customer's; null where it is not, or where that is open.
    private static PaymentShare? OnlyShareOf(MatchDecision decision)
    {
        if (decision.Allocations.IsEmpty)
            return null;
        var account = decision.Allocations[0].Account;
        if (decision.OnAccountMinor != 0 && decision.Account != account)
            return null;
        var minor = decision.OnAccountMinor;
        foreach (var allocation in decision.Allocations)
        {
            if (allocation.Account != account)
                return null;
            minor += allocation.PaidMinor;
        }

        return new PaymentShare(account, minor, decision.Allocations, []);
    }

    private static Decision<PaymentReply, PaymentEvent> Share(
        PaymentState state, BankTransaction transaction, ImmutableArray<PaymentShare> shares, string reason,
        MatchExplanation explanation, Actor actor)
    {
        if (state.Status is PaymentStatus.Matched or PaymentStatus.Applied && AreAsked(state, shares))
            return Answer(PaymentReply.Duplicate);
        if (!IsOpenTo(state, actor))
            return Answer(PaymentReply.NotOpen);
        if (shares.IsEmpty || shares.Length > MaxShares)
            return Answer(PaymentReply.Incomplete);
        long sum = 0;
        var accounts = shares.Length > 1 ? new HashSet<AccountId>(shares.Length) : null;
        foreach (var share in shares)
        {
            // What goes out goes to one customer; of several, each gets something.
            if (accounts is not null && (!accounts.Add(share.Account) || share.AmountMinor <= 0))
                return Answer(PaymentReply.Incomplete);
            if (share.AmountMinor > 0 && share.AmountMinor < share.RefundMinor + PaidOf(share))
                return Answer(PaymentReply.SumDiffers);
            sum += share.AmountMinor;
        }

        if (sum != transaction.SignedMinor || sum == 0)
            return Answer(PaymentReply.SumDiffers);
        return Accept(new PaymentEvent.Matched(
            state.Attempt + 1, shares, reason, explanation, sum, transaction.Currency, transaction.ValueDate, actor,
            TaughtBy(transaction, shares, explanation, actor)));
    }

    private static Decision<PaymentReply, PaymentEvent> Park(
        PaymentState state, string reason, MatchExplanation explanation, Actor actor, bool waits)
    {
        var status = waits ? PaymentStatus.Waiting : PaymentStatus.Parked;
        if (state.Status == status && state.Reason == reason && state.Explanation is { } known
            && known.Policy == explanation.Policy && known.Score == explanation.Score
            && known.Missing == explanation.Missing
            && known.Evidence.AsSpan().SequenceEqual(explanation.Evidence.AsSpan()))
            return Answer(PaymentReply.Duplicate);
        return IsOpenTo(state, actor)
            ? Accept(new PaymentEvent.Parked(reason, explanation, actor, waits))
            : Answer(PaymentReply.NotOpen);
    }

    private static bool IsOpenTo(PaymentState state, Actor actor) =>
        state.Status is PaymentStatus.Received or PaymentStatus.Outgoing or PaymentStatus.Parked
            or PaymentStatus.Waiting
        && (!state.IsForPersons || IsPerson(actor));

    private static bool IsPerson(Actor actor) => !actor.Value.StartsWith("rule:", StringComparison.Ordinal);

    private static long PaidOf(PaymentShare share)
    {
        long paid = 0;
        foreach (var allocation in share.Allocations ?? [])
            paid += allocation.PaidMinor;
        return paid;
    }

    private static bool AreAsked(PaymentState state, ImmutableArray<PaymentShare> shares)
    {
        if (state.Shares.Length != shares.Length)
            return false;
        for (var i = 0; i < shares.Length; i++)
        {
            var asked = state.Shares[i].Asked;
            var isSame = asked.Account == shares[i].Account && asked.AmountMinor == shares[i].AmountMinor
                && asked.RefundMinor == shares[i].RefundMinor
                && asked.Allocations.HasValue == shares[i].Allocations.HasValue
                && asked.Documents.AsSpan().SequenceEqual(shares[i].Documents.AsSpan())
                && (asked.Allocations ?? []).AsSpan().SequenceEqual((shares[i].Allocations ?? []).AsSpan());
            if (!isSame)
                return false;
        }

        return true;
    }

    // A payer is learned where something else than the payer told whose money it is: what he wrote, or a person.
    private static Payer? TaughtBy(
        BankTransaction transaction, ImmutableArray<PaymentShare> shares, MatchExplanation explanation, Actor actor)
    {
        if (transaction.SignedMinor <= 0 || shares.Length != 1 || shares[0].RefundMinor != 0
            || (transaction.CounterpartyIban is null && transaction.CounterpartyName is null))
            return null;
        var isConfirmed = IsPerson(actor);
        foreach (var evidence in explanation.Evidence)
            isConfirmed |= evidence is { Kind: EvidenceKind.Reference, Points: > 0 };
        return isConfirmed ? new Payer(transaction.CounterpartyIban, transaction.CounterpartyName) : null;
    }
}
