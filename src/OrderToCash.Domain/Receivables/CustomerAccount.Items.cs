using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Invoices, prepayments and their withdrawal.</content>
public static partial class CustomerAccount
{
    /// <summary>
    /// What may be missing of an invoice whose order was paid in full in advance. Tax of net-price orders is rounded by
    /// invoice and rate, so partial invoices can differ from the prepayment by a cent a rate; nobody asks for that.
    /// </summary>
    public const long MaxRoundingMinor = 5;

    private static Decision<AccountReply, AccountEvent> OpenInvoice(
        CustomerAccountState state, AccountCommand.OpenInvoice open)
    {
        if (state.Invoices.ContainsKey(open.Number) || state.Settled.Contains(open.Number))
            return Answer(AccountReply.Duplicate);
        // An invoice of 0.00 is one: the order took its number and the books have to show it.
        if (open.GrossMinor < 0)
            return Answer(AccountReply.InvalidAmount);

        long advance = 0;
        long rounding = 0;
        ImmutableArray<TaxAmount>? advanceTaxes = null;
        if (state.Orders.TryGetValue(open.Order, out var order) && order.Currency == open.Currency
            && order.AdvanceMinor > 0)
        {
            advance = Math.Min(open.GrossMinor, order.AdvanceMinor);
            if (order.AdvanceTaxes is { } held)
                advanceTaxes = AdvanceTax.Take(held, advance);
            if (order.PrepaymentMinor == 0 && open.GrossMinor - advance <= MaxRoundingMinor)
                rounding = open.GrossMinor - advance;
        }

        var rest = open.GrossMinor - advance - rounding;
        var psp = open.SettledByPsp ? rest : 0;
        return Accept(new AccountEvent.ItemOpened(
            open.Number, open.Order, open.Currency, open.GrossMinor, open.Taxes, open.InvoiceDate, open.DueDate,
            advance, psp, open.Provider, rest - psp, open.Skonto, advanceTaxes, rounding));
    }

    private static Decision<AccountReply, AccountEvent> OpenPrepayment(
        CustomerAccountState state, AccountCommand.OpenPrepayment open)
    {
        if (state.Settled.Contains(open.Order.Value)
            || (state.Orders.TryGetValue(open.Order, out var order) && order.Reference is not null))
            return Answer(AccountReply.Duplicate);
        if (open.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);
        // Taxes that sum to nothing can't split an amount; posted whole they are still right.
        var isSplit = open.Taxes is { IsDefaultOrEmpty: false } taxes && AdvanceTax.GrossOf(taxes) > 0;
        return Accept(new AccountEvent.PrepaymentOpened(
            open.Order, open.Reference, open.AmountMinor, open.Currency, isSplit ? open.Taxes : null, open.Revision));
    }

    private static Decision<AccountReply, AccountEvent> WithdrawOrder(
        CustomerAccountState state, AccountCommand.WithdrawOrder withdraw)
    {
        if (withdraw.WithdrawMinor < 0)
            return Answer(AccountReply.InvalidAmount);
        if (!state.Orders.TryGetValue(withdraw.Order, out var order)
            || order.GrantedMinor + order.PrepaymentMinor + order.AdvanceMinor == 0)
            return Answer(AccountReply.Unknown);

        var isPrepayment = order.PrepaymentMinor + order.AdvanceMinor > 0;
        // What was not paid yet is given up first; only money beyond what is still owed goes back.
        var open = isPrepayment ? order.PrepaymentMinor : order.GrantedMinor;
        var withdrawn = withdraw.Whole ? open : Math.Min(open, withdraw.WithdrawMinor);
        var refund = withdraw.Whole
            ? order.AdvanceMinor
            : isPrepayment ? Math.Min(order.AdvanceMinor, withdraw.WithdrawMinor - withdrawn) : 0;
        if (withdrawn + refund == 0 && !withdraw.Whole)
            return Answer(AccountReply.Accepted);

        ImmutableArray<TaxAmount>? refundTaxes =
            refund > 0 && order.AdvanceTaxes is { } held ? AdvanceTax.Take(held, refund) : null;
        return Accept(new AccountEvent.OrderWithdrawn(
            withdraw.Order, withdraw.Whole, order.Currency, withdrawn, refund, refundTaxes,
            isPrepayment && !withdraw.Whole ? order.PrepaymentMinor - withdrawn : null,
            isPrepayment && !withdraw.Whole ? order.PrepaymentRevision : 0));
    }
}
