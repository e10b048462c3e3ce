using System.Collections.Immutable;
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
            refused.Revision, false, refused.ExposureMinor, refused.LimitMinor, refused.BlockedFor)),
        AccountEvent.Blocked or AccountEvent.Unblocked => ChecksReactions.Of(id, accountEvent),
        AccountEvent.ItemOpened opened => OfOpened(opened),
        AccountEvent.PaymentApplied applied => OfApplied(id, applied),
        // The order may hold for money that was taken back before this, and that nobody asks for any more.
        AccountEvent.OrderWithdrawn { OpenMinor: 0 } withdrawn => ToOrder(
            withdrawn.Order, new OrderCommand.NotePrepaid(0, 0, withdrawn.Revision)),
        AccountEvent.PaymentUndone undone => OfUndone(id, undone),
        AccountEvent.PaymentRefused refused => ImmutableArray.Create(OfRefused(id, refused)),
        _ => [],
    };

    private static Message OfRefused(string id, AccountEvent.PaymentRefused refused) =>
        SettlementRowId.TryParse(refused.Payment, out var settlement, out var row)
            ? ToSettlement(settlement, new SettlementCommand.NoteRefused(row, refused.Attempt, refused.Reason))
            : new Message(
                new EntityAddress(Kinds.Payment, refused.Payment.Value),
                new PaymentCommand.NoteRefused(new AccountId(id), refused.Attempt, refused.Document, refused.Reason));

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
        var messages = ImmutableArray.CreateBuilder<Message>(applied.Allocations.Length + 1);
        if (applied.Provider is null)
        {
            messages.Add(new Message(
                new EntityAddress(Kinds.Payment, applied.Payment.Value),
                new PaymentCommand.NoteApplied(
                    new AccountId(id), applied.Allocations, applied.OnAccountMinor, applied.Attempt,
                    applied.RefundMinor)));
        }
        else if (SettlementRowId.TryParse(applied.Payment, out var settlement, out var row))
        {
            messages.Add(ToSettlement(settlement, new SettlementCommand.NoteRow(
                row, applied.Attempt, applied.Allocations, applied.OnAccountMinor, applied.RefundMinor, false)));
        }

        foreach (var allocation in applied.Allocations)
        {
            if (allocation.IsImported)
                continue;
            messages.Add(new Message(
                new EntityAddress(Kinds.Order, allocation.Order.Value),
                allocation.Kind == ItemKind.Prepayment
                    ? new OrderCommand.NotePrepaid(
                        allocation.SettledMinor, allocation.OpenMinor, allocation.Revision)
                    : new OrderCommand.NoteSettled(
                        allocation.Document, allocation.SettledMinor, allocation.OpenMinor)));
        }

        return messages.DrainToImmutable();
    }

    private static ImmutableArray<Message> OfUndone(string id, AccountEvent.PaymentUndone undone)
    {
        var messages = ImmutableArray.CreateBuilder<Message>(undone.Reopened.Length + 1);
        if (undone.Provider is null && undone.Through is null)
        {
            messages.Add(new Message(
                new EntityAddress(Kinds.Payment, undone.Payment.Value),
                new PaymentCommand.NoteUndone(new AccountId(id), undone.Attempt)));
        }
        else if (undone.Provider is not null
            && SettlementRowId.TryParse(undone.Payment, out var settlement, out var row))
        {
            messages.Add(ToSettlement(settlement, new SettlementCommand.NoteRow(
                row, undone.Attempt, undone.Reopened, undone.OnAccountMinor, undone.RefundMinor, true)));
        }

        foreach (var allocation in undone.Reopened)
        {
            if (allocation.IsImported || allocation.SettledMinor == 0)
                continue;
            messages.Add(new Message(
                new EntityAddress(Kinds.Order, allocation.Order.Value),
                allocation.Kind == ItemKind.Prepayment
                    ? new OrderCommand.NotePrepaidBack(
                        allocation.SettledMinor, allocation.OpenMinor, allocation.Revision)
                    : new OrderCommand.NoteReopened(
                        allocation.Document, allocation.SettledMinor, allocation.OpenMinor)));
        }

        return messages.DrainToImmutable();
    }

    private static Message ToSettlement(string settlement, SettlementCommand command) =>
        new(new EntityAddress(Kinds.Settlement, settlement), command);

    private static ImmutableArray<Message> ToOrder(OrderId order, OrderCommand command) =>
        ImmutableArray.Create(new Message(new EntityAddress(Kinds.Order, order.Value), command));
}
