using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>What an open item is. Numbers are fixed for good.</summary>
public enum ItemKind
{
    /// <summary>An invoice.</summary>
    Invoice = 1,

    /// <summary>A prepayment that was asked for; its document number is the order id.</summary>
    Prepayment = 2,

    /// <summary>A credit note: what is open of it is negative.</summary>
    CreditNote = 3,
}

/// <summary>
/// What a payment did to an item, or what was taken back of that. The item's open amount changed by the sum of the four
/// amounts; those of a credit note are negative.
/// </summary>
/// <param name="Document">The item's document number.</param>
/// <param name="Order">Its order; empty for an item that another system opened.</param>
/// <param name="AmountMinor">Of the payment's money.</param>
/// <param name="OpenMinor">What is open of the item afterwards.</param>
/// <param name="Taxes">
/// Of a prepayment: how the amount splits by rate, as tax on an advance is owed when the money comes; null for an
/// invoice, and where the prepayment was asked for without its taxes.
/// </param>
/// <param name="Revision">Of a prepayment: the order's revision that asked for it; 0 where not known.</param>
/// <param name="SkontoMinor">Cash discount taken.</param>
/// <param name="ChargesMinor">Charges that banks kept on the way; the merchant bears them.</param>
/// <param name="WriteOffMinor">A difference within tolerance; negative where too much was paid.</param>
/// <param name="SkontoTaxes">
/// How the discount splits by rate, as it lowers the tax that is owed; null where the item's taxes are not known.
/// </param>
/// <param name="FromAdvance">
/// Of what is taken back: the item had been paid from an advance, and that is what was taken back.
/// </param>
public readonly record struct Allocation(
    string Document, OrderId Order, ItemKind Kind, long AmountMinor, long OpenMinor,
    ImmutableArray<TaxAmount>? Taxes = null, int Revision = 0, long SkontoMinor = 0, long ChargesMinor = 0,
    long WriteOffMinor = 0, ImmutableArray<TaxAmount>? SkontoTaxes = null, bool FromAdvance = false)
{
    /// <summary>By how much the item's open amount changed.</summary>
    public long SettledMinor => AmountMinor + SkontoMinor + ChargesMinor + WriteOffMinor;

    /// <summary>True where another system opened the item: no order of ours is to be told.</summary>
    public bool IsImported => Order.Value.Length == 0;
}

/// <summary>An item that is open again, as it was issued.</summary>
/// <param name="OrderNumber">What another system calls the order; null for an item of ours.</param>
public readonly record struct ReopenedItem(
    string Document, long GrossMinor, DateOnly InvoiceDate, DateOnly DueDate, ImmutableArray<Skonto> Skonto,
    string? OrderNumber);

/// <summary>Who paid, as the bank names it.</summary>
/// <param name="Iban">The account it came from; null where not given.</param>
/// <param name="Name">The payer's name; null where not given.</param>
public sealed record Payer(string? Iban, string? Name);
