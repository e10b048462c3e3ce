using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Domain.Receivables;

/// <summary>Splits advances by tax rate, exact to the minor unit.</summary>
/// <remarks>
/// Source: UStG § 13 (1) no. 1 a sentence 4: tax on an advance is owed for the month in which it was received.
/// </remarks>
public static class AdvanceTax
{
    /// <summary>
    /// Splits money received in advance in proportion to the order's gross amounts by rate. The parts sum to the
    /// amount.
    /// </summary>
    /// <param name="orderTaxes">What was asked for, by rate; its gross sum is positive.</param>
    /// <param name="amountMinor">Minor units, not negative.</param>
    public static ImmutableArray<TaxAmount> Received(ImmutableArray<TaxAmount> orderTaxes, long amountMinor)
    {
        var total = GrossOf(orderTaxes);
        var parts = ImmutableArray.CreateBuilder<TaxAmount>(orderTaxes.Length);
        long before = 0;
        long cumulated = 0;
        foreach (var tax in orderTaxes)
        {
            cumulated += tax.NetMinor + tax.TaxMinor;
            var boundary = Share(cumulated, amountMinor, total);
            var gross = boundary - before;
            before = boundary;
            var taxPart = (long)Math.Round(gross * tax.Rate / (100m + tax.Rate), 0, MidpointRounding.AwayFromZero);
            parts.Add(new TaxAmount(tax.Rate, gross - taxPart, taxPart));
        }

        return parts.MoveToImmutable();
    }

    /// <summary>
    /// Takes an amount out of a held advance. Taking the rest takes exactly what is left of each rate, so that what was
    /// posted when the money came is taken back to the last cent.
    /// </summary>
    /// <param name="held">How the advance splits now; its gross sum is at least the amount.</param>
    /// <param name="amountMinor">Minor units, not negative.</param>
    public static ImmutableArray<TaxAmount> Take(ImmutableArray<TaxAmount> held, long amountMinor)
    {
        var total = GrossOf(held);
        if (total == amountMinor)
            return held;
        var parts = ImmutableArray.CreateBuilder<TaxAmount>(held.Length);
        long before = 0;
        long cumulated = 0;
        foreach (var tax in held)
        {
            var heldGross = tax.NetMinor + tax.TaxMinor;
            cumulated += heldGross;
            var boundary = Share(cumulated, amountMinor, total);
            var gross = boundary - before;
            before = boundary;
            var taxPart = heldGross == 0 ? 0 : Share(tax.TaxMinor, gross, heldGross);
            parts.Add(new TaxAmount(tax.Rate, gross - taxPart, taxPart));
        }

        return parts.MoveToImmutable();
    }

    /// <summary>The sum by rate; both hold the same rates in the same order, or the first is null.</summary>
    public static ImmutableArray<TaxAmount> Add(ImmutableArray<TaxAmount>? held, ImmutableArray<TaxAmount> parts) =>
        held is { } first ? Combine(first, parts, 1) : parts;

    /// <summary>The difference by rate.</summary>
    public static ImmutableArray<TaxAmount> Subtract(ImmutableArray<TaxAmount> held, ImmutableArray<TaxAmount> parts) =>
        Combine(held, parts, -1);

    /// <summary>Σ net + tax.</summary>
    public static long GrossOf(ImmutableArray<TaxAmount> taxes)
    {
        long gross = 0;
        foreach (var tax in taxes)
            gross += tax.NetMinor + tax.TaxMinor;
        return gross;
    }

    private static ImmutableArray<TaxAmount> Combine(
        ImmutableArray<TaxAmount> held, ImmutableArray<TaxAmount> parts, int sign)
    {
        var sums = ImmutableArray.CreateBuilder<TaxAmount>(held.Length);
        for (var i = 0; i < held.Length; i++)
        {
            var part = parts[i];
            sums.Add(new TaxAmount(
                part.Rate, held[i].NetMinor + sign * part.NetMinor, held[i].TaxMinor + sign * part.TaxMinor));
        }

        return sums.MoveToImmutable();
    }

    // part × amount / whole, half away from zero. Integers of 128 bits, as the product passes decimal's 96.
    private static long Share(long part, long amount, long whole) =>
        (long)((2 * (Int128)part * amount + whole) / (2 * (Int128)whole));
}
