using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>A customer account's state as data, to be stored and read back.</summary>
/// <param name="Orders">By order id, each with its open invoices, oldest first.</param>
/// <param name="AppliedPayments">Payment ids, oldest first.</param>
/// <param name="Settled">Document numbers, oldest first.</param>
/// <param name="CreditAnswers">Order and revision of answered credit requests, oldest first.</param>
/// <param name="UndonePayments">What was taken back, oldest first.</param>
/// <param name="SettledItems">The items of settled documents, by their sequence.</param>
/// <param name="OpenedItems">How many items were ever opened.</param>
/// <param name="BlockedFor">Why the customer is blocked; null: is not.</param>
public sealed record AccountSnapshot(
    string Id, ImmutableArray<AccountLimitSnapshot> Limits, ImmutableArray<AccountTotalsSnapshot> Totals,
    ImmutableArray<AccountOrderSnapshot> Orders, ImmutableArray<string> AppliedPayments,
    ImmutableArray<string> Settled, ImmutableArray<string> CreditAnswers, ImmutableArray<string> UndonePayments,
    ImmutableArray<SettledItemSnapshot> SettledItems, long OpenedItems, CustomerSnapshot Customer,
    string? BlockedFor = null)
{
    /// <summary>Direct debits handed to the bank, oldest first.</summary>
    public ImmutableArray<PresentedDebit> Debits { get; init; } = [];

    /// <summary>The data of a state; the same state gives the same data.</summary>
    public static AccountSnapshot ToSnapshot(CustomerAccountState state)
    {
        var limits = ImmutableArray.CreateBuilder<AccountLimitSnapshot>(state.Limits.Count);
        foreach (var (currency, limit) in state.Limits)
            limits.Add(new AccountLimitSnapshot(currency, limit));

        var totals = ImmutableArray.CreateBuilder<AccountTotalsSnapshot>(state.Totals.Count);
        foreach (var t in state.Totals)
        {
            totals.Add(new AccountTotalsSnapshot(
                t.Currency, t.OpenInvoicesMinor, t.GrantedMinor, t.OnAccountMinor, t.RefundProposedMinor));
        }

        var orders = ImmutableArray.CreateBuilder<AccountOrderSnapshot>(state.Orders.Count);
        foreach (var order in state.Orders.Values)
            orders.Add(Of(order));
        orders.Sort(static (a, b) => string.CompareOrdinal(a.Id.Value, b.Id.Value));

        return new AccountSnapshot(
            state.Id.Value, limits.MoveToImmutable(), totals.MoveToImmutable(), orders.MoveToImmutable(),
            state.AppliedPayments.ToImmutableArray(), state.Settled.ToImmutableArray(),
            state.CreditAnswers.ToImmutableArray(), state.UndonePayments.ToImmutableArray(), SettledOf(state),
            state.OpenedItems, Of(state.Customer), state.BlockedFor)
        {
            Debits = [.. state.Debits],
        };
    }

    /// <summary>The state of the data: it decides and evolves as the one that the data was taken from.</summary>
    public static CustomerAccountState FromSnapshot(AccountSnapshot snapshot)
    {
        var state = CustomerAccount.Initial(snapshot.Id);
        foreach (var limit in snapshot.Limits)
            state.Limits = state.Limits.Add(limit.Currency, limit.LimitMinor);
        foreach (var t in snapshot.Totals)
        {
            var totals = state.TotalsOf(t.Currency);
            totals.OpenInvoicesMinor = t.OpenInvoicesMinor;
            totals.GrantedMinor = t.GrantedMinor;
            totals.OnAccountMinor = t.OnAccountMinor;
            totals.RefundProposedMinor = t.RefundProposedMinor;
        }

        foreach (var order in snapshot.Orders)
            Restore(state, order);
        foreach (var payment in snapshot.AppliedPayments)
            state.AppliedPayments.Add(payment);
        foreach (var document in snapshot.Settled)
            state.Settled.Add(document);
        foreach (var answer in snapshot.CreditAnswers)
            state.CreditAnswers.Add(answer);
        foreach (var payment in snapshot.UndonePayments)
            state.UndonePayments.Add(payment);
        foreach (var settled in snapshot.SettledItems)
            state.SettledItems.Add(settled.Item.Number, Restore(settled.Item, settled.Order));
        state.OpenedItems = snapshot.OpenedItems;
        state.Debits.AddRange(snapshot.Debits);
        state.BlockedFor = snapshot.BlockedFor;
        Restore(state.Customer, snapshot.Customer);
        return state;
    }

    private static ImmutableArray<SettledItemSnapshot> SettledOf(CustomerAccountState state)
    {
        var settled = ImmutableArray.CreateBuilder<SettledItemSnapshot>(state.SettledItems.Count);
        foreach (var item in state.SettledItems.Values)
            settled.Add(new SettledItemSnapshot(item.Order, Of(item)));
        settled.Sort(static (a, b) => a.Item.Sequence.CompareTo(b.Item.Sequence));
        return settled.MoveToImmutable();
    }

    private static CustomerSnapshot Of(CustomerFacts customer)
    {
        var forbidden = ImmutableArray.CreateBuilder<ForbiddenMandateSnapshot>(customer.ForbiddenMandates.Count);
        foreach (var (mandate, reason) in customer.ForbiddenMandates)
            forbidden.Add(new ForbiddenMandateSnapshot(mandate, reason));
        return new CustomerSnapshot(
            customer.Number, customer.Name, customer.Ibans, [.. customer.Learned], forbidden.MoveToImmutable());
    }

    private static void Restore(CustomerFacts customer, CustomerSnapshot snapshot)
    {
        customer.Number = snapshot.Number;
        customer.Name = snapshot.Name;
        customer.Ibans = snapshot.Ibans;
        customer.Learned.AddRange(snapshot.Learned);
        foreach (var (mandate, reason) in snapshot.ForbiddenMandates)
            customer.ForbiddenMandates = customer.ForbiddenMandates.Add(mandate, reason);
    }

    private static OpenItemSnapshot Of(OpenItem item) => new(
        item.Number, item.Currency, item.GrossMinor, item.OpenMinor, item.InvoiceDate, item.DueDate, item.Skonto,
        item.AdvanceMinor, item.ReturnCount, item.Taxes, item.Sequence, item.OrderNumber);

    private static OpenItem Restore(OpenItemSnapshot i, OrderId order) =>
        new(i.Number, order, i.Currency, i.GrossMinor, i.InvoiceDate, i.DueDate, i.Skonto)
        {
            OpenMinor = i.OpenMinor, AdvanceMinor = i.AdvanceMinor, ReturnCount = i.ReturnCount, Taxes = i.Taxes,
            Sequence = i.Sequence, OrderNumber = i.OrderNumber,
        };

    private static AccountOrderSnapshot Of(AccountOrder order)
    {
        var invoices = ImmutableArray.CreateBuilder<OpenItemSnapshot>(order.Invoices.Count);
        foreach (var item in order.Invoices)
            invoices.Add(Of(item));

        return new AccountOrderSnapshot(
            order.Id, order.Currency, order.GrantedMinor, order.PrepaymentMinor, order.AdvanceMinor, order.Reference,
            order.OrderTaxes, order.AdvanceTaxes, invoices.MoveToImmutable(), order.PrepaymentRevision);
    }

    private static void Restore(CustomerAccountState state, AccountOrderSnapshot snapshot)
    {
        var order = state.OrderOf(snapshot.Id, snapshot.Currency);
        order.GrantedMinor = snapshot.GrantedMinor;
        order.PrepaymentMinor = snapshot.PrepaymentMinor;
        order.AdvanceMinor = snapshot.AdvanceMinor;
        order.Reference = snapshot.Reference;
        order.OrderTaxes = snapshot.OrderTaxes;
        order.AdvanceTaxes = snapshot.AdvanceTaxes;
        order.PrepaymentRevision = snapshot.PrepaymentRevision;
        foreach (var i in snapshot.Invoices)
        {
            var item = Restore(i, snapshot.Id);
            order.Invoices.Add(item);
            state.Invoices.Add(item.Number, item);
        }
    }
}

/// <summary>A credit limit that a person set.</summary>
public sealed record AccountLimitSnapshot(Currency Currency, long LimitMinor);

/// <summary>An account's totals in one currency.</summary>
public sealed record AccountTotalsSnapshot(
    Currency Currency, long OpenInvoicesMinor, long GrantedMinor, long OnAccountMinor, long RefundProposedMinor);

/// <summary>The money of one order in its customer's account.</summary>
public sealed record AccountOrderSnapshot(
    OrderId Id, Currency Currency, long GrantedMinor, long PrepaymentMinor, long AdvanceMinor, string? Reference,
    ImmutableArray<TaxAmount>? OrderTaxes, ImmutableArray<TaxAmount>? AdvanceTaxes,
    ImmutableArray<OpenItemSnapshot> Invoices, int PrepaymentRevision = 0);

/// <summary>An open or settled item.</summary>
public sealed record OpenItemSnapshot(
    string Number, Currency Currency, long GrossMinor, long OpenMinor, DateOnly InvoiceDate, DateOnly DueDate,
    ImmutableArray<Skonto> Skonto, long AdvanceMinor, int ReturnCount, ImmutableArray<TaxAmount>? Taxes, long Sequence,
    string? OrderNumber);

/// <summary>An item that is settled.</summary>
public sealed record SettledItemSnapshot(OrderId Order, OpenItemSnapshot Item);

/// <summary>What is known of who pays for a customer.</summary>
public sealed record CustomerSnapshot(
    string? Number, string? Name, ImmutableArray<string> Ibans, ImmutableArray<LearnedPayer> Learned,
    ImmutableArray<ForbiddenMandateSnapshot> ForbiddenMandates);

/// <summary>A mandate that may not be used again; with the payment that said so.</summary>
public sealed record ForbiddenMandateSnapshot(string Mandate, string Reason);
