namespace OrderToCash.Domain.Orders;

/// <summary>What became of the pieces of one line. Every ordered piece is in exactly one of the counts.</summary>
public record struct OrderLineState
{
    /// <summary>Pieces ordered.</summary>
    public int Ordered { get; set; }

    /// <summary>Pieces asked of stock and not answered.</summary>
    public int Asked { get; set; }

    /// <summary>Pieces that can't be had, until a person or a rule decides.</summary>
    public int Refused { get; set; }

    /// <summary>Pieces that wait for goods.</summary>
    public int Backordered { get; set; }

    /// <summary>Pieces promised and not tied to a warehouse.</summary>
    public int Reserved { get; set; }

    /// <summary>Pieces tied to warehouses; which, the SKU knows.</summary>
    public int Allocated { get; set; }

    /// <summary>Pieces that left the house.</summary>
    public int Shipped { get; set; }

    /// <summary>Pieces cancelled or rejected.</summary>
    public int Cancelled { get; set; }

    /// <summary>Index of the line's SKU.</summary>
    public int SkuIndex { get; set; }

    /// <summary>Index of the next line of the same SKU; -1 at the last.</summary>
    public int NextOfSku { get; set; }

    /// <summary>Invoiced of the line so far, minor units: gross where prices include tax, else net.</summary>
    public long InvoicedMinor { get; set; }

    /// <summary>Pieces that are neither shipped nor cancelled.</summary>
    public readonly int Open => Ordered - Shipped - Cancelled;
}
