namespace OrderToCash.ChannelSimulator.Api;

/// <summary>A bucket into which each request falls and which leaks: who overfills it is told to wait.</summary>
/// <remarks>Any thread. Source: Shopify, REST Admin API rate limits.</remarks>
public sealed class LeakyBucket(int size, int leakPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _at = time.GetUtcNow();
    private decimal _level;

    /// <summary>How many requests it holds.</summary>
    public int Size => size;

    /// <summary>Takes a request; false where it would overflow.</summary>
    /// <param name="level">How full it is now.</param>
    /// <param name="wait">For how long the sender has to stay away; zero where it was taken.</param>
    public bool TryAdd(out int level, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var leaked = (decimal)(now - _at).Ticks / TimeSpan.TicksPerSecond * leakPerSecond;
            (_level, _at) = (Math.Max(0, _level - leaked), now);
            var fits = _level + 1 <= size;
            _level += fits ? 1 : 0;
            level = (int)Math.Ceiling(_level);
            wait = fits ? TimeSpan.Zero : TimeSpan.FromSeconds(2);
            return fits;
        }
    }
}
