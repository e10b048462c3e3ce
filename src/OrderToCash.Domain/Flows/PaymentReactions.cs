using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Flows;

/// <summary>What a payment's events cause elsewhere.</summary>
public static class PaymentReactions
{
    /// <summary>The commands that an event of this payment causes.</summary>
    public static ImmutableArray<Message> React(string id, PaymentEvent paymentEvent)
    {
        var payment = new PaymentId(id);
        return paymentEvent switch
        {
            PaymentEvent.Matched matched => OfMatched(payment, matched),
            PaymentEvent.Undone undone => OfUndone(payment, undone),
            PaymentEvent.ReversalDecided decided => ToPayment(decided.Reverses, new PaymentCommand.Reverse(
                payment, decided.AmountMinor, decided.Currency, decided.Date, decided.Documents, decided.Return)),
            PaymentEvent.Reversed reversed => OfReversed(payment, reversed),
            PaymentEvent.ReversalRefused refused => ToPayment(
                refused.By, new PaymentCommand.NoteReversed(payment, refused.Reason)),
            PaymentEvent.Restored restored => OfRestored(payment, restored),
            PaymentEvent.PayoutFound found => ToSettlement(found.Settlement, new SettlementCommand.NotePayout(
                new SettlementPayout(
                    payment, found.Attempt, found.AmountMinor, found.Currency, found.Date, found.IsPart),
                found.Allocations)),
            _ => [],
        };
    }

    private static ImmutableArray<Message> OfMatched(PaymentId payment, PaymentEvent.Matched matched)
    {
        var messages = new Message[matched.Shares.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            var share = matched.Shares[i];
            // Where a person has nothing to decide but one account's part of many, it stays with that account.
            messages[i] = ToAccount(share.Account, new AccountCommand.ApplyPayment(
                payment, share.AmountMinor, matched.Currency, matched.ValueDate, share.Documents, share.Allocations,
                matched.Attempt, share.RefundMinor, StaysOnAccount: matched.Shares.Length > 1,
                Teaches: matched.Teaches));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(messages);
    }

    private static ImmutableArray<Message> OfUndone(PaymentId payment, PaymentEvent.Undone undone)
    {
        if (undone.Reverses is { } original)
        {
            return ToPayment(original, new PaymentCommand.Restore(
                payment, undone.Date, undone.Return ?? new DebitReturn(null, null)));
        }

        if (undone.Settlement is { } settlement)
        {
            return ToSettlement(
                settlement, new SettlementCommand.UndoPayout(payment, undone.Attempt, undone.Date));
        }

        var messages = ImmutableArray.CreateBuilder<Message>(undone.Shares.Length);
        foreach (var share in undone.Shares)
        {
            messages.Add(TakeBack(
                payment, share, undone.Currency, undone.Date, null, null, undone.Rematch ? null : undone.Doubted));
        }

        return messages.MoveToImmutable();
    }

    private static ImmutableArray<Message> OfReversed(PaymentId payment, PaymentEvent.Reversed reversed)
    {
        var messages = ImmutableArray.CreateBuilder<Message>(reversed.Shares.Length + 1);
        foreach (var share in reversed.Shares)
        {
            messages.Add(TakeBack(
                payment, share, reversed.Currency, reversed.Date, reversed.By, reversed.Return, null,
                reversed.AtAttempt));
        }

        messages.AddRange(ToPayment(reversed.By, new PaymentCommand.NoteReversed(payment, null)));
        return messages.MoveToImmutable();
    }

    private static ImmutableArray<Message> OfRestored(PaymentId payment, PaymentEvent.Restored restored)
    {
        var messages = ImmutableArray.CreateBuilder<Message>(restored.Shares.Length);
        foreach (var share in restored.Shares)
        {
            messages.Add(ToAccount(share.Account, new AccountCommand.ApplyPayment(
                payment, share.AmountMinor, restored.Currency, restored.Date, [], Again(share), restored.Attempt,
                share.RefundMinor, StaysOnAccount: true, restored.By, Return: restored.Return)));
        }

        return messages.MoveToImmutable();
    }

    private static ImmutableArray<CashApplication.MatchAllocation> Again(AppliedShare share)
    {
        var allocations = ImmutableArray.CreateBuilder<CashApplication.MatchAllocation>(share.Allocations.Length);
        foreach (var one in share.Allocations)
        {
            allocations.Add(new CashApplication.MatchAllocation(
                share.Account, one.Document, one.AmountMinor, one.SkontoMinor, one.ChargesMinor, one.WriteOffMinor));
        }

        return allocations.MoveToImmutable();
    }

    private static Message TakeBack(
        PaymentId payment, AppliedShare share, Currency currency, DateOnly date, PaymentId? through,
        DebitReturn? returned, Payer? doubted, int atAttempt = 0) =>
        ToAccount(share.Account, new AccountCommand.UndoPayment(
            payment, share.Attempt, currency, date, share.Allocations, share.OnAccountMinor, share.RefundMinor,
            through, returned, doubted, AtAttempt: atAttempt));

    private static Message ToAccount(AccountId account, AccountCommand command) =>
        new(new EntityAddress(Kinds.Account, account.Value), command);

    private static ImmutableArray<Message> ToSettlement(string settlement, SettlementCommand command) =>
        ImmutableArray.Create(new Message(new EntityAddress(Kinds.Settlement, settlement), command));

    private static ImmutableArray<Message> ToPayment(PaymentId payment, PaymentCommand command) =>
        ImmutableArray.Create(new Message(new EntityAddress(Kinds.Payment, payment.Value), command));
}
