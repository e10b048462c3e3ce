using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Domain.Receivables;

/// <content>What events change.</content>
public static partial class CustomerAccount
{
    /// <summary>
    /// Granted credit that is left after an invoice and no more than this is dropped: invoices of net-price orders can
    /// be a few cents below the order's total, and such a rest would count against the limit for good.
    /// </summary>
    public const long MaxGrantRestMinor = 10;

    /// <summary>Changes the state by the event and returns it.</summary>
    public static CustomerAccountState Evolve(CustomerAccountState state, AccountEvent accountEvent)
    {
        switch (accountEvent)
        {
            case AccountEvent.ItemOpened opened:
                Apply(state, opened);
                return state;
            case AccountEvent.PaymentApplied applied:
                Apply(state, applied);
                if (applied.Learned is { } payer)
                    Learn(state.Customer, payer);
                return state;
            case AccountEvent.PayerLearned learned:
                Learn(state.Customer, new LearnedPayer(learned.Iban, learned.Name, learned.Count, learned.LastSeen));
                return state;
            case AccountEvent.ItemImported imported:
                Apply(state, imported);
                return state;
            case AccountEvent.PaymentUndone undone:
                Apply(state, undone);
                return state;
            case AccountEvent.PayerForgotten forgotten:
                Apply(state.Customer, forgotten);
                return state;
            case AccountEvent.CustomerNoted noted:
                state.Customer.Number = noted.Number;
                state.Customer.Name = noted.Name;
                state.Customer.Ibans = noted.Ibans;
                return state;
            case AccountEvent.DebitPresented presented:
                Apply(state, presented);
                return state;
            case AccountEvent.PaymentRefused refused:
                state.AppliedPayments.Add(AppliedKey(refused.Payment, refused.Attempt));
                return state;
            case AccountEvent.CreditGranted granted:
                state.CreditAnswers.Add(CreditKey(granted.Order, granted.Revision));
                var order = state.OrderOf(granted.Order, granted.Currency);
                SetGrant(state, order, granted.AmountMinor);
                return state;
            case AccountEvent.CreditRefused refused:
                Apply(state, refused);
                return state;
            case AccountEvent.CreditLimitSet set:
                state.Limits = set.LimitMinor is { } limit
                    ? state.Limits.SetItem(set.Currency, limit)
                    : state.Limits.Remove(set.Currency);
                return state;
            case AccountEvent.Blocked blocked:
                state.BlockedFor = blocked.Reason;
                return state;
            case AccountEvent.Unblocked:
                state.BlockedFor = null;
                return state;
            case AccountEvent.PrepaymentOpened opened:
                var prepaid = state.OrderOf(opened.Order, opened.Currency);
                prepaid.PrepaymentMinor = opened.AmountMinor;
                prepaid.Reference = opened.Reference;
                prepaid.OrderTaxes = opened.Taxes;
                prepaid.PrepaymentRevision = opened.Revision;
                return state;
            case AccountEvent.OrderWithdrawn withdrawn:
                Apply(state, withdrawn);
                return state;
            default:
                throw new UnreachableException();
        }
    }

    private static void Apply(CustomerAccountState state, AccountEvent.CreditRefused refused)
    {
        state.CreditAnswers.Add(CreditKey(refused.Order, refused.Revision));
        if (!state.Orders.TryGetValue(refused.Order, out var order))
            return;
        SetGrant(state, order, 0);
        Forget(state, order);
    }

    private static void Apply(CustomerAccountState state, AccountEvent.ItemOpened opened)
    {
        var totals = state.TotalsOf(opened.Currency);
        var known = state.Orders.TryGetValue(opened.Order, out var order);
        if (known && order is not null)
        {
            TakeAdvance(order, opened.AdvanceMinor, opened.AdvanceTaxes);
            // Delivered before it was paid: the invoice now asks for what the prepayment asked for.
            order.PrepaymentMinor -= Math.Min(order.PrepaymentMinor, opened.OpenMinor + opened.PspMinor);
            var grant = order.GrantedMinor - Math.Min(order.GrantedMinor, opened.GrossMinor);
            SetGrant(state, order, grant > MaxGrantRestMinor ? grant : 0);
        }

        var item = new OpenItem(
            opened.Number, opened.Order, opened.Currency, opened.GrossMinor, opened.InvoiceDate, opened.DueDate,
            opened.Skonto)
        {
            OpenMinor = opened.OpenMinor, AdvanceMinor = opened.AdvanceMinor, Taxes = opened.Taxes,
            Sequence = ++state.OpenedItems,
        };
        if (opened.OpenMinor > 0)
        {
            order ??= state.OrderOf(opened.Order, opened.Currency);
            order.Invoices.Add(item);
            state.Invoices.Add(item.Number, item);
            totals.OpenInvoicesMinor += opened.OpenMinor;
        }
        else
        {
            Remember(state, item);
        }

        if (order is not null)
            Forget(state, order);
    }

    private static void Apply(CustomerAccountState state, AccountEvent.OrderWithdrawn withdrawn)
    {
        if (!state.Orders.TryGetValue(withdrawn.Order, out var order))
            return;
        var wasPrepayment = order.PrepaymentMinor + order.AdvanceMinor > 0;
        if (withdrawn.Whole)
        {
            SetGrant(state, order, 0);
            order.PrepaymentMinor = 0;
        }
        else
        {
            SetGrant(state, order, order.GrantedMinor - Math.Min(order.GrantedMinor, withdrawn.WithdrawnMinor));
            order.PrepaymentMinor -= Math.Min(order.PrepaymentMinor, withdrawn.WithdrawnMinor);
        }

        TakeAdvance(order, withdrawn.RefundMinor, withdrawn.RefundTaxes);
        state.TotalsOf(withdrawn.Currency).RefundProposedMinor += withdrawn.RefundMinor;
        // Not to be remembered as settled: an edited order asks for its prepayment anew.
        if (wasPrepayment && order.PrepaymentMinor + order.AdvanceMinor == 0)
        {
            order.Reference = null;
            order.OrderTaxes = null;
        }

        Forget(state, order);
    }

    private static void TakeAdvance(AccountOrder order, long amountMinor, ImmutableArray<TaxAmount>? taxes)
    {
        order.AdvanceMinor -= amountMinor;
        if (order.AdvanceMinor == 0)
            order.AdvanceTaxes = null;
        else if (order.AdvanceTaxes is { } held && taxes is { } taken)
            order.AdvanceTaxes = AdvanceTax.Subtract(held, taken);
    }

    private static void SetGrant(CustomerAccountState state, AccountOrder order, long grantMinor)
    {
        state.TotalsOf(order.Currency).GrantedMinor += grantMinor - order.GrantedMinor;
        order.GrantedMinor = grantMinor;
    }

    // An order leaves when nothing of it is open; one that was prepaid is remembered, so that a late repeat doesn't ask
    // for its prepayment again.
    private static void Forget(CustomerAccountState state, AccountOrder order)
    {
        if (!order.IsEmpty)
            return;
        state.Orders.Remove(order.Id);
        if (order.Reference is not null)
            state.AddSettled(order.Id.Value);
    }
}
