using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Applying money to documents.</content>
public static partial class CustomerAccount
{
    /// <summary>
    /// Items that one payment settles at most; each is told to its order, and a command yields at most 1,024 events and
    /// reactions. Money beyond it stays on account, visibly.
    /// </summary>
    public const int MaxAllocations = 500;

    private static Decision<AccountReply, AccountEvent> ApplyPayment(
        CustomerAccountState state, AccountCommand.ApplyPayment apply)
    {
        if (state.AppliedPayments.Contains(apply.Payment.Value))
            return Answer(AccountReply.Duplicate);
        if (apply.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);

        var allocations = ImmutableArray.CreateBuilder<Allocation>(apply.Documents.Length);
        var rest = apply.AmountMinor;
        foreach (var document in apply.Documents)
        {
            if (rest == 0 || allocations.Count >= MaxAllocations)
                break;
            if (state.Invoices.TryGetValue(document, out var item))
                AllocateInvoice(item, apply.Currency, allocations, ref rest);
            else if (FindOrder(state, document) is { } order)
                AllocateOrder(order, apply.Currency, allocations, ref rest);
        }

        return Accept(new AccountEvent.PaymentApplied(
            apply.Payment, apply.AmountMinor, apply.Currency, apply.ValueDate, allocations.DrainToImmutable(), rest));
    }

    private static void AllocateOrder(
        AccountOrder order, Currency currency, ImmutableArray<Allocation>.Builder allocations, ref long rest)
    {
        foreach (var item in order.Invoices)
        {
            if (rest == 0 || allocations.Count >= MaxAllocations)
                return;
            AllocateInvoice(item, currency, allocations, ref rest);
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
        if (item.Currency != currency || IsAllocated(allocations, item.Number, ItemKind.Invoice))
            return;
        var amount = Math.Min(rest, item.OpenMinor);
        rest -= amount;
        allocations.Add(new Allocation(item.Number, item.Order, ItemKind.Invoice, amount, item.OpenMinor - amount));
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
