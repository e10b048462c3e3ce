using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Direct debits that were handed to the bank.</content>
public static partial class CustomerAccount
{
    // Nothing of the account's money changes: the bank's statement says what became of it.
    private static Decision<AccountReply, AccountEvent> PresentDebit(
        CustomerAccountState state, AccountCommand.PresentDebit present)
    {
        var debit = present.Debit;
        foreach (var known in state.Debits)
        {
            if (known.Batch == debit.Batch && known.EndToEndId == debit.EndToEndId)
                return Answer(known == debit ? AccountReply.Duplicate : AccountReply.Conflict);
        }

        if (debit.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);
        var currency = state.Invoices.TryGetValue(debit.Document, out var item)
            || state.SettledItems.TryGetValue(debit.Document, out item)
                ? item.Currency
                : state.Orders.GetValueOrDefault(new OrderId(debit.Document))?.Currency;
        if (currency is null)
            return Answer(AccountReply.Unknown);
        return currency == debit.Currency
            ? Accept(new AccountEvent.DebitPresented(debit, present.Actor))
            : Answer(AccountReply.Conflict);
    }

    private static void Apply(CustomerAccountState state, AccountEvent.DebitPresented presented)
    {
        if (state.Debits.Count == CustomerAccountState.MaxDebits)
            state.Debits.RemoveAt(0);
        state.Debits.Add(presented.Debit);
    }
}
