using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Flows;

/// <summary>What a customer account's events cause elsewhere.</summary>
public static class AccountReactions
{
    /// <summary>The commands that an event of this account causes, in their order.</summary>
    public static ImmutableArray<Message> React(string id, AccountEvent accountEvent) => accountEvent switch
    {
        AccountEvent.CreditGranted granted => ToOrder(granted.Order, new OrderCommand.NoteCredit(
            granted.Revision, true, granted.ExposureMinor, granted.LimitMinor)),
        AccountEvent.CreditRefused refused => ToOrder(refused.Order, new OrderCommand.NoteCredit(
            refused.Revision, false, refused.ExposureMinor, refused.LimitMinor)),
        AccountEvent.ItemOpened opened => OfOpened(opened),
        AccountEvent.PaymentApplied applied => OfApplied(id, applied),
        _ => [],
    };

    // An invoice of 0.00 is not told: its order knows that nobody owes anything.
    private static ImmutableArray<Message> OfOpened(AccountEvent.ItemOpened opened)
    {
        var settled = opened.GrossMinor - opened.OpenMinor;
        return settled > 0
            ? ToOrder(opened.Order, new OrderCommand.NoteSettled(opened.Number, settled, opened.OpenMinor))
            : [];
    }

    private static ImmutableArray<Message> OfApplied(string id, AccountEvent.PaymentApplied applied)
    {
        var messages = new Message[applied.Allocations.Length + 1];
        messages[0] = new Message(
            new EntityAddress(Kinds.Payment, applied.Payment.Value),
            new PaymentCommand.NoteApplied(new AccountId(id), applied.Allocations, applied.OnAccountMinor));
        for (var i = 0; i < applied.Allocations.Length; i++)
        {
            var allocation = applied.Allocations[i];
            messages[i + 1] = new Message(
                new EntityAddress(Kinds.Order, allocation.Order.Value),
                allocation.Kind == ItemKind.Prepayment
                    ? new OrderCommand.NotePrepaid(
                        allocation.AmountMinor, allocation.OpenMinor, allocation.Revision)
                    : new OrderCommand.NoteSettled(
                        allocation.Document, allocation.AmountMinor, allocation.OpenMinor));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(messages);
    }

    private static ImmutableArray<Message> ToOrder(OrderId order, OrderCommand command) =>
        ImmutableArray.Create(new Message(new EntityAddress(Kinds.Order, order.Value), command));
}
