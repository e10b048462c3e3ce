using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Review;

/// <summary>A document in its account.</summary>
/// <param name="Document">Its number as the account knows it.</param>
/// <param name="OpenMinor">What is open of it; negative for a credit note, 0 where it is settled.</param>
public readonly record struct FoundDocument(AccountId Account, string Document, Currency Currency, long OpenMinor)
{
    /// <summary>Looks a document up in an account; null where the account never had it, or forgot it.</summary>
    public static FoundDocument? In(CustomerAccountState account, string document)
    {
        if (account.Invoices.TryGetValue(document, out var item))
            return new FoundDocument(account.Id, item.Number, item.Currency, item.OpenMinor);
        if (account.Orders.TryGetValue(new OrderId(document), out var order) && order.PrepaymentMinor > 0)
            return new FoundDocument(account.Id, document, order.Currency, order.PrepaymentMinor);
        return account.Settled.Contains(document)
            ? new FoundDocument(account.Id, document, default, 0)
            : null;
    }
}
