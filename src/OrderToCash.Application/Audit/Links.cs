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

    /// <summary>A customer blocked for a reason; without one, no longer blocked.</summary>
    public static ulong Block(ulong account, string? reason) => Key.Mix(account, Key.Of(reason));

    public static ulong Prepayment(ulong account, ulong order, long amountMinor) =>
        Key.Mix(account, Key.Mix(order, amountMinor));

    /// <summary>A share of a payment: which decision, whose, how much.</summary>
    public static ulong Match(ulong payment, ulong account, int attempt, long amountMinor) =>
        Key.Mix(Key.Mix(payment, attempt), Key.Mix(account, amountMinor));

    /// <summary>A share that is taken back: by a person, or through another payment.</summary>
    /// <param name="atAttempt">Tells apart what that payment takes, gives back and takes again.</param>
    public static ulong TakingBack(
        ulong payment, ulong account, int attempt, string? through, int atAttempt, long amountMinor) =>
        Key.Mix(Match(payment, account, attempt, amountMinor), Key.Mix(Key.Of(through), atAttempt));

    /// <summary>What a decision of a payment did to a document.</summary>
    public static ulong Allocation(ulong payment, ulong account, int attempt, in Domain.Receivables.Allocation one)
    {
        var costs = Key.Mix(Key.Mix(unchecked((ulong)one.SkontoMinor), one.ChargesMinor), one.WriteOffMinor);
        return Key.Mix(Match(payment, account, attempt, one.AmountMinor), Key.Mix(Key.Of(one.Document), costs));
    }

    public static ulong Reversal(ulong by, ulong original) => Key.Mix(by, original);

    /// <summary>A decision of a payment to be the payout of a settlement.</summary>
    public static ulong Payout(ulong payment, ulong settlement, int attempt) =>
        Key.Mix(Key.Mix(payment, settlement), attempt);

    /// <summary>What an account does for a row: positive comes to it, negative goes from it.</summary>
    public static ulong Row(ulong row, ulong account, int attempt, long amountMinor) =>
        Key.Mix(Key.Mix(row, account), Key.Mix(unchecked((ulong)amountMinor), attempt));

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
