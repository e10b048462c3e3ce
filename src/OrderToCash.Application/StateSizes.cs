using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application;

/// <summary>About what states take in memory, of the kinds of which there are many.</summary>
/// <remarks>
/// A SKU forgets nearly all of its events and a customer's account most. Counted by events, ten thousand SKUs that sell
/// well filled the memory for states, and pushed out customers and each other.
/// </remarks>
internal static class StateSizes
{
    private const long WarehouseBytes = 120;
    private const long ReservationBytes = 300;
    private const long AccountOrderBytes = 350;

    /// <summary>Texts, taxes and its places in two tables.</summary>
    private const long ItemBytes = 600;

    private const long RememberedTextBytes = 120;
    private const long KnownPayerBytes = 200;

    /// <summary>Of a SKU, beyond an empty one.</summary>
    public static long Of(StockState state) =>
        (WarehouseBytes * state.Warehouses.Count) + (ReservationBytes * state.Reservations.Count);

    /// <summary>Of a customer's account, beyond an empty one.</summary>
    public static long Of(CustomerAccountState state) =>
        (AccountOrderBytes * state.Orders.Count)
        + (ItemBytes * (state.Invoices.Count + state.SettledItems.Count))
        + (RememberedTextBytes
            * (state.Settled.Count + state.AppliedPayments.Count + state.UndonePayments.Count
                + state.CreditAnswers.Count))
        + (KnownPayerBytes * (state.Debits.Count + state.Customer.Learned.Count));
}
