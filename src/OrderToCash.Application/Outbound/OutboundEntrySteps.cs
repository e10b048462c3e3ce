namespace OrderToCash.Application.Outbound;

/// <summary>How an entry goes on: a newer value, sending, the channel's answer.</summary>
public static class OutboundEntrySteps
{
    /// <summary>
    /// After an unknown outcome the value that was taken is sent once more so much later: a request that is still on
    /// its way by then has long been given up by everything between here and the channel.
    /// </summary>
    public static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(60);

    /// <summary>A newer value tries what was refused again, but no sooner: most such SKUs aren't sold there.</summary>
    public static readonly TimeSpan ReviveAfter = TimeSpan.FromHours(1);

    /// <summary>The longest pause between two attempts.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(5);

    private const int MaxError = 500;

    /// <summary>
    /// The entry of a SKU with the newest quantity; the same instance where there is nothing to tell.
    /// </summary>
    /// <param name="entry">The entry so far; one of <see cref="Empty"/> where there was none.</param>
    /// <param name="quantity">What may be sold.</param>
    /// <param name="available">What is there, the channel's buffer included.</param>
    /// <param name="minChange">
    /// A change by fewer pieces is let be while what the channel was told is there, and neither is 0.
    /// </param>
    /// <param name="at">When it happened.</param>
    /// <param name="now">The time now.</param>
    public static OutboundEntry WithStock(
        this OutboundEntry entry, long position, long quantity, long available, int minChange, DateTimeOffset at,
        DateTimeOffset now)
    {
        if (position < entry.Position || (position == entry.Position && quantity == entry.Quantity))
            return entry;
        var isTold = entry is { State: OutboundState.Done, ToldPosition: > 0 };
        if (isTold && IsLetBe(entry.ToldQuantity, quantity, available, minChange))
            return entry;
        return entry.WithNewest(position, at, now) with
        {
            Quantity = quantity,
            IsUrgent = entry.ToldPosition == 0 || quantity < entry.ToldQuantity,
        };
    }

    /// <summary>The entry of an order that changed at a position; the same instance where that is known.</summary>
    public static OutboundEntry WithOrder(
        this OutboundEntry entry, long position, DateTimeOffset at, DateTimeOffset now) =>
        position <= entry.Position ? entry : entry.WithNewest(position, at, now) with { Quantity = 0, IsUrgent = true };

    /// <summary>Whether the channel has confirmed the newest value, though it may be sent once more.</summary>
    public static bool IsTold(this OutboundEntry entry) =>
        entry.ToldPosition > 0 && entry.ToldPosition == entry.Position && entry.ToldQuantity == entry.Quantity;

    /// <summary>An entry before its first value.</summary>
    public static OutboundEntry Empty(string channel, OutboundKind kind, string id, int shard) =>
        new(channel, kind, id) { State = OutboundState.Done, Shard = shard, Position = 0, Quantity = -1 };

    /// <summary>The entry while it is on its way.</summary>
    public static OutboundEntry Sent(this OutboundEntry entry, DateTimeOffset now) => entry with
    {
        State = OutboundState.Sending,
        SentQuantity = entry.Quantity,
        SentPosition = entry.Position,
        SentAt = now,
        Attempts = entry.Attempts + 1,
    };

    /// <summary>The entry after the channel's answer to what was sent.</summary>
    public static OutboundEntry Answered(this OutboundEntry entry, in TellAnswer answer, DateTimeOffset now)
    {
        var hasNewer = entry.Position > entry.SentPosition || entry.Quantity != entry.SentQuantity;
        switch (answer.Result)
        {
            case TellResult.Told:
                var told = entry with
                {
                    ToldQuantity = entry.SentQuantity,
                    ToldPosition = entry.SentPosition,
                    Attempts = 0,
                    Error = null,
                };
                if (hasNewer)
                    return told with { State = OutboundState.Waiting, DueAt = now };
                return entry.IsUncertain
                    ? told with { State = OutboundState.Waiting, DueAt = now + RepeatAfter, IsUncertain = false }
                    : told with { State = OutboundState.Done };
            case TellResult.Refused:
                return entry with
                {
                    State = hasNewer ? OutboundState.Waiting : OutboundState.Dead,
                    DueAt = now + ReviveAfter,
                    Error = Shortened(answer.Reason),
                };
            default:
                return entry with
                {
                    State = OutboundState.Waiting,
                    Error = Shortened(answer.Reason),
                    IsUncertain = entry.IsUncertain || answer.Result == TellResult.Unknown,
                    DueAt = now + (answer.RetryAfter ?? PauseAfter(entry.Attempts)),
                };
        }
    }

    /// <summary>The entry where whoever sent it is gone: nobody knows whether the channel has taken it.</summary>
    public static OutboundEntry Orphaned(this OutboundEntry entry, DateTimeOffset now) =>
        entry.State == OutboundState.Sending
            ? entry with { State = OutboundState.Waiting, IsUncertain = true, DueAt = now }
            : entry;

    /// <summary>The entry where its channel is not to be told any more: what waits is as if it never came.</summary>
    public static OutboundEntry Withdrawn(this OutboundEntry entry) => entry.State == OutboundState.Waiting
        ? entry with
        {
            State = OutboundState.Done,
            Position = entry.ToldPosition,
            Quantity = entry.ToldPosition == 0 ? -1 : entry.ToldQuantity,
        }
        : entry;

    /// <summary>The entry when a person wants it tried now.</summary>
    public static OutboundEntry Retried(this OutboundEntry entry, DateTimeOffset now) =>
        entry.State is OutboundState.Dead or OutboundState.Waiting
            ? entry with { State = OutboundState.Waiting, DueAt = now, Attempts = 0 }
            : entry;

    /// <summary>
    /// How long to wait after so many attempts in vain: 1 s, 2 s, 4 s … up to <see cref="MaxPause"/>.
    /// </summary>
    public static TimeSpan PauseAfter(int attempts)
    {
        const int MaxDoublings = 20;
        var pause = TimeSpan.FromSeconds(1L << Math.Clamp(attempts - 1, 0, MaxDoublings));
        return pause < MaxPause ? pause : MaxPause;
    }

    private static bool IsLetBe(long told, long quantity, long available, int minChange) =>
        quantity == told
        || (Math.Abs(quantity - told) < minChange && told <= available && quantity != 0 && told != 0);

    private static OutboundEntry WithNewest(
        this OutboundEntry entry, long position, DateTimeOffset at, DateTimeOffset now)
    {
        var newer = entry with { Position = position };
        return entry.State switch
        {
            // The answer comes first; then this one goes.
            OutboundState.Sending => newer,

            // It was only to be repeated: the newer one goes now, and is what will be repeated.
            OutboundState.Waiting when entry.IsTold() => newer with
            {
                ChangedAt = at,
                DueAt = now,
                IsUncertain = true,
            },
            OutboundState.Waiting => newer,
            OutboundState.Dead => newer with
            {
                State = OutboundState.Waiting,
                ChangedAt = at,
                Attempts = 0,
                DueAt = entry.DueAt > now ? entry.DueAt : now,
            },
            _ => newer with { State = OutboundState.Waiting, ChangedAt = at, Attempts = 0, DueAt = now },
        };
    }

    private static string? Shortened(string? text) => text?.Length > MaxError ? text[..MaxError] + "…" : text;
}
