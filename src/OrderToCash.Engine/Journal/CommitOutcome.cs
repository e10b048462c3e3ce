namespace OrderToCash.Engine.Journal;

/// <summary>How a commit ended.</summary>
public enum CommitStatus
{
    /// <summary>All of it is durable.</summary>
    Committed = 0,

    /// <summary>Nothing was written: a shard has another owner or position, or a sequence is taken.</summary>
    Refused = 1,

    /// <summary>Nothing was written: the store said so (disk full, say).</summary>
    Failed = 2,

    /// <summary>It may or may not be durable: the answer was lost. Claim the shard and read its row to know.</summary>
    Unknown = 3,
}

/// <summary>How a commit ended, and in words why where it didn't commit.</summary>
public readonly record struct CommitOutcome(CommitStatus Status, string? Detail = null)
{
    /// <summary>All of it is durable.</summary>
    public static CommitOutcome Committed { get; } = new(CommitStatus.Committed);
}

/// <summary>The store can't be reached or can't serve: wait and try again, or tell the operator the message.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The store holds something that this program can't work with; the message says what and what to do.
/// </summary>
public sealed class JournalFormatException(string message, Exception? inner = null) : Exception(message, inner);
