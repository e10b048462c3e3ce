using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Queries;

/// <summary>Filters of a list of orders; null: not filtered. All that are given must fit.</summary>
/// <param name="Channel">The sales channel.</param>
/// <param name="AccountId">The customer account, <c>shopify:c42</c>.</param>
/// <param name="Warehouse">Orders of which pieces are or were tied to this warehouse, or left it.</param>
/// <param name="Sku">Orders with a line of this SKU.</param>
/// <param name="PlacedFrom">Placed at or after this.</param>
/// <param name="PlacedBefore">Placed before this.</param>
/// <param name="MinTotalMinor">Total at least this, in the order's minor units.</param>
/// <param name="MaxTotalMinor">Total at most this.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record OrderQuery(
    OrderStatus? Status = null, string? Channel = null, string? AccountId = null, string? Warehouse = null,
    string? Sku = null, DateTimeOffset? PlacedFrom = null, DateTimeOffset? PlacedBefore = null,
    long? MinTotalMinor = null, long? MaxTotalMinor = null, string? Currency = null);

/// <summary>An order in a list.</summary>
/// <param name="OrderId">Channel and order number, <c>shopify:1001</c>.</param>
/// <param name="PlacedAt">When the customer ordered, as the channel says.</param>
/// <param name="TotalMinor">Gross, minor units.</param>
/// <param name="Holds">Why it waits for a person, for credit or for money; empty where it doesn't.</param>
/// <param name="BackorderedPieces">Pieces that wait for goods.</param>
/// <param name="UpdatedAt">When its last event was decided.</param>
/// <param name="Version">The last event that it has seen.</param>
public sealed record OrderRow(
    string OrderId, string Channel, string OrderNumber, OrderStatus Status, DateTimeOffset PlacedAt, string Currency,
    long TotalMinor, string AccountId, string? CustomerName, string? CustomerEmail, int LineCount,
    ImmutableArray<HoldReason> Holds, int BackorderedPieces, DateTimeOffset UpdatedAt, RowVersion Version);

/// <summary>Pieces of an order that a warehouse is to ship.</summary>
/// <param name="ShipTo">Where the goods go; null where the source of the order has no addresses.</param>
public sealed record Pick(
    string OrderId, string Warehouse, DateTimeOffset PlacedAt, Address? ShipTo, ImmutableArray<PickLine> Lines);

/// <summary>Pieces of a line that a warehouse is to ship.</summary>
public sealed record PickLine(string LineId, string Sku, string? Name, int Quantity);

/// <summary>An order with all that is known of it.</summary>
public sealed record OrderDetail
{
    /// <summary>Channel and order number, <c>shopify:1001</c>.</summary>
    public required string OrderId { get; init; }

    /// <summary>The sales channel.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's own number of the order.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>When the customer ordered, as the channel says.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When its last event was decided.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>ISO 4217 code of all its amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>Gross, minor units.</summary>
    public required long TotalMinor { get; init; }

    /// <summary>The customer account.</summary>
    public required string AccountId { get; init; }

    /// <summary>1 at first; one more for each edit that asked stock anew.</summary>
    public required int Revision { get; init; }

    /// <summary>Who ordered.</summary>
    public required Customer Customer { get; init; }

    /// <summary>Where the invoice goes; null: where the goods go.</summary>
    public Address? BillTo { get; init; }

    /// <summary>Where the goods go; null where the source has no addresses.</summary>
    public Address? ShipTo { get; init; }

    /// <summary>How the customer pays.</summary>
    public required PaymentMethod PaymentMethod { get; init; }

    /// <summary>The payment service provider; null where there is none.</summary>
    public string? PaymentProvider { get; init; }

    /// <summary>Shipping cost, net and tax, minor units.</summary>
    public long ShippingNetMinor { get; init; }

    /// <summary>Tax on the shipping cost, minor units.</summary>
    public long ShippingTaxMinor { get; init; }

    /// <summary>The lines, in the channel's order.</summary>
    public required ImmutableArray<OrderDetailLine> Lines { get; init; }

    /// <summary>What left the house, oldest first.</summary>
    public ImmutableArray<OrderDetailShipment> Shipments { get; init; } = [];

    /// <summary>The invoices, oldest first.</summary>
    public ImmutableArray<OrderDetailInvoice> Invoices { get; init; } = [];

    /// <summary>Why it waits for a person, for credit or for money.</summary>
    public ImmutableArray<OrderHold> Holds { get; init; } = [];

    /// <summary>Everything it waits for, what blocks it first.</summary>
    public ImmutableArray<OrderWait> WaitsFor { get; init; } = [];

    /// <summary>The prepayment that was asked for, minor units; null where none was.</summary>
    public long? PrepaymentMinor { get; init; }

    /// <summary>Money received for the prepayment, minor units.</summary>
    public long PrepaidMinor { get; init; }

    /// <summary>Why it was rejected or cancelled; null where it was not.</summary>
    public string? EndReason { get; init; }

    /// <summary>Contents that the channel sent too late, as differences.</summary>
    public ImmutableArray<string> Conflicts { get; init; } = [];

    /// <summary>Fields that were not understood, as one JSON object, as they came; null where there are none.</summary>
    public string? ExtraJson { get; init; }

    /// <summary>The last event that it has seen.</summary>
    public required RowVersion Version { get; init; }
}

/// <summary>A line of an order and what became of its pieces; each ordered piece is in one of the counts.</summary>
/// <param name="UnitPrice">Price of one piece in major units.</param>
/// <param name="TaxRate">Percent.</param>
/// <param name="Asked">Asked of stock and not answered.</param>
/// <param name="Refused">Can't be had.</param>
/// <param name="Backordered">Wait for goods.</param>
/// <param name="Reserved">Promised and not tied to a warehouse.</param>
/// <param name="Allocated">Tied to a warehouse.</param>
public sealed record OrderDetailLine(
    string LineId, string Sku, string? Name, int Quantity, decimal UnitPrice, decimal TaxRate, long DiscountMinor,
    long NetMinor, long TaxMinor, int Asked, int Refused, int Backordered, int Reserved, int Allocated, int Shipped,
    int Cancelled);

/// <summary>Pieces that left the house.</summary>
public sealed record OrderDetailShipment(
    string Shipment, string Warehouse, DateTimeOffset ShippedAt, string? Carrier, string? Tracking,
    ImmutableArray<OrderDetailPieces> Lines);

/// <summary>Pieces of a line.</summary>
public sealed record OrderDetailPieces(string LineId, string Sku, int Quantity);

/// <summary>An invoice of an order.</summary>
/// <param name="RequestId">The shipment that it invoices.</param>
/// <param name="Number">As printed; null until the series gave it.</param>
/// <param name="OpenMinor">What is not settled.</param>
public sealed record OrderDetailInvoice(
    string RequestId, string? Number, long GrossMinor, long OpenMinor, DateOnly DueDate);
