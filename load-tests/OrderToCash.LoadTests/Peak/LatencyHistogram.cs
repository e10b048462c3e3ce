using System.Numerics;

namespace OrderToCash.LoadTests.Peak;

/// <summary>
/// Latencies in buckets of 1/16 of a power of two: percentiles within 6 %, in constant memory. Any thread may record.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepsPerOctave = 16;
    private readonly long[] _counts = new long[64 * StepsPerOctave];

    public void Record(TimeSpan latency) => Record(latency, 1);

    public void Record(TimeSpan latency, int count) =>
        Interlocked.Add(ref _counts[BucketOf(Math.Max(latency.Ticks, 1))], count);

    /// <summary>The latency that a share of all stays below, in milliseconds.</summary>
    public double Percentile(double share)
    {
        var total = _counts.Sum();
        var wanted = (long)Math.Ceiling(total * share);
        for (var (i, seen) = (0, 0L); i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && total > 0)
            {
                return UpperTicks(i) / (double)TimeSpan.TicksPerMillisecond;
            }
        }

        return 0;
    }

    private static int BucketOf(long ticks)
    {
        var octave = BitOperations.Log2((ulong)ticks);
        var step = octave < 4 ? 0 : (int)((ticks >> (octave - 4)) & (StepsPerOctave - 1));
        return (octave * StepsPerOctave) + step;
    }

    private static double UpperTicks(int bucket)
    {
        var (octave, step) = (bucket / StepsPerOctave, bucket % StepsPerOctave);
        return Math.Pow(2, octave) * (1 + ((step + 1) / (double)StepsPerOctave));
    }
}
