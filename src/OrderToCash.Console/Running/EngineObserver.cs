using Microsoft.Extensions.Logging;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Checks;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Running;

/// <summary>Hears what the shards do: feeds the matcher, logs what an operator should know.</summary>
/// <remarks>Called on the shards' loops.</remarks>
/// <param name="patience">A store that takes no commit for so long is given up.</param>
/// <param name="also">Hears of committed events too; null where nobody does.</param>
internal sealed class EngineObserver(
    PaymentMatcher matcher, RowAllocator allocator, OrderScreen screen, ILogger logger, TimeProvider time,
    TimeSpan patience, IShardObserver? also) : IShardObserver
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _failingSince;

    /// <summary>Completes, with what the store said, when it has refused every commit for a while.</summary>
    public Task<string> StoreFailed => _failed.Task;

    /// <inheritdoc/>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        Interlocked.Exchange(ref _failingSince, 0);
        screen.OnCommitted(events);
        matcher.OnCommitted(shard, events);
        allocator.OnCommitted(events);
        also?.OnCommitted(shard, events);
    }

    /// <inheritdoc/>
    public void OnDelivered(int shard, long position)
    {
        matcher.OnDelivered(shard, position);
        also?.OnDelivered(shard, position);
    }

    /// <inheritdoc/>
    public void OnNotice(in ShardNotice notice)
    {
        switch (notice.Kind)
        {
            case ShardNoticeKind.Activated:
                LogMessages.ShardActivated(logger, notice.Shard, notice.Text);
                break;
            case ShardNoticeKind.CommandPoisoned:
                LogMessages.CommandPoisoned(logger, notice.Shard, notice.Text);
                break;
            case ShardNoticeKind.EntityBlocked:
                LogMessages.EntityBlocked(logger, notice.Shard, notice.Text);
                break;
            case ShardNoticeKind.Fenced:
                LogMessages.Fenced(logger, notice.Shard, notice.Text);
                break;
            case ShardNoticeKind.CommitFailed:
                NoteFailure(notice.Text, LogMessages.CommitFailed, notice.Shard);
                break;
            default:
                NoteFailure(notice.Text, LogMessages.ActivationFailed, notice.Shard);
                break;
        }

        also?.OnNotice(notice);
    }

    private void NoteFailure(string text, Action<ILogger, int, string> log, int shard)
    {
        var now = time.GetUtcNow().UtcTicks;
        var since = Interlocked.CompareExchange(ref _failingSince, now, 0);
        if (since == 0)
        {
            // Once: sixteen shards that try again each second would bury everything else.
            log(logger, shard, text);
        }
        else if (now - since > patience.Ticks)
        {
            _failed.TrySetResult(text);
        }
    }
}
