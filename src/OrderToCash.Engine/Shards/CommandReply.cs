namespace OrderToCash.Engine.Shards;

/// <summary>How a command from outside ended.</summary>
public enum CommandStatus
{
    /// <summary>
    /// The entity decided, and what it decided is durable. <see cref="CommandReply.Reply"/> is its answer, which may be
    /// a refusal.
    /// </summary>
    Decided = 0,

    /// <summary>The commit failed and nothing was written; the same command can be sent again.</summary>
    Retry = 1,

    /// <summary>The decider threw: a bug. The command is a dead letter, nothing of it was written.</summary>
    Failed = 2,

    /// <summary>
    /// The entity's history can't be replayed: a bug, or a journal of a newer version. The command is a dead letter.
    /// </summary>
    Blocked = 3,

    /// <summary>The shard stopped before it took the command; nothing was written.</summary>
    Stopped = 4,
}

/// <summary>The answer to a command from outside.</summary>
/// <param name="Reply">The entity's reply; null unless <see cref="CommandStatus.Decided"/>.</param>
/// <param name="Error">What happened and what to do; null where <see cref="CommandStatus.Decided"/>.</param>
public readonly record struct CommandReply(CommandStatus Status, object? Reply, string? Error);

/// <summary>Takes the answers to commands from outside.</summary>
/// <remarks>
/// Called on the shard's loop, after the commit, once for each command: return soon, don't block, don't throw.
/// </remarks>
public interface IReplyTo
{
    /// <summary>The command that was posted with this tag has been answered.</summary>
    void OnReply(long tag, in CommandReply reply);
}
