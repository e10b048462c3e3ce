using Microsoft.Extensions.Logging;

namespace OrderToCash.Console;

/// <summary>Every log line of the program.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "o2c {Version} started: {CommandLine}")]
    public static partial void Started(ILogger logger, string version, string commandLine);

    [LoggerMessage(2, LogLevel.Information, "Ended with exit code {Code} after {Seconds:F1} s")]
    public static partial void Ended(ILogger logger, int code, double seconds);

    [LoggerMessage(3, LogLevel.Error, "Failed by a bug")]
    public static partial void FailedByBug(ILogger logger, Exception exception);

    [LoggerMessage(100, LogLevel.Debug, "Shard {Shard} activated: {Text}")]
    public static partial void ShardActivated(ILogger logger, int shard, string text);

    [LoggerMessage(101, LogLevel.Error, "Shard {Shard} could not decide a command: {Text}")]
    public static partial void CommandPoisoned(ILogger logger, int shard, string text);

    [LoggerMessage(102, LogLevel.Error, "Shard {Shard} can't replay an entity: {Text}")]
    public static partial void EntityBlocked(ILogger logger, int shard, string text);

    [LoggerMessage(103, LogLevel.Warning, "Shard {Shard} was taken over by another owner: {Text}")]
    public static partial void Fenced(ILogger logger, int shard, string text);

    [LoggerMessage(104, LogLevel.Warning, "Shard {Shard} could not commit and tries again: {Text}")]
    public static partial void CommitFailed(ILogger logger, int shard, string text);

    [LoggerMessage(105, LogLevel.Warning, "Shard {Shard} can't be activated and tries again: {Text}")]
    public static partial void ActivationFailed(ILogger logger, int shard, string text);

    [LoggerMessage(106, LogLevel.Warning, "The read models don't follow, and are tried again: {Text}")]
    public static partial void ReadModelsFailed(ILogger logger, string text);

    [LoggerMessage(107, LogLevel.Warning, "Intake waited {Seconds} s for the read models, which are {Lag:F1} s behind, "
        + "and goes on without them until they have come near")]
    public static partial void IntakeGivesWay(ILogger logger, double seconds, double lag);

    [LoggerMessage(108, LogLevel.Information, "The matcher goes on from its image: {Text}")]
    public static partial void MatcherImageUsed(ILogger logger, string text);

    [LoggerMessage(109, LogLevel.Information, "The matcher's image is kept: {Text}")]
    public static partial void MatcherImageKept(ILogger logger, string text);

    [LoggerMessage(110, LogLevel.Warning, "The matcher's image is not used, the journal is read from its beginning: "
        + "{Text}")]
    public static partial void MatcherImageRefused(ILogger logger, string text);

    [LoggerMessage(111, LogLevel.Warning, "The matcher's image could not be kept, the one before stays: {Text}")]
    public static partial void MatcherImageNotKept(ILogger logger, string text);

    [LoggerMessage(112, LogLevel.Warning, "Intake waited {Seconds} s for the matcher, which is {Events} events behind, "
        + "and goes on without it until it has come near")]
    public static partial void IntakeGivesWayToMatcher(ILogger logger, double seconds, long events);

    [LoggerMessage(200, LogLevel.Information, "Read {Source}: {Read} read, {Accepted} accepted, "
        + "{Duplicates} duplicates, {Rejected} rejected")]
    public static partial void SourceRead(
        ILogger logger, string source, long read, long accepted, long duplicates, long rejected);
}
