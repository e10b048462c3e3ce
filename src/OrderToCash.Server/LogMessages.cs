using Microsoft.Extensions.Logging;

namespace OrderToCash.Server;

/// <summary>Every log line of the server.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(300, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(301, LogLevel.Information, "Stopping: {Streams} streams are being finished")]
    public static partial void Stopping(ILogger logger, int streams);

    [LoggerMessage(302, LogLevel.Information, "Stream {Source} of {Key}: {Read} read, {Accepted} accepted, "
        + "{Duplicates} duplicates, {Rejected} rejected, complete {IsComplete}")]
    public static partial void StreamEnded(
        ILogger logger, string source, string key, long read, long accepted, long duplicates, long rejected,
        bool isComplete);

    [LoggerMessage(303, LogLevel.Error, "{Method} {Path} failed by a bug")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(304, LogLevel.Warning, "{Method} {Path} was answered 503: {Reason}")]
    public static partial void StoreAway(ILogger logger, string method, string path, string reason);

    [LoggerMessage(305, LogLevel.Warning, "The key file {Path} can't be read, the keys stay as they were: {Error}")]
    public static partial void KeysUnreadable(ILogger logger, string path, string error);

    [LoggerMessage(306, LogLevel.Information, "A reader of changes was dropped: {Reason}")]
    public static partial void ChangeReaderDropped(ILogger logger, string reason);

    [LoggerMessage(307, LogLevel.Error, "Refused inputs could not be kept: {Error}")]
    public static partial void QuarantineFailed(ILogger logger, string error);

    [LoggerMessage(308, LogLevel.Warning, "The channels {Path} can't be read, they stay as they were: {Error}")]
    public static partial void ChannelsUnreadable(ILogger logger, string path, string error);

    [LoggerMessage(309, LogLevel.Warning, "{Count} deliveries were not proven, the last one to {Platform}/{Shop}, with "
        + "eBay's key {KeyId}; see `o2c channels`")]
    public static partial void DeliveriesNotProven(
        ILogger logger, long count, string platform, string shop, string keyId);

    [LoggerMessage(310, LogLevel.Warning, "Deliveries wait in the inbox: {Reason}")]
    public static partial void InboxWaits(ILogger logger, string reason);

    [LoggerMessage(330, LogLevel.Warning, "What channels are to be told waits: {Reason}")]
    public static partial void OutboundWaits(ILogger logger, string reason);

    [LoggerMessage(331, LogLevel.Warning, "{Channel} can't be told now, and is told later: {Reason}")]
    public static partial void ChannelNotTold(ILogger logger, string channel, string reason);

    [LoggerMessage(332, LogLevel.Error, "Telling {Channel} failed by a bug")]
    public static partial void OutboundFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(311, LogLevel.Information, "{Count} deliveries from before {Before:O} were forgotten")]
    public static partial void DeliveriesForgotten(ILogger logger, long count, DateTimeOffset before);

    [LoggerMessage(312, LogLevel.Information, "{Platform}/{Shop} was asked for its orders: {Read} read, {Kept} new")]
    public static partial void ShopPolled(ILogger logger, string platform, string shop, long read, long kept);

    [LoggerMessage(313, LogLevel.Warning, "{Platform}/{Shop} could not be asked for its orders; it is asked again. "
        + "{Reason}")]
    public static partial void ShopNotPolled(ILogger logger, string platform, string shop, string reason);

    [LoggerMessage(314, LogLevel.Error, "Asking {Platform}/{Shop} for its orders failed by a bug; it is asked again")]
    public static partial void PollFailed(ILogger logger, string platform, string shop, Exception exception);

    [LoggerMessage(330, LogLevel.Information, "Watching the folder {Folder}, {Path}, for {Format}")]
    public static partial void FolderWatched(ILogger logger, string folder, string path, string format);

    [LoggerMessage(331, LogLevel.Information, "Folder {Folder} took {File}: {Read} read, {Accepted} accepted, "
        + "{Duplicates} duplicates, {Rejected} rejected")]
    public static partial void FileTaken(
        ILogger logger, string folder, string file, long read, long accepted, long duplicates, long rejected);

    [LoggerMessage(332, LogLevel.Warning, "Folder {Folder} took {File} as a duplicate: its content is that of {Known}, "
        + "taken at {At:O}")]
    public static partial void FileRepeated(
        ILogger logger, string folder, string file, string known, DateTimeOffset at);

    [LoggerMessage(333, LogLevel.Warning, "Folder {Folder} refused {File}, it is in {Place} now: {Reason}")]
    public static partial void FileRefused(ILogger logger, string folder, string file, string reason, string place);

    [LoggerMessage(334, LogLevel.Error, "Folder {Folder} has files that can't be taken or moved, it goes on trying: "
        + "{Trouble}")]
    public static partial void FolderTrouble(ILogger logger, string folder, string trouble);

    [LoggerMessage(335, LogLevel.Information, "Folder {Folder} is well again")]
    public static partial void FolderWell(ILogger logger, string folder);

    [LoggerMessage(336, LogLevel.Warning, "The folders {Path} can't be read, they stay as they were: {Error}")]
    public static partial void FoldersUnreadable(ILogger logger, string path, string error);
}
