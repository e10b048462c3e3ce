using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.CashApplication;
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

    /// <summary>
    /// The highest difference that is written off of one item, in major units; policies stay below it.
    /// </summary>
    public const long MaxWriteOff = 50;

    private static Decision<AccountReply, AccountEvent> ApplyPayment(
        CustomerAccountState state, AccountCommand.ApplyPayment apply)
    {
        if (state.AppliedPayments.Contains(AppliedKey(apply.Payment, apply.Attempt)))
            return Answer(AccountReply.Duplicate);
        if (apply.AmountMinor == 0)
            return Answer(AccountReply.InvalidAmount);
        if (apply.AmountMinor < 0)
            return PayOut(state, apply);

        var allocations = ImmutableArray.CreateBuilder<Allocation>(
            apply.Allocations?.Length ?? apply.Documents.Length);
        var rest = apply.AmountMinor - apply.RefundMinor;
        if (apply.Allocations is { } proposed)
        {
            if (AllocateProposed(state, apply, proposed, allocations, ref rest) is { } refused)
                return Accept(refused);
        }
        else
        {
            AllocateDocuments(state, apply, allocations, ref rest);
        }

        return Accept(new AccountEvent.PaymentApplied(
            apply.Payment, apply.AmountMinor, apply.Currency, apply.ValueDate, allocations.DrainToImmutable(), rest,
            apply.Attempt, apply.RefundMinor, apply.Through, apply.Provider, apply.Return,
            apply.Teaches is { } payer ? Learn(state, payer, apply.ValueDate) : null));
    }

    // Money that went out to the customer: a proposed refund first, then what is on account. More is not the
    // customer's.
    private static Decision<AccountReply, AccountEvent> PayOut(
        CustomerAccountState state, AccountCommand.ApplyPayment apply)
    {
        var totals = state.FindTotals(apply.Currency);
        var refund = Math.Min(-apply.AmountMinor, Math.Max(totals?.RefundProposedMinor ?? 0, 0));
        var rest = apply.AmountMinor + refund;
        if (-rest > Math.Max(totals?.OnAccountMinor ?? 0, 0) && !apply.StaysOnAccount)
        {
            return Accept(Refuse(apply, "", "no refund of this amount is owed to the customer"));
        }

        return Accept(new AccountEvent.PaymentApplied(
            apply.Payment, apply.AmountMinor, apply.Currency, apply.ValueDate, [], rest, apply.Attempt, -refund,
            apply.Through, apply.Provider, apply.Return));
    }

    // All as proposed. Where that does not hold: all that holds, if the rest may stay on account, else nothing.
    private static AccountEvent.PaymentRefused? AllocateProposed(
        CustomerAccountState state, AccountCommand.ApplyPayment apply, ImmutableArray<MatchAllocation> proposed,
        ImmutableArray<Allocation>.Builder allocations, ref long rest)
    {
        var whole = rest;
        foreach (var one in proposed)
        {
            if (FindObstacle(state, one, apply.Currency, allocations) is { } obstacle)
            {
                // What is given again to a prepayment may have been taken back of the invoices that had consumed it.
                if (apply.Through is not null && state.Orders.TryGetValue(new OrderId(one.Document), out var order))
                {
                    var part = one.PaidMinor;
                    AllocateOrder(order, apply.Currency, allocations, ref part);
                    rest -= one.PaidMinor - part;
                    continue;
                }

                if (!apply.StaysOnAccount)
                    return Refuse(apply, one.Document, obstacle);
                continue;
            }

            rest -= one.PaidMinor;
            allocations.Add(AllocationOf(state, one));
        }

        if (rest >= 0)
            return null;
        // A credit note that does not hold any more would have paid for it.
        allocations.Clear();
        rest = whole;
        return apply.StaysOnAccount
            ? null
            : Refuse(apply, "", "more is allocated than was paid");
    }

    private static AccountEvent.PaymentRefused Refuse(
        AccountCommand.ApplyPayment apply, string document, string reason) =>
        new(apply.Payment, apply.Attempt, apply.AmountMinor, document, reason);

    private static string? FindObstacle(
        CustomerAccountState state, in MatchAllocation proposed, Currency currency,
        ImmutableArray<Allocation>.Builder allocations)
    {
        if (allocations.Count >= MaxAllocations)
            return "a payment settles at most 500 items";
        long open;
        var kind = ItemKind.Invoice;
        if (state.Invoices.TryGetValue(proposed.Document, out var item))
        {
            if (item.Currency != currency)
                return "it is in " + item.Currency.Code;
            (open, kind) = (item.OpenMinor, item.Kind);
        }
        else if (state.Orders.TryGetValue(new OrderId(proposed.Document), out var order) && order.PrepaymentMinor > 0)
        {
            if (order.Currency != currency)
                return "it is in " + order.Currency.Code;
            (open, kind) = (order.PrepaymentMinor, ItemKind.Prepayment);
        }
        else
        {
            return state.Settled.Contains(proposed.Document) ? "it is settled" : "it is not open";
        }

        if (IsAllocated(allocations, item?.Number ?? proposed.Document, kind))
            return "it is named twice";
        return FindExcess(proposed, open, kind, currency);
    }

    private static string? FindExcess(in MatchAllocation proposed, long open, ItemKind kind, Currency currency)
    {
        if (kind == ItemKind.CreditNote)
        {
            return proposed.PaidMinor < 0 && proposed.PaidMinor == proposed.SettledMinor && proposed.PaidMinor >= open
                ? null
                : "of a credit note less is open";
        }

        if (proposed.PaidMinor <= 0 || proposed.SkontoMinor < 0 || proposed.ChargesMinor < 0)
            return "an amount is negative";
        if (proposed.SettledMinor > open || proposed.SettledMinor <= 0)
            return "less is open of it";
        if (proposed.SkontoMinor + proposed.ChargesMinor + Math.Abs(proposed.WriteOffMinor) == 0)
            return null;
        // A discount or a difference goes with a whole document; what is left of one would be owed all the same.
        if (proposed.SettledMinor != open)
            return "another amount is open of it";
        if (proposed.SkontoMinor > 0 && kind == ItemKind.Prepayment)
            return "a prepayment has no discount";
        return Math.Abs(proposed.WriteOffMinor) > InMinor(MaxWriteOff, currency) ? "too much is written off" : null;
    }

    private static Allocation AllocationOf(CustomerAccountState state, in MatchAllocation proposed)
    {
        if (state.Invoices.TryGetValue(proposed.Document, out var item))
        {
            ImmutableArray<TaxAmount>? skontoTaxes =
                proposed.SkontoMinor > 0 && item.Taxes is { } itemTaxes && AdvanceTax.GrossOf(itemTaxes) > 0
                    ? AdvanceTax.Received(itemTaxes, proposed.SkontoMinor)
                    : null;
            return new Allocation(
                item.Number, item.Order, item.Kind, proposed.PaidMinor, item.OpenMinor - proposed.SettledMinor, null, 0,
                proposed.SkontoMinor, proposed.ChargesMinor, proposed.WriteOffMinor, skontoTaxes);
        }

        var order = state.Orders[new OrderId(proposed.Document)];
        ImmutableArray<TaxAmount>? taxes =
            order.OrderTaxes is { } orderTaxes ? AdvanceTax.Received(orderTaxes, proposed.SettledMinor) : null;
        return new Allocation(
            order.Id.Value, order.Id, ItemKind.Prepayment, proposed.PaidMinor,
            order.PrepaymentMinor - proposed.SettledMinor, taxes, order.PrepaymentRevision, 0, proposed.ChargesMinor,
            proposed.WriteOffMinor);
    }

    // A payment's id may itself end in "#2", where a bank uses a reference again; none ends in "<".
    private static string AppliedKey(PaymentId payment, int attempt) =>
        attempt == 1 ? payment.Value : string.Create(CultureInfo.InvariantCulture, $"{payment.Value}#{attempt}<");
}
