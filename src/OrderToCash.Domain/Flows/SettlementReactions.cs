using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Domain.Flows;

/// <summary>What a settlement's events cause at payments, at customers' accounts and at itself.</summary>
public static class SettlementReactions
{
    /// <summary>The commands that an event of this settlement causes.</summary>
    public static ImmutableArray<Message> React(string id, SettlementEvent settlementEvent) => settlementEvent switch
    {
        SettlementEvent.Settled settled => OfSettled(id, settled),
        SettlementEvent.PayoutRefused refused => [ToPayment(id, refused.Payment, refused.Attempt, refused.Reason)],
        SettlementEvent.RowsAsked asked => OfAsked(id, asked),
        SettlementEvent.RowsReturned returned => OfReturned(id, returned),
        SettlementEvent.UndoBegun { Next: { } next } => [GoOn(id, next)],
        SettlementEvent.Unsettled unsettled => OfUnsettled(id, unsettled),
        SettlementEvent.UndoBegun or SettlementEvent.Recorded or SettlementEvent.PayoutNoted
            or SettlementEvent.PayoutWithdrawn or SettlementEvent.RowsAllocated or SettlementEvent.RowApplied
            or SettlementEvent.RowRefused or SettlementEvent.RowUndone => [],
        _ => throw new UnreachableException(settlementEvent.GetType().Name),
    };

    private static ImmutableArray<Message> OfSettled(string id, SettlementEvent.Settled settled)
    {
        var messages = ImmutableArray.CreateBuilder<Message>(settled.Payouts.Length + 1);
        foreach (var payout in settled.Payouts)
            messages.Add(ToPayment(id, payout.Payment, payout.Attempt, null));
        if (settled.Next is { } next)
            messages.Add(GoOn(id, next));
        return messages.DrainToImmutable();
    }

    private static ImmutableArray<Message> OfUnsettled(string id, SettlementEvent.Unsettled unsettled)
    {
        var messages = ImmutableArray.CreateBuilder<Message>(unsettled.Payouts.Length);
        foreach (var payout in unsettled.Payouts)
        {
            if (payout.Payment != unsettled.Undone)
            {
                messages.Add(ToPayment(
                    id, payout.Payment, payout.Attempt, $"another part of payout {id} was undone: {unsettled.Undone}"));
            }
        }

        return messages.DrainToImmutable();
    }

    private static ImmutableArray<Message> OfAsked(string id, SettlementEvent.RowsAsked asked)
    {
        var provider = ProviderOf(id);
        var messages = ImmutableArray.CreateBuilder<Message>(asked.Rows.Length + 1);
        foreach (var ask in asked.Rows)
        {
            var key = SettlementRowId.Of(id, ask.Row);
            messages.Add(ToAccount(ask.Account.Value, ask.AmountMinor > 0
                ? new AccountCommand.ApplyPayment(
                    key, ask.AmountMinor, asked.Currency, asked.Date, [ask.Document], null, ask.Attempt,
                    Provider: provider)
                : new AccountCommand.TakeBack(
                    key.Value, ask.Document, -ask.AmountMinor, asked.Currency, asked.Date, provider, ask.Attempt,
                    ask.IsRefund)));
        }

        if (asked.Next is { } next)
            messages.Add(GoOn(id, next));
        return messages.DrainToImmutable();
    }

    private static ImmutableArray<Message> OfReturned(string id, SettlementEvent.RowsReturned returned)
    {
        var provider = ProviderOf(id);
        var messages = ImmutableArray.CreateBuilder<Message>(returned.Rows.Length + 1);
        foreach (var (row, share, isTakenBack, attempt) in returned.Rows)
        {
            var key = SettlementRowId.Of(id, row);
            messages.Add(ToAccount(share.Account.Value, isTakenBack
                ? new AccountCommand.ApplyPayment(
                    key, share.AmountMinor, returned.Currency, returned.Date, [], SettleAgain(share), attempt,
                    Provider: provider)
                : new AccountCommand.UndoPayment(
                    key, attempt, returned.Currency, returned.Date, share.Allocations, share.OnAccountMinor,
                    share.RefundMinor, null, null, null, provider)));
        }

        if (returned.Next is { } next)
            messages.Add(GoOn(id, next));
        return messages.DrainToImmutable();
    }

    private static ImmutableArray<MatchAllocation> SettleAgain(AppliedShare share)
    {
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>(share.Allocations.Length);
        foreach (var one in share.Allocations)
            allocations.Add(new MatchAllocation(share.Account, one.Document, one.AmountMinor));
        return allocations.MoveToImmutable();
    }

    private static string ProviderOf(string id) => id[..Math.Max(id.IndexOf('/', StringComparison.Ordinal), 0)];

    private static Message ToPayment(string id, Values.PaymentId payment, int attempt, string? refusal) => new(
        new EntityAddress(Kinds.Payment, payment.Value), new PaymentCommand.NoteSettled(id, refusal, attempt));

    private static Message ToAccount(string account, AccountCommand command) =>
        new(new EntityAddress(Kinds.Account, account), command);

    private static Message GoOn(string id, int from) =>
        new(new EntityAddress(Kinds.Settlement, id), new SettlementCommand.GoOn(from));
}
