using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Audit;

/// <summary>
/// The keys by which a cause and its effect find each other: whatever both events say goes in, so that a difference in
/// any of it leaves both alone.
/// </summary>
internal static class Links
{
    public static ulong NumberRequest(ulong series, ulong order, ulong request) =>
        Key.Mix(series, Key.Mix(order, request));

    public static ulong Number(ulong order, ulong request, ulong number) =>
        Key.Mix(order, Key.Mix(request, number));

    public static ulong Item(ulong account, ulong order, ulong number, long grossMinor, ulong taxes) =>
        Key.Mix(Key.Mix(account, order), Key.Mix(Key.Mix(number, grossMinor), taxes));

    public static ulong Settlement(ulong order, ulong number, long amountMinor, long openMinor) =>
        Key.Mix(Key.Mix(order, number), Key.Mix(unchecked((ulong)amountMinor), openMinor));

    public static ulong Shipment(ulong order, ulong sku, ulong shipmentAndWarehouse, int quantity) =>
        Key.Mix(Key.Mix(order, sku), Key.Mix(shipmentAndWarehouse, quantity));

    public static ulong Prepayment(ulong account, ulong order, long amountMinor) =>
        Key.Mix(account, Key.Mix(order, amountMinor));

    public static ulong Match(ulong payment, ulong account, long amountMinor) =>
        Key.Mix(payment, Key.Mix(account, amountMinor));

    /// <summary>Net and tax of all rates, in whatever order.</summary>
    public static ulong Taxes(ImmutableArray<TaxAmount> taxes)
    {
        var sum = 0UL;
        foreach (var (rate, net, tax) in taxes)
        {
            // 19 and 19.0 are the same rate.
            var rateKey = Key.Mix((ulong)(long)(rate * 1_000_000m), net);
            sum = unchecked(sum + Key.Mix(rateKey, tax));
        }

        return sum;
    }
}
