namespace OrderToCash.Adapters.Marketplaces;

/// <summary>A line as a platform describes it, in major units of the order's currency.</summary>
/// <remarks>Either the unit price or the line's total is given.</remarks>
internal sealed class ForeignLine
{
    public string LineId { get; set; } = "";

    /// <summary>Null where the platform has none: then <see cref="ItemId"/> stands in.</summary>
    public string? Sku { get; set; }

    /// <summary>What the platform calls the article, with the kind of id: <c>variant-39072856</c>.</summary>
    public string ItemId { get; set; } = "";

    public string? Name { get; set; }

    public int Quantity { get; set; }

    public decimal? UnitPrice { get; set; }

    /// <summary>For all pieces, before discounts.</summary>
    public decimal? LineTotal { get; set; }

    /// <summary>On the whole line.</summary>
    public decimal Discount { get; set; }

    /// <summary>The tax that the platform computed on the discounted line; null where it doesn't say.</summary>
    public decimal? Tax { get; set; }

    /// <summary>The rate that the platform states, percent; null where it doesn't.</summary>
    public decimal? TaxRate { get; set; }

    /// <summary>True where the platform says that every piece was shipped.</summary>
    public bool IsShipped { get; set; }

    /// <summary>Where it stands in the document, for refusals.</summary>
    public string Place { get; set; } = "";
}

/// <summary>A cost beside the goods: postage, a fee, gift wrap, a tip.</summary>
/// <param name="Amount">In the sense of the order's prices, net or gross; below zero it is a discount.</param>
/// <param name="Tax">The tax on it; null where the platform doesn't say.</param>
/// <param name="TaxRate">Percent; null where the platform doesn't state it.</param>
internal readonly record struct ForeignCharge(string? Name, decimal Amount, decimal? Tax, decimal? TaxRate);
