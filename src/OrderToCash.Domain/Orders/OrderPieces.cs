namespace OrderToCash.Domain.Orders;

/// <summary>Sums over the lines of an order, kept so that no decision has to add them up again.</summary>
public record struct OrderPieces
{
    /// <summary>Pieces asked of stock and not answered.</summary>
    public int Asked { get; set; }

    /// <summary>Pieces that can't be had, until a person or a rule decides.</summary>
    public int Refused { get; set; }

    /// <summary>Pieces that wait for goods.</summary>
    public int Backordered { get; set; }

    /// <summary>Pieces promised and not tied to a warehouse.</summary>
    public int Reserved { get; set; }

    /// <summary>Pieces tied to warehouses.</summary>
    public int Allocated { get; set; }

    /// <summary>Pieces that left the house.</summary>
    public int Shipped { get; set; }

    /// <summary>Pieces cancelled or rejected.</summary>
    public int Cancelled { get; set; }

    /// <summary>Pieces that are neither shipped nor cancelled.</summary>
    public readonly int Open => Asked + Refused + Backordered + Reserved + Allocated;
}
