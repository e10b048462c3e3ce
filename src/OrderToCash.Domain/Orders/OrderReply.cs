namespace OrderToCash.Domain.Orders;

/// <summary>
/// What an order answers, in order of precedence: the first that applies is the answer. Numbers are fixed for good.
/// </summary>
public enum OrderReplyCode
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>There is no such order.</summary>
    UnknownOrder = 2,

    /// <summary>The content is older than what is known; nothing changed.</summary>
    OutdatedContent = 3,

    /// <summary>The order exists with other content and can no longer be changed; it is marked for review.</summary>
    ExistsWithDifferentContent = 4,

    /// <summary>The content breaks a rule; the detail names the field.</summary>
    InvalidContent = 5,

    /// <summary>The order is not held.</summary>
    NotHeld = 6,

    /// <summary>The shipment id is known with other lines.</summary>
    ShipmentConflict = 7,

    /// <summary>The order is cancelled, rejected or closed, or these pieces are already shipped.</summary>
    TooLate = 8,

    /// <summary>The order has no such line.</summary>
    UnknownLine = 9,

    /// <summary>More pieces than the line has allocated (ship) or open (cancel).</summary>
    QuantityExceeded = 10,

    /// <summary>The order is new, and by the channel every piece of it was shipped; nothing was taken in.</summary>
    AlreadyShipped = 11,
}

/// <summary>An order's answer.</summary>
/// <param name="Detail">For a refusal: which field or line, what was found, what was expected.</param>
public readonly record struct OrderReply(OrderReplyCode Code, string? Detail = null)
{
    /// <summary>True where the command is done, now or before.</summary>
    public bool IsDone => Code is OrderReplyCode.Accepted or OrderReplyCode.Duplicate;
}
