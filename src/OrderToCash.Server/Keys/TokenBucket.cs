namespace OrderToCash.Server.Keys;

/// <summary>Lets through so many a second, with bursts of twice as many.</summary>
/// <remarks>Any thread. Refilled when it is asked, so it costs nothing while nobody asks.</remarks>
public sealed class TokenBucket(int perSecond, TimeProvider time)
{
    private const int BurstSeconds = 2;

    /// <summary>Guards both numbers; held for a few instructions.</summary>
    private readonly Lock _gate = new();
    private long _at = time.GetTimestamp();
    private double _tokens = (double)perSecond * BurstSeconds;

    /// <summary>Takes one; where there is none, says how long to wait for it.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var earned = time.GetElapsedTime(_at, now).TotalSeconds * perSecond;
            _tokens = Math.Min((double)perSecond * BurstSeconds, _tokens + earned);
            _at = now;
            if (_tokens >= 1)
            {
                _tokens--;
                wait = TimeSpan.Zero;
                return true;
            }

            wait = TimeSpan.FromSeconds((1 - _tokens) / perSecond);
            return false;
        }
    }
}
