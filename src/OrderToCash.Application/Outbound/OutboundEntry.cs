namespace OrderToCash.Application.Outbound;

/// <summary>
/// What a channel is to be told of one SKU or one order, and how far that is. There is one entry of each.
/// </summary>
/// <remarks>
/// An entry holds the newest value alone: whatever waits is replaced by it, so nothing stale is ever sent after it.
/// What is sent is kept beside it until the channel has answered. It is immutable; <see cref="OutboundEntrySteps"/>
/// says how one follows from the other.
/// </remarks>
/// <param name="Channel">The sales channel.</param>
/// <param name="Id">The SKU, or the order's id.</param>
public sealed record OutboundEntry(string Channel, OutboundKind Kind, string Id)
{
    /// <summary>How far it is.</summary>
    public OutboundState State { get; init; }

    /// <summary>The shard of the SKU or the order.</summary>
    public int Shard { get; init; }

    /// <summary>The shard position at which the newest value held.</summary>
    public long Position { get; init; }

    /// <summary>The newest value: pieces that may be sold; 0 for an order.</summary>
    public long Quantity { get; init; }

    /// <summary>The pieces that the channel has confirmed; meaningless where nothing was told.</summary>
    public long ToldQuantity { get; init; }

    /// <summary>The position of what the channel has confirmed; 0 where it has confirmed nothing.</summary>
    public long ToldPosition { get; init; }

    /// <summary>The pieces that were sent last.</summary>
    public long SentQuantity { get; init; }

    /// <summary>The position of what was sent last; 0 where nothing was.</summary>
    public long SentPosition { get; init; }

    /// <summary>
    /// True where nobody knows whether something that was sent was taken, or will still be: then the next value that is
    /// taken is sent once more a while later, so that it stands whatever comes late.
    /// </summary>
    public bool IsUncertain { get; init; }

    /// <summary>
    /// True where it goes before others: the channel sells what isn't there any more, or an order changed.
    /// </summary>
    public bool IsUrgent { get; init; }

    /// <summary>How often it was sent since the channel last confirmed something.</summary>
    public int Attempts { get; init; }

    /// <summary>When what the channel was not told happened first.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it may be sent.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When it was sent last; null before the first time.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why the last attempt failed; null where it didn't.</summary>
    public string? Error { get; init; }
}

/// <summary>What an entry is about. The numbers are stored.</summary>
public enum OutboundKind
{
    /// <summary>How much of a SKU may be sold.</summary>
    Stock = 1,

    /// <summary>What became of an order.</summary>
    Order = 2,
}

/// <summary>How far an entry is. The numbers are stored.</summary>
public enum OutboundState
{
    /// <summary>To be sent.</summary>
    Waiting = 0,

    /// <summary>Sent, and not answered.</summary>
    Sending = 1,

    /// <summary>The channel has taken the newest value.</summary>
    Done = 2,

    /// <summary>The channel refused it: a person looks at it, or a newer value tries again.</summary>
    Dead = 3,
}
