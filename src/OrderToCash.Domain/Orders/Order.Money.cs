using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Invoice numbers and money.</content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> NoteInvoiceNumber(
        OrderState state, OrderCommand.NoteInvoiceNumber noted)
    {
        foreach (var invoice in state.Invoices)
        {
            if (!string.Equals(invoice.RequestId, noted.RequestId, StringComparison.Ordinal)) continue;
            if (invoice.Content is not { } content) return Unchanged();
            var invoiced = new OrderEvent.Invoiced(
                noted.RequestId, noted.Number, content.Account, content.Currency, content.GrossMinor, content.Taxes,
                content.InvoiceDate, content.DueDate, content.IsPrepaid, content.SettledByPsp, content.Provider,
                content.Skonto);
            // An invoice of nothing is never paid, so nothing but its number is awaited.
            if (content.GrossMinor > 0) return Accept(invoiced);
            var draft = new OrderDraft(state);
            draft.Add(invoiced);
            CloseWhenDone(draft);
            return draft.Decided();
        }

        return Unchanged();
    }

    private static Decision<OrderReply, OrderEvent> NoteSettled(OrderState state, OrderCommand.NoteSettled noted)
    {
        foreach (var invoice in state.Invoices)
        {
            if (!string.Equals(invoice.Number, noted.Number, StringComparison.Ordinal)) continue;
            if (invoice.OpenAfter.Contains(noted.OpenMinor)) return Unchanged();
            // Of an invoice of nothing the account tells that nothing is open: known since its number.
            if (noted.AmountMinor == 0 && noted.OpenMinor == invoice.OpenMinor) return Unchanged();
            var settled = new OrderEvent.InvoiceSettled(noted.Number, noted.AmountMinor, noted.OpenMinor);
            if (noted.OpenMinor != 0 || state.Pieces.Open > 0) return Accept(settled);
            var draft = new OrderDraft(state);
            draft.Add(settled);
            CloseWhenDone(draft);
            return draft.Decided();
        }

        return Unchanged();
    }

    private static void CloseWhenDone(OrderDraft draft)
    {
        var state = draft.State;
        if (!state.IsOver && state.Pieces is { Open: 0, Shipped: > 0 } && state.AreInvoicesSettled())
            draft.Add(CloseOf(state));
    }

    /// <summary>
    /// The end. What was asked in advance and not withdrawn is the account's until invoices take it over; where they
    /// are below that, by cents that tax was rounded, money is left there that nobody else would give back.
    /// </summary>
    private static OrderEvent.Closed CloseOf(OrderState state)
    {
        var left = state.PrepaymentMinor ?? 0;
        foreach (var invoice in state.Invoices) left -= invoice.GrossMinor;
        return new OrderEvent.Closed(left > 0 ? state.Account : null);
    }

    private static Decision<OrderReply, OrderEvent> NotePrepaid(
        OrderState state, OrderCommand.NotePrepaid noted, DateTimeOffset at)
    {
        if (state.IsOver || state.IsPrepaymentSettled) return Unchanged();
        // Paid for what the order was before it was edited: the account gives that back.
        if (noted.Revision != 0 && noted.Revision != state.Revision) return Unchanged();
        if (state.PrepaidOpenAfter.Contains(noted.OpenMinor)) return Unchanged();
        // A part was withdrawn. Only an order that waits for money has to hear that none is asked any more.
        if (noted.AmountMinor == 0 && state.HoldOf(HoldReason.Prepayment) is null) return Unchanged();
        // Pieces cancelled while the money was on its way are not owed any more, whatever the account still saw open.
        var open = state.PrepaymentMinor is { } asked
            ? Math.Clamp(asked - state.PrepaidMinor - noted.AmountMinor, 0, noted.OpenMinor) : noted.OpenMinor;
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.Prepaid(noted.AmountMinor, open));
        GoOn(draft, at);
        return draft.Decided();
    }

    private static Decision<OrderReply, OrderEvent> NoteReopened(OrderState state, OrderCommand.NoteReopened noted)
    {
        foreach (var invoice in state.Invoices)
        {
            if (!string.Equals(invoice.Number, noted.Number, StringComparison.Ordinal)) continue;
            return invoice.OpenMinor == noted.OpenMinor
                ? Unchanged()
                : Accept(new OrderEvent.InvoiceReopened(noted.Number, noted.AmountMinor, noted.OpenMinor));
        }

        return Unchanged();
    }

    private static Decision<OrderReply, OrderEvent> NotePrepaidBack(
        OrderState state, OrderCommand.NotePrepaidBack noted, DateTimeOffset at)
    {
        if (state.IsOver || (noted.Revision != 0 && noted.Revision != state.Revision)) return Unchanged();
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.PrepaymentReopened(noted.AmountMinor, noted.OpenMinor));
        if (!state.IsReleased && state.HoldOf(HoldReason.Prepayment) is null)
        {
            var lastDay = SellerCalendar.AddBankingDays(SellerCalendar.DateOf(at), OrderLimits.PrepaymentBankingDays);
            draft.Add(new OrderEvent.Held(
                HoldReason.Prepayment, "prepayment-taken-back",
                [
                    new Evidence(
                        "prepayment", Money(state, draft.State.PrepaidMinor),
                        Money(state, state.PrepaymentMinor ?? 0)),
                ],
                SellerCalendar.StartOf(lastDay.AddDays(1))));
        }

        return draft.Decided();
    }
}
