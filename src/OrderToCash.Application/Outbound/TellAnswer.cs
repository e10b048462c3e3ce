namespace OrderToCash.Application.Outbound;

/// <summary>What became of something that was sent to a channel.</summary>
public enum TellResult
{
    /// <summary>The channel has taken it, or knew it.</summary>
    Told = 1,

    /// <summary>The channel will never take it as it is: no such SKU, a closed order.</summary>
    Refused = 2,

    /// <summary>Nobody knows whether it was taken: no answer came, or the channel failed over it.</summary>
    Unknown = 3,

    /// <summary>
    /// It was surely not taken, and may be later: too many requests, a channel that can't be reached.
    /// </summary>
    Later = 4,
}

/// <summary>A channel's answer.</summary>
/// <param name="Reason">Why it was not taken; null where it was.</param>
/// <param name="RetryAfter">What the channel asked to wait; null where it said nothing.</param>
public readonly record struct TellAnswer(TellResult Result, string? Reason = null, TimeSpan? RetryAfter = null)
{
    /// <summary>It was taken.</summary>
    public static TellAnswer Told { get; } = new(TellResult.Told);
}
