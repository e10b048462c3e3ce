namespace OrderToCash.Domain.Inventory;

/// <summary>What a stock item answers, in order of precedence. Numbers are fixed for good.</summary>
public enum StockReplyCode
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The quantity is out of range; the detail says which was found and expected.</summary>
    InvalidQuantity = 2,

    /// <summary>The reference is known with other content.</summary>
    ReferenceConflict = 3,

    /// <summary>The count is older than the movements still known, so it can't be placed among them.</summary>
    CountTooOld = 4,

    /// <summary>The movement would take more than is on hand.</summary>
    NotEnoughOnHand = 5,
}

/// <summary>A stock item's answer.</summary>
public readonly record struct StockReply(StockReplyCode Code, string? Detail = null)
{
    /// <summary>True where the command is done, now or before.</summary>
    public bool IsDone => Code is StockReplyCode.Accepted or StockReplyCode.Duplicate;
}
