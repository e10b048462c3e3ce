using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Folders;

/// <summary>A file that was decided.</summary>
/// <param name="Folder">The watched folder's name.</param>
/// <param name="Hash">The SHA-256 of its content: the same content is the same file, whatever its name.</param>
/// <param name="IsRefused">True where nothing of it was taken.</param>
/// <param name="Counts">What became of its inputs.</param>
public sealed record TakenFile(
    string Folder, string Hash, string Name, long Bytes, DateTimeOffset At, bool IsRefused, InputCounts Counts)
{
    /// <summary>True once it is out of the folder.</summary>
    public bool IsMoved { get; init; }
}

/// <summary>What became of inputs: read = accepted + duplicates + nothing to do + rejected.</summary>
public readonly record struct InputCounts(long Read, long Accepted, long Duplicates, long NothingToDo, long Rejected)
{
    /// <summary>Those of a run.</summary>
    public static InputCounts Of(IntakeReport report) =>
        new(report.Read, report.Accepted, report.Duplicates, report.NothingToDo, report.Rejected);

    /// <summary>Both together.</summary>
    public static InputCounts operator +(InputCounts one, InputCounts other) => new(
        one.Read + other.Read, one.Accepted + other.Accepted, one.Duplicates + other.Duplicates,
        one.NothingToDo + other.NothingToDo, one.Rejected + other.Rejected);
}

/// <summary>How a folder stands.</summary>
/// <param name="Folder">Its name.</param>
/// <param name="Taken">Files that were taken, of different contents.</param>
/// <param name="Repeated">Files whose content was taken before.</param>
/// <param name="Refused">Files that were refused whole.</param>
/// <param name="Counts">What became of the inputs in them.</param>
/// <param name="LastFile">The name of the last one; null: none yet.</param>
/// <param name="Look">What the last look saw; null where nobody has looked yet.</param>
public sealed record FolderStand(
    string Folder, long Taken, long Repeated, long Refused, InputCounts Counts, string? LastFile,
    DateTimeOffset? LastAt, FolderLook? Look);

/// <summary>What a look at a folder saw.</summary>
/// <param name="Waiting">Files that are not decided yet.</param>
/// <param name="OldestAt">When the oldest of them was written; null where none waits.</param>
/// <param name="Trouble">What keeps files from being taken or moved; null: nothing.</param>
public sealed record FolderLook(DateTimeOffset At, int Waiting, DateTimeOffset? OldestAt, string? Trouble);
