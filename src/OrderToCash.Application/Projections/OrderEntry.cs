using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Projections;

/// <summary>An order as a projector keeps it between batches.</summary>
internal sealed class OrderEntry(string id)
{
    /// <summary>Evolved by the domain's own function, so that the tables can't see an order otherwise.</summary>
    public OrderState State { get; set; } = Order.Initial(id);

    public int Shard { get; set; }

    public long Position { get; set; }

    public long UpdatedTicks { get; set; }

    /// <summary>True where the tables hold a row of it.</summary>
    public bool IsStored { get; set; }

    /// <summary>Every warehouse that had to do with it, each with a blank before and after.</summary>
    public string Warehouses { get; set; } = "";

    /// <summary>The warehouses that the tables have picks of, in the order of their names.</summary>
    public string[] Picking { get; set; } = [];

    public bool IsTouched { get; set; }

    /// <summary>True where this batch changed its content: lines, customer, or all of it.</summary>
    public bool HasNewContent { get; set; }

    /// <summary>True where this batch may have changed what warehouses are to ship.</summary>
    public bool HasNewPicks { get; set; }

    /// <summary>The content that the tables hold; to be taken before an edit.</summary>
    public OrderContent? StoredContent { get; set; }

    /// <summary>The status that the tables hold.</summary>
    public OrderStatus StoredStatus { get; set; }
}
