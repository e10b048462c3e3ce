using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What a channel says an order is: all that the merchant was told, and nothing decided here.</summary>
public sealed record OrderContent
{
    /// <summary>The sales channel, <c>shopify</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The channel's own number of the order.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>
    /// The platform's own id of the order, where its number need not be the only one of its kind; null: none.
    /// </summary>
    public string? PlatformId { get; init; }

    /// <summary>When the customer ordered; backorders are served in this order.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>The channel's version of this content; an older one never overwrites a newer. Null: none.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The currency of every amount of the order.</summary>
    public required Currency Currency { get; init; }

    /// <summary>True where unit prices, discounts and shipping are gross.</summary>
    public required bool PricesIncludeTax { get; init; }

    /// <summary>Who ordered.</summary>
    public required Customer Customer { get; init; }

    /// <summary>Where the invoice goes; null means <see cref="ShipTo"/>.</summary>
    public Address? BillTo { get; init; }

    /// <summary>Where the goods go; null only where the mapping of the source declares addresses absent.</summary>
    public Address? ShipTo { get; init; }

    /// <summary>The lines, at least one, with distinct line ids.</summary>
    public required ImmutableArray<OrderLine> Lines { get; init; }

    /// <summary>Shipping cost; null means none.</summary>
    public Shipping? Shipping { get; init; }

    /// <summary>Discounts on the whole order, spread over the lines at intake.</summary>
    public ImmutableArray<OrderDiscount> Discounts { get; init; } = [];

    /// <summary>The total that the channel states, in minor units; null where it states none.</summary>
    public long? StatedTotalMinor { get; init; }

    /// <summary>How and when the customer pays.</summary>
    public required PaymentTerms Payment { get; init; }

    /// <summary>What to do where stock is short.</summary>
    public OrderPolicy Policy { get; init; } = OrderPolicy.Default;

    /// <summary>Fields that were not understood, as one JSON object, as they came; null where there are none.</summary>
    public string? ExtraJson { get; init; }

    /// <summary>The order's id, <c>channel:number</c>.</summary>
    public OrderId Id => new(Channel + ":" + OrderNumber);
}

/// <summary>Who ordered, as the channel knows them.</summary>
/// <param name="Id">The channel's id of the customer; null for a guest.</param>
public sealed record Customer(
    string? Id, string? Email, string? Name, string? Company = null, string? VatId = null, string? Phone = null);

/// <summary>A postal address.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, upper case.</param>
public sealed record Address(
    string? Name, string? Street, string? PostalCode, string? City, string Country,
    string? Company = null, string? Line2 = null, string? Region = null);

/// <summary>One line of an order.</summary>
/// <param name="LineId">Unique within the order.</param>
/// <param name="Quantity">Pieces, 1 to 1,000,000.</param>
/// <param name="UnitPrice">Price of one piece in major units, at most six decimals, not negative.</param>
/// <param name="TaxRate">Percent, 0 to 100.</param>
/// <param name="DiscountMinor">Discount on the whole line, minor units, not negative.</param>
public sealed record OrderLine(
    string LineId, Sku Sku, string? Name, int Quantity, decimal UnitPrice, decimal TaxRate, long DiscountMinor = 0);

/// <summary>Shipping cost of an order.</summary>
public sealed record Shipping(string? Method, long PriceMinor, decimal TaxRate);

/// <summary>A discount on the whole order, minor units, not negative.</summary>
public sealed record OrderDiscount(string? Code, long AmountMinor);

/// <summary>How the customer pays.</summary>
public enum PaymentMethod
{
    /// <summary>Bank transfer before the goods are released.</summary>
    Prepayment = 1,

    /// <summary>Bank transfer after the invoice.</summary>
    Invoice = 2,

    /// <summary>A payment service provider.</summary>
    Psp = 3,
}

/// <summary>How far a payment service provider is with the money.</summary>
public enum PspStatus
{
    /// <summary>Not promised yet.</summary>
    Pending = 1,

    /// <summary>Promised by the provider.</summary>
    Authorized = 2,

    /// <summary>Taken by the provider.</summary>
    Captured = 3,
}

/// <summary>Terms of payment.</summary>
/// <param name="TermsDays">Days from invoice date to due date.</param>
/// <param name="AmountMinor">What the provider took or promised, minor units; null where not said.</param>
public sealed record PaymentTerms(
    PaymentMethod Method, int TermsDays, ImmutableArray<Skonto> Skonto,
    string? Provider = null, string? Reference = null, PspStatus? Status = null, long? AmountMinor = null);

/// <summary>A cash discount: percent off if paid within the days.</summary>
public readonly record struct Skonto(int Days, decimal Percent);

/// <summary>What to do where stock is short.</summary>
/// <param name="AllowBackorder">Wait for goods; otherwise what is short is refused.</param>
/// <param name="ShipPartial">Ship what is there; otherwise everything together.</param>
public sealed record OrderPolicy(bool AllowBackorder, bool ShipPartial)
{
    /// <summary>Backorders allowed, partial shipment allowed.</summary>
    public static OrderPolicy Default { get; } = new(true, true);
}
