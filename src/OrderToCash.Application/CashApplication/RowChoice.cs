using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>What a row of a provider's report is, once an order or an item of its number is found.</summary>
public static class RowChoice
{
    /// <summary>The numbers by which a row may name an order or an invoice, without channel; none for fees.</summary>
    public static IEnumerable<string> NumbersOf(SettlementRow row)
    {
        if (!Settlement.IsCustomers(row))
            yield break;
        if (!string.IsNullOrWhiteSpace(row.Order))
            yield return row.Order.Trim();
        if (!string.IsNullOrWhiteSpace(row.ProviderOrder) && row.ProviderOrder != row.Order)
            yield return row.ProviderOrder.Trim();
    }

    /// <summary>What the row is of this order; null where the number alone says too little.</summary>
    /// <remarks>
    /// A number without its channel is common to many shops: it counts where the provider, the provider's reference or
    /// the amount agrees too.
    /// </remarks>
    /// <param name="isExact">The row names the order with its channel, or one of its invoices.</param>
    public static RowTarget? Of(int index, SettlementReport report, OrderState order, bool isExact)
    {
        var row = report.Rows[index];
        if (order.Content is not { } content || content.Currency != report.Currency)
            return null;
        var terms = content.Payment;
        var isOfProvider = string.Equals(terms.Provider, report.Provider, StringComparison.OrdinalIgnoreCase)
            || string.Equals(content.Channel, report.Provider, StringComparison.OrdinalIgnoreCase);
        var isReferenced = terms.Reference is { Length: > 0 } reference
            && (reference == row.PaymentId || reference == row.OriginalId || reference == row.Id);
        if (!isExact && !isOfProvider && !isReferenced && row.GrossMinor != order.TotalMinor)
            return null;

        var isPromised = terms is { Method: PaymentMethod.Psp, Status: PspStatus.Authorized or PspStatus.Captured };
        // What the provider promised settles invoices by itself; what went back opens those that there are.
        var use = isPromised && (row.GrossMinor > 0 || order.Invoices.IsEmpty) ? RowUse.Provider : RowUse.Customer;
        return use == RowUse.Provider
            ? new RowTarget(index, use, new AccountId(""), order.Id.Value)
            : new RowTarget(index, use, order.Account, order.Id.Value);
    }

    /// <summary>What the row is of another system's item.</summary>
    public static RowTarget Of(int index, AccountId account, string document) =>
        new(index, RowUse.Customer, account, document);
}
