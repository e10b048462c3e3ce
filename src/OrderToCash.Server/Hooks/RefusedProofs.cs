using Microsoft.Extensions.Logging;

namespace OrderToCash.Server.Hooks;

/// <summary>
/// Logs deliveries that were not proven, a line a minute at most: whoever sends them must not fill the log.
/// </summary>
/// <remarks>Any thread.</remarks>
internal sealed class RefusedProofs(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private const int MaxShown = 60;

    /// <summary>0: never.</summary>
    private long _loggedAt;
    private long _count;

    /// <summary>Counts one.</summary>
    /// <param name="keyId">eBay's key that it names, which may be one that is to be added; null for others.</param>
    public void Note(string platform, string shop, string? keyId)
    {
        Interlocked.Increment(ref _count);
        var last = Interlocked.Read(ref _loggedAt);
        var now = time.GetUtcNow().UtcTicks;
        if (last != 0 && now - last < LogEvery.Ticks)
            return;
        if (Interlocked.CompareExchange(ref _loggedAt, now, last) == last)
        {
            LogMessages.DeliveriesNotProven(
                logger, Interlocked.Exchange(ref _count, 0), Shown(platform), Shown(shop), Shown(keyId ?? "none"));
        }
    }

    private static string Shown(string text) => text.Length > MaxShown ? text[..MaxShown] + "…" : text;
}
