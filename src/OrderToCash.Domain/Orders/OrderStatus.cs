namespace OrderToCash.Domain.Orders;

/// <summary>Where an order is in its life. Numbers are fixed for good.</summary>
public enum OrderStatus
{
    /// <summary>There is no such order.</summary>
    None = 0,

    /// <summary>Taken in; stock has not answered for every SKU.</summary>
    Received = 1,

    /// <summary>Waits for a person, for credit or for money.</summary>
    OnHold = 2,

    /// <summary>Promised in full, not released yet.</summary>
    Confirmed = 3,

    /// <summary>Some pieces are promised, others wait for goods; nothing is with a warehouse.</summary>
    PartlyBackordered = 4,

    /// <summary>All open pieces wait for goods; nothing is with a warehouse and nothing was shipped.</summary>
    Backordered = 5,

    /// <summary>Refused for good.</summary>
    Rejected = 6,

    /// <summary>Pieces are with a warehouse; nothing was shipped yet.</summary>
    Released = 7,

    /// <summary>Some pieces were shipped, others are open.</summary>
    PartlyShipped = 8,

    /// <summary>Nothing is left to ship; an invoice still awaits its number.</summary>
    Shipped = 9,

    /// <summary>Nothing is left to ship and all of it is invoiced; money is awaited.</summary>
    Invoiced = 10,

    /// <summary>Shipped or cancelled, invoiced and paid: nothing is left to do.</summary>
    Closed = 11,

    /// <summary>Cancelled before anything was shipped.</summary>
    Cancelled = 12,
}
