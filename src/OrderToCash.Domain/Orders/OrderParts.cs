using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What one line costs for its whole quantity, order discounts spread, in minor units.</summary>
public readonly record struct LineAmount(string LineId, long NetMinor, long TaxMinor)
{
    /// <summary>Net plus tax.</summary>
    public long GrossMinor => NetMinor + TaxMinor;
}

/// <summary>Pieces of a SKU.</summary>
public readonly record struct SkuQuantity(Sku Sku, int Quantity);

/// <summary>Pieces of a line.</summary>
public readonly record struct LineQuantity(string LineId, Sku Sku, int Quantity);

/// <summary>Pieces in a warehouse.</summary>
public readonly record struct WarehouseQuantity(string Warehouse, int Quantity);

/// <summary>Net and tax of one rate.</summary>
/// <param name="Rate">Percent.</param>
public readonly record struct TaxAmount(decimal Rate, long NetMinor, long TaxMinor);

/// <summary>One line of an invoice: pieces of an order line, or shipping cost (line id <c>shipping</c>).</summary>
public sealed record InvoiceLine(
    string LineId, Sku? Sku, string? Name, int Quantity, decimal TaxRate, long NetMinor, long TaxMinor);

/// <summary>The full content of an invoice, frozen before its number is asked for.</summary>
/// <param name="RequestId">Unique within the order: the shipment that is invoiced.</param>
/// <param name="InvoiceDate">In the seller's time zone.</param>
/// <param name="Taxes">One entry a rate, ascending.</param>
/// <param name="IsPrepaid">Advances paid for the order are consumed.</param>
/// <param name="SettledByPsp">The money was taken or promised by the order's payment provider.</param>
public sealed record InvoiceContent(
    string RequestId, OrderId Order, AccountId Account, Currency Currency, DateOnly InvoiceDate, DateOnly DueDate,
    Address? BillTo, string? CustomerName, string? VatId, ImmutableArray<InvoiceLine> Lines,
    ImmutableArray<TaxAmount> Taxes, long GrossMinor, bool IsPrepaid, bool SettledByPsp, string? Provider,
    ImmutableArray<Skonto> Skonto);

/// <summary>Why an order waits for a person, for credit or for money.</summary>
public enum HoldReason
{
    /// <summary>A person has to look at it.</summary>
    Review = 1,

    /// <summary>The customer's credit doesn't cover it.</summary>
    Credit = 2,

    /// <summary>Its payment is awaited.</summary>
    Prepayment = 3,
}

/// <summary>How much of an order was promised at confirmation.</summary>
public enum Confirmation
{
    /// <summary>All of it.</summary>
    Full = 1,

    /// <summary>Some now, the rest when goods come in.</summary>
    PartlyBackordered = 2,

    /// <summary>All of it when goods come in.</summary>
    Backordered = 3,
}

/// <summary>Which of the order's requests to stock goes on where one command may not yield them all.</summary>
public enum StockStep
{
    /// <summary>Promise the ordered pieces.</summary>
    Reserve = 1,

    /// <summary>Tie promised pieces to warehouses.</summary>
    Allocate = 2,

    /// <summary>Take shipped pieces off the shelf.</summary>
    Ship = 3,

    /// <summary>Give back what is no longer wanted.</summary>
    Reduce = 4,
}
