using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Items of other systems, and what is learned of payers.</content>
public static partial class CustomerAccount
{
    /// <summary>Accounts that are kept on file of one customer.</summary>
    public const int MaxIbans = 20;

    private const int ToldConfirmations = 3;
    private const int DaysBetweenConfirmations = 30;

    /// <summary>Stands for the orders of items that another system opened.</summary>
    private static readonly OrderId ImportedOrder = new("");

    private static Decision<AccountReply, AccountEvent> ImportItem(
        CustomerAccountState state, AccountCommand.ImportItem import)
    {
        var item = import.Item;
        var signed = item.Kind == ItemKind.CreditNote ? -item.AmountMinor : item.AmountMinor;
        if (state.Invoices.TryGetValue(item.Document, out var known)
            || state.SettledItems.TryGetValue(item.Document, out known))
        {
            return Answer(
                known.IsImported && known.GrossMinor == signed && known.Currency == item.Currency
                && known.InvoiceDate == item.IssueDate && known.DueDate == item.DueDate
                    ? AccountReply.Duplicate
                    : AccountReply.Conflict);
        }

        if (state.Settled.Contains(item.Document))
            return Answer(AccountReply.Duplicate);
        if (item.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);
        var imported = new AccountEvent.ItemImported(
            item.Document, item.Kind, item.OrderNumber, item.Reference, item.IssueDate, item.DueDate, signed,
            item.Currency, item.Skonto, import.Actor);
        return Differs(state.Customer, item.Customer) is { } noted
            ? new Decision<AccountReply, AccountEvent>(AccountReply.Accepted, [noted, imported])
            : Accept(imported);
    }

    // Says nothing where nothing is said: a file without names does not make the customer nameless.
    private static AccountEvent.CustomerNoted? Differs(CustomerFacts known, ImportedCustomer customer)
    {
        var ibans = known.Ibans;
        foreach (var iban in customer.Ibans)
        {
            if (ibans.Length < MaxIbans && !ibans.Contains(iban, StringComparer.Ordinal))
                ibans = ibans.Add(iban);
        }

        var number = customer.Number ?? known.Number;
        var name = customer.Name ?? known.Name;
        return number == known.Number && name == known.Name && ibans.Length == known.Ibans.Length
            ? null
            : new AccountEvent.CustomerNoted(number, name, ibans);
    }

    private static LearnedPayer? Learn(CustomerAccountState state, Payer payer, DateOnly seen)
    {
        if (payer.Iban is null && string.IsNullOrWhiteSpace(payer.Name))
            return null;
        var known = state.Customer.Find(payer.Iban, payer.Name);
        if (known is { Count: >= ToldConfirmations }
            && seen.DayNumber - known.LastSeen.DayNumber < DaysBetweenConfirmations)
            return null;
        return new LearnedPayer(
            payer.Iban, payer.Name ?? known?.Name, (known?.Count ?? 0) + 1,
            known is { } before && before.LastSeen > seen ? before.LastSeen : seen);
    }

    private static Decision<AccountReply, AccountEvent> DoubtPayer(
        CustomerAccountState state, AccountCommand.DoubtPayer doubt)
    {
        if (state.Customer.Find(doubt.Payer.Iban, doubt.Payer.Name) is not { } known)
            return Answer(AccountReply.Unknown);
        return Accept(known.Count > 1
            ? new AccountEvent.PayerLearned(known.Iban, known.Name, known.Count - 1, known.LastSeen)
            : new AccountEvent.PayerForgotten(
                known.Iban, known.Iban is null ? known.Name : null, "paid for another customer", doubt.Actor));
    }

    private static Decision<AccountReply, AccountEvent> ForgetPayer(
        CustomerAccountState state, AccountCommand.ForgetPayer forget)
    {
        var (iban, name) = (forget.Payer.Iban, forget.Payer.Name);
        var isKnown = state.Customer.Find(iban, name) is not null
            || (iban is not null && state.Customer.Ibans.Contains(iban, StringComparer.Ordinal));
        return isKnown
            ? Accept(new AccountEvent.PayerForgotten(iban, iban is null ? name : null, "by a person", forget.Actor))
            : Answer(AccountReply.Unknown);
    }
}
