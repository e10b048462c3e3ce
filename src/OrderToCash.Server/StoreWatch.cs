using OrderToCash.Engine.Shards;

namespace OrderToCash.Server;

/// <summary>Knows which shards can commit, and how far each has committed.</summary>
/// <remarks>
/// Shards' loops write, each its own numbers; any thread reads. A commit costs a few writes to memory.
/// </remarks>
public sealed class StoreWatch : IShardObserver
{
    /// <summary>A commit that fails is tried again at once; only what fails for longer is told to clients.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long[] _failingSince;
    private readonly long[] _positions;
    private volatile TaskCompletionSource? _waiting;

    /// <summary>A watch of so many shards.</summary>
    public StoreWatch(int shardCount, TimeProvider time)
    {
        _time = time;
        _failingSince = new long[shardCount];
        _positions = new long[shardCount];
    }

    /// <summary>True where a shard has not been able to commit for a while.</summary>
    public bool IsAway
    {
        get
        {
            for (var shard = 0; shard < _failingSince.Length; shard++)
            {
                if (IsShardAway(shard))
                    return true;
            }

            return false;
        }
    }

    /// <summary>True where the entity's shard has not been able to commit for a while.</summary>
    public bool IsAwayFor(in EntityId entity) => IsShardAway(ShardMap.ShardOf(entity, _failingSince.Length));

    /// <summary>The last position that the shard committed since the engine was started; 0 where it did not.</summary>
    public long PositionOf(int shard) => Interlocked.Read(ref _positions[shard]);

    /// <summary>
    /// Completes when a shard commits the next time. Ask for it before looking at the positions, or a commit is missed.
    /// </summary>
    public Task WaitForCommitAsync()
    {
        while (true)
        {
            if (_waiting is { } waiting)
                return waiting.Task;
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable CS0420 // Interlocked is a full fence of its own.
            Interlocked.CompareExchange(ref _waiting, next, null);
#pragma warning restore CS0420
        }
    }

    /// <inheritdoc/>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        if (events.Count > 0)
            Interlocked.Exchange(ref _positions[shard], events[^1].Position);
        if (Interlocked.Read(ref _failingSince[shard]) != 0)
            Interlocked.Exchange(ref _failingSince[shard], 0);
        if (_waiting is not null)
        {
#pragma warning disable CS0420 // Interlocked is a full fence of its own.
            Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
#pragma warning restore CS0420
        }
    }

    /// <inheritdoc/>
    public void OnDelivered(int shard, long position)
    {
    }

    /// <inheritdoc/>
    public void OnNotice(in ShardNotice notice)
    {
        switch (notice.Kind)
        {
            case ShardNoticeKind.CommitFailed or ShardNoticeKind.ActivationFailed or ShardNoticeKind.Fenced:
                Interlocked.CompareExchange(ref _failingSince[notice.Shard], _time.GetUtcNow().UtcTicks, 0);
                break;
            case ShardNoticeKind.Activated:
                Interlocked.Exchange(ref _failingSince[notice.Shard], 0);
                break;
        }
    }

    private bool IsShardAway(int shard)
    {
        var since = Interlocked.Read(ref _failingSince[shard]);
        return since != 0 && _time.GetUtcNow().UtcTicks - since > Grace.Ticks;
    }
}
