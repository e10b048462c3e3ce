namespace OrderToCash.Adapters.Shops;

/// <summary>What a shop's API answered.</summary>
/// <param name="Body">As it came, unpacked.</param>
/// <param name="AskedAt">
/// The shop's own time when it was asked, at the latest: that of its answer less what the answer took. Null where it
/// doesn't say.
/// </param>
/// <param name="RetryAfter">How long to stay away, where it says so.</param>
/// <param name="Link">The <c>Link</c> header: where the next page is.</param>
/// <param name="Location">Where it sends us instead; never followed, since that could be another's server.</param>
public sealed record ShopAnswer(
    int Status, ReadOnlyMemory<byte> Body, DateTimeOffset? AskedAt, TimeSpan? RetryAfter, string? Link,
    string? Location)
{
    /// <summary>True for 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>True where the same question may be answered otherwise a little later.</summary>
    public bool IsPassing => Status is 408 or 425 or 429 or >= 500;
}

/// <summary>A shop's API can't be used now; the message says why and what to do.</summary>
/// <param name="mayBeDone">
/// False where the request surely never reached the shop, or was refused by it: what it asked for is not done.
/// </param>
public sealed class ShopUnavailableException(string message, bool mayBeDone, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>True where the shop may have done what it was asked for, and the answer was lost.</summary>
    public bool MayBeDone { get; } = mayBeDone;

    /// <summary>True where the answer was longer than we read: ask for less.</summary>
    public bool IsTooLong { get; init; }
}
