using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>An invoice, or another system's invoice or credit note.</summary>
/// <param name="Number">The document number.</param>
/// <param name="Order">The order that it invoices; empty for an item of another system.</param>
/// <param name="Currency">The currency of its amounts.</param>
/// <param name="GrossMinor">Its total; negative for a credit note.</param>
/// <param name="InvoiceDate">The invoice date.</param>
/// <param name="DueDate">When it is due.</param>
/// <param name="Skonto">Cash discounts granted.</param>
public sealed record OpenItem(
    string Number, OrderId Order, Currency Currency, long GrossMinor, DateOnly InvoiceDate, DateOnly DueDate,
    ImmutableArray<Skonto> Skonto)
{
    /// <summary>
    /// What the customer still owes of it: positive while the item is open, negative for a credit note, 0 while it is
    /// remembered as settled.
    /// </summary>
    public long OpenMinor { get; internal set; }

    /// <summary>Of what was settled: what came from advances and was not taken back.</summary>
    public long AdvanceMinor { get; internal set; }

    /// <summary>How often a bank took back money that had settled it.</summary>
    public int ReturnCount { get; internal set; }

    /// <summary>Net and tax by rate; null where they are not known.</summary>
    public ImmutableArray<TaxAmount>? Taxes { get; init; }

    /// <summary>The how manieth item of the account it was: items open again take their old place.</summary>
    public long Sequence { get; init; }

    /// <summary>What another system calls the order; null for an item of ours.</summary>
    public string? OrderNumber { get; init; }

    /// <summary>True where another system opened it.</summary>
    public bool IsImported => Order.Value.Length == 0;

    /// <summary>What it is.</summary>
    public ItemKind Kind => GrossMinor < 0 ? ItemKind.CreditNote : ItemKind.Invoice;
}
