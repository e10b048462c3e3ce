using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>
/// Knows how old the oldest committed event is that the read models lack, also while nothing is put into them.
/// </summary>
/// <remarks>
/// Shards' loops say what they committed, the projections what they applied; any thread asks. Of a shard's commits one
/// is kept every <see cref="SampleEvery"/>, so the age is wrong by so much at most. One lock a shard.
/// </remarks>
public sealed class ProjectionLag
{
    /// <summary>How long after the last a commit is kept.</summary>
    public static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Of a shard that is further behind than a hundred seconds no more are kept: the oldest is what counts.
    /// </summary>
    private const int MaxSamples = 2048;

    private readonly TimeProvider _time;
    private readonly ShardSamples[] _shards;

    /// <summary>For so many shards.</summary>
    public ProjectionLag(int shardCount, TimeProvider time)
    {
        _time = time;
        _shards = new ShardSamples[shardCount];
        for (var i = 0; i < shardCount; i++) _shards[i] = new ShardSamples();
    }

    /// <summary>The age of the oldest event that is lacking; zero where none is known.</summary>
    public TimeSpan Age
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (var shard in _shards)
            {
                lock (shard.Gate)
                {
                    if (shard.Waiting.TryPeek(out var sample)) oldest = Math.Min(oldest, sample.At);
                }
            }

            return oldest == long.MaxValue ? TimeSpan.Zero : _time.GetElapsedTime(oldest);
        }
    }

    /// <summary>A shard committed these.</summary>
    public void Committed(int shard, IReadOnlyList<CommittedEvent> events)
    {
        if (events.Count == 0) return;
        var (samples, now) = (_shards[shard], _time.GetTimestamp());
        lock (samples.Gate)
        {
            var isDue = samples.Waiting.Count == 0 || _time.GetElapsedTime(samples.LastAt, now) >= SampleEvery;
            if (!isDue || samples.Waiting.Count >= MaxSamples) return;
            // The first of them: as long as it is lacking, so are the others.
            samples.Waiting.Enqueue((events[0].Position, now));
            samples.LastAt = now;
        }
    }

    /// <summary>The read models hold each shard up to these positions.</summary>
    public void Applied(long[] positions)
    {
        for (var shard = 0; shard < positions.Length; shard++)
        {
            var samples = _shards[shard];
            lock (samples.Gate)
            {
                while (samples.Waiting.TryPeek(out var sample) && sample.Position <= positions[shard])
                    samples.Waiting.Dequeue();
            }
        }
    }

    private sealed class ShardSamples
    {
        public Lock Gate { get; } = new();

        public Queue<(long Position, long At)> Waiting { get; } = new();

        public long LastAt { get; set; }
    }
}
