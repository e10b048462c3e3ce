using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Applying money to documents that are only named.</content>
public static partial class CustomerAccount
{
    // Credit notes that are named give their money first.
    private static void AllocateDocuments(
        CustomerAccountState state, AccountCommand.ApplyPayment apply, ImmutableArray<Allocation>.Builder allocations,
        ref long rest)
    {
        foreach (var document in apply.Documents)
        {
            if (state.Invoices.TryGetValue(document, out var item) && item.Kind == ItemKind.CreditNote)
                AllocateInvoice(item, apply.Currency, allocations, ref rest);
        }

        foreach (var document in apply.Documents)
        {
            if (rest == 0 || allocations.Count >= MaxAllocations)
                break;
            if (state.Invoices.TryGetValue(document, out var item))
                AllocateInvoice(item, apply.Currency, allocations, ref rest);
            else if (FindOrder(state, document) is { } order)
                AllocateOrder(order, apply.Currency, allocations, ref rest);
            else
                AllocateImported(state, document, apply.Currency, allocations, ref rest);
        }
    }

    private static void AllocateImported(
        CustomerAccountState state, string orderNumber, Currency currency,
        ImmutableArray<Allocation>.Builder allocations, ref long rest)
    {
        if (!state.Orders.TryGetValue(ImportedOrder, out var imported))
            return;
        foreach (var item in imported.Invoices)
        {
            if (rest > 0 && item.OpenMinor > 0 && allocations.Count < MaxAllocations
                && string.Equals(item.OrderNumber, orderNumber, StringComparison.OrdinalIgnoreCase))
                AllocateInvoice(item, currency, allocations, ref rest);
        }
    }

    private static void AllocateOrder(
        AccountOrder order, Currency currency, ImmutableArray<Allocation>.Builder allocations, ref long rest)
    {
        foreach (var item in order.Invoices)
        {
            if (rest == 0 || allocations.Count >= MaxAllocations)
                return;
            if (item.OpenMinor > 0) AllocateInvoice(item, currency, allocations, ref rest);
        }

        if (order.PrepaymentMinor == 0 || rest == 0 || order.Currency != currency
            || allocations.Count >= MaxAllocations || IsAllocated(allocations, order.Id.Value, ItemKind.Prepayment))
            return;
        var amount = Math.Min(rest, order.PrepaymentMinor);
        rest -= amount;
        ImmutableArray<TaxAmount>? taxes =
            order.OrderTaxes is { } orderTaxes ? AdvanceTax.Received(orderTaxes, amount) : null;
        allocations.Add(new Allocation(
            order.Id.Value, order.Id, ItemKind.Prepayment, amount, order.PrepaymentMinor - amount, taxes,
            order.PrepaymentRevision));
    }

    // An item gets money once: whatever named it first took all of it that there was, up to what is open.
    private static void AllocateInvoice(
        OpenItem item, Currency currency, ImmutableArray<Allocation>.Builder allocations, ref long rest)
    {
        if (item.Currency != currency || IsAllocated(allocations, item.Number, item.Kind))
            return;
        var amount = Math.Min(rest, item.OpenMinor); // All of a credit note.
        rest -= amount;
        allocations.Add(new Allocation(item.Number, item.Order, item.Kind, amount, item.OpenMinor - amount));
    }

    private static bool IsAllocated(ImmutableArray<Allocation>.Builder allocations, string document, ItemKind kind)
    {
        for (var i = 0; i < allocations.Count; i++)
        {
            if (allocations[i].Kind == kind && allocations[i].Document == document)
                return true;
        }

        return false;
    }

    // By order id; else by what the customer was told to name, or the order number without its channel, if one order
    // of the account has it: the same number from two channels names neither.
    private static AccountOrder? FindOrder(CustomerAccountState state, string document)
    {
        if (document.Length == 0)
            return null;
        if (state.Orders.TryGetValue(new OrderId(document), out var byId))
            return byId;
        AccountOrder? found = null;
        foreach (var order in state.Orders.Values)
        {
            if (!IsNamed(order, document))
                continue;
            if (found is not null)
                return null;
            found = order;
        }

        return found;
    }

    private static bool IsNamed(AccountOrder order, string document)
    {
        if (string.Equals(order.Reference, document, StringComparison.OrdinalIgnoreCase))
            return true;
        var id = order.Id.Value.AsSpan();
        if (id.Equals(document, StringComparison.OrdinalIgnoreCase))
            return true;
        var colon = id.IndexOf(':');
        return colon >= 0 && id[(colon + 1)..].Equals(document, StringComparison.OrdinalIgnoreCase);
    }
}
