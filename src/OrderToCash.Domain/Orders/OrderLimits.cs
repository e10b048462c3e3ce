namespace OrderToCash.Domain.Orders;

/// <summary>Bounds of an order's content. Within them no sum or product overflows.</summary>
public static class OrderLimits
{
    /// <summary>Lines of an order.</summary>
    public const int MaxLines = 10_000;

    /// <summary>Pieces of a line.</summary>
    public const int MaxQuantity = 1_000_000;

    /// <summary>Pieces of an order; fits an <see cref="int"/>.</summary>
    public const int MaxPieces = 1_000_000_000;

    /// <summary>Price of one piece, major units.</summary>
    public const decimal MaxUnitPrice = 10_000_000m;

    /// <summary>Decimal digits of a unit price.</summary>
    public const int MaxPriceDecimals = 6;

    /// <summary>Any amount of an order and the order's total, minor units: ten trillion euro.</summary>
    public const long MaxAmountMinor = 1_000_000_000_000_000;

    /// <summary>Characters of an order number, a channel, a line id or a SKU.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Discounts on the whole order.</summary>
    public const int MaxDiscounts = 1_000;

    /// <summary>Different tax rates of an order.</summary>
    public const int MaxTaxRates = 20;

    /// <summary>Days from invoice date to due date.</summary>
    public const int MaxTermsDays = 365;

    /// <summary>Banking days for which a prepayment is awaited: ten outlive a holiday and a slow bank.</summary>
    public const int PrepaymentBankingDays = 10;

    /// <summary>How long an order may wait for a person before its reservations are given back.</summary>
    public static readonly TimeSpan ReviewPeriod = TimeSpan.FromDays(14);

    /// <summary>SKUs in one batch of requests to stock: two messages each and some more stay below 1,024.</summary>
    public const int StockBatch = 256;
}
