using System.Collections.Frozen;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Engine.Shards;

/// <summary>What the shards of one node share.</summary>
/// <param name="Observer">Hears of committed events and of what went wrong; null where nobody does.</param>
public sealed record ShardEnvironment(
    IJournal Journal, GroupCommit Commits, ITransport Transport, FrozenDictionary<string, EntityKind> Kinds,
    TimeProvider Time,
    ShardOptions Options, IShardObserver? Observer);

/// <summary>
/// Hears what shards did. Called on the shards' loops, after the commit: return soon, don't block, don't throw.
/// </summary>
public interface IShardObserver
{
    /// <summary>
    /// These events of the shard are durable. The list is the shard's own: it is valid during the call only.
    /// </summary>
    void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events);

    /// <summary>
    /// What the shard's events up to this position cause in other shards is durable there. Where those run on this
    /// node, they have told it before. Told when it has changed; it may go back where the shard was activated again.
    /// </summary>
    void OnDelivered(int shard, long position);

    /// <summary>Something an operator should know.</summary>
    void OnNotice(in ShardNotice notice);
}

/// <summary>An event that is durable.</summary>
/// <param name="Event">The domain's event.</param>
public readonly record struct CommittedEvent(
    EntityId Entity, long Sequence, long Position, object Event, DateTimeOffset At);

/// <summary>What an operator should know of a shard.</summary>
public enum ShardNoticeKind
{
    /// <summary>The shard was activated.</summary>
    Activated = 1,

    /// <summary>A decider threw, or yielded too much; the command is a dead letter.</summary>
    CommandPoisoned = 2,

    /// <summary>An entity's history can't be replayed; it decides nothing until that is mended.</summary>
    EntityBlocked = 3,

    /// <summary>A commit was refused: another owner has taken the shard over.</summary>
    Fenced = 4,

    /// <summary>A commit failed or its outcome is unknown; the shard reloads.</summary>
    CommitFailed = 5,

    /// <summary>The shard can't be activated now and tries again.</summary>
    ActivationFailed = 6,

    /// <summary>A snapshot can't be read; the entity is replayed from its first event.</summary>
    SnapshotUnusable = 7,
}

/// <summary>What an operator should know of a shard, in words.</summary>
public readonly record struct ShardNotice(ShardNoticeKind Kind, int Shard, string Text);
