namespace OrderToCash.Domain.Receivables;

/// <content>What events of payments and of other systems' items change.</content>
public static partial class CustomerAccount
{
    private static void Apply(CustomerAccountState state, AccountEvent.PaymentApplied applied)
    {
        state.AppliedPayments.Add(AppliedKey(applied.Payment, applied.Attempt));
        var totals = state.TotalsOf(applied.Currency);
        totals.OnAccountMinor += applied.OnAccountMinor;
        totals.RefundProposedMinor += applied.RefundMinor;
        if (applied.Return?.Mandate is { } mandate && applied.Through is { } through)
        {
            state.Customer.ForbiddenMandates =
                state.Customer.ForbiddenMandates.Remove(FlagOf(mandate, through.Value));
        }

        foreach (var allocation in applied.Allocations)
        {
            if (!state.Orders.TryGetValue(allocation.Order, out var order))
                continue;
            if (allocation.Kind == ItemKind.Prepayment)
            {
                order.PrepaymentMinor -= allocation.SettledMinor;
                order.AdvanceMinor += allocation.SettledMinor;
                if (allocation.Taxes is { } taxes)
                    order.AdvanceTaxes = AdvanceTax.Add(order.AdvanceTaxes, taxes);
                continue;
            }

            totals.OpenInvoicesMinor -= allocation.SettledMinor;
            if (!state.Invoices.TryGetValue(allocation.Document, out var item))
                continue;
            if (applied.Return is not null)
                item.ReturnCount--;
            item.OpenMinor = allocation.OpenMinor;
            if (allocation.OpenMinor == 0)
                Settle(state, order, item);
        }
    }

    private static void Apply(CustomerAccountState state, AccountEvent.PaymentUndone undone)
    {
        state.UndonePayments.Add(UndoneKey(
            undone.Payment, undone.Attempt, undone.Through, undone.AtAttempt));
        var totals = state.TotalsOf(undone.Currency);
        totals.OnAccountMinor -= undone.OnAccountMinor;
        totals.RefundProposedMinor -= undone.RefundMinor;
        if (undone.Return is { Mandate: { } mandate, ForbidsMandate: true } returned && undone.Through is { } through)
        {
            state.Customer.ForbiddenMandates = state.Customer.ForbiddenMandates.SetItem(
                FlagOf(mandate, through.Value), returned.Reason ?? "");
        }

        foreach (var allocation in undone.Reopened)
        {
            // Only costs, where the money had become a refund.
            if (allocation is { Kind: ItemKind.Prepayment, SettledMinor: 0 })
                continue;
            var order = state.OrderOf(allocation.Order, undone.Currency);
            if (allocation.Kind == ItemKind.Prepayment)
            {
                order.PrepaymentMinor = allocation.OpenMinor;
                TakeAdvance(order, allocation.SettledMinor, allocation.Taxes);
                continue;
            }

            totals.OpenInvoicesMinor += allocation.SettledMinor;
            var item = Reopen(state, order, allocation);
            if (undone.Return is not null && item is not null)
                item.ReturnCount++;
        }
    }

    private static OpenItem? Reopen(CustomerAccountState state, AccountOrder order, in Allocation allocation)
    {
        if (!state.Invoices.TryGetValue(allocation.Document, out var item))
        {
            if (!state.SettledItems.Remove(allocation.Document, out item))
                return null;
            var place = order.Invoices.Count;
            while (place > 0 && order.Invoices[place - 1].Sequence > item.Sequence)
                place--;
            order.Invoices.Insert(place, item);
            state.Invoices.Add(item.Number, item);
        }

        item.OpenMinor = allocation.OpenMinor;
        if (allocation.FromAdvance)
            item.AdvanceMinor -= allocation.SettledMinor;
        return item;
    }

    private static void Settle(CustomerAccountState state, AccountOrder order, OpenItem item)
    {
        state.Invoices.Remove(item.Number);
        for (var i = 0; i < order.Invoices.Count; i++)
        {
            if (!ReferenceEquals(order.Invoices[i], item))
                continue;
            order.Invoices.RemoveAt(i);
            break;
        }

        Remember(state, item);
        Forget(state, order);
    }

    private static void Remember(CustomerAccountState state, OpenItem item)
    {
        state.AddSettled(item.Number);
        state.SettledItems[item.Number] = item;
    }

    private static void Apply(CustomerAccountState state, AccountEvent.ItemImported imported)
    {
        var item = new OpenItem(
            imported.Document, ImportedOrder, imported.Currency, imported.AmountMinor, imported.IssueDate,
            imported.DueDate, imported.Skonto)
        {
            OpenMinor = imported.AmountMinor, OrderNumber = imported.OrderNumber, Sequence = ++state.OpenedItems,
        };
        state.OrderOf(ImportedOrder, imported.Currency).Invoices.Add(item);
        state.Invoices.Add(item.Number, item);
        state.TotalsOf(imported.Currency).OpenInvoicesMinor += imported.AmountMinor;
    }

    private static void Learn(CustomerFacts customer, LearnedPayer payer)
    {
        if (customer.Find(payer.Iban, payer.Name) is { } known)
        {
            customer.Learned[customer.Learned.IndexOf(known)] = payer;
            return;
        }

        customer.Learned.Add(payer);
        if (customer.Learned.Count <= CustomerFacts.MaxLearned)
            return;
        var oldest = 0;
        for (var i = 1; i < customer.Learned.Count - 1; i++)
            if (customer.Learned[i].LastSeen < customer.Learned[oldest].LastSeen) oldest = i;
        customer.Learned.RemoveAt(oldest);
    }

    private static void Apply(CustomerFacts customer, AccountEvent.PayerForgotten forgotten)
    {
        if (customer.Find(forgotten.Iban, forgotten.Name) is { } known)
            customer.Learned.Remove(known);
        if (forgotten.Iban is { } iban)
            customer.Ibans = customer.Ibans.Remove(iban, StringComparer.Ordinal);
    }

    private static string FlagOf(string mandate, string through) => mandate + " " + through;
}
